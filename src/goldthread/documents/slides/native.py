"""A chart that PowerPoint itself draws, from the numbers of our specification."""

from __future__ import annotations

from typing import Any

from goldthread.documents import house_style as style
from goldthread.documents.charts.figures import Figures, Series
from goldthread.documents.charts.scales import CLOSE
from goldthread.documents.numbers import THIN
from goldthread.documents.slides import chart_book
from goldthread.documents.slides.text import clean

SMALL = 12
LABEL = 62.0  # points that the name of a month takes with the air beside it
_EMU = 12700  # to a point
# An interval in ink would vanish on a bar in ink.
_UNDER_INTERVALS = {style.INK: style.STEPS[3], style.MID: style.STEPS[1]}


def add(slide: Any, figures: Figures, place: tuple[float, float, float, float]) -> Any:
    """The chart on a slide; gives the frame that holds it."""
    from pptx.util import Pt

    number_format = format_of(figures)
    kind, held = _held(figures, number_format)
    frame = slide.shapes.add_chart(kind, *(Pt(n) for n in place), held)
    chart = frame.chart
    book = chart_book.book_of(figures, number_format)
    chart.part.chart_workbook.update_from_xlsx_blob(book)
    _look(chart, figures, number_format, wide=place[2])
    return frame


def format_of(figures: Figures) -> str:
    """How a spreadsheet writes the chart's numbers: as the sentences do, 1 190."""
    places = "." + "0" * figures.decimals if figures.decimals else ""
    return f"0{places}%" if figures.is_share else _spaced(places)


def _spaced(places: str) -> str:
    """Thousands parted by our space; a comma in a format would be the office's own."""
    thousands = f'#"{THIN}"##0{places}'
    millions = f'#"{THIN}"###"{THIN}"##0{places}'
    return f"[>=1000000]{millions};[>=1000]{thousands};0{places}"


def _held(figures: Figures, number_format: str) -> tuple[Any, Any]:
    from pptx.chart.data import CategoryChartData, XyChartData
    from pptx.enum.chart import XL_CHART_TYPE

    if figures.kind == "points":
        points = XyChartData(number_format=number_format)
        for one in figures.series:
            added = points.add_series(clean(one.name))
            for x, y in chart_book.held(one):
                added.add_data_point(x, y)
        return XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS, points
    rows = CategoryChartData(number_format=number_format)
    rows.categories = figures.months or [clean(name) for name in figures.categories]
    if figures.months:
        rows.categories.number_format = "mmm yyyy"
    for one in figures.series:
        rows.add_series(clean(one.name), one.values)
    kinds = {
        "months": XL_CHART_TYPE.LINE,
        "columns": XL_CHART_TYPE.COLUMN_CLUSTERED,
        "bars": XL_CHART_TYPE.BAR_CLUSTERED,
    }
    return kinds[figures.kind], rows


def _look(chart: Any, figures: Figures, number_format: str, *, wide: float) -> None:
    from pptx.enum.chart import XL_LEGEND_POSITION
    from pptx.util import Pt

    chart.has_title = False
    chart.font.size = Pt(SMALL)
    chart.font.color.rgb = _colour(style.INK)
    chart.has_legend = len(figures.series) > 1
    if chart.has_legend:
        chart.legend.position = XL_LEGEND_POSITION.BOTTOM
        chart.legend.include_in_layout = False
    _axes(chart, figures, number_format, wide=wide)
    for one, drawn in zip(figures.series, chart.plots[0].series, strict=True):
        if figures.kind in ("columns", "bars"):
            _bars(drawn, figures)
        else:
            _line(drawn, one, figures)
    if figures.kind in ("columns", "bars"):
        chart.plots[0].gap_width = 45
        chart.plots[0].vary_by_categories = False


def _axes(chart: Any, figures: Figures, number_format: str, *, wide: float) -> None:
    from pptx.enum.chart import XL_TICK_LABEL_POSITION, XL_TICK_MARK

    values, along = chart.value_axis, chart.category_axis
    values.major_gridlines.format.line.color.rgb = _colour(style.RULE)
    values.format.line.fill.background()
    values.major_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.number_format = number_format
    values.tick_labels.number_format_is_linked = False
    along.format.line.color.rgb = _colour(style.MID)
    along.has_major_gridlines = False
    along.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    is_close = figures.kind == "months" and figures.domain and figures.domain[0] > 0
    _name_axis(values, f"{figures.unit}{CLOSE if is_close else ''}")
    if figures.domain:
        values.minimum_scale, values.maximum_scale = figures.domain
    if figures.kind == "months":
        _months(along, figures, int(wide / LABEL))
    elif figures.kind == "bars":
        along.reverse_order = True
        along.major_tick_mark = XL_TICK_MARK.NONE
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    elif figures.kind == "points":
        _name_axis(along, figures.along)
        along.minimum_scale = 0
        if figures.is_share:
            along.maximum_scale = 1
        along.tick_labels.number_format = "0%" if figures.is_share else _spaced("")
        along.tick_labels.number_format_is_linked = False


def _name_axis(axis: Any, words: str) -> None:
    if not words:
        axis.has_title = False
        return
    from goldthread.documents.slides.text import dress

    run = axis.axis_title.text_frame.paragraphs[0].add_run()
    run.text = clean(words)
    run.font.bold = False
    dress(run, size=SMALL, colour=style.GREY)


def _months(along: Any, figures: Figures, most: int) -> None:
    """Months as months, so that a month without a value keeps its place."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    axis = along._element
    unit = axis.find(qn("c:baseTimeUnit"))
    if unit is not None:
        unit.set("val", "months")
    first, last = figures.months[0], figures.months[-1]
    span = (last.year - first.year) * 12 + last.month - first.month
    # Steps that a year divides into: every fourth month names no quarter's beginning.
    step = next((each for each in (1, 3, 6, 12, 24) if span / each < most), 60)
    space = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    for tag, value in (("majorUnit", str(step)), ("majorTimeUnit", "months")):
        axis.append(parse_xml(f'<c:{tag} xmlns:c="{space}" val="{value}"/>'))
    along.tick_labels.number_format = "mmm yyyy"
    along.tick_labels.number_format_is_linked = False


def _line(drawn: Any, one: Series, figures: Figures) -> None:
    from pptx.enum.chart import XL_MARKER_STYLE
    from pptx.enum.dml import MSO_LINE
    from pptx.util import Pt

    drawn.smooth = False
    line = drawn.format.line
    if one.role == "dots":
        line.fill.background()
        drawn.marker.style, drawn.marker.size = XL_MARKER_STYLE.CIRCLE, 9
        drawn.marker.format.fill.solid()
        drawn.marker.format.fill.fore_color.rgb = _colour(style.GREY)
        _points(drawn, one, figures)
        return
    drawn.marker.style = XL_MARKER_STYLE.NONE
    colours = {"main": style.INK, "quiet": style.MID, "limit": style.GREY}
    widths = {"main": 2.25, "quiet": 1.25, "limit": 1.0}
    line.color.rgb, line.width = _colour(colours[one.role]), Pt(widths[one.role])
    if one.role == "limit":
        line.dash_style = MSO_LINE.DASH


def _points(drawn: Any, one: Series, figures: Figures) -> None:
    """Each dot in its colour; those that stand out carry their names."""
    from pptx.enum.chart import XL_LABEL_POSITION, XL_MARKER_STYLE

    named = [
        (name, colour)
        for name, colour, value in zip(
            figures.named, figures.colours, one.values, strict=True
        )
        if value is not None
    ]
    for at, (name, colour) in enumerate(named):
        point = drawn.points[at]
        point.marker.style, point.marker.size = XL_MARKER_STYLE.CIRCLE, 9
        fill = point.marker.format.fill
        fill.solid()
        fill.fore_color.rgb = _colour(colour)
        point.marker.format.line.color.rgb = _colour(style.INK)
        if colour != style.GREY:
            point.data_label.text_frame.text = clean(name)
            point.data_label.position = XL_LABEL_POSITION.RIGHT


def _bars(drawn: Any, figures: Figures) -> None:
    from pptx.enum.chart import XL_LABEL_POSITION

    drawn.invert_if_negative = False
    drawn.format.fill.solid()
    shades = _UNDER_INTERVALS if figures.low else {}
    drawn.format.fill.fore_color.rgb = _colour(shades.get(style.MID, style.MID))
    for at, colour in enumerate(figures.colours):
        if colour != style.MID and figures.series[0].values[at] is not None:
            fill = drawn.points[at].format.fill
            fill.solid()
            fill.fore_color.rgb = _colour(shades.get(colour, colour))
    if figures.low:
        _intervals(drawn, figures)
        return
    labels = drawn.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = format_of(figures), False
    labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _intervals(drawn: Any, figures: Figures) -> None:
    """The interval of each bar, bound to its cells so that it moves with them."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import qn

    (_, below), (_, above) = chart_book.intervals(figures)
    column = 2 + len(figures.series) + 2  # after the values and the two ends
    ends = {"plus": (column + 1, above), "minus": (column, below)}
    chart = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    drawing = "http://schemas.openxmlformats.org/drawingml/2006/main"
    parts = "".join(
        f"<c:{name}>{_reference(at, values)}</c:{name}>"
        for name, (at, values) in ends.items()
    )
    made = parse_xml(
        f'<c:errBars xmlns:c="{chart}" xmlns:a="{drawing}"><c:errBarType val="both"/>'
        f'<c:errValType val="cust"/><c:noEndCap val="0"/>{parts}<c:spPr>'
        f'<a:ln w="{int(1.5 * _EMU)}"><a:solidFill><a:srgbClr val="{style.INK[1:].upper()}"/>'
        "</a:solidFill></a:ln></c:spPr></c:errBars>"
    )
    drawn._element.find(qn("c:cat")).addprevious(made)


def _reference(column: int, values: tuple[float | None, ...]) -> str:
    letter = chr(ord("A") + column - 1)
    points = "".join(
        f'<c:pt idx="{at}"><c:v>{value!r}</c:v></c:pt>'
        for at, value in enumerate(values)
        if value is not None
    )
    return (
        f"<c:numRef><c:f>Sheet1!${letter}$2:${letter}${len(values) + 1}</c:f>"
        "<c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _colour(value: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(value.lstrip("#").upper())
