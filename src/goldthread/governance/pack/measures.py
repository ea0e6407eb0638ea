"""The measures of a pack: what is of concern with its picture, then all of them."""

from collections.abc import Iterator

from goldthread.documents.model import (
    Block,
    Bullets,
    Callout,
    Chart,
    Column,
    Figure,
    Paragraph,
    Section,
    Strong,
    Table,
    Text,
)
from goldthread.governance.pack.bound import measured, spoken
from goldthread.governance.pack.material import Material
from goldthread.performance.models import Standing
from goldthread.performance.queries import Line, is_of_an_older


def of_concern(given: Material) -> Section:
    """Each measure that worsened beyond chance: a sentence, its picture, its owner's words."""
    bad = [line for line in given.lines if line.colour == "orange"]
    pictures = {chart.ref: chart for chart in given.charts}
    standings = {
        one.indicator_id: one
        for one in Standing.objects.filter(
            indicator__in=[line.key for line in bad]
        ).select_related("reading__indicator")
        if one.reading_id
    }
    inner = tuple(
        Section(
            f"concern-{line.code.lower()}",
            line.name,
            tuple(
                _concern(given, line, pictures.get(line.code), standings.get(line.key))
            ),
        )
        for line in bad
    )
    return Section("concern", "Measures of concern", (), inner)


def _concern(
    given: Material, line: Line, chart: Chart | None, standing: Standing | None
) -> Iterator[Block]:
    yield Paragraph(measured(line))
    if chart is not None:
        yield chart
    commentary = given.commentaries.get(line.key)
    newest = standing.reading if standing is not None else None
    if commentary is not None and is_of_an_older(commentary, newest):
        yield Callout("awaiting-words", _unsaid(line))
    if commentary is not None:
        yield from spoken(commentary, standing)
    elif line.commentary_waits:
        said = f"{line.owner} has said why; the words wait for their lead."
        yield Callout("awaiting-words", said)
    else:
        yield Callout("awaiting-words", f"{line.owner} has not said why yet.")


def _unsaid(line: Line) -> str:
    """Older words stand below; of the newest figure nobody has spoken."""
    if line.commentary_waits:
        return f"Of {line.period} {line.owner} has said why; the words wait for their lead."
    return f"Of {line.period} nobody has said yet why."


def indicators(given: Material) -> Section:
    """Every measure with its honest status; where something worries comes first."""
    order = {"orange": 0, "blue": 1, "grey": 2}
    lines = sorted(given.lines, key=lambda one: (order[one.colour], one.code))
    if not lines:
        nothing = Callout("not-held", "No measure belongs to this board yet.")
        return Section("measures", "Measures", (nothing,))
    whole = [line for line in lines if not line.decimals]
    parts = [line for line in lines if line.decimals]
    blocks: list[Block] = [*_silent(given)]
    if whole:
        blocks.append(
            _table(
                "Measures that are counts, what is of concern first",
                "measures-counts",
                whole,
                0,
            )
        )
    if parts:
        blocks.append(
            _table(
                "Measures that are shares, rates and scores",
                "measures-shares",
                parts,
                1,
            )
        )
    if asked := [line for line in lines if line.sure is not None]:
        blocks.append(_sure(asked))
    return Section("measures", "Measures", tuple(blocks))


def _table(caption: str, key: str, lines: list[Line], decimals: int) -> Table:
    return Table(
        caption=caption,
        columns=(
            Column("Measure"),
            Column("Unit"),
            Column("Period"),
            Column("Latest", "number", decimals=decimals),
            Column("Before", "number", decimals=decimals),
            Column("A year ago", "number", decimals=decimals),
            Column("Target", "number", decimals=decimals),
            Column("Status"),
        ),
        rows=tuple(
            (
                f"{line.code} {line.name}",
                line.unit,
                line.period,
                line.cell,
                line.previous,
                line.year_ago,
                "no target" if line.aim is None else line.aim,
                _status(line),
            )
            for line in lines
        ),
        source="Goldthread, the readings of each measure",
        id=key,
    )


def _sure(lines: list[Line]) -> Table:
    """How sure the figures of surveys are: how many answered, between what (S93)."""
    rows = [(line, line.sure) for line in lines if line.sure is not None]
    return Table(
        caption="What people said, and how sure it is",
        columns=(
            Column("Measure"),
            Column("Latest", "number", decimals=1),
            Column("Answers", "number"),
            Column("At least", "number", decimals=1),
            Column("At most", "number", decimals=1),
        ),
        rows=tuple(
            (
                f"{line.code} {line.name}",
                line.cell,
                _known(sure.answers),
                _known(sure.low),
                _known(sure.high),
            )
            for line, sure in rows
        ),
        notes=(
            "Had everybody been asked, the figure would most likely lie between the two last columns.",
        ),
        source="Goldthread, the readings of each measure",
        id="measures-asked",
    )


def _known(value: float | None) -> float | str:
    return "not known" if value is None else value


def _status(line: Line) -> str:
    late = f"; figure for {line.fresh.missing} is late" if line.fresh.is_late else ""
    return f"{line.status.words}{late}"


def _silent(given: Material) -> Iterator[Block]:
    """Whose figures are owed: the agencies that sent none, and what is late."""
    if late := [line for line in given.lines if line.fresh.is_late]:
        yield Paragraph((Strong("Figures that are late"),))
        yield Bullets(tuple(map(_late, late)))
    if given.silent:
        names = tuple(one.name for one in given.silent)
        yield Callout("not-held", f"No word with its figures yet: {', '.join(names)}.")


def _late(line: Line) -> Text:
    return f"{line.name.rstrip('.')}: {line.fresh.missing}, owed by {line.owner}."


def revisions(given: Material) -> Section:
    """What an earlier pack showed and is different now."""
    told: tuple[Text, ...] = tuple(
        (
            f"{one.measure.rstrip('.')}, {one.period}: was ",
            Figure(one.was, one.was_shown, "locked"),
            f" in {one.pack}, now ",
            Figure(one.now, one.now_shown, "revised"),
            f". {one.reason.rstrip('.')}.",
        )
        for one in given.revisions
    )
    blocks = (Bullets(told),) if told else ()
    return Section("revisions", "Changed since an earlier pack", blocks)


def how_to_read(given: Material) -> Section:
    """What the words on the measures mean."""
    words = (
        "A status is derived by a rule from the figures and never typed. “Improving” and “concern” mean a change beyond chance; everything else is grey, with the reason.",
        "No per cent is shown of fewer than twenty, and what is missing is never nought.",
        "A rise in reports of crimes that few report can be good news, so it stands beside another measure and is never coloured alone.",
        "Where somebody's sentence is not supported by the figures, it says so beside it.",
    )
    return Section("reading", "How to read the measures", (Bullets(words),))
