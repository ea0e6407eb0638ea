"""Papers that are frozen when they are agreed: their text, what it hashes to, their files."""

import hashlib
from pathlib import Path

from goldthread.documents import stored
from goldthread.documents.model import Document
from goldthread.evidence.home import home
from goldthread.governance.models import AnnualReview, LookBack
from goldthread.governance.pack.files import write_whole, written

Paper = AnnualReview | LookBack
FORMATS = ("pdf", "docx")


def frozen(document: Document) -> tuple[str, str]:
    """The document as it is stored, and what that hashes to."""
    text = stored.to_json(document)
    return text.decode(), hashlib.sha256(text).hexdigest()


def folder_of(paper: Paper) -> Path:
    """Where the files of a frozen paper lie."""
    name = f"{paper._meta.model_name}-{paper.pk}"
    return home() / "documents" / name / paper.digest[:16]


def stem_of(paper: Paper) -> str:
    """A name that people find again among their downloads."""
    if isinstance(paper, AnnualReview):
        return f"{paper.strategy.key}-review-{paper.year}"
    return f"{paper.strategy.key}-look-back"


def write_files(paper: Paper) -> None:
    """Write the files of a frozen paper; quick where they lie already."""
    if not paper.document:
        return
    document = stored.from_json(paper.document)

    def make() -> dict[str, bytes]:
        made = written(document, FORMATS, drawn=home() / "drawn")
        return {f"{stem_of(paper)}.{name}": data for name, data in made.items()}

    write_whole(folder_of(paper), make)


def files_of(paper: Paper) -> dict[str, Path]:
    """What is written, by format."""
    if not paper.digest:
        return {}
    found = {one: folder_of(paper) / f"{stem_of(paper)}.{one}" for one in FORMATS}
    return {name: path for name, path in found.items() if path.exists()}
