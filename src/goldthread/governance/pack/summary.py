"""The first page: three good, three of concern, three asks of the board (C31)."""

from collections.abc import Iterator, Sequence

from goldthread.documents.model import (
    Bullets,
    Callout,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Strong,
    Text,
)
from goldthread.documents.numbers import count_figure, day
from goldthread.governance.pack.bound import measured
from goldthread.governance.pack.material import Material
from goldthread.performance.queries import Line

THREE = 3


def summary(given: Material) -> Section:
    """In short: what got better, what worries, what the board is asked."""
    blocks = [_figures(given), *_good(given), *_bad(given), *_asked(given)]
    return Section("summary", "In short", tuple(blocks))


def _figures(given: Material) -> KeyFigures:
    lines, plan = given.lines, given.plan
    good = sum(line.colour == "blue" for line in lines)
    bad = sum(line.colour == "orange" for line in lines)
    late = sum(line.fresh.is_late for line in lines)
    return KeyFigures(
        (
            KeyFigure(
                "measures that improved beyond chance",
                count_figure(good, "scorecard:improving"),
                ("of ", count_figure(len(lines), "scorecard:measures")),
            ),
            KeyFigure("measures of concern", count_figure(bad, "scorecard:concern")),
            KeyFigure("measures whose figure is late", count_figure(late, "scorecard:late")),
            KeyFigure(
                "actions overdue",
                count_figure(plan.overdue, "plan:overdue"),
                ("of ", count_figure(plan.total, "plan:actions")),
            ),
        )
    )  # fmt: skip


def _good(given: Material) -> Iterator[Paragraph | Bullets]:
    good = [line for line in given.lines if line.colour == "blue"][:THREE]
    yield Paragraph((Strong("What improved"),))
    yield from _measures(good, "No measure improved beyond chance this quarter.")


def _bad(given: Material) -> Iterator[Paragraph | Bullets]:
    bad = [line for line in given.lines if line.colour == "orange"][:THREE]
    yield Paragraph((Strong("What is of concern"),))
    yield from _measures(bad, "No measure worsened beyond chance this quarter.")


def _measures(lines: Sequence[Line], nothing: str) -> Iterator[Paragraph | Bullets]:
    if lines:
        yield Bullets(tuple(measured(line) for line in lines))
    else:
        yield Paragraph(nothing)


def _asked(given: Material) -> Iterator[Paragraph | Bullets | Callout]:
    yield Paragraph((Strong("What the board is asked"),))
    found = list(_asks(given))[:THREE]
    if found:
        yield Bullets(tuple(found))
    else:
        yield Paragraph("Nothing is put to the board for decision.")


def _asks(given: Material) -> Iterator[Text]:
    """Decisions on the agenda first, then outcomes owed, then reviews that are late."""
    for item in given.items:
        if item.purpose == "decision":
            said = item.summary.strip().rstrip(".") or item.title
            yield f"Decide item {item.number}: {said}."
    for decision in given.due:
        yield f"Say what came of {decision.reference}: {decision.title}."
    for risk in given.risks:
        if risk.review_on < given.on:
            yield f"Have {risk.reference} looked at, which was due on {day(risk.review_on)}: {risk.title}."
