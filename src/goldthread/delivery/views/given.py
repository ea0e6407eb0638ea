"""Figures given by hand for an effect: the form, what is wrong in it, what was given."""

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from goldthread.delivery import rules, services
from goldthread.delivery.effect_given import read_given, table_of, template
from goldthread.delivery.effect_series import from_json
from goldthread.delivery.forms.given import GivenForm
from goldthread.delivery.models import Action, ExpectedEffect
from goldthread.delivery.sheets.grid import Unreadable
from goldthread.delivery.views.common import action_or_404, crumbs, now, today
from goldthread.partners.session import signed_in


@require_http_methods(["GET", "HEAD", "POST"])
def give_figures(request: HttpRequest, reference: str) -> HttpResponse:
    """Give the figures that judge an effect, with where they come from."""
    found = action_or_404(reference)
    expected = ExpectedEffect.objects.filter(action=found).first()
    if expected is None or found.deleted_at:
        raise Http404("No effect was stated for this action.")
    is_first = not found.given_figures.exists()
    form = GivenForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        is_first=is_first,
        initial=_standing(found, expected),
    )
    faults: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        faults = _give(request, found, expected, form)
        if not faults:
            return redirect("effect", found.reference)
    refusal = rules.refusal_to_give_figures(
        found,
        expected,
        source="x",
        reason="x",
        is_first=is_first,
        by=signed_in(request),
    )
    return render(
        request,
        "delivery/give_figures.html",
        {
            "form": form,
            "faults": faults,
            "refusal": refusal,
            "action": found,
            "expected": expected,
            "crumbs": crumbs(found),
        },
        status=422 if faults else 200,
    )


def _give(
    request: HttpRequest, action: Action, expected: ExpectedEffect, form: GivenForm
) -> tuple[str, ...]:
    """Keep them, or say everything that is wrong; nothing is half kept."""
    told = form.cleaned_data
    try:
        given = read_given(form.rows(), expected, every=told["every"], on=today())
        if given.series is None:
            return given.faults
        services.give_figures(
            action,
            given.series,
            source=told["source"],
            strength=told["strength"],
            note=told["note"],
            reason=told.get("reason", ""),
            by=signed_in(request),
            at=now(),
        )
    except (Unreadable, rules.Refused) as wrong:
        return (str(wrong),)
    messages.success(
        request,
        "The figures are kept as they are. The effect is judged from them when its window is over.",
    )
    return ()


def _standing(action: Action, expected: ExpectedEffect) -> dict[str, object]:
    """The table as it was given last, else an empty one with the months it needs."""
    last = action.given_figures.order_by("-number").first()
    if last is None:
        return {"every": 1, "table": template(expected, _needed(action, expected))}
    series = from_json(last.series)
    return {
        "every": series.every,
        "table": table_of(series),
        "source": last.source,
        "strength": last.strength,
        "note": last.note,
    }


def _needed(action: Action, expected: ExpectedEffect) -> list[date]:
    """Two years before the work began up to the window's end, as far as they are over."""
    began = services.began_on(action, expected)
    first = began.year * 12 + began.month - 1 - 24
    until = min(expected.window_until, today().replace(day=1))
    last = until.year * 12 + until.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(first, max(last, first + 1))]
