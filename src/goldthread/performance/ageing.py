"""Which public measures are older than what they show, without freezing them all anew.

To freeze a measure takes its whole series and an attack on everything that was ever public
of it. The desk asks at every look, so a copy is held against what costs a few questions for
all of them: the figures of packs issued since, the words of the definition, what it is for. Only where
something moved under it since (its definition with its basis and its baseline, a mark, a
target, a figure that it shows, its companion) is it frozen anew and compared whole.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import F, Q, prefetch_related_objects

from goldthread.notes.models import Publication
from goldthread.notes.publishing import Behind, behind, changed_parts, copies_of
from goldthread.performance import freezing
from goldthread.performance.models import (
    Indicator,
    LockedReading,
    Reading,
    Standing,
)
from goldthread.performance.plain import AIMS
from goldthread.performance.protection import shows_few
from goldthread.performance.published import KIND

NOUN = "measure"
NEWER = "newer figures, which a board has had"
FIGURES = "its figures"
STANDS = "how it stands"
DEFINED = {  # of a copy, read off the definition
    "name": "its name",
    "definition": "its definition",
    "counts": "what counts as one",
    "unit": "its unit",
    "source": "its source",
    "caveat": "what is to be read with care",
    "every": "how often it is counted",
    "aim": "which way is better",
    "priorities": "what it is for",
}
PARTS = DEFINED | {
    "sure": "how sure its figure is",
    "status": STANDS,
    "mood": STANDS,
    "sentence": STANDS,
    "hidden_crime": STANDS,
    "companion": "what is read beside it",
    "points": FIGURES,
    "years": FIGURES,
    "places": FIGURES,
    "usual": FIGURES,
    "small": FIGURES,
    "pack": NEWER,
    "pack_on": NEWER,
}


def measures_behind(
    *, at: datetime, only: Indicator | None = None
) -> tuple[Behind, ...]:
    """Public measures of which residents read an older state; of one, where it is named."""
    copies = copies_of(KIND, only.code if only else "")
    rows = list(
        Indicator.objects.filter(code__in=list(copies))
        .select_related("companion", "workstream")
        .order_by("code")
    )
    if not rows:
        return ()
    prefetch_related_objects(rows, *freezing.BESIDE)
    newer, unsure = _newer_figures(rows, copies)
    moved = _moved(rows, copies) | unsure
    found = []
    for one in rows:
        copy = copies[one.code]
        if one.pk in moved:
            now = freezing.told_of(one, at=at)
            parts = changed_since(copy, now) if now else ()
        else:
            parts = _by_the_words(one, copy)
            if one.pk in newer:
                parts = (NEWER, *parts)
        found.append((one.code, one.name, parts))
    return behind(NOUN, copies, found)


def _by_the_words(indicator: Indicator, copy: Publication) -> tuple[str, ...]:
    now = {name: getattr(indicator, name, None) for name in DEFINED}
    now["aim"] = AIMS[indicator.polarity]
    now["priorities"] = freezing.priorities_of(indicator)
    return changed_parts(copy, now, DEFINED)


def changed_since(copy: Publication, now: dict[str, Any]) -> tuple[str, ...]:
    """What of a measure, frozen anew, is not as residents read it.

    A pack that repeats the figures of the copy makes it no older: only its name is new.
    """
    parts = changed_parts(copy, now, PARTS)
    if copy.content["points"] == now["points"]:
        return tuple(one for one in parts if one != NEWER)
    return parts


def _newer_figures(
    rows: Sequence[Indicator], copies: Mapping[str, Publication]
) -> tuple[set[int], set[int]]:
    """Measures of which a pack issued since holds other figures than their copy.

    And those of which the copy hides a figure that such a pack holds: whether that is
    another cannot be seen from the copy.
    """
    since = Q(pk__in=[])
    shown: dict[int, dict[str, float | None]] = {}
    for one in rows:
        copy = copies[one.code]
        since |= Q(reading__indicator=one, lock__locked_at__gt=copy.published_at)
        shown[one.pk] = {start: value for _, start, value, _ in copy.content["points"]}
    held = LockedReading.objects.filter(
        since, reading__area_code=F("reading__indicator__area_code")
    )
    newer: set[int] = set()
    unsure: set[int] = set()
    for measure, start, value in held.values_list(
        "reading__indicator", "reading__period_start", "reading__value"
    ):
        known = shown[measure]
        if start.isoformat() in known and known[start.isoformat()] is None:
            unsure.add(measure)
        elif known.get(start.isoformat()) != value:
            newer.add(measure)
    return newer, unsure


def _moved(rows: Sequence[Indicator], copies: Mapping[str, Publication]) -> set[int]:
    """Measures under whose copy something moved that only freezing anew can judge."""
    found = {
        one.pk
        for one in rows
        if one.version != copies[one.code].of_version
        or shows_few(copies[one.code].content)
    }
    revised, beside = Q(pk__in=[]), Q(pk__in=[])
    for one in rows:
        copy = copies[one.code]
        since, newest = copy.published_at, copy.content["points"][-1][1]
        revised |= Q(
            indicator=one.pk,
            area_code=one.area_code,
            period_start__lte=newest,
            recorded_at__gt=since,
        )
        if one.hidden_crime and one.companion_id:
            beside |= Q(indicator=one.companion_id, derived_at__gt=since)
    found |= set(Reading.objects.filter(revised).values_list("indicator", flat=True))
    judged = set(Standing.objects.filter(beside).values_list("indicator", flat=True))
    return found | {one.pk for one in rows if one.companion_id in judged}
