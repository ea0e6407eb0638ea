"""A document as accessible markup: the same functions serve the site and the PDF.

Rooms above give what only they know: the drawn pictures, and the links that belong
under a block (download, how we know). `GOV.UK Frontend` classes carry the look on the
site; `document.css` carries it in a file that stands alone and in print.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from goldthread.documents import markup, numbers
from goldthread.documents.folding import folded
from goldthread.documents.markup import sentence
from goldthread.documents.model import (
    Block,
    Bullets,
    Callout,
    Chart,
    Document,
    KeyFigure,
    KeyFigures,
    MapBlock,
    Paragraph,
    Section,
    Table,
    Words,
    blocks_of,
    leads_in,
    plain,
)


@dataclass(frozen=True, slots=True)
class Link:
    """A way on from a block: download the table, see how we know."""

    label: str
    href: str


@dataclass(frozen=True, slots=True)
class Setting:
    """What the place where a document appears adds to it.

    `pictures` holds, by block id, either drawn SVG (it is set into the page) or an
    address (an image points at it). With `tables_at_end` the tables behind pictures
    leave the running text, as paper wants; `behind_pictures` writes them.
    """

    pictures: Mapping[str, str] = field(default_factory=dict)
    links: Mapping[str, Sequence[Link]] = field(default_factory=dict)
    tables_at_end: bool = False


_HEADING_SIZES = {1: "xl", 2: "l", 3: "m"}
CALLOUTS = {
    "caveat": "Read with care",
    "not-held": "Not held",
    "awaiting-words": "Waiting for words",
    "refused": "Not calculated",
}


def section(one: Section, setting: Setting, *, level: int = 2) -> str:
    """A section with its heading and everything in it."""
    size = _HEADING_SIZES.get(level, "s")
    depth = min(level, 6)
    name = escape(one.id)
    # Chapters are landmarks; were every section one, a screen reader's list of
    # landmarks would be as long as the contents and repeat "Month by month".
    landmark = f' aria-labelledby="{name}-heading"' if depth == 2 else ""
    body = "".join(block(each, setting) for each in one.blocks)
    inner = "".join(section(each, setting, level=level + 1) for each in one.sections)
    return (
        f'<section class="gt-section gt-section--{depth}" id="{name}"{landmark}>\n'
        f'<h{depth} class="govuk-heading-{size}" id="{name}-heading">'
        f"{markup.escaped(one.heading)}</h{depth}>\n{body}{inner}</section>\n"
    )


def block(one: Block, setting: Setting) -> str:
    """One block, whatever it is."""
    if isinstance(one, Paragraph):
        kind = "govuk-body gt-leads-in" if leads_in(one.text) else "govuk-body"
        return f'<p class="{kind}">{sentence(one.text)}</p>\n'
    if isinstance(one, Bullets):
        items = "".join(f"<li>{sentence(item)}</li>" for item in one.items)
        return f'<ul class="govuk-list govuk-list--bullet">{items}</ul>\n'
    if isinstance(one, KeyFigures):
        items = "".join(map(_key_figure, one.items))
        return f'<dl class="gt-key-figures">{items}</dl>\n'
    if isinstance(one, Table):
        return markup.table(one) + _links(one.id, setting)
    if isinstance(one, Chart | MapBlock):
        return _picture_block(one, setting)
    if isinstance(one, Callout):
        return _callout(one)
    return _words(one)


def sections(document: Document, setting: Setting, *, level: int = 2) -> str:
    """The whole running text of a document, without title or contents."""
    return "".join(section(each, setting, level=level) for each in document.sections)


def behind_pictures(document: Document) -> str:
    """The tables behind every chart and map, in order, for the end of what is printed."""
    return "".join(
        _behind(each)
        for each in blocks_of(document)
        if isinstance(each, Chart | MapBlock)
    )


def _behind(one: Chart | MapBlock) -> str:
    table = folded(one.table)
    made = markup.table(table, anchor=_table_anchor(one))
    # A fold leaves room for every text on one line, so that rows stand level.
    return made if table is one.table else f'<div class="gt-folded">{made}</div>\n'


def contents(document: Document, *, depth: int = 2) -> str:
    """The contents as a nested list of links; print adds the page numbers."""
    return (
        '<nav class="gt-contents" aria-labelledby="contents-heading">\n'
        '<h2 class="govuk-heading-m" id="contents-heading">Contents</h2>\n'
        f"{_contents_list(document.sections, depth)}</nav>\n"
    )


def _contents_list(chapters: Sequence[Section], depth: int) -> str:
    if not chapters or depth == 0:
        return ""
    items = "".join(
        f'<li><a class="govuk-link" href="#{escape(each.id)}">'
        f"{markup.escaped(each.heading)}</a>{_contents_list(each.sections, depth - 1)}</li>"
        for each in chapters
    )
    return f'<ol class="govuk-list gt-contents__list">{items}</ol>'


def _key_figure(one: KeyFigure) -> str:
    note = (
        f'<dd class="gt-key-figure__note">{sentence(one.note)}</dd>' if one.note else ""
    )
    meaning = f"<dd>{markup.status(one.status)}</dd>" if one.status else ""
    return (
        f'<div class="gt-key-figure"><dt>{markup.escaped(one.label)}</dt>'
        f'<dd class="gt-key-figure__value">{markup.figure(one.figure)}</dd>'
        f"{note}{meaning}</div>"
    )


def _picture_block(one: Chart | MapBlock, setting: Setting) -> str:
    kind = "gt-map" if isinstance(one, MapBlock) else "gt-chart"
    unlocated = (
        f'<p class="gt-unlocated">{sentence(one.unlocated)}</p>'
        if isinstance(one, MapBlock)
        else ""
    )
    name = escape(one.id)
    return (
        f'<figure class="gt-picture {kind}" id="{name}" aria-labelledby="{name}-title">\n'
        f'<figcaption class="gt-picture__title" id="{name}-title">'
        f"{sentence(one.title)}</figcaption>\n"
        '<div class="gt-picture__drawing" role="group" tabindex="0" '
        f'aria-labelledby="{name}-title">{_drawing(one, setting)}</div>\n'
        f"{unlocated}{markup.notes(one.caveats, 'gt-caveats')}"
        f"{markup.source(one.source, one.ref)}"
        f"{_table_behind(one, setting)}{_links(one.id, setting)}</figure>\n"
    )


def _drawing(one: Chart | MapBlock, setting: Setting) -> str:
    picture = setting.pictures.get(one.id, "")
    if picture.startswith("<svg"):
        return picture
    words = escape(one.alt.replace(numbers.THIN, " "))
    if picture:
        return f'<img src="{escape(picture)}" alt="{words}">'
    return f'<p class="govuk-body gt-missing">{markup.escaped(one.alt)}</p>'


def _table_anchor(one: Chart | MapBlock) -> str:
    return f"{one.id}-table"


def _table_behind(one: Chart | MapBlock, setting: Setting) -> str:
    if setting.tables_at_end:
        anchor = escape(_table_anchor(one))
        return (
            f'<p class="gt-table-elsewhere"><a href="#{anchor}">The figures behind this '
            f"{'map' if isinstance(one, MapBlock) else 'chart'}</a></p>"
        )
    said = (
        "The areas as a list" if isinstance(one, MapBlock) else "The figures as a table"
    )
    return (
        '<details class="govuk-details gt-table-behind">'
        '<summary class="govuk-details__summary">'
        f'<span class="govuk-details__summary-text">{said}</span></summary>\n'
        f'<div class="govuk-details__text">{markup.table(one.table, _table_anchor(one))}'
        "</div></details>\n"
    )


def _links(key: str, setting: Setting) -> str:
    wanted = setting.links.get(key, ())
    if not wanted:
        return ""
    items = "".join(
        f'<li><a class="govuk-link" href="{escape(link.href)}">'
        f"{markup.escaped(link.label)}</a></li>"
        for link in wanted
    )
    return f'<ul class="gt-links">{items}</ul>\n'


def _callout(one: Callout) -> str:
    heading = markup.escaped(one.heading or CALLOUTS[one.kind])
    return (
        f'<div class="govuk-inset-text gt-callout gt-callout--{one.kind}">'
        f'<p class="gt-callout__heading">{heading}</p>'
        f"<p>{sentence(one.text)}</p></div>\n"
    )


def _words(one: Words) -> str:
    paragraphs = "".join(
        f'<p class="govuk-body">{markup.escaped(text)}</p>' for text in one.paragraphs
    )
    when = f", {numbers.day(one.on)}" if one.on else ""
    by = f'<p class="gt-words__by">{markup.escaped(one.by)}{when}</p>' if one.by else ""
    return f'<div class="gt-words">{paragraphs}{by}</div>\n'


def alternative(one: Chart | MapBlock) -> str:
    """A picture in words, as a screen reader says it: its message, then its shape."""
    return f"{plain(one.title)} {one.alt}".strip()
