"""What a finding is: a recipe, what it asked, what came out, and how it is told."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from goldthread.assessment.notebook import Ask, Notebook
from goldthread.assessment.scope import Scope
from goldthread.assessment.traps import Heeded
from goldthread.documents.model import Block, Callout, Text
from goldthread.evidence.engine import question_text, tables_of
from goldthread.evidence.tables import TABLES


@dataclass(frozen=True, slots=True)
class NotSaid:
    """A finding that the evidence does not reach, and the sentence that says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """A result in blocks; `key` is its sentence for the key findings, if it earns one.

    `weight` orders the key findings: what is distinguishable and large comes first.
    `heeded` holds what the guards gave for the traps of the tables that were asked.
    """

    blocks: tuple[Block, ...]
    key: Text | None = None
    weight: float = 0.0
    heeded: tuple[Heeded, ...] = ()


Analyse = Callable[[Scope, Notebook], Any]
Tell = Callable[[Scope, Any, Notebook], Told]


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one finding is made; `method` changes whenever its numbers could change."""

    ref: str
    chapter: str
    heading: str
    method: str
    analyse: Analyse
    tell: Tell


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding as it is kept: everything needed to make it again, and what it was."""

    ref: str
    chapter: str
    heading: str
    method: str
    lake_version: str
    scope: Scope
    asks: tuple[Ask, ...]
    result: Any
    canonical: str
    blocks: tuple[Block, ...]
    key: Text | None
    weight: float


def cook(
    recipe: Recipe, scope: Scope, notebook: Notebook, lake_version: str
) -> Finding:
    """Make one finding: ask, analyse, tell, and note everything down.

    Nothing is told but through `sharing.as_shared` and `heeding`: what the tables
    behind it demand is done here, whatever the chapter forgot.
    """
    from goldthread.assessment import sharing
    from goldthread.assessment.plain import canonical

    with notebook.page() as asked:
        result = recipe.analyse(scope, notebook)
        told = (
            not_said(result)
            if isinstance(result, NotSaid)
            else heeding(recipe.tell(scope, result, notebook), tables_of_asks(asked))
        )
        told = sharing.as_shared(told, tables_of_asks(asked))
    return Finding(
        ref=recipe.ref,
        chapter=recipe.chapter,
        heading=recipe.heading,
        method=recipe.method,
        lake_version=lake_version,
        scope=scope,
        asks=tuple(asked),
        result=result,
        canonical=canonical(result),
        blocks=told.blocks,
        key=told.key,
        weight=told.weight,
    )


class Unguarded(Exception):
    """A chapter that tells figures of a table without heeding the table's traps."""


def heeding(told: Told, tables: Collection[str]) -> Told:
    """The same with the guards' words in print.

    Raises:
        Unguarded: a table behind it has a trap that no guard was asked about.
    """
    found = {each.trap for each in told.heeded}
    if missing := [t for name in tables for t in TABLES[name].traps if t not in found]:
        raise Unguarded(
            f"These figures rest on tables with a trap ({', '.join(missing)}); ask its "
            "guard in `assessment.traps` and hand on what it gives in `Told.heeded`."
        )
    words = tuple(Callout("caveat", each.words) for each in told.heeded)
    return replace(told, blocks=told.blocks + words) if words else told


def tables_of_asks(asks: Iterable[Ask]) -> tuple[str, ...]:
    """The lake tables that these questions read, in the lake's order."""
    questions = {ask.question for ask in asks}
    used = {name for q in questions for name in tables_of(question_text(q))}
    return tuple(name for name in TABLES if name in used)


def not_said(result: NotSaid) -> Told:
    """What the document prints where a finding is out of reach."""
    return Told((Callout("refused", result.reason),))
