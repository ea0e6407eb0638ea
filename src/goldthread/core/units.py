"""Where does a line not break: a number stands on one line with its unit.

A no-break space between the two is all it takes; a phone breaks "5 %" over two lines
without it. Not for more than the number and what it meets: a whole sentence that cannot
break runs out of a narrow page.
"""

import re

NO_BREAK = "\N{NO-BREAK SPACE}"
PER_CENT = f"{NO_BREAK}%"

_MEETS = re.compile(r"(?<=\d) (?=(?:%|per cent\b))")


def tied(words: str) -> str:
    """A sentence whose numbers do not part from their per cent."""
    return _MEETS.sub(NO_BREAK, words)
