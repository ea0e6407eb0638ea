"""Words as they are compared: small letters, one space, no marks around them."""

import re
import unicodedata

_MARKS = re.compile(r"[^\w%£/+-]+")


def plainly(text: str) -> str:
    """“Lead  Agency:” and "lead agency" are the same."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("&", " and ")
    return " ".join(_MARKS.sub(" ", folded.replace("_", " ")).split())
