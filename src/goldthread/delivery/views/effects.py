"""Did it work: the answer for one action, all of them, and having one judged again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_POST

from goldthread.core.refusal import Refused as NotGiven
from goldthread.delivery import queries, rules, services
from goldthread.delivery.effect_asking import lake_to_ask
from goldthread.delivery.effect_lake import series_from_lake
from goldthread.delivery.effect_series import EffectSeries
from goldthread.delivery.models import Action, Effect, ExpectedEffect
from goldthread.delivery.queries.effects import chart_of
from goldthread.delivery.views.common import (
    action_or_404,
    crumbs,
    now,
    tabs,
    today,
)
from goldthread.documents import html
from goldthread.documents.drawing import NotDrawn, draw_all
from goldthread.documents.model import Section, described
from goldthread.evidence.home import home
from goldthread.partners.session import signed_in


@require_GET
def worked(request: HttpRequest) -> HttpResponse:
    """What worked, what did not, and what is still open."""
    asked = request.GET.get("result", "")
    known = (*Effect.Result.values, queries.WAITS)
    page = queries.what_worked(result=asked if asked in known else "", on=today())
    return render(
        request,
        "delivery/worked.html",
        {"page": page, "tabs": tabs("what_worked", signed_in(request))},
    )


@require_GET
def effect(request: HttpRequest, reference: str) -> HttpResponse:
    """Whether one action worked, with everything the answer rests on."""
    found = action_or_404(reference)
    page = queries.effect_page(found, person=signed_in(request), on=today())
    if page is None or found.deleted_at:
        raise Http404("No effect was stated for this action.")
    return render(
        request,
        "delivery/effect.html",
        {
            "page": page,
            "action": found,
            "chart": _chart(page.effect) if page.effect else "",
            "crumbs": crumbs(found),
        },
    )


def _chart(effect: Effect) -> SafeString:
    """The picture with its table; the writer escapes everything that comes from data."""
    chart = chart_of(effect)
    try:
        drawn = draw_all({chart.id: described(chart)}, cache=home() / "drawn")
    except NotDrawn:  # the table stands in its place
        drawn = {}
    setting = html.Setting(
        pictures={key: svg.decode() for (key, _), svg in drawn.items()}
    )
    section = Section("months", "Month by month", (chart,))
    return mark_safe(html.section(section, setting, level=2))


@require_POST
def judge(request: HttpRequest, reference: str) -> HttpResponse:
    """Have it judged, or judged again with a reason, from the figures as they stand."""
    found = action_or_404(reference)
    try:
        services.judge_effect(
            found,
            series=_series_of(found),
            reason=request.POST.get("reason", ""),
            by=signed_in(request),
            at=now(),
        )
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is judged; what was said before stays below.")
    return redirect("effect", found.reference)


def _series_of(action: Action) -> EffectSeries:
    """From the lake, or as given by hand; a measure's readings are `performance`'s."""
    expected = ExpectedEffect.objects.filter(action=action).first()
    if expected is not None and expected.is_by_hand:
        given = services.series_by_hand(action)
        if given is None:
            raise rules.Refused(
                "Its measure is in words only, so its figures have to be given by hand first."
            )
        return given
    asking = lake_to_ask()
    if expected is None or asking is None:
        raise rules.Refused(
            "There is nothing to judge it from: no effect was stated, or the lake holds "
            "no figures yet."
        )
    series = series_from_lake(
        expected,
        asking.engine,
        partnership=asking.partnership,
        began=services.began_on(action, expected),
        local_breaks=asking.breaks,
        invented=asking.invented,
    )
    if isinstance(series, NotGiven):
        raise rules.Refused(str(series))
    return series
