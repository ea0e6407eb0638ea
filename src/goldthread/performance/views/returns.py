"""What agencies owe, and the forms in which they send it."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from goldthread.partners.models import Person
from goldthread.partners.session import signed_in
from goldthread.performance import queries, rules, services
from goldthread.performance.forms import EarlyForm
from goldthread.performance.models import Indicator
from goldthread.performance.periods import later
from goldthread.performance.queries.due import owed_by_all, was_sent
from goldthread.performance.queries.sent import sent_with
from goldthread.performance.returning import ReturnForm
from goldthread.performance.returning_file import template, turn
from goldthread.performance.services import Figure
from goldthread.performance.views.common import crumbs, now, tabs, today
from goldthread.web.once import answer_once


@require_GET
def returns(request: HttpRequest) -> HttpResponse:
    """Which agency owes which figures, the latest first, and who can be asked."""
    person = signed_in(request)
    own = rules.agency_of(person)
    return render(
        request,
        "performance/returns.html",
        {
            "owing": owed_by_all(on=today()),
            "own": own,
            "sent": sent_with(request.GET.get("sent", ""), agency=own, on=today()),
            "may_ask": rules.may(person, rules.DEFINE),
            "may_key": rules.may(person, rules.KEY),
            "tabs": tabs("returns"),
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
def key_return(request: HttpRequest) -> HttpResponse:
    """Key what one's own agency owes."""
    if was_sent(request.POST.get("token", "")):  # sent twice, done once
        return _sent(request)
    person = signed_in(request)
    agency = rules.agency_of(person)
    due = queries.due_from(agency, on=today()) if agency else ()
    form = ReturnForm(request.POST if request.method == "POST" else None, due=due)
    if request.method == "POST" and agency and form.is_valid():
        try:
            services.key_return(
                agency,
                form.figures(),
                token=form.cleaned_data["token"],
                note=form.cleaned_data["note"],
                by=person,
                at=now(),
            )
        except rules.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Thank you. The figures stand.")
            return _sent(request)
    return render(
        request,
        "performance/key.html",
        {"form": form, "due": due, "agency": agency, "crumbs": crumbs()},
    )


@require_http_methods(["GET", "HEAD", "POST"])
def return_file(request: HttpRequest) -> HttpResponse:
    """Bring what one's own agency owes as a file: looked at first, then sent."""
    if was_sent(request.POST.get("token", "")):  # sent twice, done once
        return _sent(request)
    person = signed_in(request)
    agency = rules.agency_of(person)
    due = queries.due_from(agency, on=today()) if agency else ()
    step = turn(
        request,
        due,
        whose=str(person.pk),
        keep=lambda figures, token, note: _kept(figures, token, note, person),
    )
    if step.is_done:
        messages.success(request, "Thank you. The figures stand.")
        return _sent(request)
    return render(
        request,
        "performance/return_file.html",
        {
            "agency": agency,
            "due": due,
            "step": step,
            "here": reverse("return_file"),
            "xlsx": reverse("return_template", args=["xlsx"]),
            "csv": reverse("return_template", args=["csv"]),
            "crumbs": crumbs(),
        },
        status=step.status,
    )


def _sent(request: HttpRequest) -> HttpResponse:
    """To the page that repeats what was sent, figure by figure."""
    mark = urlencode({"sent": request.POST.get("token", "")})
    return redirect(f"{reverse('returns')}?{mark}")


def _kept(
    figures: Mapping[Indicator, Sequence[Figure]],
    token: uuid.UUID,
    note: str,
    person: Person,
) -> None:
    agency = rules.agency_of(person)
    if agency is None:
        raise rules.Refused("You act for no agency today.")
    services.key_return(
        agency, figures, token=token, via="file", note=note, by=person, at=now()
    )


@require_GET
def return_template(request: HttpRequest, kind: str) -> HttpResponse:
    """The file that one's own agency fills in."""
    agency = rules.agency_of(signed_in(request))
    return template(kind, queries.due_from(agency, on=today()) if agency else ())


@require_http_methods(["GET", "HEAD", "POST"])
def count_early(request: HttpRequest) -> HttpResponse:
    """Count how early one's own agency found people in a quarter."""
    person = signed_in(request)
    agency = rules.agency_of(person)
    form = EarlyForm(
        request.POST if request.method == "POST" else None, quarters=_quarters(today())
    )
    if request.method == "POST" and agency and form.is_valid():
        try:
            return answer_once(
                request, lambda: _counted(request, form, person), at=now()
            )
        except rules.Refused as refusal:
            form.add_error(None, str(refusal))
    return render(
        request,
        "performance/part.html",
        {
            "form": form,
            "heading": "Count how early people were found",
            "words": f"For {agency}: the people you saw for the first time in the quarter. The same people are counted in each part, so its sums are equal; leave a part empty if you do not know it.",
            "button": "Send the counts",
            "crumbs": crumbs(),
        },
    )


def _counted(request: HttpRequest, form: EarlyForm, person: Person) -> str:
    agency = rules.agency_of(person)
    if agency is None:
        raise rules.Refused("You act for no agency today.")
    services.record_early_counts(
        agency,
        period_start=form.cleaned_data["period_start"],
        counts=form.counts(),
        token=uuid.uuid4(),
        note=form.cleaned_data["note"],
        by=person,
        at=now(),
    )
    messages.success(request, "Thank you. The counts stand.")
    return reverse("earliness")


def _quarters(on: date) -> list[date]:
    """The last eight quarters that are over, the newest first."""
    start = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    return [later(start, -3 * back) for back in range(1, 9)]
