"""A part of the record to take away, with what proves that it is complete.

    record.jsonl      every seal, and under it its rows: a row in full where it was asked
                      for, else its fingerprint alone
    record.csv        the rows in full, for a spreadsheet
    checkpoint.json   the signed state of the record that the last seal leads to
    public-key.pem    what the signature is checked with
    manifest.json     what this is, its marking, and the SHA-256 of the other files

Fingerprints stand in for rows outside the question, so that the chain can be followed
over the gap without telling what lies in it. `tools/verify_export.py` checks all of it
with Python alone.
"""

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any

from django.db.models import Max, Min

from goldthread import __version__
from goldthread.audit import canonical
from goldthread.audit.checkpoints import Signed, of_row
from goldthread.audit.keys import Keys
from goldthread.audit.models import Checkpoint, Seal, SealedEvent
from goldthread.audit.queries import Asked
from goldthread.audit.refusal import Refused
from goldthread.audit.roles import reading

MARKING = "OFFICIAL-SENSITIVE: who did and saw what, by name"
README = """A part of the record of acts, exported from Goldthread.

To check it without Goldthread, with any Python 3.11 or later:

    python verify_export.py THIS-FILE.zip --pubkey THE-KEY-YOU-WERE-GIVEN.pem

The script is tools/verify_export.py of the project. Use the public key that you were
given earlier and elsewhere, not the one in this file.
"""


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    rows: int
    seals: int
    checkpoint: Signed


def export(
    out: IO[bytes], asked: Asked, place: Keys, *, by: str, at: datetime
) -> Exported:
    """Write the archive into `out`.

    Raises:
        Refused: nothing fits, or nothing that fits is under a checkpoint yet.
    """
    with reading():
        first, last, checkpoint = _span(asked)
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            made = _Archive(archive, at)
            table = io.StringIO(newline="")
            writer = csv.writer(table)
            writer.writerow(("row", *canonical.FIELDS[canonical.FORM]))
            rows = 0
            with made.file("record.jsonl") as file:
                for line, seq in _lines(asked, first, last):
                    file.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
                    if "row" in line:
                        rows += 1
                        writer.writerow((seq, *_cells(line["row"])))
            made.write("record.csv", table.getvalue().encode())
            made.write("checkpoint.json", checkpoint.line().encode() + b"\n")
            if key := place.public_key():
                made.write("public-key.pem", key.pem.encode())
            made.write("README.txt", README.encode())
            manifest = {
                "what": "goldthread record export 1",
                "marking": MARKING,
                "made_at": canonical.plain(at),
                "made_by": by,
                "software": __version__,
                "asked_by": asked.by,
                "rows": rows,
                "first_seal": first,
                "last_seal": last,
                "sha256": made.hashes,
            }
            made.write("manifest.json", json.dumps(manifest, indent=2).encode() + b"\n")
    return Exported(rows, last - first + 1, checkpoint)


def _span(asked: Asked) -> tuple[int, int, Signed]:
    """The seals from the first row asked for to the checkpoint after the last one."""
    newest = Checkpoint.objects.order_by("-number").first()
    if newest is None:
        raise Refused(
            "Nothing is under a signed checkpoint yet, so nothing could be proved. Try again in an hour, or run: goldthread audit checkpoint"
        )
    found = SealedEvent.objects.filter(
        event_id__in=asked.events().values("pk"), seq__lte=newest.rows
    ).aggregate(low=Min("seq"), high=Max("seq"))
    if found["low"] is None:
        raise Refused(
            "Nothing that is under a signed checkpoint fits. Ask for less, or try again in an hour."
        )
    first = Seal.objects.filter(first_seq__lte=found["low"]).order_by("-first_seq")[0]
    after = Checkpoint.objects.filter(rows__gte=found["high"]).order_by("number")[0]
    return first.number, after.seal, of_row(after)


def _lines(asked: Asked, first: int, last: int) -> Iterator[tuple[dict[str, Any], int]]:
    """Seal by seal: its own line, then one line a row, with the row's place."""
    seals = Seal.objects.filter(number__gte=first, number__lte=last)
    for seal in seals.order_by("number").iterator(chunk_size=200):
        told = {name: getattr(seal, name) for name in _TOLD}
        yield {"seal": told | {"at": canonical.plain(seal.at)}}, 0
        places = SealedEvent.objects.filter(
            seq__gte=seal.first_seq, seq__lte=seal.last_seq
        ).order_by("seq")
        wanted = _wanted(asked, [place.event_id for place in places], seal.form)
        for place in places:
            if place.event_id in wanted:
                yield {"row": wanted[place.event_id]}, place.seq
            else:
                yield {"digest": place.digest}, place.seq


_TOLD = ("number", "first_seq", "rows", "form", "previous", "head", "key")


def _wanted(asked: Asked, ids: list[int], form: int) -> dict[int, dict[str, Any]]:
    fields = canonical.FIELDS[form]
    found = asked.events().filter(pk__in=ids).values_list(*fields)
    return {values[0]: canonical.row(values, form) for values in found}


def _cells(row: Mapping[str, Any]) -> list[Any]:
    """A row for a spreadsheet; a cell that it would run is quoted as text."""
    cells = []
    for name in canonical.FIELDS[canonical.FORM]:
        value = row.get(name, "")
        if isinstance(value, dict):
            value = canonical.written(value).decode()
        if isinstance(value, str) and value[:1] in "=+-@\t\r\n" and value:
            value = "'" + value
        cells.append(value)
    return cells


class _Archive:
    """A ZIP whose files are hashed as they are written."""

    def __init__(self, archive: zipfile.ZipFile, at: datetime) -> None:
        self.archive, self.hashes = archive, dict[str, str]()
        self.when = at.timetuple()[:6]

    def file(self, name: str) -> "_Hashed":
        about = zipfile.ZipInfo(name, self.when)
        about.compress_type = zipfile.ZIP_DEFLATED
        return _Hashed(self, name, self.archive.open(about, "w", force_zip64=True))

    def write(self, name: str, content: bytes) -> None:
        with self.file(name) as file:
            file.write(content)


class _Hashed:
    """One file of the archive."""

    def __init__(self, archive: _Archive, name: str, file: IO[bytes]) -> None:
        self.archive, self.name, self.inner = archive, name, file
        self.hash = hashlib.sha256()

    def __enter__(self) -> "_Hashed":
        return self

    def write(self, content: bytes) -> None:
        self.hash.update(content)
        self.inner.write(content)

    def __exit__(self, *error: object) -> None:
        self.inner.close()
        self.archive.hashes[self.name] = self.hash.hexdigest()
