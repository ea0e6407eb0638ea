"""How a finding becomes a row and a row a finding again, without losing a digit."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from goldthread.assessment.loads import Loads
from goldthread.assessment.models import Assessment
from goldthread.assessment.models import Finding as Row
from goldthread.assessment.notebook import Ask, Parameter
from goldthread.assessment.plain import canonical, plain
from goldthread.assessment.produce import Assessed
from goldthread.assessment.recipe import Finding
from goldthread.assessment.scope import Deprivation, Population, Scope, Wards
from goldthread.core.breaks import Break
from goldthread.core.periods import Period
from goldthread.documents import stored
from goldthread.documents.model import Document, Paragraph, Section

DATES = ("start", "end")


def rows_of(assessment: Assessment, assessed: Assessed) -> list[Row]:
    """The findings as rows, unsaved."""
    return [
        Row(
            assessment=assessment,
            number=number,
            ref=finding.ref,
            chapter=finding.chapter,
            heading=finding.heading,
            method=finding.method,
            lake_version=finding.lake_version,
            questions=[
                {"question": ask.question, "parameters": plain(dict(ask.parameters))}
                for ask in finding.asks
            ],
            result=finding.canonical,
            blocks=_blocks_text(finding),
            weight=finding.weight,
        )
        for number, finding in enumerate(assessed.findings, start=1)
    ]


def _blocks_text(finding: Finding) -> str:
    key = () if finding.key is None else (Paragraph(finding.key),)
    document = Document(
        title=finding.heading,
        subtitle="",
        area=finding.scope.area_name,
        marking="",
        date=finding.scope.period.start,
        lake_version=finding.lake_version,
        sections=(
            Section("blocks", finding.heading, finding.blocks),
            Section("key", "Key finding", key),
        ),
    )
    return stored.to_json(document).decode()


def finding_of(row: Row) -> Finding:
    """The finding that a row keeps."""
    blocks, key = stored.from_json(row.blocks).sections
    said = key.blocks[0] if key.blocks else None
    return Finding(
        ref=row.ref,
        chapter=row.chapter,
        heading=row.heading,
        method=row.method,
        lake_version=row.lake_version,
        scope=scope_of(row.assessment.scope),
        asks=asks_of(row.questions),
        result=json.loads(row.result),
        canonical=row.result,
        blocks=blocks.blocks,
        key=said.text if isinstance(said, Paragraph) else None,
        weight=row.weight,
    )


def asks_of(questions: Sequence[Mapping[str, Any]]) -> tuple[Ask, ...]:
    """Stored questions with their parameters, dates as dates again."""
    return tuple(
        Ask(
            q["question"],
            tuple(sorted((k, _parameter(k, v)) for k, v in q["parameters"].items())),
        )
        for q in questions
    )


def _parameter(name: str, value: Any) -> Parameter:
    return date.fromisoformat(value) if name in DATES else value


def scope_text(scope: Scope) -> str:
    """The scope as it is kept."""
    return canonical(scope)


def scope_of(kept: Mapping[str, Any] | None) -> Scope:
    """The scope that `scope_text` wrote; every assessment that was made has one."""
    if kept is None:
        raise ValueError(
            "expected the scope of an assessment that was made; found none"
        )
    known = dict(kept)
    for name in ("period", "history"):
        known[name] = _period(known[name])
    for name in ("held", "partial"):
        known[name] = tuple(date.fromisoformat(day) for day in known[name])
    for name, kind in (
        ("population", Population),
        ("deprivation", Deprivation),
        ("wards", Wards),
        ("loads", Loads),
    ):
        known[name] = kind(**known[name]) if known[name] is not None else None
    known["comparison"] = tuple(known["comparison"])
    known["breaks"] = tuple(_break(b) for b in known["breaks"])
    return Scope(**known)


def _period(kept: Mapping[str, Any]) -> Period:
    return Period(
        date.fromisoformat(kept["start"]),
        date.fromisoformat(kept["end"]),
        kept["label"],
    )


def _break(kept: Mapping[str, Any]) -> Break:
    return Break(
        name=kept["name"],
        start=date.fromisoformat(kept["start"]),
        end=date.fromisoformat(kept["end"]) if kept["end"] else None,
        categories=frozenset(kept["categories"]),
        forces=frozenset(kept["forces"]),
        masks=kept["masks"],
        words=kept["words"],
        checked=kept["checked"],
    )
