"""The first page: three good, three of concern, three asks of the board (C31)."""

import statistics
from collections.abc import Iterator, Sequence

from goldthread.delivery.working_calendar import days_off
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
from goldthread.governance.queries.duties import due_in_words
from goldthread.performance.queries import Line

THREE = 3


def summary(given: Material) -> Section:
    """In short: what got better, what worries, what the board is asked."""
    blocks = [
        _figures(given),
        *_good(given),
        *_worked(given),
        *_bad(given),
        *_asked(given),
    ]
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
    good = [line for line in given.lines if line.colour == "blue"]
    yield Paragraph((Strong("What improved"),))
    yield from _measures(good, "No measure improved beyond chance this quarter.")


def _bad(given: Material) -> Iterator[Paragraph | Bullets]:
    bad = [line for line in given.lines if line.colour == "orange"]
    yield Paragraph((Strong("What is of concern"),))
    yield from _measures(bad, "No measure worsened beyond chance this quarter.")


def _measures(lines: Sequence[Line], nothing: str) -> Iterator[Paragraph | Bullets]:
    if not lines:
        yield Paragraph(nothing)
        return
    first = sorted(lines, key=moved, reverse=True)
    told = [measured(line) for line in first[:THREE]]
    if others := first[THREE:]:
        named = "; ".join(line.name.rstrip(".") for line in others)
        told.append(
            ("And ", count_figure(len(others), "scorecard:more"), f" more: {named}.")
        )
    yield Bullets(tuple(told))


def moved(line: Line) -> float:
    """How far a measure is from its usual, as a share of it: the largest is told first."""
    earlier = [each for each in line.recent[:-1] if each is not None]
    if line.value is None or not earlier:
        return 0.0
    usual = statistics.median(earlier)
    return abs(line.value - usual) / (abs(usual) or 1.0)


def _worked(given: Material) -> Iterator[Bullets]:
    """The action whose effect was judged last and had worked, in a line."""
    if given.plan.worked is not None:
        one = given.plan.worked
        yield Bullets(
            ((Strong("What worked: "), f"{one.action}: {one.strength.lower()}."),)
        )


def _asked(given: Material) -> Iterator[Paragraph | Bullets | Callout]:
    yield Paragraph((Strong("What the board is asked"),))
    found = list(_asks(given))
    if found:
        told = found[:THREE]
        if more := len(found) - len(told):
            told.append(
                (
                    "And ",
                    count_figure(more, "asks:more"),
                    " more, in the sections that follow.",
                )
            )
        yield Bullets(tuple(told))
    else:
        yield Paragraph("Nothing is put to the board for decision.")


def _asks(given: Material) -> Iterator[Text]:
    """What comes back before the board meets again, the agenda, then what is overdue."""
    for decision in given.back:
        until = given.following
        if decision.deferred_to and (until is None or decision.deferred_to < until):
            yield f"Take {decision.reference} up again, which comes back on {day(decision.deferred_to)} and is on no agenda yet: {decision.title}."
    for item in given.items:
        if item.purpose == "decision":
            said = item.summary.strip().rstrip(".") or item.title
            yield f"Decide item {item.number}: {said}."
    for decision in given.due:
        yield f"Say what came of {decision.reference}: {decision.title}."
    for one in given.challenges:
        if one.answered_on is None and one.due_on and one.due_on < given.on:
            yield f"Have {one.reference} answered, which was due on {day(one.due_on)}: {one.question}"
    off = days_off(around=given.on)
    for request in given.scrutiny:
        yield f"Answer {request.committee} on {request.reference} by {due_in_words(request.due_on, off)}: {request.asked}"
    for risk in given.risks:
        if risk.review_on < given.on:
            yield f"Have {risk.reference} looked at, which was due on {day(risk.review_on)}: {risk.title}."
