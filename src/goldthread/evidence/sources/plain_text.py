"""Turns the bytes of a supplied text file into UTF-8, whatever wrote them.

Spreadsheets save Windows-1252 and UTF-16 without saying so; a picture can be named
.csv. Each is either read for what it is, with a remark, or refused by name.
"""

from __future__ import annotations

from goldthread.evidence.containers import Member
from goldthread.evidence.reading import Remark, Unreadable

# A text file is held in memory while it is read, about three times over. The largest
# month of the largest force is 25 MB; a merged three-year file of one county 70 MB.
LARGEST_TEXT = 400_000_000

PICTURES_AND_THE_LIKE = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"%PDF", "a PDF document"),
    (b"PK\x03\x04", "a zip archive or an Excel or Word document"),
    (b"PK\x05\x06", "an empty zip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Word document"),
    (b"\x1f\x8b", "a gzip-compressed file"),
    (b"PAR1", "a Parquet file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"7z\xbc\xaf", "a 7-zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
)


def what_it_is_instead(head: bytes) -> str | None:
    """What a file that should be text really is, by its first bytes; None for text."""
    for magic, words in PICTURES_AND_THE_LIKE:
        if head.startswith(magic):
            return words
    return None


def text_of(member: Member) -> tuple[bytes, tuple[Remark, ...]]:
    """The member's text as UTF-8 without a byte-order mark, and what was odd about it."""
    name = member.name
    raw = _bytes_of(member)
    if len(raw) > LARGEST_TEXT:
        raise Unreadable(
            f"{name} holds more than {LARGEST_TEXT // 1_000_000} MB of text; expected "
            "one month of one force (at most about 25 MB): split it by month and send "
            "the months."
        )
    if not raw[:4096].strip() and not raw.strip():
        raise Unreadable(
            f"{name} is empty: expected a header line and rows; ask for it again. "
            "Nothing was changed."
        )
    if instead := what_it_is_instead(raw[:16]):
        raise Unreadable(
            f"{name} is {instead}, although it was expected to be text with commas; "
            "send the file as the supplier published it."
        )
    return as_utf8(raw, name)


def _bytes_of(member: Member) -> bytes:
    """The whole file, or as much as shows that it is too large."""
    chunks: list[bytes] = []
    size = 0
    with member.open() as stream:
        # One read of the largest size allowed would reserve all of it at once.
        while size <= LARGEST_TEXT and (chunk := stream.read(1 << 24)):
            chunks.append(chunk)
            size += len(chunk)
    return chunks[0] if len(chunks) == 1 else b"".join(chunks)


def as_utf8(raw: bytes, name: str) -> tuple[bytes, tuple[Remark, ...]]:
    """The same text in UTF-8; says so when it was written in another encoding."""
    encoding = _wide_encoding(raw)
    if encoding:
        try:
            text = raw.decode(encoding).lstrip("\ufeff")
        except UnicodeDecodeError as error:
            raise Unreadable(
                f"{name} begins like {encoding.upper()} text but breaks off at byte "
                f"{error.start:,}; save it as CSV UTF-8 and send it again."
            ) from None
        # A lone surrogate survives UTF-16 decoding nowhere, so this cannot fail.
        return text.encode("utf-8"), (_was(encoding),)
    raw = raw.removeprefix(b"\xef\xbb\xbf")
    if raw.isascii():
        return raw, ()
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        # Windows-1252 leaves five bytes undefined; they become the replacement mark,
        # which no published label holds, so the row is set aside and not lost.
        text = raw.decode("cp1252", errors="replace")
        return text.encode("utf-8"), (_was("windows-1252"),)
    return raw, ()


def _was(encoding: str) -> Remark:
    return Remark(
        "encoding",
        f"The file is written in {encoding.upper()}, not in UTF-8; it was read as such. "
        "Check a few names with accents.",
        1,
    )


def _wide_encoding(raw: bytes) -> str | None:
    if raw.startswith((b"\xff\xfe\x00\x00", b"\x00\x00\xfe\xff")):
        return "utf-32"
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = raw[:200]
    # Without a mark, text in UTF-16 shows as every second byte zero.
    if len(head) >= 8 and not any(head[1::2]):
        return "utf-16-le"
    if len(head) >= 8 and not any(head[0::2]):
        return "utf-16-be"
    return None
