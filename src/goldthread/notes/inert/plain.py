"""Text is text: readable in one of the common encodings, and not a page or a program."""

import re

from goldthread.notes.inert.refusal import NotInert

# What a careless program would take for a page or a script whatever its name is.
_MARKUP = re.compile(
    r"\s*<(?:!doctype|html|head|body|script|svg|math|iframe|\?xml|\?php|!\[cdata|!--)",
    re.IGNORECASE,
)
_UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")


def inert(content: bytes) -> bytes:
    """The text as it came.

    Raises:
        NotInert: it is not text.
    """
    text = _decoded(content)
    if text is None or _UNSEEN.search(text):
        raise NotInert(
            "is not plain text inside. Save it again as text or CSV in UTF-8, or attach "
            "the original file."
        )
    if not text.strip("\ufeff\u200b\u200c\u200d\u2060 \t\r\n"):
        raise NotInert("holds no text. Choose the file again.")
    if _MARKUP.match(text.lstrip("\ufeff")) or text.startswith(("%PDF-", "MZ", "#!")):
        raise NotInert(
            "is a page or a program, not plain text. Attach it as PDF if people should "
            "read it."
        )
    return content


def _decoded(content: bytes) -> str | None:
    marked = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
