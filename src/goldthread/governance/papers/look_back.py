"""The look back on a strategy as a document, priority by priority (S38)."""

from collections.abc import Iterator
from datetime import date, timedelta

from goldthread.documents.model import (
    Block,
    Bullets,
    Callout,
    Column,
    Document,
    Figure,
    KeyFigure,
    KeyFigures,
    Paragraph,
    Section,
    Strong,
    Table,
    Text,
)
from goldthread.documents.numbers import count_figure, day
from goldthread.governance.models import LookBack, LookBackClaim
from goldthread.governance.pack.bound import NOT_SUPPORTED
from goldthread.governance.papers.tracks import (
    Term,
    Track,
    standing_at,
    tracks_of,
    went_into,
)
from goldthread.partners.models import Installation
from goldthread.performance.periods import label
from goldthread.performance.queries import claims_on
from goldthread.performance.words import shown_reading
from goldthread.strategy.models import Priority

HEADINGS = {
    "achieved": "What was achieved",
    "not_achieved": "What was not achieved",
    "learned": "What was learned",
}


def look_back_document(look_back: LookBack, *, on: date) -> Document:
    """The whole report: in short, then each old priority with its claims and measures."""
    strategy = look_back.strategy
    term = Term.of(strategy, on)
    claims = list(
        look_back.claims.select_related("reading__indicator", "priority").order_by("pk")
    )
    priorities = list(strategy.priorities.order_by("number"))
    installation = Installation.objects.first()
    return Document(
        title=str(look_back),
        subtitle=f"{day(term.start)} to {day(term.end - timedelta(days=1))}, by the priorities of that time",
        area=strategy.partnership,
        marking=strategy.marking,
        date=on,
        lake_version="",
        sections=(
            _in_short(claims),
            *(_priority(each, claims, term) for each in priorities),
            _how_to_read(),
        ),
        invented=bool(installation and installation.is_demonstration),
        draft=look_back.state == LookBack.State.DRAFT,
    )


def _in_short(claims: list[LookBackClaim]) -> Section:
    measured = [each for each in claims if not each.is_anecdote]
    kinds = [each.kind for each in claims]
    figures = KeyFigures(
        (
            KeyFigure("achievements", count_figure(kinds.count("achieved"), "claims")),
            KeyFigure("not achieved", count_figure(kinds.count("not_achieved"), "claims")),
            KeyFigure("claims that rest on a measure", count_figure(len(measured), "claims"), ("of ", count_figure(len(claims), "claims"))),
        )
    )  # fmt: skip
    return Section("summary", "In short", (figures,))


def _priority(priority: Priority, claims: list[LookBackClaim], term: Term) -> Section:
    mine = [each for each in claims if each.priority_id == priority.pk]
    tracks = tracks_of(priority, term)
    blocks: list[Block] = [Paragraph(_became(priority))]
    for kind, heading in HEADINGS.items():
        said = [each for each in mine if each.kind == kind]
        if said:
            blocks += [
                Paragraph((Strong(heading),)),
                Bullets(tuple(_claim(each) for each in said)),
            ]
    if not mine:
        blocks.append(Callout("awaiting-words", "Nothing is said of it yet."))
    blocks += _unsupported(mine, term)
    blocks.append(_measures(priority, tracks) if tracks else _no_measure())
    return Section(f"priority-{priority.key}", priority.title, tuple(blocks))


def _became(priority: Priority) -> str:
    rows = went_into(priority)
    if not rows:
        return "No later strategy says what became of it."
    told = (
        f"{each.get_kind_display().lower()} “{each.new}”" if each.new else "ends"
        for each in rows
    )
    return f"In the strategy after, it {' and '.join(told)}."


def _claim(one: LookBackClaim) -> Text:
    """The sentence, then what it rests on: the reading itself, or whose story it is."""
    words = one.text.rstrip(".") + ". "
    if one.reading is None:
        return (words, Strong("Anecdote"), f", told by {one.source}.")
    indicator = one.reading.indicator
    ref = f"reading:{one.reading.pk}"
    period = label(one.reading.period_start, one.reading.period_end)
    unit = "" if indicator.kind == "percent" else f" {indicator.unit}"
    return (
        words,
        Strong("Measure"),
        f" {indicator.code} {indicator.name}: ",
        Figure(one.reading.value, shown_reading(indicator, one.reading), ref),
        f"{unit}, ",
        Figure(one.reading.period_start, period, ref),
        ".",
    )


def _unsupported(claims: list[LookBackClaim], term: Term) -> Iterator[Callout]:
    """Sentences whose own measure does not say so: marked, and left standing."""
    for one in claims:
        if one.reading is None:
            continue
        indicator = one.reading.indicator
        stood = standing_at(indicator, one.reading.period_end)
        for said in claims_on(one.text, indicator, one.reading, stood):
            if said.is_unsupported:
                yield Callout(
                    "caveat", f"“{said.sentence}” {said.why}", heading=NOT_SUPPORTED
                )


def _measures(priority: Priority, tracks: list[Track]) -> Table:
    return Table(
        "Its measures over the term",
        (
            Column("Measure"),
            Column("Unit"),
            Column("First year", "number", decimals=1),
            Column("Last year", "number", decimals=1),
            Column("How it stood at the end"),
        ),
        tuple(
            (
                f"{each.indicator.code} {each.indicator.name}",
                each.indicator.unit,
                each.first_year,
                each.last_year,
                each.standing.word,
            )
            for each in tracks
        ),
        notes=("A year is shown as the mean of its months or quarters.",),
        source="Goldthread, the readings of each measure",
        id=f"table-{priority.key}",
    )


def _no_measure() -> Callout:
    words = "No measure of today reaches back to this priority, so nothing on it can be more than an anecdote."
    return Callout("not-held", words)


def _how_to_read() -> Section:
    words = (
        "Every sentence rests on a measure, whose figure stands beside it, or it is called an anecdote.",
        "A measure belongs to an old priority when that priority went into one of today. The series goes on across the change.",
        "How a measure stood at the end is derived by the rule of today from the figures up to then; nobody typed it.",
    )
    return Section("reading", "How to read this", (Bullets(words),))
