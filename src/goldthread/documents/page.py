"""A whole document in one file: title, contents, text, sources; opens anywhere."""

import base64
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files

from goldthread.documents import fonts, html, markup, numbers
from goldthread.documents.html import Setting
from goldthread.documents.model import Chart, Document, MapBlock, Section, blocks_of

BLOCKS = "static/documents/blocks.css"  # the site serves the same file
BEHIND = ("figures-behind", "The figures behind the charts and maps")
SOURCES = ("sources", "Sources and licences")
DRAFT = "Draft"
WATERMARK = "goldthread:mark/draft"  # the PDF writer's own address for it
INVENTED = "Every figure in this document is invented. It describes no real place."


def page(document: Document, pictures: dict[str, str]) -> str:
    """The document as one HTML file without scripts and without outside addresses."""
    return _whole(
        document,
        Setting(pictures),
        style("document.css") + style(BLOCKS) + embedded_fonts(),
        _watermark(document),
    )


def printed_page(document: Document, pictures: dict[str, str]) -> str:
    """The document as the PDF writer reads it: tables behind pictures at the end."""
    css = style("document.css") + style(BLOCKS) + style("print.css")
    # As a picture without words the PDF leaves it out of what is read aloud.
    mark = f'<img class="gt-watermark" src="{WATERMARK}" alt="">' * document.draft
    return _whole(document, Setting(pictures, tables_at_end=True), css, mark)


def style(name: str) -> str:
    """One of this room's style sheets."""
    return files("goldthread.documents").joinpath(name).read_text(encoding="utf-8")


def _whole(document: Document, setting: Setting, css: str, watermark: str) -> str:
    has_pictures = any(isinstance(b, Chart | MapBlock) for b in blocks_of(document))
    ends: list[tuple[str, str, str]] = []
    if setting.tables_at_end and has_pictures:
        ends.append((*BEHIND, html.behind_pictures(document)))
    if document.attributions:
        ends.append((*SOURCES, _attributions(document)))
    return (
        f'<!doctype html>\n<html lang="{markup.escaped(document.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{markup.escaped(document.title)}: {markup.escaped(document.area)}</title>\n"
        f"{_facts(document)}<style>\n{css}</style>\n</head>\n<body>\n"
        f"{_running(document)}{watermark}\n"
        f"{_title(document)}{_contents(document, ends)}\n<main>\n"
        f"{html.sections(document, setting)}"
        f"{''.join(_end(*end) for end in ends)}</main>\n</body>\n</html>\n"
    )


def _facts(document: Document) -> str:
    facts = {
        "author": document.prepared_by or document.area,
        "description": document.subtitle,
        "dcterms.created": document.date.isoformat(),
        "generator": "Goldthread",
    }
    return "".join(
        f'<meta name="{name}" content="{markup.escaped(value)}">\n'
        for name, value in facts.items()
        if value
    )


def _running(document: Document) -> str:
    """What stands at the head and foot of every printed page; unseen on screen."""
    invented = (
        '<div class="gt-running gt-running--invented">Invented figures</div>'
        if document.invented
        else ""
    )
    handling = (
        f'<span class="gt-running__handling"> {markup.escaped(document.handling)}</span>'
        if document.handling
        else ""
    )
    return (
        '<div class="gt-running gt-running--marking">'
        f"{markup.escaped(document.marking)}{handling}</div>"
        '<div class="gt-running gt-running--title">'
        f"{markup.escaped(running_title(document))}</div>"
        '<div class="gt-running gt-running--version">'
        f"{markup.escaped(running_version(document))}</div>"
        f"{invented}"
    )


def running_title(document: Document) -> str:
    """What stands at the head of every page: the document and whose it is."""
    if document.area in document.title:
        return document.title
    return f"{document.title}, {document.area}"


def running_version(document: Document) -> str:
    """What stands at the foot of every page: date and versions, as far as it has them."""
    parts = [
        numbers.day(document.date),
        f"version {document.version}" if document.version else "",
        f"data {document.lake_version}" if document.lake_version else "",
    ]
    return " · ".join(filter(None, parts))


def cover_facts(document: Document) -> list[tuple[str, str]]:
    """What the title page says of the document; nothing is said of what it has not.

    Whose it is stands above the title.
    """
    facts = [
        ("Date", numbers.day(document.date)),
        ("Prepared by", document.prepared_by),
        ("Marking", document.marking),
        ("Handling", document.handling),
        ("Status", DRAFT if document.draft else ""),
        ("Version", document.version),
        ("Version of the data", document.lake_version),
    ]
    return [(name, value) for name, value in facts if value]


def _watermark(document: Document) -> str:
    """The word across every page of a draft; the title page says it to a screen reader."""
    if not document.draft:
        return ""
    return f'<div class="gt-watermark" aria-hidden="true">{DRAFT}</div>'


def _title(document: Document) -> str:
    invented = (
        f'<p class="gt-invented">{markup.escaped(INVENTED)}</p>\n'
        if document.invented
        else ""
    )
    listed = "".join(
        f"<div><dt>{name}</dt><dd>{markup.escaped(value)}</dd></div>"
        for name, value in cover_facts(document)
    )
    return (
        '<header class="gt-title">\n'
        f'<p class="gt-title__mark">{markup.escaped(document.area)}</p>\n'
        f'<h1 class="gt-title__name">{markup.escaped(document.title)}</h1>\n'
        f'<p class="gt-title__subtitle">{markup.escaped(document.subtitle)}</p>\n'
        f'{invented}<dl class="gt-title__facts">{listed}</dl>\n</header>\n'
    )


def _contents(document: Document, ends: Sequence[tuple[str, str, str]]) -> str:
    ending = tuple(Section(anchor, heading) for anchor, heading, _ in ends)
    return html.contents(with_ends(document, ending))


def with_ends(document: Document, ending: tuple[Section, ...]) -> Document:
    """The document with its back matter named, for the contents."""
    return replace(document, sections=document.sections + ending)


def _end(anchor: str, heading: str, body: str) -> str:
    return (
        f'<section class="gt-section gt-section--2 gt-end" id="{anchor}" '
        f'aria-labelledby="{anchor}-heading">'
        f'<h2 class="govuk-heading-l" id="{anchor}-heading">{heading}</h2>\n{body}</section>\n'
    )


def _attributions(document: Document) -> str:
    items = "".join(
        f"<li>{markup.escaped(line)}</li>" for line in document.attributions
    )
    return f'<ul class="govuk-list gt-attributions">{items}</ul>\n'


def embedded_fonts() -> str:
    """The typeface inside the file (60 kB), so that it looks the same everywhere."""
    return "".join(
        fonts.face_css(
            face,
            "data:font/woff2;base64,"
            + base64.b64encode(face.path.read_bytes()).decode(),
        )
        for face in fonts.house_fonts()
        if not face.is_italic
    )
