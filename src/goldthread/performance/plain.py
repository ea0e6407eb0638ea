"""How a measure stands, in the words of somebody who tells a neighbour.

Everything follows from the standing that the rules derived; nothing is typed. No figure
stands in these words, so that nothing small can be read out of them.
"""

from dataclasses import dataclass

from goldthread.core import status
from goldthread.core.control import FEWEST_POINTS
from goldthread.performance.deriving import Behind
from goldthread.performance.models import Indicator, Standing
from goldthread.web.kit import Mood

AIMS = {
    "up": "More is better.",
    "down": "Fewer or less is better.",
    "context": "Neither more nor less is better by itself.",
    "none": "Neither more nor less is better by itself.",
}
EARLY = "Too early to say"
UNCLEAR = "Cannot tell"


@dataclass(frozen=True, slots=True)
class Plain:
    """A status with its icon, a sentence, and what has to stand beside it."""

    status: str
    mood: Mood
    sentence: str
    aim: str
    hidden_crime: str
    companion: str


def plainly(indicator: Indicator, stands: Standing, behind: Behind) -> Plain:
    """The standing of a measure in plain words."""
    words, mood, sentence = _status(stands, len(behind.readings))
    return Plain(
        words,
        mood,
        sentence,
        AIMS[indicator.polarity],
        _hidden_crime(indicator),
        _companion(indicator, behind),
    )


def _status(stands: Standing, readings: int) -> tuple[str, Mood, str]:
    if stands.variation == status.UNKNOWN:
        if readings < FEWEST_POINTS:
            return (
                EARLY,
                "waiting",
                f"We have {readings} figure{'' if readings == 1 else 's'} so far. It takes {FEWEST_POINTS} to tell a real change from chance.",
            )
        return (
            UNCLEAR,
            "quiet",
            "The figures are too small, or counted in too new a way, to tell a real change from chance.",
        )
    if stands.word == "Cannot tell":
        return (
            UNCLEAR,
            "quiet",
            "The figures moved, but on their own they do not say whether people are safer.",
        )
    if stands.variation == status.IMPROVEMENT:
        more = " It has not come as far as we hoped yet." if _misses(stands) else ""
        return (
            "Getting better",
            "good",
            f"This is a real change for the better, not chance.{more}",
        )
    if stands.variation == status.CONCERN:
        return (
            "Getting worse",
            "concern",
            "This is a real change for the worse, not chance.",
        )
    if stands.variation == status.CHANGE:
        return "Changed", "quiet", "This is a real change, not chance."
    more = " We hoped for more than this." if _misses(stands) else ""
    return (
        "No clear change",
        "quiet",
        f"The figures go up and down as they usually do.{more}",
    )


def _misses(stands: Standing) -> bool:
    return stands.assurance == "fail"


def _hidden_crime(indicator: Indicator) -> str:
    if not indicator.hidden_crime:
        return ""
    return (
        "Few who suffer this tell anybody. We want more people to come forward, so more "
        "reports can be good news. More reports do not mean more crime."
    )


def _companion(indicator: Indicator, behind: Behind) -> str:
    """What has to be read beside it, and how that stands (Z8)."""
    if not indicator.hidden_crime:
        return ""
    if indicator.companion is None or behind.companion is None:
        return "No second measure stands beside it yet, so we do not call a change good or bad."
    beside = behind.companion
    words = {
        status.IMPROVEMENT: "getting better",
        status.CONCERN: "getting worse",
        status.UNKNOWN: "too early or too few to say",
        status.CHANGE: "changed",
    }.get(beside.variation, "no clear change")
    return f"{indicator.companion.name}: {words}"
