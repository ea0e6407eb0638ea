"""The form behind a return link: no sign-in, one agency's figures, GET changes nothing."""

from datetime import UTC, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import (
    require_GET,
    require_http_methods,
    require_POST,
)

from goldthread.desk import rules, services
from goldthread.desk.models import ReturnLink
from goldthread.desk.queries.links import person_acting, return_link_named
from goldthread.partners.models import Agency, Person
from goldthread.partners.session import signed_in
from goldthread.performance.queries import due_from
from goldthread.performance.queries.due import was_sent
from goldthread.performance.queries.sent import sent_with
from goldthread.performance.returning import ReturnForm
from goldthread.performance.returning_file import template, turn
from goldthread.web.access import published
from goldthread.web.once import answer_once


def _opened(token: str) -> tuple[ReturnLink | None, str]:
    """The link of this token, or why it opens nothing."""
    link = return_link_named(token)
    if link is not None:
        person_acting(link.person, on=timezone.localdate())
    refusal = rules.refusal_to_open_return(link, at=datetime.now(UTC))
    return (None if refusal else link), refusal or ""


def _gone(request: HttpRequest, words: str) -> HttpResponse:
    told = {"words": words, "token": ""}
    return render(request, "desk/link_gone.html", told, status=410)


def _done(request: HttpRequest, token: str) -> str:
    """The same page, which then repeats what was sent."""
    mark = urlencode({"done": request.POST.get("token", "")})
    return f"{reverse('return_link', args=[token])}?{mark}"


@published
@require_http_methods(["GET", "HEAD", "POST"])
def return_link(request: HttpRequest, token: str) -> HttpResponse:
    """What the agency owes, one box a figure; on a phone too."""
    link, why_not = _opened(token)
    if link is None:
        return _gone(request, why_not)
    if was_sent(request.POST.get("token", "")):  # sent twice, done once
        return redirect(_done(request, token))
    due = due_from(link.agency, on=timezone.localdate())
    form = ReturnForm(request.POST if request.method == "POST" else None, due=due)
    if request.method == "POST" and form.is_valid():
        try:
            services.key_by_link(
                link,
                form.figures(),
                token=form.cleaned_data["token"],
                note=form.cleaned_data["note"],
                at=datetime.now(UTC),
            )
        except rules.Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(_done(request, token))
    told_of = {
        "form": form,
        "due": due,
        "link": link,
        "token": token,
        "done": "done" in request.GET,
        "sent": sent_with(
            request.GET.get("done", ""), agency=link.agency, on=timezone.localdate()
        ),
    }
    return render(request, "desk/return.html", told_of)


@published
@require_http_methods(["GET", "HEAD", "POST"])
def return_link_file(request: HttpRequest, token: str) -> HttpResponse:
    """What the agency owes as a file: looked at first, then sent."""
    link, why_not = _opened(token)
    if link is None:
        return _gone(request, why_not)
    done = _done(request, token)
    if was_sent(request.POST.get("token", "")):  # sent twice, done once
        return redirect(done)
    due, whose = due_from(link.agency, on=timezone.localdate()), f"link {link.pk}"
    step = turn(
        request,
        due,
        whose=whose,
        keep=lambda figures, mark, note: services.key_by_link(
            link, figures, token=mark, via="file", note=note, at=datetime.now(UTC)
        ),
    )
    if step.is_done:
        return redirect(done)
    told = {
        "link": link,
        "due": due,
        "step": step,
        "form_page": reverse("return_link", args=[token]),
        "here": reverse("return_link_file", args=[token]),
        "xlsx": reverse("return_link_template", args=[token, "xlsx"]),
        "csv": reverse("return_link_template", args=[token, "csv"]),
    }
    return render(request, "desk/return_file.html", told, status=step.status)


@published
@require_GET
def return_link_template(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """The file that the link's agency fills in."""
    link, why_not = _opened(token)
    if link is None:
        return _gone(request, why_not)
    return template(kind, due_from(link.agency, on=timezone.localdate()))


@require_POST
def send_link(request: HttpRequest, key: int) -> HttpResponse:
    """Send somebody a link to the form of their agency."""
    person = get_object_or_404(Person, pk=key)
    number = request.POST.get("agency", "")
    agency = get_object_or_404(Agency, pk=int(number) if number.isdigit() else 0)
    try:
        return answer_once(
            request, lambda: _sent(request, person, agency), at=datetime.now(UTC)
        )
    except rules.Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("returns")


def _sent(request: HttpRequest, person: Person, agency: Agency) -> str:
    services.send_return_link(
        person, agency=agency, by=signed_in(request), at=datetime.now(UTC)
    )
    messages.success(request, f"A link is on its way to {person.name}.")
    return reverse("returns")
