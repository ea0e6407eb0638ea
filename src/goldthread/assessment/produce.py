"""Make one assessment from a version of the lake: every finding, and the document.

Nothing here knows Django: the command, the site and a notebook call the same function.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from goldthread.assessment import headings
from goldthread.assessment.chapters import CHAPTERS, RECIPES
from goldthread.assessment.loads import Loads
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.recipe import Finding, cook
from goldthread.assessment.scope import Scope
from goldthread.assessment.settle import settle
from goldthread.assessment.tables_used import attributions
from goldthread.core.breaks import Break
from goldthread.core.periods import Period
from goldthread.documents.model import (
    Block,
    Bullets,
    Callout,
    Document,
    Paragraph,
    Section,
    Words,
)
from goldthread.evidence.engine import Engine

KEY_FINDINGS = 8  # a page: what a board member reads before the meeting

Progress = Callable[[str, int, int], None]
"""Called before each finding with its heading, its number and how many there are."""


@dataclass(frozen=True, slots=True)
class Assessed:
    """A whole assessment: what was found, and the document that says it."""

    scope: Scope
    lake_version: str
    findings: tuple[Finding, ...]
    document: Document

    def finding(self, ref: str) -> Finding:
        """The finding of that name."""
        for finding in self.findings:
            if finding.ref == ref:
                return finding
        raise KeyError(
            f"expected one of {', '.join(f.ref for f in self.findings)}; found {ref}"
        )


def produce(
    engine: Engine,
    *,
    area: str,
    period: Period,
    on: date,
    comparison: Sequence[str] = (),
    local_breaks: Sequence[Break] = (),
    loads: Loads | None = None,
    invented: bool = False,
    words: Mapping[str, Words] | None = None,
    prepared_by: str = "",
    progress: Progress | None = None,
) -> Assessed:
    """Assess `area` in `period` from the lake behind `engine`.

    `comparison` names partnerships to compare with; none means the nearest in
    population and deprivation. `words` are the analyst's own, by statutory heading.

    Raises:
        NothingHeld: nothing can be said; the sentence says what to load.
    """
    notebook = Notebook(engine)
    version = engine.version.id
    scope = settle(
        notebook,
        area=area,
        period=period,
        comparison=comparison,
        local_breaks=local_breaks,
        loads=loads,
        invented=invented,
    )
    found: list[Finding] = []
    for number, recipe in enumerate(RECIPES, start=1):
        if progress:
            progress(recipe.heading, number, len(RECIPES))
        found.append(cook(recipe, scope, notebook, version))
    document = compose(
        scope, version, found, on=on, words=words, prepared_by=prepared_by
    )
    return Assessed(scope, version, tuple(found), document)


def compose(
    scope: Scope,
    lake_version: str,
    findings: Sequence[Finding],
    *,
    on: date,
    words: Mapping[str, Words] | None = None,
    prepared_by: str = "",
    marking: str = "",
) -> Document:
    """The document that these findings and these words make; asks the lake nothing.

    The site composes again whenever the analyst changes her words: the findings, and
    so the figures, stay what they were.
    """
    held = words or {}
    parts = [_key_findings(findings, held.get("summary"))]
    for heading in headings.STATUTORY:
        parts.append(
            Section(
                heading.key
                if heading.key not in heading.chapters
                else f"part-{heading.letter}",
                f"({heading.letter}) {heading.words}",
                headings.waiting(heading, held.get(heading.key)),
                tuple(_chapter(key, findings) for key in heading.chapters),
            )
        )
    parts += [_chapter(key, findings) for key in ("quality", "not-held")]
    parts.append(_answered(_chapter("method", findings), held.get("asked")))
    return Document(
        title=f"Strategic assessment of {scope.area_name}",
        subtitle=_subtitle(scope),
        area=scope.area_name,
        marking=marking or "Draft for the partnership",
        date=on,
        lake_version=lake_version[:12],
        sections=tuple(parts),
        invented=scope.invented,
        attributions=attributions(findings),
        prepared_by=prepared_by,
    )


def _answered(method: Section, asked: Words | None) -> Section:
    """The method note with the analyst's own account of who was asked (C24)."""
    if asked is None:
        return method
    return replace(
        method,
        sections=tuple(
            replace(
                part,
                blocks=tuple(
                    asked
                    if isinstance(b, Callout) and b.kind == "awaiting-words"
                    else b
                    for b in part.blocks
                ),
            )
            for part in method.sections
        ),
    )


def _subtitle(scope: Scope) -> str:
    months = len(scope.months_held)
    whole = len(scope.period.months)
    label = scope.period.label[:1].upper() + scope.period.label[1:]
    if months == whole:
        return label
    return f"{label}: {months} of {whole} months held"


def _key_findings(findings: Sequence[Finding], words: Words | None) -> Section:
    ranked = sorted(
        (f for f in findings if f.key is not None), key=lambda f: (-f.weight, f.ref)
    )
    points = tuple(f.key for f in ranked[:KEY_FINDINGS] if f.key is not None)
    blocks: list[Block] = [words] if words is not None else []
    scope = findings[0].scope
    if not scope.is_whole_year:
        blocks.append(
            Callout(
                "caveat",
                f"Only {len(scope.months_held)} of the {len(scope.period.months)} months of the "
                "period are held. What follows describes those months and no year.",
                "A short stretch",
            )
        )
    blocks.append(
        Bullets(points)
        if points
        else Paragraph("Nothing could be found in what is held.")
    )
    return Section("key-findings", "Key findings", tuple(blocks))


def _chapter(key: str, findings: Sequence[Finding]) -> Section:
    chosen = [f for f in findings if f.chapter == key]
    return Section(
        key,
        CHAPTERS[key],
        (),
        tuple(Section(f.ref, f.heading, f.blocks) for f in chosen),
    )
