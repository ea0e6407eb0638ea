"""What is kept outside the database, compared with what is in it.

The note of the last seal, the file of checkpoints, and checkpoints that others hand back:
each says that up to a row the record had this head. Two things may stand between such a
paper and the record, and both are signed: a tombstone, where the rows' time was over, and
a declared restoration, where a backup was put back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from goldthread.audit import canonical
from goldthread.audit.checkpoints import Signed, of_row, read
from goldthread.audit.following import Tampered
from goldthread.audit.keys import Keys, PublicKey, SealKey
from goldthread.audit.models import Checkpoint, Seal
from goldthread.audit.restorations import Restoration
from goldthread.audit.sealing import last_noted
from goldthread.audit.tombstones import Stone


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A paper that knows of rows which are not in the record."""

    seal: int
    rows: int
    at: datetime | None  # when it was signed; the note of the last seal does not say
    words: str


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of an installation, beside its record."""

    place: Keys
    stones: Sequence[Stone]
    restorations: Sequence[Restoration]

    def check_note(self, key: SealKey | None) -> bool:
        """Whether the note of the last seal is there.

        Raises:
            Tampered: it was changed, or the record is behind it.
        """
        noted = note(self.place, key)
        if noted is None:
            return False
        self._raise(self.against(*noted, at=None, where="the note of the last seal"))
        return True

    def check_own(self, key: PublicKey | None) -> int:
        """Check our own checkpoints, in the file and in the table; how many there are."""
        filed, kept = own_checkpoints(self.place)
        name = self.place.checkpoint_file.name
        self.check(filed, key, f"checkpoint {{}} in {name}")
        self.check(kept, key, "checkpoint {} in the database")
        return len({(signed.number, signed.head) for signed in (*filed, *kept)})

    def check(
        self, signed: Iterable[Signed], key: PublicKey | None, words: str
    ) -> None:
        """Compare checkpoints with the record.

        Raises:
            Tampered: one is not signed by the key, or the record is not as it says.
        """
        for each in signed:
            where = words.format(each.number)
            if key is not None and not each.is_signed_by(key):
                raise Tampered(
                    f"{where[:1].upper()}{where[1:]} is not signed by key {key.name}: it was changed, or the key was."
                )
            found = self.against(
                each.seal, each.rows, each.head, at=each.at, where=where
            )
            if found and not self._is_declared(found):
                self._raise(found)

    def contradictions(
        self, key: SealKey | None, given: Sequence[Signed]
    ) -> Iterator[Contradiction]:
        """Every paper that knows of rows which are not here, and is not explained yet."""
        if noted := note(self.place, key):
            found = self.against(*noted, at=None, where="the note of the last seal")
            if found:
                yield found
        filed, _ = own_checkpoints(self.place)
        for each in (*filed, *given):
            found = self.against(
                each.seal, each.rows, each.head, at=each.at, where="a checkpoint"
            )
            if found and not self._is_declared(found):
                yield found

    def against(
        self, number: int, rows: int, head: str, *, at: datetime | None, where: str
    ) -> Contradiction | None:
        """What keeps a paper and the record from agreeing; None where they agree."""
        if self.stones and number <= self.stones[-1].last_seal:
            return self._against_stones(number, rows, head, at, where)
        seal = Seal.objects.filter(number=number).first()
        if seal is None:
            last = Seal.objects.order_by("-number").first()
            ends = last.last_seq if last else 0
            words = f"The record was cut or put back to an earlier day: it ends at row {ends}, and {where} is of row {rows}."
        elif seal.head != head or seal.last_seq != rows:
            words = f"The record up to row {rows} is not the one that was sealed: {where} says otherwise."
        else:
            return None
        return Contradiction(number, rows, at, words)

    def _against_stones(
        self, number: int, rows: int, head: str, at: datetime | None, where: str
    ) -> Contradiction | None:
        """A paper about rows that were removed is compared where a stone has its head."""
        for stone in self.stones:
            if stone.last_seal == number and (stone.last_row, stone.head) != (
                rows,
                head,
            ):
                words = f"The record up to row {rows} was not the one that tombstone {stone.number} stands for: {where} says otherwise."
                return Contradiction(number, rows, at, words)
        return None

    def _is_declared(self, found: Contradiction) -> bool:
        # The note of the last seal is written anew with the declaration: never excused.
        return found.at is not None and any(
            one.covers(found.seal, found.at) for one in self.restorations
        )

    @staticmethod
    def _raise(found: Contradiction | None) -> None:
        if found:
            raise Tampered(found.words)


def note(place: Keys, key: SealKey | None) -> tuple[int, int, str] | None:
    """The number, rows and head in the note of the last seal; None where there is none.

    Raises:
        Tampered: it was changed.
    """
    noted = last_noted(place)
    if noted is None:
        return None
    mac = noted.pop("mac")
    if key is not None and key.mac(canonical.written(noted).decode()) != mac:
        raise Tampered(f"{place.last_seal_file} was changed, or the key file was.")
    return noted["number"], noted["rows"], noted["head"]


def own_checkpoints(place: Keys) -> tuple[tuple[Signed, ...], tuple[Signed, ...]]:
    """The checkpoints in the file, and those in the table."""
    path = place.checkpoint_file
    filed = read(path) if path.exists() else ()
    return filed, tuple(of_row(row) for row in Checkpoint.objects.order_by("number"))
