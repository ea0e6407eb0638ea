"""Text that a spreadsheet would run is kept text, and comes back as it was meant."""

import re

# A spreadsheet runs a cell that begins so as a formula, also in full-width spelling.
_RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?", re.ASCII)


def looks_run(text: str) -> bool:
    """Whether a spreadsheet might run this cell."""
    return text.startswith(_RUN) and not _NUMBER.fullmatch(text)


def as_text(text: str) -> str:
    """A CSV cell with an apostrophe before what might be run.

    What has an apostrophe there already gets another, so that every cell comes back.
    """
    return (
        f"'{text}"
        if text.lstrip("'").startswith(_RUN) and not _is_number(text)
        else text
    )


def as_meant(text: str) -> str:
    """The cell as it was before `as_text`."""
    if text.startswith("'") and text.lstrip("'").startswith(_RUN):
        return text[1:]
    return text


def _is_number(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text))
