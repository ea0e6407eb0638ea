"""Small pieces of sentences that every chapter writes the same way."""

from collections.abc import Sequence

from goldthread.assessment.scope import Scope
from goldthread.documents import numbers
from goldthread.documents.model import Figure, Run
from goldthread.evidence.offences import ASB, category_name

CRIME_SOURCE = "data.police.uk, police recorded crime"
ASB_SOURCE = "data.police.uk, incidents recorded by the police"
PEOPLE_SOURCE = "Office for National Statistics, population estimates by small area"
DEPRIVATION_SOURCE = "English indices of deprivation"


def period_words(scope: Scope) -> str:
    """The months the figures cover: "November 2021 to October 2022"."""
    held = scope.months_held
    return numbers.months_between(held[0], held[-1])


def unit_of(category: str) -> str:
    """What is counted: crimes, or incidents where the law calls them that."""
    return "incidents" if category == ASB else "recorded crimes"


def name_in_sentence(category: str) -> str:
    """A category inside a sentence, without its capital."""
    name = category_name(category)
    return name[:1].lower() + name[1:]


def source(scope: Scope, of: str = CRIME_SOURCE) -> str:
    """The source line of a chart: who, and which months."""
    return f"{of}, {period_words(scope)}"


def listed(pieces: Sequence[tuple[Run, ...]]) -> tuple[Run, ...]:
    """Pieces joined as a sentence joins them: a, b and c."""
    joined: list[Run] = []
    for at, piece in enumerate(pieces):
        if at:
            joined.append(" and " if at == len(pieces) - 1 else ", ")
        joined.extend(piece)
    return tuple(joined)


def listed_some(pieces: Sequence[tuple[Run, ...]], most: int = 4) -> tuple[Run, ...]:
    """The first few pieces as a sentence lists them, and how many more there are."""
    if len(pieces) <= most:
        return listed(pieces)
    more: tuple[Run, ...] = (numbers.count_figure(len(pieces) - most), " more")
    return listed((*pieces[:most], more))


def how_many(count: int, ref: str, *, opening: bool = False) -> Figure:
    """A count in a sentence, "none" where it is nothing."""
    if count:
        return numbers.count_figure(count, ref)
    return Figure(0, "None" if opening else "none", ref)


def plural(count: int, one: str, many: str) -> str:
    """The word that agrees with `count`."""
    return one if count == 1 else many
