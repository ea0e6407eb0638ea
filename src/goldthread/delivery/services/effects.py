"""What an action is expected to change, stated before anybody can see it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.delivery import rules
from goldthread.delivery.effect_places import Place
from goldthread.delivery.models import Action, ExpectedEffect
from goldthread.delivery.services.checks import check, check_reason, locked, log
from goldthread.delivery.words import effect_in_words
from goldthread.evidence.catalogue import questions
from goldthread.partners.models import Area, Person
from goldthread.partners.services import add_area


@transaction.atomic
def state_effect(
    action: Action,
    *,
    measure: str,
    direction: str,
    percent: int | None,
    window_from: date,
    window_until: date,
    area: Area | None = None,
    place: Place | None = None,
    question: str = "",
    parameters: Mapping[str, str] | None = None,
    indicator: str = "",
    comparison: Sequence[str] = (),
    names: Mapping[str, str] | None = None,
    reason: str = "",
    by: Person | None,
    at: datetime,
) -> ExpectedEffect:
    """State what will be different, by how much and when, so that it can be judged.

    Until its window begins it may be stated anew, with a reason; then never again.
    `place` is where, found by its name; it is put into the partnership's own list of
    areas where it is not in it yet.
    `question` names a question of the lake where the measure is one, `parameters` what
    it needs beside the window (`area` is taken from the area where it is left out).
    `indicator` is the code of a measure whose readings judge it, `comparison` the codes
    of the areas it has beside its own and `names` what they are called; without either,
    `comparison` are the places whose figures are given by hand.
    """
    kept = locked(action)
    standing = ExpectedEffect.objects.filter(action=kept).first()
    if refusal := rules.refusal_to_change(kept, by=by) or rules.refusal_to_state_effect(
        standing, window_from=window_from, on=local_day(at)
    ):
        raise rules.Refused(refusal)
    if standing is not None:
        reason = check_reason(reason)
    if place is not None:
        area = area_of(place, by=by, at=at)
    effect = standing or ExpectedEffect(action=kept)
    before = effect_in_words(standing) if standing else ""
    effect.measure, effect.direction = measure.strip(), direction
    effect.percent, effect.area = percent, area
    effect.window_from, effect.window_until = window_from, window_until
    effect.question = question
    effect.parameters = _parameters(question, parameters, area)
    effect.indicator = indicator
    effect.comparison = _places(comparison, question=question, place=area)
    effect.names = {
        code: name for code, name in (names or {}).items() if code in effect.comparison
    }
    effect.stated_by, effect.stated_at = by, at
    check(effect)
    after = effect_in_words(effect)
    if before != after:
        log(kept, {"effect": (before, after)}, reason=reason.strip(), by=by, at=at)
        kept.save(update_fields=["version"])
    effect.save()
    record(
        "action.effect_stated",
        kept,
        by=by,
        at=at,
        detail={"before": before, "after": after, "reason": reason.strip()},
    )
    return effect


def area_of(place: Place, *, by: Person | None, at: datetime) -> Area:
    """The place as the partnership's list of areas has it, put into it if it is new."""
    found: Area | None = Area.objects.filter(code=place.code).first()
    return found or add_area(
        code=place.code, name=place.name, kind=place.kind, by=by, at=at
    )


def _places(told: Sequence[str], *, question: str, place: Area | None) -> list[str]:
    found = list(dict.fromkeys(each.strip() for each in told if each.strip()))
    if refusal := rules.refusal_of_comparison(
        found, is_lake=bool(question), place=place.name if place else ""
    ):
        raise rules.Refused(refusal)
    return found


def _parameters(
    question: str, given: Mapping[str, str] | None, area: Area | None
) -> dict[str, str]:
    if not question:
        return {}
    known = {name: tuple(each.parameters) for name, each in questions().items()}
    told = dict(given or {})
    if area is not None and "area" in known.get(question, ()):
        told.setdefault("area", area.code)
    if refusal := rules.refusal_of_question(question, told, known=known):
        raise rules.Refused(refusal)
    return told
