"""The files of an assessment: written once by the worker, served as they lie.

A web worker never writes a PDF (it would hold 150 MB for it): what is not written yet
is asked for, and the page says so.
"""

import hashlib
from pathlib import Path

from goldthread.assessment import keeping, paper
from goldthread.assessment.models import Assessment
from goldthread.assessment.produce import Assessed
from goldthread.assessment.queries import document_of
from goldthread.documents import stored
from goldthread.documents.model import Document
from goldthread.evidence.home import home


def drawn_folder() -> Path:
    """Where drawn pictures are kept, by content."""
    return home() / "drawn"


def folder_of(assessment: Assessment, document: Document) -> Path:
    """Where the files of this state of the document lie."""
    name = hashlib.sha256(stored.to_json(document)).hexdigest()[:16]
    return home() / "documents" / f"assessment-{assessment.pk}" / name


def current_document(assessment: Assessment) -> Document:
    """The document as published, else as findings and words make it, dated when made."""
    made = assessment.made_at or assessment.requested_at
    return document_of(assessment, on=made.date())


def write_files(assessment: Assessment) -> tuple[Path, ...]:
    """Draw every picture and write page, PDF and JSON; quick where they lie already."""
    document = current_document(assessment)
    folder = folder_of(assessment, document)
    assessed = Assessed(
        scope=keeping.scope_of(assessment.scope),
        lake_version=assessment.lake_version,
        findings=tuple(
            keeping.finding_of(row)
            for row in assessment.findings.order_by("number", "pk")
        ),
        document=document,
    )
    if not files_in(folder):
        paper.write(assessed, folder, drawn=drawn_folder())
    return files_in(folder)


def files_in(folder: Path) -> tuple[Path, ...]:
    """The files that are whole: all three formats, or none."""
    found = {path.suffix: path for path in sorted(folder.glob("assessment-*"))}
    wanted = [f".{kind}" for kind in paper.FORMATS]
    return (
        tuple(found[kind] for kind in wanted if kind in found)
        if (set(wanted) <= set(found))
        else ()
    )
