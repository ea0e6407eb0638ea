"""Did it work? One answer from all that was fixed in advance, with its strength in words.

The main comparison is the ratio against comparison places over the window that was fixed
(`difference`); the step in the place's own series (`interrupted`) and the placebo rank
(`placebo`) may take the answer away, never give one. Where the place was chosen because
it stood high, what chance would have taken back is taken off first (`expected_fall`,
E44). Strength is a level of the Maryland scale (Sherman et al. 1998): before and after
alone is 2, with comparison places 3; 4 and 5 need many places or a draw by lot, which no
single action of a plan has.

"No effect" is said only where the effect that was promised can be ruled out; where both
nothing and the promise fit the figures, nobody can tell.
"""

from dataclasses import dataclass
from typing import Literal

from goldthread.core.difference import Relative
from goldthread.core.expected_fall import ExpectedFall
from goldthread.core.interrupted import Step
from goldthread.core.placebo import Placebo

Result = Literal["worked", "no effect", "worse", "cannot tell", "too early"]
STRENGTHS = {
    0: "no comparison could be made",
    2: "weak: before and after in one place, with nothing to compare it with (level 2 of 5)",
    3: "moderate: before and after beside comparison places (level 3 of 5)",
}
LARGEST_P = 0.1  # of the placebo rank: ten places can give no less than one in eleven


@dataclass(frozen=True, slots=True)
class Evidence:
    """What was found, and what had been promised."""

    wanted: Literal["down", "up"]
    promised_percent: float | None
    against: Relative
    has_comparison: bool
    step: Step | None = None
    placebo: Placebo | None = None
    fall: ExpectedFall | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result, its level on the Maryland scale, and why it is no better."""

    result: Result
    level: int
    ratio: float
    low: float
    high: float
    doubts: tuple[str, ...]

    @property
    def strength(self) -> str:
        """The level in words."""
        return STRENGTHS[self.level]


def verdict(found: Evidence) -> Verdict:
    """The one answer, and every doubt that stands beside it."""
    drawn_back = _drawn_back(found)
    main = found.against
    ratio, low, high = (n / drawn_back for n in (main.ratio, main.low, main.high))
    result = _result(found, low, high)
    doubts = []
    if drawn_back < 1:
        doubts.append(
            f"It was chosen when it stood high: of itself it would have fallen by about "
            f"{100 * (1 - drawn_back):.0f} per cent, which is taken off."
        )
        if result != "worked" and _result(found, main.low, main.high) == "worked":
            doubts.append("Without that it would have looked as if it had worked.")
    if result in ("worked", "worse"):
        taken = [*_contradictions(found, result)]
        if taken:
            return Verdict(
                "cannot tell", _level(found), ratio, low, high, (*doubts, *taken)
            )
    return Verdict(result, _level(found), ratio, low, high, tuple(doubts))


def _level(found: Evidence) -> int:
    return 3 if found.has_comparison else 2


def _drawn_back(found: Evidence) -> float:
    """What chance alone leaves of a high count, as a part of it; one where it was not high."""
    fall = found.fall
    if fall is None or found.wanted != "down" or fall.fall <= 0 or not fall.chosen:
        return 1.0
    return fall.expected / fall.chosen


def _result(found: Evidence, low: float, high: float) -> Result:
    if found.wanted == "up":  # a rise is the aim: turn the scale round
        low, high = 1 / high, 1 / low
    if high < 1:
        return "worked"
    if low > 1:
        return "worse"
    if found.promised_percent is None:
        return "cannot tell"
    part = found.promised_percent / 100
    promised = 1 - part if found.wanted == "down" else 1 / (1 + part)
    return "no effect" if low > promised else "cannot tell"


def _contradictions(found: Evidence, result: Result) -> list[str]:
    """What takes a clear answer away."""
    taken = []
    fell = (result == "worked") == (found.wanted == "down")
    step = found.step
    if step is not None and step.distinguishable and (step.ratio < 1) != fell:
        taken.append(
            "The place's own series moved the other way when the work took hold."
        )
    if step is not None and not step.distinguishable and not found.has_comparison:
        taken.append(
            "With nothing to compare it with, its own series would have to step when the "
            "work took hold, and it does not beyond chance."
        )
    rank = found.placebo
    if rank is not None and rank.p_value > LARGEST_P:
        taken.append(
            f"{rank.as_far} of {rank.places} comparison places, where nothing was done, "
            "moved as far."
        )
    return taken
