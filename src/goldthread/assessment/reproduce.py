"""Make a stored finding again and say whether it is the same, to the byte."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from goldthread.assessment.chapters import RECIPES
from goldthread.assessment.notebook import Ask, Notebook
from goldthread.assessment.recipe import Recipe, cook, tables_of_asks
from goldthread.assessment.scope import Scope
from goldthread.assessment.sharing import closed
from goldthread.evidence.engine import Engine


@dataclass(frozen=True, slots=True)
class Reproduction:
    """Whether a finding came out the same, and what differs where it did not."""

    ref: str
    same: bool
    differences: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The answer in words."""
        if self.same:
            return f"{self.ref}: the same, to the byte."
        return f"{self.ref}: different. " + " ".join(self.differences)


def recipe_of(ref: str) -> Recipe | None:
    """The recipe that makes findings of that name."""
    return next((r for r in RECIPES if r.ref == ref), None)


def reproduce(
    engine: Engine,
    *,
    ref: str,
    method: str,
    scope: Scope,
    asks: Sequence[Ask],
    lake_version: str,
    canonical: str,
) -> Reproduction:
    """Ask the stored questions of the stored version again and compare the result."""
    recipe = recipe_of(ref)
    if recipe is None:
        return Reproduction(
            ref, False, (f"This version of Goldthread makes no {ref}.",)
        )
    if recipe.method != method:
        return Reproduction(
            ref,
            False,
            (
                f"The method was {method} and is {recipe.method} now: the figures are not "
                "compared. Make the assessment again to use the new one.",
            ),
        )
    if engine.version.id != lake_version:
        return Reproduction(
            ref,
            False,
            (
                f"It was made from lake version {lake_version}; the engine stands at "
                f"{engine.version.id}. Ask the version it was made from.",
            ),
        )
    again = cook(recipe, scope, Notebook(engine), lake_version)
    results = _results(canonical, again.canonical)
    if results and closed(tables_of_asks(again.asks)):
        results = ("The result is another; its figures rest on data not shown here.",)
    found = (*_asked(asks, again.asks), *results)
    return Reproduction(ref, not found, found)


def _asked(stored: Sequence[Ask], now: Sequence[Ask]) -> tuple[str, ...]:
    if set(stored) == set(now):
        return ()
    gone = sorted({a.question for a in stored} - {a.question for a in now})
    new = sorted({a.question for a in now} - {a.question for a in stored})
    return (
        "Other questions were asked: "
        f"{', '.join(gone) or 'none'} no longer, {', '.join(new) or 'none'} anew.",
    )


def _results(stored: str, now: str) -> tuple[str, ...]:
    if stored == now:
        return ()
    paths = list(_differing(json.loads(stored), json.loads(now), "result"))
    shown = [f"{path} was {old}, is {new}." for path, old, new in paths[:5]]
    if len(paths) > 5:
        shown.append(f"{len(paths) - 5} more values differ.")
    return tuple(shown) or ("The result is written differently.",)


def _differing(old: Any, new: Any, path: str) -> "list[tuple[str, Any, Any]]":
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        return [
            found
            for key in sorted(old.keys() | new.keys())
            for found in _differing(old.get(key), new.get(key), f"{path}.{key}")
        ]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [
            found
            for at, (one, other) in enumerate(zip(old, new, strict=True))
            for found in _differing(one, other, f"{path}[{at}]")
        ]
    return [] if old == new else [(path, old, new)]
