"""The files of a pack: PDF, Word, slides and workbook, each from the one document.

Written once by the worker, served as they lie. Equal documents give equal bytes, so what
an issued pack hashes to is what every one of its files says.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from goldthread.documents import stored
from goldthread.documents.drawing import draw_all
from goldthread.documents.model import Document, pictures_of
from goldthread.documents.pdf import write_pdf
from goldthread.documents.slides import to_slides
from goldthread.documents.word import to_word
from goldthread.documents.workbook import to_workbook
from goldthread.evidence.home import home
from goldthread.governance.models import Pack

OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class Format:
    """One way in which a pack leaves."""

    name: str  # also its ending
    mime: str
    words: str
    label: str


FORMATS = {
    one.name: one
    for one in (
        Format("pdf", "application/pdf", "The pack to print", "PDF"),
        Format("docx", f"{OFFICE}wordprocessingml.document", "The pack to edit in Word", "Word"),
        Format("pptx", f"{OFFICE}presentationml.presentation", "The pack as slides", "PowerPoint"),
        Format("xlsx", f"{OFFICE}spreadsheetml.sheet", "Every table of the pack", "Excel"),
    )
}  # fmt: skip


def written(
    document: Document, formats: Sequence[str], *, drawn: Path
) -> dict[str, bytes]:
    """The document in these formats."""
    specs = pictures_of(document)
    svg = {key: data for (key, _), data in draw_all(specs, cache=drawn).items()}
    png: dict[str, bytes] = {}
    if {"docx", "pptx"} & set(formats):
        pictures = draw_all(specs, ("png",), cache=drawn)
        png = {key: data for (key, _), data in pictures.items()}
    writers: dict[str, Callable[[], bytes]] = {
        "pdf": lambda: write_pdf(document, svg),
        "docx": lambda: to_word(document, png),
        "pptx": lambda: to_slides(document, png),
        "xlsx": lambda: to_workbook(document),
    }
    return {name: writers[name]() for name in formats}


def folder_of(pack: Pack, *, cleared: bool) -> Path:
    """Where the files of this edition lie."""
    stands = pack.hash_members if cleared else pack.hash_everybody
    return home() / "documents" / f"pack-{pack.pk}" / stands[:16]


def stem_of(pack: Pack) -> str:
    """A name that people find again among their downloads."""
    name = "".join(c if c.isalnum() else "-" for c in str(pack.body).casefold())
    quarter = pack.quarter.replace(" ", "-").replace("/", "-").lower()
    return f"{'-'.join(filter(None, name.split('-')))}-pack-{quarter}-v{pack.version}"


def write_files(pack: Pack) -> None:
    """Write every file of both editions; quick where they lie already."""
    for cleared in (False, True):
        text = pack.for_members if cleared else pack.for_everybody
        if text:
            made = partial(_every_file, text, stem_of(pack))
            write_whole(folder_of(pack, cleared=cleared), made)


def _every_file(text: str, stem: str) -> dict[str, bytes]:
    document = stored.from_json(text)
    made = written(document, list(FORMATS), drawn=home() / "drawn")
    return {f"{stem}.{name}": data for name, data in made.items()}


def write_whole(folder: Path, make: Callable[[], Mapping[str, bytes]]) -> None:
    """Fill a folder that appears whole or not at all; one that is there stays."""
    if folder.exists():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix=".making-", dir=folder.parent))
    try:
        for name, data in make().items():
            (made / name).write_bytes(data)
        made.rename(folder)
    except OSError:
        if not folder.exists():  # else another worker was quicker
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)


def files_of(pack: Pack, *, cleared: bool) -> dict[str, Path]:
    """What is written of this edition, by format."""
    folder = folder_of(pack, cleared=cleared)
    found = {name: folder / f"{stem_of(pack)}.{name}" for name in FORMATS}
    return {name: path for name, path in found.items() if path.exists()}


def digest(document: Document) -> str:
    """What a document hashes to."""
    return hashlib.sha256(stored.to_json(document)).hexdigest()
