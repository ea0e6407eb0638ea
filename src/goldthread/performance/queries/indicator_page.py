"""One measure with everything there is to know about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse

from goldthread.core import status
from goldthread.core.units import PER_CENT
from goldthread.delivery.models import ExpectedEffect
from goldthread.partners.models import Person
from goldthread.performance import rules
from goldthread.performance.claims import Claim
from goldthread.performance.effect_series import refusal_of_measure
from goldthread.performance.models import (
    Commentary,
    Indicator,
    Mark,
    Reading,
    Standing,
    Target,
)
from goldthread.performance.periods import holes, label, later, short_label
from goldthread.performance.queries.lines import Line, again, lines_of
from goldthread.performance.queries.repeats import repeats_of
from goldthread.performance.queries.series import Revision, revisions_of, series_of
from goldthread.performance.saying import claims_of, said_of, unsaid_of
from goldthread.performance.sureness import limits_of
from goldthread.performance.words import aimed, shown, shown_reading
from goldthread.strategy.models import Crosswalk
from goldthread.web.kit import Link, Row, Step, Table


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One period of the table of readings."""

    key: int
    period: str
    shown: str
    numerator: float | None
    denominator: float | None
    limits: str
    rests_on: str
    recorded_at: datetime
    vintage: int


@dataclass(frozen=True, slots=True)
class Spoken:
    """One commentary with its sentences held against the figures."""

    commentary: Commentary
    of_what: str  # the figure that it was said of
    unsaid: str  # that nobody has spoken of a newer one
    parts: tuple[tuple[str, tuple[Claim, ...]], ...]  # what, why, so what, what next
    unsupported: int
    refusal_to_approve: str
    is_ones_own: bool  # whoever reads it wrote it


@dataclass(frozen=True, slots=True)
class IndicatorPage:
    """One measure, whole."""

    indicator: Indicator
    line: Line
    standing: Standing | None
    target: Target | None
    target_words: str
    series: tuple[Reading, ...]
    rows: tuple[ReadingRow, ...]
    marks: tuple[Mark, ...]
    revisions: tuple[Revision, ...]
    facts: tuple[Row, ...]  # how it stands in numbers
    definition: tuple[Row, ...]
    steps: tuple[Step, ...]
    waiting: Spoken | None
    approved: Spoken | None
    refusal_to_key: str
    refusal_to_define: str
    refusal_to_comment: str
    effects: tuple[Link, ...]  # actions that are judged by it
    gaps: tuple[str, ...]  # periods before the newest that have no figure
    repeats: Table | None  # offences, their victims and the repeats between

    @property
    def has_bases(self) -> bool:
        """Whether each figure is of something: a share of it, or of who answered."""
        return self.indicator.is_divided or self.indicator.basis == "survey"


def indicator_named(code: str) -> Indicator | None:
    """The measure of this code, whatever its capitals; None where there is none."""
    found: Indicator | None = (
        Indicator.objects.select_related(
            "owner",
            "lead",
            "workstream__lead",
            "companion",
            "beside",
            "victims",
            "added_by",
        )
        .filter(code__iexact=code)
        .first()
    )
    return found


def indicator_page(
    indicator: Indicator, *, person: Person | None, on: date
) -> IndicatorPage:
    """Everything about a measure that `indicator_named` found, for somebody to read."""
    line = lines_of(Indicator.objects.filter(pk=indicator.pk), on=on)[0]
    standing = _standing(indicator)
    series = series_of(indicator)
    target = indicator.targets.filter(ended_at__isnull=True).first()
    spoken = list(
        indicator.commentaries.select_related(
            "reading__indicator", "written_by", "approved_by", "indicator__workstream"
        ).newest_first()
    )
    return IndicatorPage(
        indicator=indicator,
        line=line,
        standing=standing,
        target=target,
        target_words=target_in_words(indicator, target),
        series=tuple(series),
        rows=tuple(_row(each) for each in reversed(series)),
        marks=tuple(indicator.marks.order_by("from_on", "pk")),
        revisions=revisions_of([indicator], area_code=indicator.area_code),
        gaps=tuple(
            short_label(start, later(start, indicator.every))
            for start in holes(
                [each.period_start for each in series],
                indicator.every,
                since=indicator.baseline_from,
            )
        ),
        facts=tuple(_facts(indicator, line, standing)),
        definition=tuple(_definition(indicator)),
        steps=_steps(indicator),
        waiting=_spoken(spoken, standing, person, is_approved=False),
        approved=_spoken(spoken, standing, person, is_approved=True),
        refusal_to_key=rules.refusal_to_key(indicator, by=person) or "",
        refusal_to_define=rules.refusal_to_define(by=person) or "",
        refusal_to_comment=rules.refusal_to_comment(indicator, by=person) or "",
        effects=tuple(
            Link(str(each.action), reverse("effect", args=[each.action.reference]))
            for each in ExpectedEffect.objects.filter(
                indicator=indicator.code, action__deleted_at__isnull=True
            )
            .select_related("action")
            .order_by("window_from", "pk")
        ),
        repeats=repeats_of(indicator),
    )


def _standing(indicator: Indicator) -> Standing | None:
    kept: Standing | None = (
        Standing.objects.select_related("reading")
        .filter(indicator=indicator, area_code=indicator.area_code)
        .first()
    )
    if kept is not None and kept.rules != status.CURRENT:
        return again(indicator, kept)
    return kept


def target_in_words(indicator: Indicator, target: Target | None) -> str:
    """A target as a sentence without its point."""
    if target is None:
        return ""
    until = f" by {target.by_on.day} {target.by_on:%B %Y}" if target.by_on else ""
    if target.kind == Target.Kind.ABSOLUTE:
        return f"{shown(indicator, aimed(indicator, target.value))}{until}"
    if target.kind == Target.Kind.CHANGE:
        size = abs(target.value or 0)
        way = "less" if (target.value or 0) < 0 else "more"
        return f"{size:g}{PER_CENT} {way} than the baseline{until}"
    if target.kind == Target.Kind.MAINTAIN:
        return f"no worse than the baseline{until}"
    return f"the middle of similar areas{until}"


def _row(reading: Reading) -> ReadingRow:
    indicator = reading.indicator
    low, high = limits_of(indicator, reading)
    few = indicator.is_divided and shown_reading(indicator, reading).startswith("not")
    limits = ""
    if low is not None and high is not None and not few:
        limits = f"{shown(indicator, low)} to {shown(indicator, high)}"
    period = label(reading.period_start, reading.period_end)
    return ReadingRow(
        key=reading.pk,
        period=f"cohort of {period}" if indicator.lag_months else period,
        shown=shown_reading(indicator, reading),
        numerator=reading.numerator,
        denominator=reading.denominator,
        limits=limits,
        rests_on=rests_on(reading),
        recorded_at=reading.recorded_at,
        vintage=reading.vintage,
    )


def rests_on(reading: Reading) -> str:
    """What a reading can be checked against, in words."""
    if reading.comes_from == Reading.ComesFrom.LAKE:
        return f"{reading.evidence}, lake version {reading.lake_version[:12]}"
    if reading.came_with is not None:
        note = f": {reading.evidence}" if reading.evidence else ""
        return f"{reading.came_with}{note}"
    return reading.evidence


def _facts(indicator: Indicator, line: Line, standing: Standing | None) -> list[Row]:
    rows = [
        Row("Latest", f"{line.shown}, {line.period}"),
        Row("Previous period", line.previous_shown),
        Row("A year before", line.year_ago_shown),
    ]
    if standing is None:
        return rows
    for words, value in (
        ("Last twelve months", standing.twelve_months),
        ("Mean of three years", standing.three_year_mean),
        ("Baseline", standing.baseline),
        ("Target", aimed(indicator, standing.target)),
        ("Middle of similar areas", standing.peer_middle),
    ):
        if value is not None:
            rows.append(Row(words, shown(indicator, value)))
    if standing.peer_rank is not None:
        rows.append(
            Row("Rank", f"{standing.peer_rank} of {standing.peer_count} similar areas")
        )
    if line.fresh.is_late:
        rows.append(
            Row(
                "Missing",
                f"{line.fresh.missing}, due {line.fresh.days_late} days ago from {line.owner}",
            )
        )
    return rows


def _definition(indicator: Indicator) -> list[Row]:
    rows = [
        Row("What it is", indicator.definition),
        Row("What counts", indicator.counts),
        Row("Out of", indicator.out_of),
        Row("Unit", indicator.unit),
        Row("Direction", indicator.get_polarity_display()),
        Row("About", indicator.get_about_display()),
        Row("Kind of source", indicator.get_basis_display()),
        Row("Who is asked", _asked(indicator)),
        Row("Interval", _interval(indicator)),
        Row("Source", indicator.source),
        Row("What it was before", _baseline(indicator)),
        Row("Figures come from", _comes_from(indicator)),
        Row("How often", indicator.get_every_display()),
        Row("Due", _due(indicator)),
        Row("Has a season", "Yes, it is taken out" if indicator.is_seasonal else "No"),
        Row("Speaks of", indicator.cohort),
        Row("Hidden crime", indicator.hidden_crime),
        Row("Companion", _way_to(indicator.companion)),
        Row("Stands beside", _way_to(indicator.beside)),
        Row("Its victims are counted by", _way_to(indicator.victims)),
        Row("Answered for by", str(indicator.owner)),
        Row("Led by", str(indicator.lead or "")),
        Row("Quality", _quality(indicator)),
        Row("Read with care", indicator.caveat),
        Row("Judges effects", refusal_of_measure(indicator) or "It can."),
    ]
    return [row for row in rows if row.value]


def _baseline(indicator: Indicator) -> str:
    """The spell that its baseline is the mean of, in words."""
    start, end = indicator.baseline_from, indicator.baseline_until
    if start is None or end is None:
        return "No baseline: nothing says what it was before."
    return f"The mean of {label(start, end)}"


def _asked(indicator: Indicator) -> str:
    """Whom a survey asks; a survey that does not say so says that."""
    if indicator.basis != Indicator.Basis.SURVEY:
        return ""
    return indicator.asked or "Not said: how many are asked, and how they are chosen"


def _interval(indicator: Indicator) -> str:
    if indicator.basis != Indicator.Basis.SURVEY:
        return ""
    if not indicator.interval:
        return "Not said: nobody can tell how sure a figure is"
    weights = (
        f", design effect {indicator.design_effect:g}"
        if indicator.design_effect > 1
        else ""
    )
    return f"{indicator.get_interval_display()}{weights}"


def _due(indicator: Indicator) -> str:
    lag = f"{indicator.lag_months} months and " if indicator.lag_months else ""
    return f"{lag}{indicator.due_days} days after the period ends"


def _comes_from(indicator: Indicator) -> str:
    if indicator.comes_from != Indicator.ComesFrom.LAKE:
        return indicator.get_comes_from_display()
    return f"A question to the lake: {indicator.question}"


def _way_to(other: Indicator | None) -> str | Link:
    return Link(str(other), reverse("measure", args=[other.code])) if other else ""


def _quality(indicator: Indicator) -> str:
    note = f". {indicator.quality_note}" if indicator.quality_note else ""
    return f"{indicator.get_quality_display()}{note}"


def _steps(indicator: Indicator) -> tuple[Step, ...]:
    """Up the thread: the priorities and outcomes it measures, older ones with where they went."""
    found: list[Step] = []
    outcomes = indicator.outcomes.select_related("priority__strategy").order_by(
        "-priority__strategy__period_start", "priority__number", "number", "pk"
    )
    went = _went_into([each.priority_id for each in outcomes])
    for outcome in outcomes:
        priority = outcome.priority
        notes = [f"In {priority.strategy}"]
        if priority.pk in went:
            notes.append(went[priority.pk])
        found.append(
            Step(
                "Priority",
                priority.title,
                reverse(
                    "strategy_priority", args=[priority.strategy.key, priority.key]
                ),
                notes,
            )
        )
        found.append(Step("Outcome", outcome.text))
    if indicator.workstream is not None:
        stream = indicator.workstream
        found.append(
            Step(
                "Workstream",
                stream.title,
                reverse("strategy_workstream", args=[stream.strategy.key, stream.key]),
            )
        )
    found.append(Step("Measure", str(indicator)))
    return tuple(found)


def _went_into(priorities: Sequence[int]) -> dict[int, str]:
    rows = Crosswalk.objects.filter(old__in=priorities).select_related("new")
    return {
        row.old_id: f"{row.get_kind_display()} {row.new or ''}".strip() for row in rows
    }


def _spoken(
    spoken: Sequence[Commentary],
    standing: Standing | None,
    person: Person | None,
    *,
    is_approved: bool,
) -> Spoken | None:
    found = next(
        (each for each in spoken if (each.approved_at is not None) == is_approved), None
    )
    if found is None:
        return None
    parts = tuple(
        (title, claims_of(found, text, standing))
        for title, text in (
            ("What", found.what),
            ("Why", found.why),
            ("So what", found.so_what),
            ("What next", found.what_next),
        )
        if text
    )
    unsupported = sum(claim.is_unsupported for _, claims in parts for claim in claims)
    return Spoken(
        found,
        said_of(found),
        unsaid_of(found, standing.reading if standing else None),
        parts,
        unsupported,
        rules.refusal_to_approve(found, unsupported=unsupported, by=person) or "",
        person is not None and found.written_by_id == person.pk,
    )
