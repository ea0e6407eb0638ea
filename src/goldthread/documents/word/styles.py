"""The look of a Word file, kept in its styles: ink, paper, one gold line."""

from typing import Any

from goldthread.documents import house_style as style

MARK, FACT, INVENTED = "Cover mark", "Cover fact", "Invented figures"
HANDLING = "Handling"
CONTENTS = "Contents heading"
NOTE, SOURCE = "Note", "Source"
CALLOUT, CALLOUT_HEADING = "Callout", "Callout heading"
QUOTED_BY = "Words by"
CELL, NUMBER, HEAD, HEAD_NUMBER = (
    "Table text",
    "Table number",
    "Table heading",
    "Table heading, number",
)
CROWDED = {  # the same, smaller, where many columns leave a name no room
    CELL: "Table text, crowded",
    NUMBER: "Table number, crowded",
    HEAD: "Table heading, crowded",
    HEAD_NUMBER: "Table heading, number, crowded",
}
TABLE = "Goldthread table"
FIGURE_LABEL, FIGURE, FIGURE_NOTE = "Key label", "Key figure", "Key note"
STATUS = {
    "improving": "Status improving",
    "concern": "Status concern",
    "unclear": "Status unclear",
}
NOT_HELD = "Not held"
LINK = "Link inside"
INSTEAD = "Arial"  # on every machine that runs Word; named in the font table

# Style, the style it starts from, type size, space before and after in points.
_PARAGRAPHS: tuple[tuple[str, str, float, float, float, dict[str, Any]], ...] = (
    ("Normal", "", 10.5, 0, 6, {}),
    ("Title", "Normal", 30, 0, 10, {"bold": True}),
    ("Subtitle", "Normal", 15, 0, 40, {}),
    (MARK, "Normal", 11, 120, 20, {"colour": style.GREY}),
    (FACT, "Normal", 10.5, 0, 3, {"tab": 48}),
    (INVENTED, "Normal", 10.5, 0, 24, {"bold": True, "box": True, "inset": 2.2}),
    (CONTENTS, "Normal", 18, 0, 14, {"bold": True, "new_page": True}),
    ("Heading 1", "Normal", 20, 30, 10, {"bold": True, "keep": True}),
    ("Heading 2", "Normal", 13.5, 20, 6, {"bold": True, "keep": True}),
    ("Heading 3", "Normal", 11, 14, 4, {"bold": True, "keep": True}),
    ("Heading 4", "Normal", 10.5, 12, 4, {"bold": True, "keep": True}),
    ("toc 1", "Normal", 10.5, 8, 2, {"bold": True, "ends": 170}),
    ("toc 2", "Normal", 10.5, 0, 2, {"ends": 170, "indent": 6}),
    ("Caption", "Normal", 11, 14, 6, {"bold": True, "keep": True}),
    ("List Bullet", "Normal", 10.5, 0, 3, {}),
    (NOTE, "List Bullet", 9, 3, 0, {}),
    (SOURCE, "Normal", 8.5, 3, 12, {"colour": style.GREY}),
    (
        CALLOUT_HEADING,
        "Normal",
        10.5,
        10,
        0,
        {"bold": True, "keep": True, "bar": True, "inset": 4},
    ),
    (CALLOUT, "Normal", 10.5, 0, 12, {"bar": True, "inset": 4}),
    (QUOTED_BY, "Normal", 9, 0, 10, {"colour": style.GREY}),
    (CELL, "Normal", 9, 2, 2, {}),
    (NUMBER, CELL, 9, 2, 2, {"right": True}),
    (HEAD, CELL, 9, 2, 2, {"bold": True, "keep": True}),
    (HEAD_NUMBER, HEAD, 9, 2, 2, {"bold": True, "keep": True, "right": True}),
    *((small, usual, 8, 2, 2, {}) for usual, small in CROWDED.items()),
    (FIGURE_LABEL, CELL, 9, 4, 0, {"keep": True, "colour": style.GREY}),
    (FIGURE, CELL, 22, 0, 0, {"bold": True, "keep": True}),
    (FIGURE_NOTE, CELL, 9, 0, 2, {}),
    ("Header", "Normal", 8.5, 0, 0, {"colour": style.GREY, "ends": 170}),
    (HANDLING, "Header", 8.5, 0, 0, {"colour": style.GREY}),
    ("Footer", "Normal", 8.5, 0, 0, {"colour": style.GREY, "ends": 170}),
)
_CHARACTERS = {
    STATUS["improving"]: (style.BLUE, True, False),
    STATUS["concern"]: (style.ORANGE, True, False),
    STATUS["unclear"]: (style.GREY, True, False),
    NOT_HELD: (style.GREY, False, True),
    LINK: (style.BLUE, False, False),
}


def put_on(file: Any, language: str) -> None:
    """Page, typeface, language and every style; nothing of the library's own look."""
    _page(file)
    _only_ours(file)
    _language(file, language)
    for name, based_on, size, before, after, more in _PARAGRAPHS:
        _paragraph_style(file, name, based_on, size, before, after, more)
    for name, (colour, bold, italic) in _CHARACTERS.items():
        _character_style(file, name, colour, bold, italic)
    _table_style(file)
    _font_table(file)


def _page(file: Any) -> None:
    from docx.shared import Mm

    sheet = file.sections[0]
    sheet.page_width, sheet.page_height = Mm(210), Mm(297)
    sheet.left_margin = sheet.right_margin = Mm(20)
    sheet.top_margin, sheet.bottom_margin = Mm(26), Mm(24)
    sheet.header_distance = sheet.footer_distance = Mm(12)
    # The thread: one gold hairline down the edge of every page.
    _append(
        sheet._sectPr,
        f'<w:pgBorders {{ns}} w:offsetFrom="page"><w:left w:val="single" w:sz="12" '
        f'w:space="30" w:color="{style.GOLD[1:]}"/></w:pgBorders>',
        before="w:cols",
    )


def _only_ours(file: Any) -> None:
    """Takes out the hundred looks of the library's template that nothing here uses."""
    from docx.enum.style import WD_STYLE_TYPE

    kept = {"Normal Table", "Default Paragraph Font", "No List"}
    ours = {name for name, *_ in _PARAGRAPHS}
    for one in list(file.styles):
        is_look = one.type in (WD_STYLE_TYPE.TABLE, WD_STYLE_TYPE.PARAGRAPH)
        is_kind = one.type == WD_STYLE_TYPE.CHARACTER
        if (is_look or is_kind) and one.name not in kept | ours:
            one.delete()


def _language(file: Any, language: str) -> None:
    defaults = file.styles.element.find(f"{_W}docDefaults/{_W}rPrDefault/{_W}rPr")
    for old in defaults.findall(f"{_W}lang"):
        defaults.remove(old)
    _append(
        defaults,
        f'<w:lang {{ns}} w:val="{language}" w:eastAsia="{language}" w:bidi="ar-SA"/>',
    )
    for old in file.settings.element.findall(f"{_W}themeFontLang"):
        old.set(f"{_W}val", language)


def _paragraph_style(
    file: Any,
    name: str,
    based_on: str,
    size: float,
    before: float,
    after: float,
    more: dict[str, Any],
) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Mm, Pt

    one = _fresh(file, name, WD_STYLE_TYPE.PARAGRAPH)
    if based_on:
        one.base_style = file.styles[based_on]
    _font(one, size, more.get("colour", style.INK), bold=more.get("bold", False))
    shape = one.paragraph_format
    shape.space_before, shape.space_after = Pt(before), Pt(after)
    shape.line_spacing = 1.1 if size > 14 else 1.2
    shape.keep_with_next = more.get("keep") or None
    shape.page_break_before = more.get("new_page") or None
    shape.widow_control = True
    if more.get("right"):
        shape.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if "indent" in more:
        shape.left_indent = Mm(more["indent"])
    if "inset" in more:
        shape.left_indent = shape.right_indent = Mm(more["inset"])
    _tabs(shape, more)
    _edges(one, more)


def _tabs(shape: Any, more: dict[str, Any]) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    if "tab" in more:
        shape.tab_stops.add_tab_stop(Mm(more["tab"]))
        shape.left_indent, shape.first_line_indent = Mm(more["tab"]), Mm(-more["tab"])
    if "ends" in more:
        shape.tab_stops.add_tab_stop(Mm(more["ends"]), WD_TAB_ALIGNMENT.RIGHT)


def _edges(one: Any, more: dict[str, Any]) -> None:
    """The box round a warning and the bar beside a callout."""
    ink, grey, shade = style.INK[1:], style.GREY[1:], style.SHADE[1:]
    properties = one.element.get_or_add_pPr()
    if more.get("box"):
        sides = "".join(
            f'<w:{side} w:val="single" w:sz="8" w:space="5" w:color="{ink}"/>'
            for side in ("top", "left", "bottom", "right")
        )
        _append(properties, f"<w:pBdr {{ns}}>{sides}</w:pBdr>", before=_AFTER_EDGES)
    if more.get("bar"):
        _append(
            properties,
            f'<w:pBdr {{ns}}><w:left w:val="single" w:sz="24" w:space="8" '
            f'w:color="{grey}"/></w:pBdr>',
            before=_AFTER_EDGES,
        )
        _append(
            properties,
            f'<w:shd {{ns}} w:val="clear" w:color="auto" w:fill="{shade}"/>',
            before=_AFTER_EDGES,
        )


def _character_style(
    file: Any, name: str, colour: str, bold: bool, italic: bool
) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import RGBColor

    one = file.styles.add_style(name, WD_STYLE_TYPE.CHARACTER)
    one.font.color.rgb = RGBColor.from_string(colour[1:].upper())
    one.font.bold, one.font.italic = bold or None, italic or None


def _fresh(file: Any, name: str, kind: Any) -> Any:
    """A style by its name, with nothing of what the template said about it."""
    if name in [one.name for one in file.styles]:
        one = file.styles[name]
        for part in (one.element.rPr, one.element.pPr):
            kept = None
            if part is not None:
                kept = part.find(f"{_W}numPr"), part.find(f"{_W}outlineLvl")
                for child in list(part):
                    if child not in kept:
                        part.remove(child)
        for half in one.element.findall(f"{_W}link"):  # to a style that is gone
            one.element.remove(half)
        return one
    one = file.styles.add_style(name, kind)
    one.quick_style = True
    return one


def _font(one: Any, size: float, colour: str, *, bold: bool) -> None:
    from docx.shared import Pt, RGBColor

    one.font.name = style.FONT
    fonts = one.element.rPr.find(f"{_W}rFonts")
    for script in ("cs", "eastAsia"):
        fonts.set(f"{_W}{script}", style.FONT)
    one.font.size = Pt(size)
    one.font.bold = bold
    one.font.color.rgb = RGBColor.from_string(colour[1:].upper())


def _table_style(file: Any) -> None:
    """Hairlines between rows, ink under the head; the first column names its row."""
    rule, ink = style.RULE[1:], style.INK[1:]
    _append(
        file.styles.element,
        f'<w:style {{ns}} w:type="table" w:customStyle="1" w:styleId="GoldthreadTable">'
        f'<w:name w:val="{TABLE}"/><w:basedOn w:val="TableNormal"/><w:uiPriority w:val="99"/>'
        f"<w:qFormat/><w:tblPr><w:tblBorders>"
        f'<w:bottom w:val="single" w:sz="4" w:space="0" w:color="{rule}"/>'
        f'<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{rule}"/></w:tblBorders>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="180" w:type="dxa"/>'
        "</w:tblCellMar></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>'
        f'<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{ink}"/>'
        '</w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style>',
    )


def _font_table(file: Any) -> None:
    """What Word takes where our typeface is not installed."""
    table = next(
        part
        for part in file.part.package.iter_parts()
        if str(part.partname) == "/word/fontTable.xml"
    )
    entry = (
        f'<w:font w:name="{style.FONT}"><w:altName w:val="{INSTEAD}"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )
    table._blob = table.blob.replace(b"</w:fonts>", entry.encode())


# What Word's schema wants after the edges of a paragraph, in its order.
_AFTER_EDGES = "w:shd w:tabs w:spacing w:ind w:contextualSpacing w:jc w:outlineLvl"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _append(parent: Any, markup: str, before: str = "") -> None:
    """Sets a piece of markup into its parent, where Word's schema wants it."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls, qn

    made = parse_xml(markup.format(ns=nsdecls("w")))
    for name in before.split():
        found = parent.find(qn(name))
        if found is not None:
            found.addprevious(made)
            return
    parent.append(made)
