"""The words of a sheet that have to be asked about, each once."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from goldthread.delivery.sheets.fields import FIELDS, NOTHING
from goldthread.delivery.sheets.known import Known
from goldthread.delivery.sheets.mapping import ASIDE, COMMUNITY, Mapping
from goldthread.delivery.sheets.mapping import NOTHING as LEFT_EMPTY
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.table import PlanTable

ASKED = ("workstream", "kind", "outcome", "owner", "lead_agency", "support_agencies",
         "areas", "status", "rag")  # fmt: skip
NEEDED = ("workstream", "kind", "lead_agency", "status", "rag")  # never left empty
MOST_ASKED = 300  # a page of more could not be sent


@dataclass(frozen=True, slots=True)
class Question:
    """One word that nothing here is called exactly, with what it comes nearest to."""

    field: str
    word: str
    times: int
    guess: str
    guess_words: str
    options: tuple[tuple[str, str], ...]

    @property
    def label(self) -> str:
        return FIELDS[self.field].heading


def parts_of(name: str, cell: str, known: Known) -> list[str]:
    """The single names in a cell: a list is cut, but never inside a name that is known."""
    if FIELDS[name].shape != "words":
        return [cell]
    found: list[str] = []
    for line in _cut(cell, ";\n"):
        if known.exact(name, line) or not any(mark in line for mark in ",/&+"):
            found.append(line)
        else:
            found += _cut(line, ",/&+")
    return [each for each in found if plainly(each) not in NOTHING]


def _cut(text: str, marks: str) -> list[str]:
    for mark in marks:
        text = text.replace(mark, "\0")
    return [part.strip(" .•*") for part in text.split("\0") if part.strip(" .•*")]


def questions(table: PlanTable, mapping: Mapping, known: Known) -> tuple[Question, ...]:
    """The words that were neither known nor answered, in the order of the columns."""
    found = []
    for name in ASKED:
        counted: Counter[str] = Counter()
        first: dict[str, str] = {}
        for word in _words(table, mapping, known, name):
            counted[plainly(word)] += 1
            first.setdefault(plainly(word), word)
        told = mapping.words.get(name, {})
        for plain, times in counted.items():
            if plain not in told and known.exact(name, first[plain]) is None:
                found.append(_question(name, first[plain], times, known))
    return tuple(found[:MOST_ASKED])


def _words(
    table: PlanTable, mapping: Mapping, known: Known, name: str
) -> Iterator[str]:
    place = mapping.place_of(name)
    if place is None:
        # Without a column of its own the workstream may stand between the actions.
        if name == "workstream":
            yield from (row.heading for row in table.rows if row.heading)
        return
    for row in table.rows:
        cell = row.cell(place)
        if row.heading or row.is_ragged or plainly(cell) in NOTHING:
            continue
        yield from parts_of(name, cell, known)


def _question(name: str, word: str, times: int, known: Known) -> Question:
    book = known.books[name]
    guess = book.like(word)
    if not guess and name not in NEEDED:
        guess = LEFT_EMPTY
    options = [*_others(name), *book.options.items()]
    words = book.options.get(guess, "")
    return Question(name, word, times, guess, words, tuple(options))


def _others(name: str) -> Iterable[tuple[str, str]]:
    yield ASIDE, "Set rows with it aside"
    if name == "lead_agency":
        yield COMMUNITY, "A group of the community, not an agency"
    if name not in NEEDED:
        yield LEFT_EMPTY, "Leave it out"
