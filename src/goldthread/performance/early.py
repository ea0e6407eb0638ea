"""The bands in which agencies count how early they found people (S14, S17, S59, S65, S88)."""

from collections.abc import Mapping
from datetime import date

BANDS: dict[str, tuple[tuple[str, str], ...]] = {
    "tier": (
        ("universal", "No extra help yet"),
        ("early", "Early help"),
        ("targeted", "Targeted help"),
        ("statutory", "Statutory or in custody"),
    ),
    "age": (
        ("under-10", "Under 10"),
        ("10-13", "10 to 13"),
        ("14-17", "14 to 17"),
        ("18-24", "18 to 24"),
        ("25-up", "25 and over"),
    ),
    "source": (
        ("police", "Police"),
        ("school", "School or college"),
        ("health", "Health"),
        ("housing", "Housing"),
        ("community", "Community or voluntary group"),
        ("self", "Themselves or their family"),
        ("other", "Somebody else"),
    ),
    "days": (
        ("0-7", "Up to 7 days"),
        ("8-28", "8 to 28 days"),
        ("29-91", "29 to 91 days"),
        ("92-up", "92 days and more"),
        ("not-yet", "No support yet"),
    ),
}
EARLY_TIERS = ("universal", "early")
SOON = ("0-7", "8-28")


def refusal_of_counts(
    period_start: date, counts: Mapping[tuple[str, str], int]
) -> str | None:
    """Why these are no counts of a quarter; None when they are."""
    if period_start.day != 1 or period_start.month not in (1, 4, 7, 10):
        return "Counts are of a quarter: it begins in January, April, July or October."
    if not counts:
        return "Enter one count at least."
    for (dimension, band), people in counts.items():
        if band not in dict(BANDS.get(dimension, ())):
            return f"There is no band {band} of {dimension}."
        if people < 0:
            return f"Expected nobody or more in {band}; found {people}."
    sums = {
        dimension: sum(n for (each, _), n in counts.items() if each == dimension)
        for dimension in {each for each, _ in counts}
    }
    if len(set(sums.values())) > 1:
        said = ", ".join(f"{name} {total}" for name, total in sorted(sums.items()))
        return f"The same people are counted in each part, so the sums must be equal; found {said}. Put whom you do not know into the last band, or leave the part out."
    return None
