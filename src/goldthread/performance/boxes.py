"""Which numbers one figure of a measure is given in: one, two for a share, more for a survey."""

from collections.abc import Mapping
from dataclasses import dataclass

from goldthread.performance.models import Indicator

Given = Mapping[str, float | None]


@dataclass(frozen=True, slots=True)
class Box:
    """One number of a figure, as a form or a file asks for it."""

    name: str  # what `Figure` calls it
    words: str
    is_needed: bool = True  # else it may stay empty: nobody knows it


VALUE = Box("value", "")
MANY, OF = Box("numerator", "how many"), Box("denominator", "out of how many")
SAID = Box("numerator", "how many said so")
ANSWERED = Box("denominator", "how many people answered")
ENDS = (
    Box("low", "the interval begins at", is_needed=False),
    Box("high", "the interval ends at", is_needed=False),
)


def boxes_of(indicator: Indicator) -> tuple[Box, ...]:
    """The numbers of one figure, in the order in which they are asked for.

    A survey whose maker gives the interval gives its weighted figure too, which is not
    so many out of so many; how many answered it gives where it counted them (S93).
    """
    is_survey = indicator.basis == Indicator.Basis.SURVEY
    answered = Box(ANSWERED.name, ANSWERED.words, is_needed=False)
    if is_survey and indicator.interval == Indicator.Interval.GIVEN:
        return (VALUE, answered, *ENDS)
    if indicator.is_divided:
        return (SAID, ANSWERED) if is_survey else (MANY, OF)
    return (VALUE, answered) if is_survey else (VALUE,)


def lacking(boxes: tuple[Box, ...], given: Given) -> Box | None:
    """The first number that is missing beside those that were given; None where none is."""
    if all(given.get(each.name) is None for each in boxes):
        return None
    ends = [each for each in boxes if each in ENDS]
    has_end = any(given.get(each.name) is not None for each in ends)
    wanted = [each for each in boxes if each.is_needed or (has_end and each in ends)]
    return next((each for each in wanted if given.get(each.name) is None), None)
