"""Every class of hostile input that can reach a text or a file here (trust §5.5).

Each is refused in one sentence, or what is stored is what is shown, inert. The number
before each case is its class in the trust book.
"""

import html
import io
import re
import time
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from tests.notes import files
from tests.notes.test_attachments import hidden, lying
from tests.notes.test_comments import comment_form

from goldthread.notes.inspection import inspect, shown_name
from goldthread.notes.models import Attachment, Comment, Draft
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db
before_any_row = pytest.mark.one_database("a file is looked into before any row is")

REFUSED_TEXTS = {
    "1 nothing": ("", "Write something"),
    "1 spaces": (" \t\n ", "Write something"),
    "1 zero-width only": ("\u200b\u200d\ufeff\u2060", "Write something"),
    "2 NUL": ("a\x00b", "Null characters"),
    "5 turned around": ("pay \u202egro.evil\u202c now", "turn text around"),
    "5 isolated": ("a \u2066b\u2069", "turn text around"),
    "7 marks upon marks": ("Z" + "\u0321" * 60 + "algo", "many marks on one letter"),
    "9 too long": ("x" * 5_001, "at most 5,000 letters"),
}
SHOWN_TEXTS = {
    "3 replacement of broken bytes": "caf\ufffd",
    "19 a header": "Subject: x\nBcc: all@example.org",
    "22 a template": "{{ 7*7 }} {% load static %} ${7*7}",
    "23 a script": "<script>alert(1)</script>",
    "23 an attribute": "\" onmouseover=\"alert(1)",
    "23 SVG": "<svg/onload=alert(1)>",
    "23 MathML": "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "23 mutation": "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
    "23 CSS": "<style>*{display:none}</style>",
    "24 htmx": "<div hx-get='/account/' hx-trigger='load' data-hx-post='/x'></div>",
    "8 families": "👩‍👩‍👧‍👦 was here",
    "20 SQL": "'; DROP TABLE notes_comment; --",
    "32 slow to match": "@" * 4_000,
    "33 a path": "../../../../etc/passwd CON NUL aux.txt",
}  # fmt: skip


@pytest.mark.parametrize(("text", "says"), REFUSED_TEXTS.values(), ids=REFUSED_TEXTS)
def test_a_text_that_cannot_be_said_is_refused_in_a_sentence(
    as_amar: Client, text: str, says: str
) -> None:
    answer = as_amar.post("/alley/notes/", comment_form(as_amar) | {"text": text})

    assert answer.status_code == 200
    assert says in html.unescape(answer.content.decode())
    assert not Comment.objects.exists()


@pytest.mark.parametrize("text", SHOWN_TEXTS.values(), ids=SHOWN_TEXTS)
def test_a_hostile_text_is_shown_as_it_was_typed_and_does_nothing(
    as_amar: Client, text: str
) -> None:
    began = time.process_time()
    as_amar.post("/alley/notes/", comment_form(as_amar) | {"text": text})
    page = as_amar.get("/alley/").content.decode()
    took = time.process_time() - began

    shown = re.search(r'gt-talk__words gt-as-typed">(.*?)</p>', page, re.DOTALL)
    assert shown is not None
    assert "<" not in shown[1].replace("<b>", "").replace("</b>", "")
    assert html.unescape(re.sub("</?b>", "", shown[1])) == text
    assert took < 1


def test_the_same_texts_in_a_draft_are_offered_inert(as_amar: Client) -> None:
    from tests.notes.test_drafts import slip_on

    for text in SHOWN_TEXTS.values():
        as_amar.post("/notes/drafts/", slip_on(as_amar) | {"text": text})
    page = as_amar.get("/alley/").content.decode()
    openings = re.findall(r'gt-offer__opening">“(.*?)”</p>', page, re.DOTALL)

    assert len(openings) == 10
    assert not any("<" in opening for opening in openings)
    for draft in Draft.objects.all():
        used = as_amar.get(f"/alley/?draft={draft.sheet}").content.decode()
        box = used.split("</textarea>")[0].rsplit(">\n", 1)[1]
        assert "<" not in box
        assert html.unescape(box) == draft.fields["text"][0]


def test_ten_megabytes_in_one_box_are_refused_before_they_are_read(
    as_amar: Client,
) -> None:
    for address in ("/alley/notes/", "/notes/drafts/"):
        answer = as_amar.post(address, {"text": "x" * 10_000_000})
        assert answer.status_code == 400
        assert b"What was sent could not be read" in answer.content

    assert not Comment.objects.exists() and not Draft.objects.exists()


def test_broken_bytes_in_a_form_are_no_server_error(as_amar: Client) -> None:
    body = b"text=%ff%fe%ed%a0%80&once=" + comment_form(as_amar)["once"].encode()

    answer = as_amar.post(
        "/alley/notes/", body, content_type="application/x-www-form-urlencoded"
    )

    assert answer.status_code == 302
    assert set(Comment.objects.get().text) == {"\ufffd"}


WORD, EXCEL, PDF = files.WORD, files.EXCEL, "application/pdf"
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">'
    '<!ENTITY out SYSTEM "file:///etc/passwd">]><x>&b;&out;</x>'
)
FIELD = '<w:instrText xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:instrText>'
HEADER = '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:hdr>'
SCRIPT = b"<</S/JavaScript/JS(app.alert(1))>>"


def refused_files() -> dict[str, tuple[str, str, bytes, str]]:
    """name -> file name, declared type, content, a piece of the sentence."""
    doc, book, page = files.document(), files.workbook(), files.pdf()
    escaped = SCRIPT.replace(b"Java", b"#4a#61va")
    doc_rels, settings_rels = (
        "word/_rels/document.xml.rels",
        "word/_rels/document.xml.rels",
    )
    halves = FIELD.format("DD") + FIELD.format("EAUTO c:\\\\cmd.exe")
    return {
        "1 empty": ("a.txt", "text/plain", b"", "empty"),
        "1 only spaces": ("a.txt", "text/plain", b" \n\t", "holds no text"),
        "2 NUL": ("a.csv", "text/csv", b"a,b\x00c", "not plain text"),
        "3 no text": ("a.txt", "text/plain", bytes(range(128, 160)) * 9, "not plain text"),
        "9 too large": ("a.txt", "text/plain", b"x" * 20_000_001, "larger than 20 MB"),
        "23 a page as text": ("a.txt", "text/plain", b"\n <HTML><script>", "a page or a program"),
        "23 SVG as text": ("a.csv", "text/csv", b"<svg onload=alert(1)>", "a page or a program"),
        "23 SVG": ("a.svg", "image/svg+xml", b"<svg/>", "not of a kind"),
        "23 a page": ("a.html", "text/html", b"<p>", "not of a kind"),
        "26 entities": ("a.docx", WORD, files.with_parts(doc, {"word/x.xml": ENTITIES}), "definitions"),
        "26 entities in Excel": ("a.xlsx", EXCEL, files.with_parts(book, {"xl/sharedStrings.xml": ENTITIES}), "definitions"),
        "26 entities in UTF-16": ("a.docx", WORD, files.with_parts(doc, {"word/x.xml": ENTITIES.encode("utf-16")}), "definitions"),
        "26 external workbook": ("a.xlsx", EXCEL, files.with_parts(book, {"xl/externalLinks/externalLink1.xml": "<x/>"}), "link to one"),
        "26 template elsewhere": ("a.docx", WORD, files.with_relation(doc, "attachedTemplate", "https://evil.example/t.dotm", settings_rels), "fetches something"),
        "26 picture elsewhere": ("a.docx", WORD, files.with_relation(doc, "image", "\\\\evil\\x.png", doc_rels), "fetches something"),
        "26 a link to a file": ("a.docx", WORD, files.with_relation(doc, "hyperlink", "file:///c:/x.exe", doc_rels), "fetches something"),
        "26 macro": ("a.docx", WORD, files.with_parts(doc, {"word/vbaProject.bin": b"x"}), "a macro"),
        "26 macro by its type": ("a.docx", WORD, files.with_parts(doc, {"[Content_Types].xml": files.part_of(doc, "[Content_Types].xml").replace("wordprocessingml.document.main", "x").replace("application/vnd.openxmlformats-officedocument.x+xml", "application/vnd.ms-word.document.macroEnabled.main+xml")}), "not the kind"),
        "26 data connection": ("a.xlsx", EXCEL, files.with_parts(book, {"xl/connections.xml": "<x/>"}), "link to one"),
        "26 DDE in a header": ("a.docx", WORD, files.with_parts(doc, {"word/header9.xml": HEADER.format(FIELD.format(" DDE cmd"))}), "fetches or starts"),
        "26 DDE cut in two": ("a.docx", WORD, files.with_parts(doc, {"word/header9.xml": HEADER.format(halves)}), "fetches or starts"),
        "26 OLE": ("a.docx", WORD, files.with_parts(doc, {"word/embeddings/oleObject1.bin": b"x"}), "another file"),
        "26 workbook inside is hostile": ("a.docx", WORD, files.with_parts(doc, {"word/embeddings/T.xlsx": files.with_parts(book, {"xl/vbaProject.bin": b"x"})}), "a macro"),
        "27 bomb": ("a.docx", WORD, files.bomb(), "more than can be checked"),
        "27 many parts": ("a.docx", WORD, files.with_parts(doc, {f"x/{n}.xml": "" for n in range(1_001)}), "more than can be checked"),
        "27 nested": ("a.docx", WORD, files.with_parts(doc, {"word/more.zip": b"PK"}), "another file"),
        "27 overlapping": ("a.docx", WORD, files.hidden_file(doc), "beside its own parts"),
        "27 two of one name": ("a.docx", WORD, files.doubled(doc), "two parts of one name"),
        "28 climbing": ("a.docx", WORD, files.with_parts(doc, {"../../evil.xml": "<x/>"}), "outside itself"),
        "28 a link": ("a.docx", WORD, files.linked(doc), "outside itself"),
        "29 PDF and archive": ("a.pdf", PDF, page[:-6] + doc + b"\n%%EOF\n", "an archive as well"),
        "29 PDF with more behind": ("a.pdf", PDF, page + b"<script>" * 200, "behind its end"),
        "29 archive with more before": ("a.docx", WORD, b"GIF89a" + doc, "no Word file inside"),
        "29 archive with a comment": ("a.docx", WORD, doc[:-2] + b"\x05\x00<svg>", "beside its own parts"),
        "29 a program": ("a.txt", "text/plain", b"MZ is how programs begin", "a page or a program"),
        "29 a PDF named CSV": ("a.csv", "text/csv", page, "a page or a program"),
        "29 PNG named PDF": ("a.pdf", PDF, files.png(), "PNG inside"),
        "29 Excel named Word": ("a.docx", WORD, book, "not the kind"),
        "29 declared otherwise": ("a.pdf", "text/html", page, "was sent as"),
        "30 pixel flood": ("a.png", "image/png", files.flood(), "many times too many points"),
        "30 flood just over": ("a.png", "image/png", files.flood(50_001, 1_000), "50,001 by 1,000"),
        "30 no picture": ("a.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + b"x" * 500, "cannot be read as a picture"),
        "30 cut off": ("a.jpg", "image/jpeg", files.photo()[:900], "cannot be read as a picture"),
        "31 script": ("a.pdf", PDF, files.pdf(SCRIPT), "holds a script"),
        "31 script, name escaped": ("a.pdf", PDF, files.pdf(escaped), "holds a script"),
        "31 script, packed": ("a.pdf", PDF, files.pdf(files.packed(b"7 0 " + SCRIPT)), "holds a script"),
        "31 script, packed and unnamed": ("a.pdf", PDF, files.pdf(files.packed(SCRIPT, b"")), "holds a script"),
        "31 script, packed and damaged": ("a.pdf", PDF, files.pdf(files.packed(SCRIPT * 40).replace(b"\nendstream", b"X\nendstream")[:-25] + b"junkjunk\nendstream"), "holds a script"),
        "31 packed oddly": ("a.pdf", PDF, files.pdf(b"<</Type/ObjStm/Filter[/ASCIIHexDecode/FlateDecode]>>\nstream\n00\nendstream"), "packed in a way"),
        "31 launch": ("a.pdf", PDF, files.pdf(b"<</S/Launch/F(cmd.exe)>>"), "start a program"),
        "31 file within": ("a.pdf", PDF, files.pdf(b"<</Type/EmbeddedFile>>"), "another file inside"),
        "31 form that sends": ("a.pdf", PDF, files.pdf(b"<</S/SubmitForm>>"), "to another place"),
        "31 XFA": ("a.pdf", PDF, files.pdf(b"<</AcroForm<</XFA 5 0 R>>>>"), "acts by itself"),
        "31 locked": ("a.pdf", PDF, files.pdf(b"<<>>").replace(b"/Root", b"/Encrypt 9 0 R/Root"), "is locked"),
        "31 bomb": ("a.pdf", PDF, files.pdf(files.packed(b"0" * 110_000_000)), "more than can be checked"),
    }  # fmt: skip


REFUSED_FILES = refused_files()


@before_any_row
@pytest.mark.parametrize("case", REFUSED_FILES)
def test_a_hostile_file_is_refused_in_a_sentence_and_leaves_nothing(
    as_amar: Client, case: str
) -> None:
    name, declared, content, says = REFUSED_FILES[case]
    before = lying()
    upload = SimpleUploadedFile(name, content, declared)
    mark = hidden(as_amar)

    began = time.process_time()
    answer = as_amar.post("/alley/files/", mark | {"file": upload})
    took = time.process_time() - began

    page = html.unescape(answer.content.decode())
    assert answer.status_code == 200
    (sentence,) = set(
        re.findall(r'govuk-visually-hidden">Error:</span> (.*?)</p>', page)
    )
    assert says in sentence and sentence.endswith(".")
    assert not Attachment.objects.exists()
    assert lying() == before
    assert took < 2  # seconds of CPU


NAMES = {
    "33 climbing": ("../../../etc/cron.d/x.txt", "x.txt"),
    "33 absolute": ("/etc/x.txt", "x.txt"),
    "33 Windows": ("C:\\Users\\amar\\x.txt", "x.txt"),
    "33 a device": ("CON.txt", "file CON.txt"),
    "33 a numbered device": ("lpt1.txt", "file lpt1.txt"),
    "33 only dots": ("....txt", "txt"),
    "33 a stream": ("x.txt:evil", "x.txtevil"),
    "19 a header": ("x\r\nSet-Cookie: a=b.txt", "xSet-Cookie a=b.txt"),
    "23 markup": ("<img src=x onerror=alert(1)>.txt", "img src=x onerror=alert(1).txt"),
    "5 turned around": ("exe\u202etxt.csv", "exetxt.csv"),
    "2 NUL": ("a\x00.txt", "a.txt"),
    "9 very long": ("a" * 300 + ".txt", "a" * 60 + "…" + "a" * 55 + ".txt"),
    "1 nothing": ("\u200b", "A file without a name"),
}


@pytest.mark.parametrize(("name", "shown"), NAMES.values(), ids=NAMES)
def test_a_hostile_name_is_shown_without_its_sting(name: str, shown: str) -> None:
    assert shown_name(name) == shown


@pytest.mark.parametrize(
    "name", [n for n, s in NAMES.values() if s.endswith(".txt") and "\r" not in n]
)
def test_a_hostile_name_comes_through_the_form_and_back_inert(
    as_amar: Client, name: str
) -> None:
    upload = SimpleUploadedFile("x", b"harmless", "text/plain")
    upload.name = name

    as_amar.post("/alley/files/", hidden(as_amar) | {"file": upload})
    kept = Attachment.objects.get()
    page = as_amar.get("/alley/").content.decode()
    answer = as_amar.get(f"/alley/files/{kept.pk}/")
    answer.close()

    assert f">{html.escape(kept.name)}</a>" in page
    assert "<img src=x" not in page
    assert "\n" not in answer["Content-Disposition"]
    assert "Set-Cookie" not in answer.headers
    assert Path(kept.file.path).parent.name == "attachments"


@before_any_row
def test_a_photo_of_fifty_million_points_is_kept_in_three_seconds(
    db: None,
) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8_160, 6_120), "navy").save(out, "JPEG")

    began = time.process_time()
    kept = inspect("large.jpg", declared="image/jpeg", content=out.getvalue())

    assert max(Image.open(io.BytesIO(kept.content)).size) <= 4_000
    assert time.process_time() - began < 3


@before_any_row
def test_a_word_document_with_a_chart_and_its_table_is_taken() -> None:
    chart = {"word/embeddings/Microsoft_Excel_Sheet.xlsx": files.workbook()}
    content = files.with_parts(files.document("With a chart."), chart)

    kept = inspect("chart.docx", declared=WORD, content=content)

    assert "With a chart." in files.text_of_document(kept.content)


@before_any_row
def test_a_pdf_that_speaks_of_scripts_is_no_script() -> None:
    words = files.packed(b"BT (JavaScript and Launch are words) Tj ET", b"")

    assert inspect("a.pdf", declared=PDF, content=files.pdf(words)).kind == "pdf"


@before_any_row
def test_our_own_pdf_is_taken() -> None:
    weasyprint = pytest.importorskip("weasyprint")
    made = weasyprint.HTML(string="<h1>Minutes</h1><p>Agreed.").write_pdf()

    assert inspect("minutes.pdf", declared=PDF, content=made).content == made


@pytest.mark.parametrize("name", ["a.exe", "a.docm", "a.doc", "a.zip", "a", "a.pdf.js"])
def test_another_kind_of_file_says_what_is_kept_here(name: str) -> None:
    with pytest.raises(Refused, match="Attach PDF, Word"):
        inspect(name, declared="", content=b"x")
