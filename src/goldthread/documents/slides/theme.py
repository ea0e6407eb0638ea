"""The look of a slide deck, kept in its master and layouts: ink, paper, one gold line."""

from __future__ import annotations

import re
from typing import Any

from goldthread.documents import house_style as style
from goldthread.documents import page
from goldthread.documents.model import Document

WIDE_PT, TALL_PT = 960.0, 540.0  # 16 to 9
LEFT, TITLE_TOP, TITLE_TALL, BODY_TOP = 36.0, 22.0, 66.0, 96.0
BODY_WIDE, BODY_TALL = 888.0, 390.0
FOOT_TOP, FOOT_TALL = 502.0, 24.0
# No slide program chooses from a list of typefaces: one that is missing is replaced by
# another of other widths, and lines run off the slide. Arial is everywhere.
FACE = "Arial"
TITLE, TEXT, DIVIDER, BARE = range(4)
_KEPT = {TITLE: 0, TEXT: 1, DIVIDER: 2, BARE: 5}  # of the library's layouts
_COLOURS = {
    "dk1": style.INK,
    "lt1": style.PAPER,
    "dk2": style.INK,
    "lt2": style.SHADE,
    "accent1": style.INK,
    "accent2": style.BLUE,
    "accent3": style.ORANGE,
    "accent4": style.GREY,
    "accent5": style.GOLD,
    "accent6": style.MID,
    "hlink": style.BLUE,
    "folHlink": style.GREY,
}


def new_file(document: Document) -> Any:
    """An empty deck in the house's look, and the four layouts it needs."""
    from pptx import Presentation
    from pptx.util import Pt

    file = Presentation()
    file.slide_width, file.slide_height = Pt(WIDE_PT), Pt(TALL_PT)
    _without_other_layouts(file)
    _colours_and_face(file)
    _master(file.slide_master, document)
    _layouts(file)
    return file


def _without_other_layouts(file: Any) -> None:
    layouts = list(file.slide_layouts)
    for number, layout in enumerate(layouts):
        if number not in _KEPT.values():
            file.slide_layouts.remove(layout)


def _colours_and_face(file: Any) -> None:
    from pptx.opc.constants import RELATIONSHIP_TYPE

    theme = file.slide_master.part.part_related_by(RELATIONSHIP_TYPE.THEME)
    text = theme.blob.decode("utf-8")
    for name, colour in _COLOURS.items():
        text = re.sub(
            rf"<a:{name}>.*?</a:{name}>",
            f'<a:{name}><a:srgbClr val="{colour[1:].upper()}"/></a:{name}>',
            text,
            flags=re.DOTALL,
        )
    text = re.sub(r'<a:latin typeface="[^"]+"', f'<a:latin typeface="{FACE}"', text)
    theme._blob = text.encode("utf-8")


def _master(master: Any, document: Document) -> None:
    from pptx.dml.color import RGBColor

    fill = master.background.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string(style.PAPER[1:].upper())
    places = {
        "TITLE": (LEFT, TITLE_TOP, BODY_WIDE, TITLE_TALL),
        "BODY": (LEFT, BODY_TOP, BODY_WIDE, BODY_TALL),
        "DATE": (LEFT, FOOT_TOP, 330, FOOT_TALL),
        "FOOTER": (LEFT + 340, FOOT_TOP, 448, FOOT_TALL),
        "SLIDE_NUMBER": (LEFT + 798, FOOT_TOP, 90, FOOT_TALL),
    }
    for shape in master.placeholders:
        place(shape, *places[shape.placeholder_format.type.name])
        if shape.placeholder_format.type.name not in ("TITLE", "BODY"):
            _foot_look(shape)
    _text_styles(master._element)
    if document.draft:
        _watermark(master)


def place(shape: Any, left: float, top: float, wide: float, tall: float) -> None:
    """Where something stands on the slide, in points."""
    from pptx.util import Pt

    shape.left, shape.top = Pt(left), Pt(top)
    shape.width, shape.height = Pt(wide), Pt(tall)


def _foot_look(shape: Any) -> None:
    from pptx.oxml.ns import qn

    body = shape._element.txBody
    for words in body.iter(qn("a:defRPr")):
        words.set("sz", "1000")
        for colour in words.findall(qn("a:solidFill")):
            words.remove(colour)
    for line in body.iter(qn("a:lvl1pPr")):
        number = shape.placeholder_format.type.name == "SLIDE_NUMBER"
        line.set("algn", "r" if number else "l")
    body.bodyPr.set("lIns", "0")
    body.bodyPr.set("rIns", "0")


_STYLES = """
<p:txStyles xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<p:titleStyle><a:lvl1pPr algn="l"><a:spcBef><a:spcPct val="0"/></a:spcBef><a:buNone/>
<a:defRPr sz="2400" b="1" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>
<a:latin typeface="+mj-lt"/></a:defRPr></a:lvl1pPr></p:titleStyle>
<p:bodyStyle>
<a:lvl1pPr marL="0" indent="0" algn="l"><a:spcBef><a:spcPts val="800"/></a:spcBef><a:buNone/>
<a:defRPr sz="1800" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>
<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl1pPr>
<a:lvl2pPr marL="254000" indent="-254000" algn="l"><a:spcBef><a:spcPts val="800"/></a:spcBef>
<a:buFont typeface="Arial"/><a:buChar char="&#8226;"/>
<a:defRPr sz="1800" kern="1200"><a:solidFill><a:schemeClr val="tx1"/></a:solidFill>
<a:latin typeface="+mn-lt"/></a:defRPr></a:lvl2pPr>
</p:bodyStyle>
<p:otherStyle><a:defPPr><a:defRPr lang="en-GB"/></a:defPPr></p:otherStyle>
</p:txStyles>
"""


def _text_styles(master: Any) -> None:
    """Level one is running text and level two a point of a list, so that both are styles."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    old = master.find(qn("p:txStyles"))
    old.addprevious(parse_xml(_STYLES))
    master.remove(old)
    for shape in master.iter(qn("p:sp")):
        body = shape.find(qn("p:txBody"))
        kind = shape.find(f".//{qn('p:ph')}").get("type")
        if kind in ("title", "body"):
            properties = body.find(qn("a:bodyPr"))
            properties.set("lIns", "0")
            properties.set("rIns", "0")
            properties.set("anchor", "b" if kind == "title" else "t")


_MARK = """
<p:sp xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">
<p:nvSpPr><p:cNvPr id="91" name="Draft mark"/><p:cNvSpPr txBox="1"/>
<p:nvPr userDrawn="1"/></p:nvSpPr>
<p:spPr><a:xfrm rot="-1440000"><a:off x="2286000" y="2413000"/>
<a:ext cx="7620000" cy="2032000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>
<a:noFill/></p:spPr>
<p:txBody><a:bodyPr wrap="none" anchor="ctr"/><a:lstStyle/><a:p><a:pPr algn="ctr"/>
<a:r><a:rPr lang="en-GB" sz="13000" b="1"><a:solidFill><a:srgbClr val="{colour}"/>
</a:solidFill></a:rPr><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>
"""


def _watermark(master: Any) -> None:
    """The word across every slide; the first slide says it to a screen reader."""
    from pptx.oxml import parse_xml

    mark = _MARK.format(words=page.DRAFT, colour=style.WATERMARK[1:].upper())
    # After the tree's own two properties: behind everything else that the master shows.
    master.shapes._spTree.insert(2, parse_xml(mark))


def _layouts(file: Any) -> None:
    from pptx.oxml.ns import qn

    names = {
        TITLE: "First slide",
        TEXT: "Title and text",
        DIVIDER: "Chapter",
        BARE: "Title and picture",
    }
    for at, name in names.items():
        layout = file.slide_layouts[at]
        layout.name = name
        for shape in layout.placeholders:
            kind = shape.placeholder_format.type.name
            own = shape._element.spPr.find(qn("a:xfrm"))
            if own is not None:
                shape._element.spPr.remove(own)
            if at in (TITLE, DIVIDER) and kind in ("CENTER_TITLE", "TITLE"):
                place(shape, LEFT + 24, 110, BODY_WIDE - 48, 110)
                _own_style(shape, 34)
            elif at in (TITLE, DIVIDER) and kind in ("SUBTITLE", "BODY"):
                place(shape, LEFT + 24, 232, BODY_WIDE - 48, 240)
                _own_style(shape, 18)
        if at in (TITLE, DIVIDER):
            _gold_line(layout)


def _own_style(shape: Any, size: int) -> None:
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    body = shape._element.txBody
    old = body.find(qn("a:lstStyle"))
    anchor = "b" if size > 20 else "t"
    body.bodyPr.set("anchor", anchor)
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    new = parse_xml(
        f'<a:lstStyle xmlns:a="{space}"><a:lvl1pPr marL="0" indent="0" algn="l"><a:buNone/>'
        f'<a:defRPr sz="{size * 100}" b="{int(size > 20)}" cap="none"><a:solidFill>'
        '<a:schemeClr val="tx1"/></a:solidFill></a:defRPr></a:lvl1pPr></a:lstStyle>'
    )
    old.addprevious(new)
    body.remove(old)


def _gold_line(layout: Any) -> None:
    """The thread, beside the title of a deck or a chapter."""
    from pptx.oxml import parse_xml

    space = "http://schemas.openxmlformats.org/presentationml/2006/main"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    left, top, tall = (int(n * 12700) for n in (LEFT, 110, 362))
    layout.shapes._spTree.append(
        parse_xml(
            f'<p:cxnSp xmlns:p="{space}" xmlns:a="{drawing}"><p:nvCxnSpPr>'
            '<p:cNvPr id="90" name="Gold line"/><p:cNvCxnSpPr/><p:nvPr userDrawn="1"/>'
            f'</p:nvCxnSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
            f'<a:ext cx="0" cy="{tall}"/></a:xfrm><a:prstGeom prst="line"><a:avLst/>'
            f'</a:prstGeom><a:ln w="38100"><a:solidFill><a:srgbClr val="{style.GOLD[1:].upper()}"/>'
            "</a:solidFill></a:ln></p:spPr></p:cxnSp>"
        )
    )
