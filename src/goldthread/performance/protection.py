"""Which measures hide their small counts from residents, whatever their figures rest on.

What the police or a government office publish one by one is public already (decision
0003), so a small count of it protects nobody by being withheld. A count of people is
another matter, and so is a crime that few dare to report: on our own pages a reader is
closer to whom it may be than in a table of the whole country.
"""

import re

from goldthread.performance.models import Indicator

OPEN = ("recorded", "official")  # public already, to the single case
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
