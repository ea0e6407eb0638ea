"""The files of a strategy: written once by the worker, served as they lie.

A web worker never writes a PDF; what is not written yet is asked for, and the page says
so. A folder appears whole or not at all, so a killed worker leaves nothing half.
"""

import hashlib
import shutil
import tempfile
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from goldthread.documents import numbers, stored
from goldthread.documents.model import Document
from goldthread.documents.one_page import DoesNotFit, OnePage, pdf_page
from goldthread.documents.page import page
from goldthread.documents.pdf import write_pdf
from goldthread.documents.slides import to_slides
from goldthread.documents.word import to_word
from goldthread.documents.workbook import to_workbook
from goldthread.evidence.home import home
from goldthread.partners import glossary
from goldthread.partners.models import Installation
from goldthread.strategy import one_page
from goldthread.strategy.composition import document_of
from goldthread.strategy.models import Strategy
from goldthread.strategy.queries.whole import whole

WHY_NOT = "why-no-page.txt"  # the sentence why it does not fit on one sheet


@dataclass(frozen=True, slots=True)
class Kind:
    """One way in which a strategy leaves."""

    name: str
    ending: str
    mime: str
    words: str
    label: str


KINDS = (
    Kind("pdf", "pdf", "application/pdf", "The whole strategy to print", "PDF"),
    Kind(
        "word",
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "The whole strategy to edit in Word",
        "Word",
    ),
    Kind(
        "slides",
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        "The whole strategy as slides",
        "PowerPoint",
    ),
    Kind(
        "tables",
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Every table of the strategy",
        "Excel",
    ),
    Kind("page", "html", "text/html", "One page to keep", "HTML"),
    Kind(
        "sheet",
        "pdf",
        "application/pdf",
        "The strategy on a page, one sheet of A4",
        "PDF",
    ),
)


@dataclass(frozen=True, slots=True)
class Reading:
    """A strategy as it reads: frozen where it is published, composed where it is not."""

    document: Document
    sheet: OnePage | None
    threads: tuple[one_page.GoldThread, ...]


def reading_of(strategy: Strategy, *, on: date) -> Reading:
    """The published strategy as it was frozen; a draft as it stands on this day."""
    if strategy.is_published:
        document = _with_its_first_day(
            stored.from_json(strategy.published_document), strategy, on
        )
        sheet, threads = one_page.from_json(strategy.published_page)
        return Reading(document, sheet, threads)
    return working_text(strategy, on=on)


def _with_its_first_day(document: Document, strategy: Strategy, on: date) -> Document:
    """A frozen text says from when it holds until that day has come; then as frozen."""
    begins = strategy.in_force_from
    if begins is None or begins <= on:
        return document
    said = f"Comes into force on {numbers.day(begins)}"
    return replace(
        document, subtitle=" · ".join(filter(None, (document.subtitle, said)))
    )


def working_text(strategy: Strategy, *, on: date) -> Reading:
    """The strategy as it stands now, whatever was published."""
    known = whole(strategy, on=on)
    installation = Installation.objects.first()
    invented = bool(installation and installation.is_demonstration)
    document = document_of(known, on=on, words=glossary.words(), invented=invented)
    sheet = one_page.one_page_of(known, on=on, invented=invented)
    return Reading(document, sheet, one_page.gold_threads(known))


def folder_of(strategy: Strategy, reading: Reading) -> Path:
    """Where the files of this state of the text lie; the day alone makes no new one."""
    same_day = replace(reading.document, date=strategy.period_start)
    if strategy.is_published:
        same_day = reading.document
    content = (
        stored.to_json(same_day)
        + repr(reading.sheet and replace(reading.sheet, dated=None)).encode()
    )
    name = hashlib.sha256(content).hexdigest()[:16]
    return home() / "documents" / f"strategy-{strategy.key}" / name


def write_files(strategy: Strategy, *, on: date) -> Path:
    """Write every file of the strategy as it reads; quick where they lie already."""
    reading = reading_of(strategy, on=on)
    folder = folder_of(strategy, reading)
    if folder.exists():
        return folder
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
    try:
        _write_into(made, strategy, reading)
        made.rename(folder)
    except OSError:
        if not folder.exists():  # else another worker was quicker with the same bytes
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return folder


def _write_into(folder: Path, strategy: Strategy, reading: Reading) -> None:
    document = reading.document
    written = {
        "pdf": lambda: write_pdf(document, {}),
        "word": lambda: to_word(document, {}),
        "slides": lambda: to_slides(document, {}),
        "tables": lambda: to_workbook(document),
        "page": lambda: page(document, {}).encode(),
    }
    for kind in KINDS:
        if kind.name in written:
            (folder / file_name(strategy, kind)).write_bytes(written[kind.name]())
    if reading.sheet is None:
        (folder / WHY_NOT).write_text(
            "A page holds one to six priorities; this strategy has none, or more."
        )
        return
    try:
        (folder / file_name(strategy, KINDS[-1])).write_bytes(pdf_page(reading.sheet))
    except DoesNotFit as refusal:
        (folder / WHY_NOT).write_text(str(refusal))


def file_name(strategy: Strategy, kind: Kind) -> str:
    """A name that people find again among their downloads."""
    stem = f"{strategy.key}-on-a-page" if kind.name == "sheet" else strategy.key
    return f"{stem}.{kind.ending}"


def files_in(strategy: Strategy, folder: Path) -> dict[str, Path]:
    """What is written, by kind."""
    found = {kind.name: folder / file_name(strategy, kind) for kind in KINDS}
    return {name: path for name, path in found.items() if path.exists()}


def why_not_in(folder: Path) -> str:
    """The sentence why there is no page; empty where there is one."""
    path = folder / WHY_NOT
    return path.read_text() if path.exists() else ""
