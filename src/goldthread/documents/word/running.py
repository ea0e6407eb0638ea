"""What stands on every page of a Word file: marking, title, date, versions, page number."""

from typing import Any

from goldthread.documents import house_style, page
from goldthread.documents.model import Document
from goldthread.documents.word import fields, styles

# Word's own watermark: the shape that its "Remove watermark" finds by name.
_WATERMARK = """
<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
     xmlns:v="urn:schemas-microsoft-com:vml"
     xmlns:o="urn:schemas-microsoft-com:office:office"
     xmlns:w10="urn:schemas-microsoft-com:office:word">
<w:rPr><w:noProof/></w:rPr><w:pict>
<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
  path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>
<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>
<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>
<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>
<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>
<v:f eqn="sum @6 0 @5"/></v:formulas>
<v:path textpathok="t" o:connecttype="custom"
  o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>
<v:textpath on="t" fitshape="t"/>
<v:handles><v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>
<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>
<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136"
  alt="" style="position:absolute;margin-left:0;margin-top:0;width:400pt;height:160pt;
rotation:315;z-index:-251658752;mso-position-horizontal:center;
mso-position-horizontal-relative:margin;mso-position-vertical:center;
mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="{colour}"
  stroked="f"><v:textpath style="font-family:&quot;Arial&quot;;font-weight:bold"
  string="{words}"/><w10:wrap anchorx="margin" anchory="margin"/></v:shape>
</w:pict></w:r>
"""


def put_on(file: Any, document: Document) -> None:
    """The head and foot of every page, the first one too."""
    sheet = file.sections[0]
    _head(sheet.header.paragraphs[0], document)
    if document.handling:
        sheet.header.add_paragraph(fields.clean(document.handling), styles.HANDLING)
    _foot(sheet.footer.paragraphs[0], document)


def _head(line: Any, document: Document) -> None:
    from docx.oxml import parse_xml

    line.add_run(fields.clean(document.marking)).bold = True
    line.add_run("\t" + fields.clean(page.running_title(document)))
    if document.draft:
        line._p.append(
            parse_xml(_WATERMARK.format(words=page.DRAFT, colour=house_style.WATERMARK))
        )


def _foot(line: Any, document: Document) -> None:
    line.add_run(fields.clean(page.running_version(document)))
    if document.invented:
        line.add_run(" · ")
        line.add_run("Invented figures").bold = True
    line.add_run("\tPage ")
    fields.field(line._p, "PAGE")
    line.add_run(" of ")
    fields.field(line._p, "NUMPAGES")
