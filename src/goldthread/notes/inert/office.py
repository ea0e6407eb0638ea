"""A Word or Excel file that only shows what it holds: no macro, no link that fetches."""

import io
import re
import stat
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from goldthread.notes.inert.refusal import NotInert

MOST_ENTRIES, MOST_UNPACKED, MOST_RATIO = 1_000, 200_000_000, 100
_LARGEST_PART = 60_000_000  # bytes of one part that is read as XML
_SAVE_AGAIN = "Save it without that, or as PDF, and attach that."
_ACTIVE = re.compile(
    r"vbaproject|vbadata|macrosheets/|activex/|externallinks/|customui/|connections\.xml"
    r"|querytables/|webextensions/|oleobject|\.(?:bin|exe|dll|js|vbs|zip|jar|docm|xlsm"
    r"|xls|doc|html?)$",
    re.IGNORECASE,
)
_PRINTER = re.compile(r"printersettings/printersettings\d*\.bin$", re.IGNORECASE)
_INSIDE = re.compile(r"(?:word|xl|ppt)/embeddings/[^/]+\.xlsx$", re.IGNORECASE)
_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
_DDE = re.compile(r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE)\b", re.IGNORECASE)


def inert_document(content: bytes) -> bytes:
    """A Word document as it came; refused when it would act."""
    _check(content, _MAIN.format("wordprocessingml.document"), depth=0)
    return content


def inert_workbook(content: bytes) -> bytes:
    """An Excel workbook as it came; refused when it would act."""
    _check(content, _MAIN.format("spreadsheetml.sheet"), depth=0)
    return content


def _check(content: bytes, main: str, *, depth: int) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            _refuse_odd_archive(content, archive, entries)
            for entry in entries:
                _refuse_active(entry)
                if _INSIDE.search(entry.filename):
                    _check_inside(_read(archive, entry), depth=depth)
            _refuse_wrong_kind(archive, main)
            for entry, root in _parts(archive, entries):
                _refuse_links(entry.filename, root)
                _refuse_fields(root)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, EOFError, KeyError):
        raise NotInert(_broken()) from None
    except (NotImplementedError, RuntimeError, ValueError, ParseError) as wrong:
        # Python's zip reader says these of locks and packings it does not know.
        raise NotInert(_broken()) from wrong


def _broken() -> str:
    return (
        "cannot be opened: it is damaged, locked or packed in an unusual way. Open it "
        "in the program that made it, save it again, and attach that."
    )


def _refuse_odd_archive(
    content: bytes, archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> None:
    """Nothing before, between or behind its parts, and no more than can be checked."""
    names = [entry.filename for entry in entries]
    whole = sum(entry.file_size for entry in entries)
    if (
        len(entries) > MOST_ENTRIES
        or whole > MOST_UNPACKED
        or whole > MOST_RATIO * max(len(content), 10_000)
    ):
        raise NotInert(f"unpacks to more than can be checked. {_SAVE_AGAIN}")
    if len({name.casefold() for name in names}) != len(names):
        raise NotInert(f"holds two parts of one name. {_SAVE_AGAIN}")
    end = content.rfind(b"PK\x05\x06")
    first = min((entry.header_offset for entry in entries), default=1)
    if first != 0 or archive.comment or end + 22 != len(content):
        raise NotInert(f"has something beside its own parts. {_SAVE_AGAIN}")


def _refuse_active(entry: zipfile.ZipInfo) -> None:
    name = entry.filename
    climbs = name.startswith(("/", "\\")) or ".." in name.replace("\\", "/").split("/")
    if climbs or ":" in name or stat.S_ISLNK(entry.external_attr >> 16):
        raise NotInert(f"points to places outside itself. {_SAVE_AGAIN}")
    if entry.flag_bits & 1:
        raise NotInert(f"is locked, so that nobody can check it. {_SAVE_AGAIN}")
    if _PRINTER.search(name):
        return
    if _ACTIVE.search(name):
        raise NotInert(
            f"holds a macro, a program, another file or a link to one. {_SAVE_AGAIN}"
        )


def _check_inside(content: bytes, *, depth: int) -> None:
    """The table behind a chart in Word is a workbook; it owes what any workbook owes."""
    if depth:
        raise NotInert(f"holds files within files. {_SAVE_AGAIN}")
    _check(content, _MAIN.format("spreadsheetml.sheet"), depth=depth + 1)


def _refuse_wrong_kind(archive: zipfile.ZipFile, main: str) -> None:
    told = fromstring(_read(archive, archive.getinfo("[Content_Types].xml")))
    types = {part.get("ContentType", "") for part in told}
    if main not in types or any("macroenabled" in kind.lower() for kind in types):
        raise NotInert(
            "is not the kind of document that its name says. Save it again from the "
            "program that made it, and attach that."
        )


def _parts(
    archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> Iterator[tuple[zipfile.ZipInfo, Element]]:
    """Every part that says something, read without entities or definitions."""
    for entry in entries:
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            continue
        try:
            yield entry, fromstring(_read(archive, entry), forbid_dtd=True)
        except DefusedXmlException:
            raise NotInert(
                f"holds definitions that could unpack without end. {_SAVE_AGAIN}"
            ) from None
        except ParseError:
            # Word writes old drawings (.vml) that are not quite XML; nothing else may.
            if not entry.filename.lower().endswith(".vml"):
                raise


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with archive.open(entry) as part:
        content = part.read(_LARGEST_PART + 1)
    if len(content) > _LARGEST_PART:
        raise NotInert(f"unpacks to more than can be checked. {_SAVE_AGAIN}")
    return content


def _refuse_links(name: str, root: Element) -> None:
    """A link that a reader clicks is fine; one that the program follows is not."""
    if not name.lower().endswith(".rels"):
        return
    for each in root:
        outside = each.get("TargetMode", "").lower() == "external"
        kind, target = each.get("Type", ""), each.get("Target", "").strip().lower()
        if not outside and target.startswith(("http:", "https:", "file:", "\\\\")):
            outside = True
        clicked = kind.endswith("/hyperlink") and target.startswith(
            ("http://", "https://", "mailto:")
        )
        if outside and not clicked:
            raise NotInert(
                f"fetches something from elsewhere when opened. {_SAVE_AGAIN}"
            )


def _refuse_fields(root: Element) -> None:
    """Word's fields that start programs or fetch files, also when cut into pieces."""
    said = []
    for each in root.iter():
        tag = each.tag.rpartition("}")[2] if isinstance(each.tag, str) else ""
        if tag == "instrText":
            said.append(each.text or "")
        if tag == "fldSimple":
            said.append(
                " ".join(v for k, v in each.attrib.items() if k.endswith("instr"))
            )
    if _DDE.search("".join(said)) or _DDE.search(" ".join(said)):
        raise NotInert(f"holds a field that fetches or starts something. {_SAVE_AGAIN}")
