"""Breaks in the numbers: what nobody measures, and measures that cannot be read."""

from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Q

from goldthread.performance.models import Indicator, Reading
from goldthread.performance.queries.lines import freshness
from goldthread.performance.rules import refusal_to_key
from goldthread.strategy.models import Outcome, Priority, Workstream
from goldthread.thread.broken.shape import Break, Kind, Mend, Scope
from goldthread.thread.nouns import Reader
from goldthread.thread.told.numbers import newest

READ = "read measures"
DEFINE = Mend("Define a measure", "define_measure")


def _unmeasured_priorities(scope: Scope, reader: Reader) -> Iterator[Break]:
    used = Indicator.objects.in_use(scope.on)
    rows = (
        Priority.objects.filter(strategy__in=scope.keys)
        .exclude(
            Q(outcomes__indicators__in=used.values("pk"))
            | Q(workstreams__indicators__in=used.values("pk"))
        )
        .order_by("strategy_id", "number")
    )
    for one in rows:
        yield Break(
            ("priority", one.pk),
            one.title,
            f"Nobody measures “{one.title}”: neither its outcomes nor its workstreams have a measure.",
            DEFINE.by(reader),
        )


def _unmeasured_outcomes(scope: Scope, reader: Reader) -> Iterator[Break]:
    used = Indicator.objects.in_use(scope.on).values("pk")
    rows = (
        Outcome.objects.filter(priority__strategy__in=scope.keys)
        .exclude(indicators__in=used)
        .order_by("priority__number", "number", "pk")
    )
    for one in rows:
        yield Break(
            ("outcome", one.pk),
            one.text,
            f"No measure shows whether this outcome comes about: “{one.text}”.",
            DEFINE.by(reader),
        )


def _unmeasured_workstreams(scope: Scope, reader: Reader) -> Iterator[Break]:
    used = Indicator.objects.in_use(scope.on).values("pk")
    rows = (
        Workstream.objects.filter(strategy__in=scope.keys, closed_on__isnull=True)
        .exclude(indicators__in=used)
        .order_by("number", "pk")
    )
    for one in rows:
        yield Break(
            ("workstream", one.pk),
            one.title,
            f"“{one.title}” has no measure: the board cannot watch how it goes.",
            DEFINE.by(reader),
        )


def _break(one: Indicator, sentence: str, mend: Mend) -> Break:
    return Break(("indicator", one.pk), str(one), sentence, mend)


def _bring(one: Indicator, reader: Reader) -> Mend:
    """Where its figure is brought in, by where its figures come from."""
    if one.comes_from == Indicator.ComesFrom.LAKE:
        return Mend("See what the lake holds", "measure", (one.code,)).by(reader)
    return Mend("Record the figure", "record_reading", (one.code,)).by(
        reader, refusal_to_key(one, by=reader.person)
    )


def _stale(scope: Scope, reader: Reader) -> Iterator[Break]:
    kept = {row.indicator_id: row.reading for row in newest().select_related("reading")}
    rows = Indicator.objects.in_use(scope.on).select_related("owner")
    for one in rows.order_by("code", "pk"):
        told = freshness(one, kept.get(one.pk), on=scope.on)
        if told.is_late:
            days = "day" if told.days_late == 1 else "days"
            yield _break(
                one,
                f"{one.code} has no figure for {told.missing}: it is {told.days_late} {days} late.",
                _bring(one, reader),
            )


def _without_baseline(scope: Scope, reader: Reader) -> Iterator[Break]:
    rows = Indicator.objects.in_use(scope.on).filter(baseline_from__isnull=True)
    for one in rows.order_by("code", "pk"):
        yield _break(
            one,
            f"{one.code} has no baseline: nothing says what it was before.",
            Mend(
                "Say what it was before",
                "change_measure",
                (one.code,),
                "id_baseline_from",
            ).by(reader),
        )


def _empty_baseline(scope: Scope, reader: Reader) -> Iterator[Break]:
    """Measures whose baseline spell holds no figure: it says nothing either."""
    inside = Reading.objects.standing().filter(
        indicator=OuterRef("pk"),
        area_code=OuterRef("area_code"),
        period_start__gte=OuterRef("baseline_from"),
        period_start__lt=OuterRef("baseline_until"),
    )
    rows = (
        Indicator.objects.in_use(scope.on)
        .filter(baseline_from__isnull=False)
        .exclude(Exists(inside))
        .select_related("owner")
    )
    for one in rows.order_by("code", "pk"):
        yield _break(
            one,
            f"{one.code} holds no figure from {one.baseline_from:%B %Y} on, where its baseline should be.",
            _bring(one, reader),
        )


def _no_baseline(scope: Scope, reader: Reader) -> Iterator[Break]:
    yield from _without_baseline(scope, reader)
    yield from _empty_baseline(scope, reader)


def _without_companion(scope: Scope, reader: Reader) -> Iterator[Break]:
    hidden = Indicator.objects.in_use(scope.on).hidden()
    for one in hidden.filter(companion__isnull=True).order_by("code", "pk"):
        yield _break(
            one,
            f"{one.code} counts reports of {one.hidden_crime.lower()} and stands alone: more reports may be more trust or more harm.",
            Mend(
                "Name its companion", "change_measure", (one.code,), "id_companion"
            ).by(reader),
        )


KINDS = (
    Kind(
        "priority-without-measure",
        "Priorities that nobody measures",
        "What is not measured cannot be seen to get better.",
        READ,
        _unmeasured_priorities,
    ),
    Kind(
        "outcome-without-measure",
        "Outcomes without a measure",
        "An outcome says what people would see; a measure is how one knows that they do.",
        READ,
        _unmeasured_outcomes,
    ),
    Kind(
        "workstream-without-measure",
        "Workstreams without a measure",
        "The board watches the progress of every workstream by at least one measure.",
        READ,
        _unmeasured_workstreams,
    ),
    Kind(
        "measure-without-fresh-reading",
        "Measures whose newest figure is late",
        "An old figure says how it was.",
        READ,
        _stale,
    ),
    Kind(
        "measure-without-baseline",
        "Measures without a baseline",
        "Without what it was before nobody can say that it changed.",
        READ,
        _no_baseline,
    ),
    Kind(
        "measure-without-companion",
        "Hidden-crime measures that stand alone",
        "A rise in reports is the aim only where something else shows that harm did not rise.",
        READ,
        _without_companion,
    ),
)
