"""Which measures hide their small counts from residents, whatever their figures rest on.

What the police or a government office publish one by one is public already (decision
0003), so a small count of it protects nobody by being withheld. A count of people is
another matter, and so is a crime that few dare to report: on our own pages a reader is
closer to whom it may be than in a table of the whole country.
"""

import re
from collections.abc import Mapping
from typing import Any

from goldthread.performance.models import Indicator

FEW = "too few to show"
HIDDEN = "not shown"
SMALL = 5  # the first count that is shown wherever small ones are hidden
OPEN = ("recorded", "official")  # public already, to the single case
WHY = (
    "Where a count is so small that it could point to somebody, we do not show it, nor a "
    "figure that would tell it."
)
_PEOPLE = re.compile(
    r"\b(?:person|persons|people|adults?|child|children|victims?|patients?|pupils?"
    r"|residents?|women|woman|men|man|girls?|boys?|families|family)\b",
    re.IGNORECASE,
)


def counts_people(indicator: Indicator) -> bool:
    """Whether one unit of it is somebody, by the words of its definition."""
    return bool(_PEOPLE.search(f"{indicator.counts} {indicator.unit}"))


def is_open(indicator: Indicator) -> bool:
    """Whether its small counts stand as they were published."""
    return (
        indicator.basis in OPEN
        and not indicator.hidden_crime
        and not counts_people(indicator)
    )


def guarded(content: Mapping[str, Any]) -> dict[str, Any]:
    """A frozen copy as residents may read it today.

    Copies of before this rule hold small counts of people and of hidden crimes; those are
    hidden when they are read, with the totals of all years, until the copy is renewed.
    """
    told = dict(content)
    if not shows_few(told):
        return told
    told["points"] = [
        [period, start, None, FEW]
        if _is_few(value, words)
        else [period, start, value, words]
        for period, start, value, words in told["points"]
    ]
    told["years"] = [[year, HIDDEN] for year, _ in told["years"]]
    told |= {"places": [], "usual": None, "small": WHY}
    return told


def shows_few(content: Mapping[str, Any]) -> bool:
    """Whether a copy shows a small count that this rule hides."""
    is_kept = content["hidden_crime"] or _PEOPLE.search(
        f"{content['counts']} {content['unit']}"
    )
    return bool(is_kept) and any(
        _is_few(value, words) for _, _, value, words in content["points"]
    )


def _is_few(value: float | None, words: str) -> bool:
    """A whole count of one to four; a share or a rate is written otherwise."""
    return value is not None and words in {str(n) for n in range(1, SMALL)}
