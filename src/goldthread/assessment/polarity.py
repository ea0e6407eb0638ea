"""Which way is better? A property of the measure, never of the arrow (Z7, E30).

For some offences most of what happens is never reported, and a partnership works to
have it reported: there a rise may be success. For others a rise says how hard the
police looked. Neither is ever called better or worse on its own.
"""

from dataclasses import dataclass
from enum import StrEnum

from goldthread.core.refusal import Refused


class Polarity(StrEnum):
    """What a rise in the measure means."""

    LOWER_IS_BETTER = "lower is better"
    HIGHER_IS_THE_AIM = "higher is the aim"
    MIXED = "mixed"
    ACTIVITY = "police activity"


# The eight kinds the founding strategy names (S87).
HIDDEN = (
    "hate crime",
    "modern slavery",
    "domestic abuse",
    "sexual violence",
    "forced marriage",
    "female genital mutilation",
    "honour-based violence",
    "stalking and harassment",
)

_MIXED = (
    "This category holds offences that many people never report, such as sexual "
    "offences, domestic abuse, stalking and harassment. A rise can mean more harm, more "
    "people coming forward or fuller recording; these figures cannot tell which."
)
_ACTIVITY = (
    "Most of these offences come to light because the police search for them. A rise says "
    "that more was found, not that there is more of it."
)
_ASB = (
    "Agencies count anti-social behaviour differently and the police figure is of incidents "
    "reported to them, not of crimes."
)

CATEGORIES: dict[str, tuple[Polarity, str]] = {
    "violent-crime": (Polarity.MIXED, _MIXED),
    "drugs": (Polarity.ACTIVITY, _ACTIVITY),
    "possession-of-weapons": (Polarity.ACTIVITY, _ACTIVITY),
    "anti-social-behaviour": (Polarity.MIXED, _ASB),
    "anti-social-behaviour-and-public-order": (Polarity.MIXED, ""),
    "all-crime": (Polarity.MIXED, _MIXED),
}


@dataclass(frozen=True, slots=True)
class Companion:
    """A second measure that tells reporting from harm: a survey, repeats, outcomes."""

    name: str
    rises: bool | None


def polarity_of(category: str) -> Polarity:
    """What a rise in a published category means; lower is better where nothing is said."""
    if category in HIDDEN:
        return Polarity.HIGHER_IS_THE_AIM
    return CATEGORIES.get(category, (Polarity.LOWER_IS_BETTER, ""))[0]


def caveat_of(category: str) -> str:
    """The words that must stand beside a movement of this category, if any."""
    return CATEGORIES.get(category, (Polarity.LOWER_IS_BETTER, ""))[1]


def verdict(
    category: str, direction: str, *, companion: Companion | None = None
) -> str | Refused:
    """ "improving", "concern" or "unclear" for a movement that is distinguishable.

    A hidden crime without a companion measure is refused, not called unclear: the
    reader must learn that a second measure is owed (Z8, E30, E33).
    """
    if direction not in ("higher", "lower"):
        return "unclear"
    polarity = polarity_of(category)
    if polarity is Polarity.HIGHER_IS_THE_AIM:
        if companion is None or companion.rises is None:
            return Refused(
                f"A change in reports of {category} is not called better or worse without a "
                "companion measure, such as a survey, repeat victims or use of services."
            )
        return (
            "improving" if direction == "higher" and not companion.rises else "unclear"
        )
    if polarity is not Polarity.LOWER_IS_BETTER:
        return "unclear"
    return "concern" if direction == "higher" else "improving"
