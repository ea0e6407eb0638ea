"""A PDF that only shows pages: no script, no program, no file within, no lock.

There is no parser here on purpose: a hostile file and a parser easily disagree about
what it says. Instead the names by which a PDF acts are looked for everywhere, in the
plain bytes and in all that is packed in the common way, where object streams hide them.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from goldthread.notes.inert.refusal import NotInert

_ACTS = {
    "JavaScript": "holds a script",
    "Launch": "would start a program",
    "EmbeddedFile": "holds another file inside",
    "EmbeddedFiles": "holds another file inside",
    "RichMedia": "holds a film or a game",
    "XFA": "holds a form that acts by itself",
    "ImportData": "would read other files",
    "SubmitForm": "would send what is typed to another place",
    "GoToE": "opens another file inside",
    "Encrypt": "is locked, so that nobody can check it",
}


def _however_written(name: str) -> str:
    """A pattern for a name: any letter of it may be written as #4a."""
    return "".join(f"(?:{sign}|#(?i:{ord(sign):02x}))" for sign in name)


_NAME = "|".join(f"(?P<{name}>{_however_written(name)})" for name in _ACTS)
_ACTING = re.compile(f"/(?:{_NAME})(?![A-Za-z0-9])".encode())
_OBJECTS = re.compile(f"/{_however_written('ObjStm')}(?![A-Za-z0-9])".encode())
_ODD = re.compile(rb"/(?:LZW|ASCIIHex|ASCII85|RunLength|Crypt|Predictor)|#")
_STREAM = re.compile(rb"stream\r?\n")
_MOST_UNPACKED = 100_000_000
_MOST_STEPS = 1_000_000  # through damaged packing, byte by byte: half a second
_SAVE_AGAIN = "Print it to a new PDF, and attach that."


def inert(content: bytes) -> bytes:
    """The PDF as it came.

    Raises:
        NotInert: it would act, or is a second kind of file as well.
    """
    if b"%%EOF" not in content[-1024:]:
        raise NotInert(f"is cut off or has something behind its end. {_SAVE_AGAIN}")
    if zipfile.is_zipfile(BytesIO(content)):
        raise NotInert(f"is an archive as well as a PDF. {_SAVE_AGAIN}")
    _refuse_odd_packing(content)
    for piece in _pieces(content):
        if found := _ACTING.search(piece):
            raise NotInert(f"{_ACTS[found.lastgroup or '']}. {_SAVE_AGAIN}")
    return content


def _refuse_odd_packing(content: bytes) -> None:
    """Objects packed in a way that is not unpacked here cannot be checked."""
    for found in _OBJECTS.finditer(content):
        before = content[max(0, found.start() - 400) : found.start()]
        after = content[found.end() : found.end() + 400].split(b"stream")[0]
        if _ODD.search(before.rpartition(b"obj")[2] + after):
            raise NotInert(f"is packed in a way that cannot be checked. {_SAVE_AGAIN}")


def _pieces(content: bytes) -> Iterator[bytes]:
    """The file itself, then everything in it that unpacks."""
    yield content
    unpacking = _Unpacking(content)
    for start in _STREAM.finditer(content):
        first = content[start.end() : start.end() + 2]
        if len(first) == 2 and first[0] & 15 == 8 and int.from_bytes(first, "big") % 31 == 0:  # fmt: skip
            yield unpacking.whole(start.end())


class _Unpacking:
    """Unpacks one stream after another, and never more in all than can be checked."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.left, self.steps = _MOST_UNPACKED, _MOST_STEPS

    def whole(self, start: int) -> bytes:
        """What the stream at `start` unpacks to; as far as it goes where it is damaged."""
        packing, out, at, size = zlib.decompressobj(), bytearray(), start, 1024
        while at < len(self.content) and not packing.eof:
            chunk, before = self.content[at : at + size], packing.copy()
            try:
                out += self._within(packing.decompress(chunk, self.left + 1))
            except zlib.error:
                return bytes(out + self._byte_by_byte(before, chunk))
            at, size = at + size, min(2 * size, 16_384)
        return bytes(out)

    def _byte_by_byte(self, packing: "zlib._Decompress", chunk: bytes) -> bytearray:
        out = bytearray()
        for at in range(len(chunk)):
            self.steps -= 1
            try:
                out += self._within(
                    packing.decompress(chunk[at : at + 1], self.left + 1)
                )
            except zlib.error:
                break
        return out

    def _within(self, unpacked: bytes) -> bytes:
        self.left -= len(unpacked)
        if self.left < 0 or self.steps < 0:
            raise NotInert(f"unpacks to more than can be checked. {_SAVE_AGAIN}")
        return unpacked
