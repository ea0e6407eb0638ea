"""What a finding is: a recipe, what it asked, what came out, and how it is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from goldthread.assessment.notebook import Ask, Notebook
from goldthread.assessment.scope import Scope
from goldthread.documents.model import Block, Text


@dataclass(frozen=True, slots=True)
class NotSaid:
    """A finding that the evidence does not reach, and the sentence that says why."""

    reason: str


@dataclass(frozen=True, slots=True)
class Told:
    """A result in blocks; `key` is its sentence for the key findings, if it earns one.

    `weight` orders the key findings: what is distinguishable and large comes first.
    """

    blocks: tuple[Block, ...]
    key: Text | None = None
    weight: float = 0.0


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
    """Make one finding: ask, analyse, tell, and note everything down."""
    from goldthread.assessment.plain import canonical

    with notebook.page() as asked:
        result = recipe.analyse(scope, notebook)
        told = (
            not_said(result)
            if isinstance(result, NotSaid)
            else recipe.tell(scope, result, notebook)
        )
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


def not_said(result: NotSaid) -> Told:
    """What the document prints where a finding is out of reach."""
    from goldthread.documents.model import Callout

    return Told((Callout("refused", result.reason),))
