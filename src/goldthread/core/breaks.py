"""May these two periods be compared at all, or did the recording change between?

Source: the traps E32 (recording changes), E34 (the pandemic), E35 and data §4 (forces
that sent nothing); the table below is data to read, not advice. `checked` is False
where the book marks an entry as general knowledge: print it as "said to".

Not for changes nobody has noticed: those `trend` and `control` may find, and then the
answer is a question to the police, not a line here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from goldthread.core.arrays import Flags, Months, MonthsLike
from goldthread.core.periods import Period, month

EVERY: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Break:
    """One dated reason why counts before and after do not mean the same.

    `end` None is a step: a new way of recording from `start` on. With `end` it is a
    spell, half-open (`date.max`: not over). `masks` spells are left out of every baseline. No categories or
    no forces means all of them.
    """

    name: str
    start: date
    end: date | None
    categories: frozenset[str]
    forces: frozenset[str]
    masks: bool
    words: str
    checked: bool

    def concerns(self, category: str | None, force: str | None = None) -> bool:
        """Whether it touches the category (None: any) in the force (None: unknown)."""
        of_category = not self.categories or category is None
        of_force = not self.forces or force in self.forces
        return of_force and (of_category or category in self.categories)


def _step(
    name: str, start: date, categories: Iterable[str], words: str, *, checked: bool
) -> Break:
    return Break(name, start, None, frozenset(categories), EVERY, False, words, checked)


def _silence(force: str, called: str, start: date, end: date | None) -> Break:
    words = f"{called} sent nothing usable: the months are missing, not zero."
    return Break(
        f"{called}: months not sent",
        start,
        end or date.max,
        EVERY,
        frozenset({force}),
        True,
        words,
        True,
    )


NEW_IN_2011 = (
    "criminal-damage-arson",
    "drugs",
    "shoplifting",
    "other-theft",
    "public-disorder-weapons",
    "other-crime",
)
NEW_IN_2013 = (
    "bicycle-theft",
    "theft-from-the-person",
    "public-order",
    "possession-of-weapons",
    "public-disorder-weapons",
    "other-theft",
    "other-crime",
    "violent-crime",
)

KNOWN: tuple[Break, ...] = (
    _step(
        "Eleven published types",
        date(2011, 9, 1),
        NEW_IN_2011,
        "From September 2011 the police website publishes eleven types instead of six: "
        "damage, drugs, shoplifting and other theft leave “other crime”.",
        checked=False,
    ),
    _step(
        "Fourteen published types",
        date(2013, 5, 1),
        NEW_IN_2013,
        "From May 2013 the police website publishes fourteen types: bicycle theft, "
        "theft from the person, public order and weapons are split out.",
        checked=False,
    ),
    _step(
        "Recording inspections",
        date(2014, 11, 1),
        ("violent-crime", "public-order"),
        "After the inspections of crime recording in 2014 more violence and sexual "
        "offences were recorded; the size of the step differs by force.",
        checked=False,
    ),
    _step(
        "Sheds counted with homes",
        date(2017, 4, 1),
        ("burglary",),
        "From April 2017 burglary of sheds and garages of a home counts as residential "
        "burglary; the total of burglary is less affected than its parts.",
        checked=False,
    ),
    _step(
        "One crime for a course of conduct",
        date(2023, 5, 1),
        ("violent-crime", "public-order"),
        "From May 2023 the principal crime only is counted where several are reported "
        "with stalking, harassment or controlling behaviour.",
        checked=False,
    ),
    Break(
        "The pandemic",
        date(2020, 3, 1),
        date(2021, 8, 1),
        EVERY,
        EVERY,
        True,
        "March 2020 to July 2021: thefts fell with the shops shut and anti-social "
        "behaviour rose with reports of breaches; left out of every baseline.",
        False,
    ),
    _silence("greater-manchester", "Greater Manchester Police", date(2019, 7, 1), None),
    _silence("btp", "British Transport Police", date(2016, 2, 1), date(2017, 1, 1)),
    _silence("btp", "British Transport Police", date(2025, 2, 1), date(2026, 1, 1)),
    _silence(
        "city-of-london", "City of London Police", date(2022, 6, 1), date(2022, 7, 1)
    ),
    _silence(
        "devon-and-cornwall",
        "Devon and Cornwall Police",
        date(2022, 11, 1),
        date(2023, 1, 1),
    ),
    _silence("gwent", "Gwent Police", date(2025, 9, 1), date(2026, 1, 1)),
)


def masked_months(
    months: MonthsLike,
    *,
    category: str | None = None,
    force: str | None = None,
    known: Iterable[Break] = KNOWN,
) -> Flags:
    """Which months are left out of baselines, limits and seasons."""
    axis: Months = np.asarray(months, dtype="datetime64[M]")
    masked = np.zeros(axis.shape, dtype=np.bool_)
    for entry in known:
        if entry.masks and entry.end and entry.concerns(category, force):
            after = axis >= np.datetime64(entry.start, "M")
            masked |= after & (axis < np.datetime64(entry.end, "M"))
    return masked


def breaks_in(
    period: Period,
    *,
    category: str | None = None,
    force: str | None = None,
    known: Iterable[Break] = KNOWN,
) -> tuple[Break, ...]:
    """What a chart of `period` must mark: steps inside it and spells that touch it."""
    return tuple(
        entry
        for entry in known
        if entry.concerns(category, force) and _touches(entry, period)
    )


def refusal_to_compare(
    now: Period,
    before: Period,
    *,
    category: str | None = None,
    force: str | None = None,
    known: Iterable[Break] = KNOWN,
) -> str | None:
    """Why no change is printed between two periods; None when one may be.

    A spell refuses only where it masks; a step only where the category is named
    (an all-crime total is hardly moved by a sort between types).
    """
    first, last = sorted((now, before), key=lambda period: period.start)
    for entry in known:
        if not entry.concerns(category, force):
            continue
        if entry.masks:
            for period in (now, before):
                if _touches(entry, period):
                    return (
                        f"Not comparable: {period.label} touches “{entry.name}” "
                        f"({_dates(entry)}). {entry.words}"
                    )
        elif category is not None and first.start < entry.start < last.end:
            return (
                f"Not comparable: the recording changed in "
                f"{month(entry.start).label} (“{entry.name}”). {entry.words}"
            )
    return None


def _touches(entry: Break, period: Period) -> bool:
    if entry.end is None:
        return period.start < entry.start < period.end
    return entry.start < period.end and period.start < entry.end


def _dates(entry: Break) -> str:
    first = month(entry.start).label
    if entry.end is None or entry.end == date.max:
        return f"from {first}"
    return f"{first} to {month(entry.end - timedelta(days=1)).label}"
