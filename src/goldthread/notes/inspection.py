"""Is this file what it says, and is it still inert when it is taken away again?

A file is taken when its content, its name and what the browser declares agree (trust
FIL-1). Photos are drawn anew, so nothing but what can be seen survives (FIL-4). Files
that would act by themselves are refused in a sentence that says what to do instead.
What has to be parsed is opened in a process of its own (FIL-2); plain text is not.
"""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from goldthread.notes.inert import plain
from goldthread.notes.inert.opening import opened
from goldthread.notes.inert.refusal import NotInert
from goldthread.partners.rules import Refused

LARGEST = 20_000_000  # bytes
KINDS_IN_WORDS = "PDF, Word (.docx), Excel (.xlsx), CSV, plain text, PNG and JPEG"
# Declares nothing: what a browser says of a file whose kind it does not know.
_SILENT = ("", "application/octet-stream")
_OFFICE = "application/vnd.openxmlformats-officedocument."
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file that is taken."""

    name: str
    words: str
    suffixes: tuple[str, ...]
    declared: tuple[str, ...]  # the first one is what we serve it as
    starts: tuple[bytes, ...]  # none: text has no beginning of its own

    def inert(self, content: bytes) -> bytes:
        """The bytes to keep; raises NotInert."""
        return opened(self.name, content) if self.starts else plain.inert(content)


KINDS = (
    Kind("pdf", "PDF", ("pdf",), ("application/pdf",), (b"%PDF-",)),
    Kind(
        "docx",
        "Word",
        ("docx",),
        (f"{_OFFICE}wordprocessingml.document",),
        (b"PK\x03\x04",),
    ),
    Kind(
        "xlsx",
        "Excel",
        ("xlsx",),
        (f"{_OFFICE}spreadsheetml.sheet",),
        (b"PK\x03\x04",),
    ),
    Kind("png", "PNG", ("png",), ("image/png",), (b"\x89PNG\r\n\x1a\n",)),
    Kind(
        "jpeg",
        "JPEG",
        ("jpg", "jpeg"),
        ("image/jpeg", "image/pjpeg"),
        (b"\xff\xd8\xff",),
    ),
    # Windows with Excel declares a CSV as a workbook of old; others as plain text.
    Kind(
        "csv",
        "CSV",
        ("csv",),
        ("text/csv", "text/plain", "application/csv", "application/vnd.ms-excel"),
        (),
    ),
    Kind("txt", "Plain text", ("txt",), ("text/plain",), ()),
)
BY_NAME = {kind.name: kind for kind in KINDS}


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be kept, as it will be kept."""

    name: str
    kind: str
    content: bytes


def inspect(name: str, *, declared: str, content: bytes) -> Inspected:
    """The file as it may be kept.

    Raises:
        Refused: it may not; the sentence says why and what to do.
    """
    shown = shown_name(name)
    if not content:
        raise Refused(f"{shown} is empty. Choose the file again.")
    if len(content) > LARGEST:
        raise Refused(refusal_of_size(shown))
    kind = _by_suffix(shown)
    if declared.split(";")[0].strip().lower() not in (*kind.declared, *_SILENT):
        raise Refused(
            f"{shown} is named like {kind.words} and was sent as {shown_name(declared)}. "
            "Save it again from the program that made it, and attach that."
        )
    found = next((k for k in KINDS if content.startswith(k.starts or b"\0")), None)
    if not _agrees(kind, content):
        what = (
            f"is {found.words} inside" if found else f"is no {kind.words} file inside"
        )
        raise Refused(
            f"{shown} is named like {kind.words} and {what}. Save it again from the "
            "program that made it, and attach that."
        )
    try:
        return Inspected(shown, kind.name, kind.inert(content))
    except NotInert as refusal:
        raise Refused(f"{shown} {refusal}") from None


def refusal_of_size(name: str) -> str:
    """What is said of a file that is too large."""
    return (
        f"{name} is larger than {LARGEST // 1_000_000} MB. Make it smaller, or attach "
        "it in parts."
    )


def shown_name(name: str) -> str:
    """A file's name as people see it: no folder, nothing unseen, no device of Windows."""
    last = PurePosixPath(name.replace("\\", "/")).name
    seen = "".join(
        sign for sign in last if sign.isprintable() and sign not in '<>:"|?*'
    )
    seen = seen.strip(" .")
    if _DEVICES.match(seen):
        seen = f"file {seen}"
    if len(seen) > 120:  # the end tells the kind
        seen = f"{seen[:60]}…{seen[-59:]}"
    return seen or "A file without a name"


def _by_suffix(name: str) -> Kind:
    suffix = PurePosixPath(name).suffix[1:].lower()
    for kind in KINDS:
        if suffix in kind.suffixes:
            return kind
    raise Refused(
        f"{name} is not of a kind that is kept here. Attach {KINDS_IN_WORDS}; "
        "anything else can be saved as PDF."
    )


def _agrees(kind: Kind, content: bytes) -> bool:
    return not kind.starts or content.startswith(kind.starts)
