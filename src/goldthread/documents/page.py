"""A whole document in one file: title, contents, text, sources; opens anywhere."""

import base64
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files

from goldthread.documents import fonts, html, markup, numbers
from goldthread.documents.html import Setting
from goldthread.documents.model import Chart, Document, MapBlock, Section, blocks_of

BLOCKS = "static/documents/blocks.css"  # the site serves the same file
INVENTED = "Every figure in this document is invented. It describes no real place."


def page(document: Document, pictures: dict[str, str]) -> str:
    """The document as one HTML file without scripts and without outside addresses."""
    return _whole(
        document,
        Setting(pictures),
        style("document.css") + style(BLOCKS) + _embedded_fonts(),
    )


def printed_page(document: Document, pictures: dict[str, str], font_css: str) -> str:
    """The document as the PDF writer reads it: tables behind pictures at the end."""
    css = style("document.css") + style(BLOCKS) + style("print.css") + font_css
    return _whole(document, Setting(pictures, tables_at_end=True), css)


def style(name: str) -> str:
    """One of this room's style sheets."""
    return files("goldthread.documents").joinpath(name).read_text(encoding="utf-8")


def _whole(document: Document, setting: Setting, css: str) -> str:
    has_pictures = any(isinstance(b, Chart | MapBlock) for b in blocks_of(document))
    ends: list[tuple[str, str, str]] = []
    if setting.tables_at_end and has_pictures:
        ends.append(
            (
                "figures-behind",
                "The figures behind the charts and maps",
                html.behind_pictures(document),
            )
        )
    if document.attributions:
        ends.append(("sources", "Sources and licences", _attributions(document)))
    return (
        f'<!doctype html>\n<html lang="{markup.escaped(document.language)}">\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{markup.escaped(document.title)}: {markup.escaped(document.area)}</title>\n"
        f"{_facts(document)}<style>\n{css}</style>\n</head>\n<body>\n"
        f"{_running(document)}"
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
    title = document.title
    if document.area not in title:
        title = f"{title}, {document.area}"
    version = f"{numbers.day(document.date)} · data {document.lake_version}"
    return (
        f'<div class="gt-running gt-running--marking">{markup.escaped(document.marking)}</div>'
        f'<div class="gt-running gt-running--title">{markup.escaped(title)}</div>'
        f'<div class="gt-running gt-running--version">{markup.escaped(version)}</div>'
        f"{invented}\n"
    )


def _title(document: Document) -> str:
    invented = (
        f'<p class="gt-invented">{markup.escaped(INVENTED)}</p>\n'
        if document.invented
        else ""
    )
    facts = [
        ("Area", document.area),
        ("Date", numbers.day(document.date)),
        ("Prepared by", document.prepared_by),
        ("Marking", document.marking),
        ("Version of the data", document.lake_version),
    ]
    listed = "".join(
        f"<div><dt>{name}</dt><dd>{markup.escaped(value)}</dd></div>"
        for name, value in facts
        if value
    )
    return (
        '<header class="gt-title">\n<p class="gt-title__mark">Goldthread</p>\n'
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


def _embedded_fonts() -> str:
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
