"""What an action is expected to change: stated from records, or for figures by hand."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldthread.delivery import queries, rules, services
from goldthread.delivery.effect_asking import lake_to_ask
from goldthread.delivery.effect_places import Place, places_to_name
from goldthread.delivery.forms import HandEffectForm, RecordedEffectForm
from goldthread.delivery.models import Action, ExpectedEffect
from goldthread.delivery.views.common import action_or_404, crumbs, now, today
from goldthread.partners.session import signed_in

NOTHING_HELD = "No police records are held here yet, so nothing can be counted from them. State it by one of the measures, or by figures given by hand."


@require_http_methods(["GET", "HEAD", "POST"])
def from_records(request: HttpRequest, reference: str) -> HttpResponse:
    """State what the police's monthly records will show."""
    found = action_or_404(reference)
    places = places_to_name(lake_to_ask(), on=today())
    form = RecordedEffectForm(
        request.POST if request.method == "POST" else None,
        on=today(),
        places=places,
        standing=_standing(found),
    )
    held = any(one.is_held for one in places)
    return _stated(
        request, found, form, queries.BY_RECORDS, places, "" if held else NOTHING_HELD
    )


@require_http_methods(["GET", "HEAD", "POST"])
def by_hand(request: HttpRequest, reference: str) -> HttpResponse:
    """State what figures will show that somebody keeps and will give by hand."""
    found = action_or_404(reference)
    places = places_to_name(lake_to_ask(), on=today())
    form = HandEffectForm(
        request.POST if request.method == "POST" else None,
        places=places,
        standing=_standing(found),
    )
    return _stated(request, found, form, queries.BY_HAND, places, "")


def _standing(action: Action) -> ExpectedEffect | None:
    rows = ExpectedEffect.objects.select_related("area")
    return rows.filter(action=action).first()


def _stated(
    request: HttpRequest,
    action: Action,
    form: Any,
    way: str,
    places: tuple[Place, ...],
    nothing: str,
) -> HttpResponse:
    if action.deleted_at:
        raise Http404("The action is deleted.")
    if request.method == "POST" and form.is_valid():
        try:
            services.state_effect(
                action, by=signed_in(request), at=now(), **form.told()
            )
        except rules.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The expected effect is stated.")
            return redirect("action", action.reference)
    return render(
        request,
        "delivery/state_effect.html",
        {
            "form": form,
            "action": action,
            "page": queries.stating(
                action, way, places, person=signed_in(request), on=today()
            ),
            "nothing": nothing,
            "crumbs": crumbs(action),
        },
    )
