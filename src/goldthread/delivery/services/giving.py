"""Figures that nobody holds here, given by hand for an effect to be judged from."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from goldthread.audit.services import record
from goldthread.delivery import rules
from goldthread.delivery.effect_series import EffectSeries, as_json, from_json
from goldthread.delivery.models import Action, ExpectedEffect, GivenFigures
from goldthread.delivery.services.checks import check, locked
from goldthread.partners.models import Person

CARE = {
    "strong": "",
    "fair": "The figures were given by hand and are usable with known gaps.",
    "weak": "",  # nothing is answered from them
}
WEAK = "whoever gave the figures calls them weak: estimates, or counted by whoever did the work."


@transaction.atomic
def give_figures(
    action: Action,
    series: EffectSeries,
    *,
    source: str,
    strength: str,
    note: str = "",
    reason: str = "",
    by: Person | None,
    at: datetime,
) -> GivenFigures:
    """Keep figures for an effect, with their source and strength.

    Given again they say why; what was given before, and judged from it, stays.
    """
    kept = locked(action)
    expected = ExpectedEffect.objects.filter(action=kept).first()
    last = kept.given_figures.aggregate(last=Max("number"))["last"] or 0
    if refusal := rules.refusal_to_give_figures(
        kept, expected, source=source, reason=reason, is_first=not last, by=by
    ):
        raise rules.Refused(refusal)
    given = GivenFigures(
        action=kept,
        number=last + 1,
        series=as_json(replace(series, source=source.strip()[:300])),
        source=source.strip(),
        strength=strength,
        note=note.strip(),
        reason=reason.strip() if last else "",
        given_by=by,
        given_at=at,
    )
    check(given)
    given.save()
    record(
        "action.figures_given",
        kept,
        by=by,
        at=at,
        detail={
            "number": given.number,
            "source": given.source,
            "strength": strength,
            "from": f"{series.months[0]:%Y-%m}",
            "until": f"{series.last:%Y-%m}",
            "places": [series.place.name, *(one.name for one in series.others)],
            "reason": given.reason,
        },
    )
    return given


def series_by_hand(action: Action) -> EffectSeries | None:
    """The newest figures given for an action, fit to judge; None where none were."""
    given = action.given_figures.order_by("-number").first()
    if given is None:
        return None
    care = " ".join(
        filter(
            None,
            [
                CARE[given.strength],
                given.note,
                f"They were given {given.number} times; the last time because: {given.reason}"
                if given.number > 1
                else "",
            ],
        )
    )
    return replace(
        from_json(given.series),
        care=care,
        broken=WEAK if given.strength == GivenFigures.Strength.WEAK else "",
    )
