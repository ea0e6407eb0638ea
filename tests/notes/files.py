"""Files for the tests, built here: ordinary ones, and every kind that must not come in."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from docx import Document
from openpyxl import Workbook
from PIL import Image, PngImagePlugin

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def photo(width: int = 640, height: int = 480, *, turned: bool = True) -> bytes:
    """A telephone's photo: with its place, its maker, a comment and a preview."""
    picture = Image.effect_noise((width, height), 60).convert("RGB")
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "PhoneMaker", "Model Canary"
    exif[0x0112] = 6 if turned else 1  # held upright
    exif.get_ifd(0x8825).update(
        {1: "N", 2: (52.0, 35.0, 10.0), 3: "W", 4: (2.0, 7.0, 40.0), 29: "2026:11:23"}
    )
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif, comment=b"canary comment", quality=90)
    return out.getvalue()


def png() -> bytes:
    """A picture with words hidden beside it."""
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "canary author")
    told.add_itxt("Location", "52.5862 -2.1280")
    out = io.BytesIO()
    Image.new("RGBA", (40, 30), (200, 30, 30, 128)).save(out, "PNG", pnginfo=told)
    return out.getvalue()


def flood(width: int = 60_000, height: int = 60_000) -> bytes:
    """A PNG of a few hundred bytes that says it has billions of points."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        sealed = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + sealed

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 100_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")  # fmt: skip


def document(words: str = "What the partners agreed.") -> bytes:
    """A Word document as people write them, with a link to click on."""
    made = Document()
    made.add_heading("The alley", 1)
    made.add_paragraph(words)
    made.part.relate_to("https://example.org/", f"{RELS}/hyperlink", is_external=True)
    made.add_picture(io.BytesIO(png()))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def workbook() -> bytes:
    """An Excel workbook."""
    made = Workbook()
    made.active.append(["Action", "Owner"])
    made.active.append(["A gate", "=1+1"])
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_parts(content: bytes, parts: Mapping[str, bytes | str | None]) -> bytes:
    """An office file with parts added, replaced or (None) left out."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            if part is not None:
                new.writestr(name, part)
    return out.getvalue()


def part_of(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def with_relation(content: bytes, kind: str, target: str, part: str) -> bytes:
    """An office file that points outside itself."""
    rels = part_of(content, part)
    new = f'<Relationship Id="rIdX" Type="{RELS}/{kind}" Target="{target}" TargetMode="External"/></Relationships>'
    return with_parts(content, {part: rels.replace("</Relationships>", new)})


def pdf(*objects: bytes) -> bytes:
    """A PDF of one empty page, with other objects besides."""
    page = (
        b"1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n"
        b"2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
        b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>> endobj\n"
    )
    more = b"".join(
        b"%d 0 obj %s endobj\n" % (n, body) for n, body in enumerate(objects, 4)
    )
    return b"%PDF-1.7\n" + page + more + b"trailer <</Root 1 0 R>>\n%%EOF\n"


def packed(body: bytes, dictionary: bytes = b"/Type/ObjStm/N 1/First 4") -> bytes:
    """An object packed as writers of PDF pack them."""
    squeezed = zlib.compress(body)
    return (
        b"<<%s/Filter/FlateDecode/Length %d>>\nstream\n" % (dictionary, len(squeezed))
        + squeezed
        + b"\nendstream"
    )


def bomb() -> bytes:
    """A Word document that unpacks to more than anybody wrote."""
    return with_parts(document(), {"word/bomb.xml": b"<a>" + b"0" * 250_000_000})


def hidden_file(archive: bytes) -> bytes:
    """Two archives in one: the second begins where the first says it ends."""
    return archive + document("behind the end")


def linked(content: bytes) -> bytes:
    """An archive with a part that is a link to another place."""
    out = io.BytesIO(content)
    with zipfile.ZipFile(out, "a") as archive:
        entry = zipfile.ZipInfo("word/link.xml")
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return out.getvalue()


def doubled(content: bytes) -> bytes:
    """An archive that holds two different parts of one name."""
    import warnings

    out = io.BytesIO(content)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(out, "a") as archive:
            archive.writestr("word/document.xml", "<other/>")
    return out.getvalue()


def text_of_document(content: bytes) -> Any:
    return [p.text for p in Document(io.BytesIO(content)).paragraphs]
