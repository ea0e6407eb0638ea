"""Standings derived again whenever what they rest on changes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from goldthread.audit.services import Subject, record
from goldthread.core import status
from goldthread.partners.models import Person
from goldthread.performance.deriving import Behind, derive
from goldthread.performance.models import Indicator, Reading, Standing


def behind(indicator: Indicator, area_code: str) -> Behind:
    """What a standing rests on, read from the tables."""
    readings = list(
        Reading.objects.standing()
        .filter(indicator=indicator, area_code=area_code)
        .along_time()
    )
    companion = None
    if indicator.hidden_crime and indicator.companion_id:
        companion = Standing.objects.filter(
            indicator_id=indicator.companion_id, area_code=area_code
        ).first()
    return Behind(
        readings,
        list(indicator.marks.order_by("from_on", "pk")),
        indicator.targets.filter(ended_at__isnull=True).first(),
        _peers(indicator, readings[-1].period_start if readings else None),
        companion,
    )


def _peers(indicator: Indicator, start: date | None) -> dict[date, Sequence[float]]:
    """What similar areas had in the newest period."""
    if not indicator.peers or start is None:
        return {}
    found: dict[date, list[float]] = defaultdict(list)
    for day, value in (
        Reading.objects.standing()
        .filter(indicator=indicator, area_code__in=indicator.peers, period_start=start)
        .order_by("area_code")
        .values_list("period_start", "value")
    ):
        found[day].append(value)
    return dict(found)


def stand(indicator: Indicator, area_codes: Iterable[str], *, at: datetime) -> None:
    """Derive and keep how a measure stands in these areas, and whoever it stands beside.

    No act of its own: it is part of the act that changed a reading or a definition, and
    is called inside its transaction.
    """
    Indicator.objects.filter(pk=indicator.pk).update(moved=F("moved") + 1)
    indicator.moved += 1  # as the row has it: a later save writes the same
    codes = sorted(set(area_codes))
    if set(codes) & set(indicator.peers) and indicator.area_code not in codes:
        codes.append(indicator.area_code)
    for code in codes:
        _keep(derive(indicator, code, behind(indicator, code), at=at))
    for other in indicator.companion_of.select_related("companion").order_by("pk"):
        for code in codes:
            _keep(derive(other, code, behind(other, code), at=at))


def _keep(made: Standing) -> None:
    # Two acts may derive the same standing at once; the later one's reading wins.
    fields = [
        field.name
        for field in Standing._meta.concrete_fields
        if field.name not in ("id", "indicator", "area_code")
    ]
    Standing.objects.update_or_create(
        indicator=made.indicator,
        area_code=made.area_code,
        defaults={name: getattr(made, name) for name in fields},
    )


@transaction.atomic
def restand(indicator: Indicator, *, by: Person | None, at: datetime) -> None:
    """Derive a measure's standings again in every area that has readings of it."""
    kept = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
    stand(kept, _areas(kept), at=at)
    record("indicator.restood", kept, by=by, at=at, detail={"rules": status.CURRENT})


@transaction.atomic
def restand_all(*, by: Person | None, at: datetime) -> int:
    """Derive again whatever an older rule derived; how many measures that were."""
    stale = Indicator.objects.filter(
        pk__in=Standing.objects.exclude(rules=status.CURRENT).values("indicator")
    ).order_by("pk")
    done = 0
    for indicator in stale:
        stand(indicator, _areas(indicator), at=at)
        done += 1
    if done:
        record(
            "indicator.restood",
            Subject("performance.indicator", "all", f"{done} measures"),
            by=by,
            at=at,
            detail={"rules": status.CURRENT},
        )
    return done


def _areas(indicator: Indicator) -> list[str]:
    held = (
        Reading.objects.standing()
        .filter(indicator=indicator)
        .values_list("area_code", flat=True)
        .distinct()
    )
    return [*held, indicator.area_code]
