"""An effect stated and judged by a measure."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from goldthread.delivery import queries as plan
from goldthread.delivery.effect_asking import lake_to_ask
from goldthread.delivery.models import Action, ExpectedEffect
from goldthread.partners.session import signed_in
from goldthread.performance import rules, services
from goldthread.performance.effect_form import MeasuredEffectForm, unfit_to_judge
from goldthread.performance.views.common import now, today
from goldthread.web.kit import Link


@require_http_methods(["GET", "HEAD", "POST"])
def state_effect_by_measure(request: HttpRequest, reference: str) -> HttpResponse:
    """State that an action will move one of the measures."""
    found, person = _action(reference), signed_in(request)
    standing = ExpectedEffect.objects.filter(action=found).first()
    form = MeasuredEffectForm(
        request.POST if request.method == "POST" else None,
        on=today(),
        standing=standing,
    )
    if request.method == "POST" and form.is_valid():
        try:
            services.state_effect_by_measure(
                found, names=_names(), by=person, at=now(), **form.cleaned_data
            )
        except rules.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "The expected effect is stated.")
            told = form.cleaned_data
            against = rules.warning_of_direction(told["indicator"], told["direction"])
            if against:
                messages.warning(request, against)
            return redirect("action", found.reference)
    return render(
        request,
        "performance/state_effect.html",
        {
            "form": form,
            "action": found,
            "page": plan.stating(found, plan.BY_MEASURE, person=person, on=today()),
            "unfit": unfit_to_judge(today()),
            "crumbs": (
                Link("Plan", reverse("plan")),
                Link(found.reference, reverse("action", args=[found.reference])),
            ),
        },
    )


@require_POST
def judge_by_measure(request: HttpRequest, reference: str) -> HttpResponse:
    """Have it judged, or judged again with a reason, by the readings as they stand."""
    found = _action(reference)
    try:
        services.judge_by_measure(
            found,
            reason=request.POST.get("reason", ""),
            by=signed_in(request),
            at=now(),
        )
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "It is judged; what was said before stays below.")
    return redirect("effect", found.reference)


def _names() -> dict[str, str]:
    """What the lake calls the partnerships that a measure may have beside its own."""
    asking = lake_to_ask()
    areas = asking.engine.version.areas("csp") if asking else ()
    return {each.code: each.name for each in areas}


def _action(reference: str) -> Action:
    found = plan.action_named(reference)
    if found is None or found.deleted_at:
        raise Http404(f"There is no action {reference}.")
    return found
