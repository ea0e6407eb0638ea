"""How sure a figure from a survey is: how many answered and its interval, or that nobody knows.

Pages, packs and what residents read all say it by this file, so that a figure is never
surer in one place than in another (S93, E17). What is not known is said to be not known.
"""

from dataclasses import dataclass

from goldthread.core.survey import share_limits
from goldthread.performance.models import Indicator, Reading
from goldthread.performance.words import FEWEST_ANSWERS, figure, shown

UNCOUNTED = (
    "How many people answered is not known, so nobody can say how sure this figure is."
)
SELF_CHOSEN = "Those who answered were not chosen at random, so nobody can say how far the figure is from what everybody would say."
UNSAID = "How far the figure may be from what everybody would say is not known."
TOO_FEW = "That is too few to show a share."
Piece = str | tuple[float, str]  # words, or a number with how it is written


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure one figure of a survey is; `least` and `most` are its limits as written."""

    answers: int | None
    low: float | None
    high: float | None
    least: str
    most: str
    lacking: str  # what nobody knows, in a sentence; "" where nothing is lacking

    @property
    def counted(self) -> str:
        """How many answered, as it is written."""
        return "" if self.answers is None else figure(float(self.answers), 0)

    @property
    def short(self) -> str:
        """For a cell of a table."""
        told = f"{self.counted} answers" if self.counted else "answers not counted"
        between = f"{self.least} to {self.most}" if self.least else "no interval"
        return f"{told}, {between}"

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The sentence in pieces: a number apart, so that it can be bound."""
        told: list[Piece] = []
        if self.answers is not None:
            told += [(float(self.answers), self.counted), " people answered. "]
        if self.low is not None and self.high is not None:
            told += [
                "Had everybody been asked, it would most likely be between ",
                (self.low, self.least),
                " and ",
                (self.high, self.most),
                ". ",
            ]
        return (*told, self.lacking)

    @property
    def sentence(self) -> str:
        """For whoever reads the figure, a resident too."""
        told = (one if isinstance(one, str) else one[1] for one in self.pieces)
        return "".join(told).strip()


def sure_of(indicator: Indicator, reading: Reading | None) -> Sure | None:
    """How sure a figure is; None where nobody was asked, or there is no figure."""
    if reading is None or indicator.basis != Indicator.Basis.SURVEY:
        return None
    answers = round(reading.denominator) if reading.denominator else None
    is_share = indicator.kind == Indicator.Kind.PERCENT
    if is_share and answers is not None and answers < FEWEST_ANSWERS:
        return Sure(answers, None, None, "", "", TOO_FEW)
    low, high = limits_of(indicator, reading)
    has_limits = low is not None and high is not None
    return Sure(
        answers,
        low,
        high,
        shown(indicator, low) if has_limits else "",
        shown(indicator, high) if has_limits else "",
        _lacking(indicator, answers, has_limits=has_limits),
    )


def limits_of(
    indicator: Indicator, reading: Reading
) -> tuple[float | None, float | None]:
    """The limits of a figure: those that came with it, else reckoned where that is right."""
    is_reckoned = (
        indicator.basis == Indicator.Basis.SURVEY
        and indicator.interval == Indicator.Interval.RECKONED
        and indicator.kind == Indicator.Kind.PERCENT
    )
    answers = reading.denominator
    if reading.low is not None or not is_reckoned or not answers:
        return reading.low, reading.high
    part = reading.value / 100 * answers
    found = share_limits(
        min(part, answers), answers, design_effect=indicator.design_effect
    )
    return 100 * found.low, 100 * found.high


def _lacking(indicator: Indicator, answers: int | None, *, has_limits: bool) -> str:
    if answers is None:
        return UNCOUNTED
    if has_limits:
        return ""
    return SELF_CHOSEN if indicator.interval == Indicator.Interval.NONE else UNSAID
