"""Put an assessment on disk: the page, the PDF, and the JSON with every finding."""

import json
import os
from collections.abc import Sequence
from pathlib import Path

from goldthread.assessment import sharing
from goldthread.assessment.plain import plain
from goldthread.assessment.produce import Assessed
from goldthread.assessment.recipe import Finding
from goldthread.documents import model, stored
from goldthread.documents.drawing import draw_all

FORMATS = ("html", "pdf", "json")


def write(
    assessed: Assessed, folder: Path, *, formats: Sequence[str] = FORMATS, drawn: Path
) -> tuple[Path, ...]:
    """Write the assessment into `folder`; gives the files written, in the order asked.

    `drawn` is where pictures are kept between runs. The JSON holds the findings
    with their questions, so that a reader can put them again.
    """
    if unknown := [f for f in formats if f not in FORMATS]:
        raise ValueError(
            f"expected formats among {', '.join(FORMATS)}; found {', '.join(unknown)}"
        )
    folder.mkdir(parents=True, exist_ok=True)
    stem = file_stem(assessed)
    written = []
    pictures = (
        _pictures(assessed.document, drawn) if {"html", "pdf"} & set(formats) else {}
    )
    for kind in formats:
        path = folder / f"{stem}.{kind}"
        _put(path, _content(assessed, kind, pictures))
        written.append(path)
    return tuple(written)


def _put(path: Path, content: bytes) -> None:
    """Write the file whole or not at all: a killed process leaves no half document."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(content)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def file_stem(assessed: Assessed) -> str:
    """A file name a person can find again: assessment-leicester-2021-11-to-2022-10."""
    scope = assessed.scope
    name = "".join(c if c.isalnum() else "-" for c in scope.area_name.casefold())
    name = "-".join(part for part in name.split("-") if part)
    first, last = scope.period.start, scope.period.last_day
    return f"assessment-{name}-{first:%Y-%m}-to-{last:%Y-%m}"


def _pictures(document: model.Document, drawn: Path) -> dict[str, bytes]:
    specs = model.pictures_of(document)
    return {key: svg for (key, _), svg in draw_all(specs, cache=drawn).items()}


def _content(assessed: Assessed, kind: str, pictures: dict[str, bytes]) -> bytes:
    if kind == "json":
        return as_json(assessed)
    if kind == "pdf":
        from goldthread.documents.pdf import write_pdf

        return write_pdf(assessed.document, pictures)
    from goldthread.documents.page import page

    drawn = {key: svg.decode() for key, svg in pictures.items()}
    return page(assessed.document, drawn).encode()


def as_json(assessed: Assessed) -> bytes:
    """The document and every finding with its questions; equal assessments, equal bytes."""
    content = {
        "document": json.loads(stored.to_json(assessed.document)),
        "lake_version": assessed.lake_version,
        "scope": plain(assessed.scope),
        "findings": [_finding(f) for f in assessed.findings],
    }
    text = json.dumps(
        content, ensure_ascii=False, allow_nan=False, sort_keys=True, indent=1
    )
    return text.encode() + b"\n"


def _finding(finding: Finding) -> dict[str, object]:
    return {
        "ref": finding.ref,
        "chapter": finding.chapter,
        "heading": finding.heading,
        "method": finding.method,
        "questions": [
            {"question": ask.question, "parameters": plain(dict(ask.parameters))}
            for ask in finding.asks
        ],
        "result": sharing.result_shown(finding.asks, json.loads(finding.canonical)),
    }
