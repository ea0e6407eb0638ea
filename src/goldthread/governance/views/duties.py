"""The duties of the year, scrutiny, section 17, exceptions and shared issues."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.governance import services
from goldthread.governance.forms.duties import (
    AnswerScrutinyForm,
    DutyForm,
    ExceptionForm,
    ScrutinyForm,
    Section17Form,
    SharedIssueForm,
    StepForm,
    WordsForm,
)
from goldthread.governance.models import (
    Decision,
    Recovery,
    ScrutinyRequest,
    Section17Check,
    SharedIssue,
)
from goldthread.governance.queries.board import tabs
from goldthread.governance.queries.duties import (
    duties_page,
    exceptions_page,
    recovery_page,
    scrutiny_page,
    section_17_page,
)
from goldthread.governance.rules import EVERY_BOARD, RUN, may
from goldthread.governance.views.common import bodies_run_by, crumbs, now, today
from goldthread.partners.pages import form_page
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link

both = require_http_methods(["GET", "HEAD", "POST"])
DUTIES = Link("Duties", "/board/duties/")
EXCEPTIONS = Link("Exceptions", "/board/exceptions/")


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """What the law asks this year, and how it stands."""
    told = {
        "page": duties_page(on=today()),
        "tabs": tabs("duties"),
        "may_keep": may(signed_in(request), EVERY_BOARD),
    }
    return render(request, "governance/duties.html", told)


@both
def add_duty(request: HttpRequest) -> HttpResponse:
    """A yearly duty was done."""
    form = DutyForm(request.POST or None, on=today(), initial={"on": today()})

    def act(given: dict[str, Any]) -> object:
        return services.record_duty(
            form.duty_kind,
            duty=form.duty,
            on=given["on"],
            words=given["words"],
            presences=form.presences,
            by=signed_in(request),
            at=now(),
        )

    return _form(
        request, form, act, title="A duty was done", button="Save", done="Saved.", then=DUTIES.href, above=DUTIES
    )  # fmt: skip


@both
def add_scrutiny(request: HttpRequest) -> HttpResponse:
    """Scrutiny asked for something."""
    return _form(
        request,
        ScrutinyForm(request.POST or None, initial={"received_on": today()}),
        lambda given: services.record_scrutiny(
            **given, by=signed_in(request), at=now()
        ),
        title="What scrutiny asks",
        button="Save",
        done=lambda made: f"Saved as {made.reference}; due {made.due_on:%d %B %Y}.",
        then=DUTIES.href,
        above=DUTIES,
    )


@require_safe
def scrutiny(request: HttpRequest, reference: str) -> HttpResponse:
    """One request of scrutiny."""
    found = _scrutiny(reference)
    keep = may(signed_in(request), EVERY_BOARD)
    page = scrutiny_page(found, may_keep=keep, on=today())
    return _thing(request, page, DUTIES)


@both
def answer_scrutiny(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer scrutiny."""
    found = _scrutiny(reference)
    return _form(
        request,
        AnswerScrutinyForm(request.POST or None, initial={"on": today()}),
        lambda given: services.answer_scrutiny(
            found, **given, by=signed_in(request), at=now()
        ),
        title=f"Answer {found.reference}",
        before=found.asked,
        button="Save the answer",
        done="Saved.",
        then=reverse("scrutiny", args=[found.reference]),
        above=DUTIES,
    )


@both
def add_section_17(request: HttpRequest) -> HttpResponse:
    """Check what a decision does to crime and disorder."""
    asked = Decision.objects.filter(reference=request.GET.get("decision", "").upper())
    about = asked.exclude(item__audience__in=("members", "named")).first()
    known = {"decision": about, "subject": about.title} if about else {}
    form = Section17Form(request.POST or None, on=today(), initial=known)
    return _form(
        request,
        form,
        lambda given: services.check_section_17(
            form.told, on=today(), by=signed_in(request), at=now()
        ),
        title="A section 17 check",
        before="Councils, police, fire and others have to do all they reasonably can to prevent these four.",
        button="Save",
        done=lambda made: f"Saved as {made.reference}.",
        then=DUTIES.href,
        above=DUTIES,
    )


@require_safe
def section_17(request: HttpRequest, reference: str) -> HttpResponse:
    """One section 17 check."""
    found = _check(reference)
    keep = may(signed_in(request), EVERY_BOARD)
    return _thing(request, section_17_page(found, may_keep=keep), DUTIES)


@both
def follow_up_section_17(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what came of a section 17 check."""
    found = _check(reference)
    return _form(
        request,
        WordsForm(request.POST or None, initial={"words": found.followed_up}),
        lambda given: services.follow_up_section_17(
            found, **given, on=today(), by=signed_in(request), at=now()
        ),
        title=f"What came of {found.reference}",
        before=found.subject,
        button="Save",
        done="Saved.",
        then=reverse("section_17", args=[found.reference]),
        above=DUTIES,
    )


@require_safe
def exceptions(request: HttpRequest) -> HttpResponse:
    """What is out of order before a board, and what boards share."""
    person = signed_in(request)
    told = {
        "page": exceptions_page(may_keep=may(person, EVERY_BOARD), on=today()),
        "tabs": tabs("exceptions"),
        "may_run": may(person, RUN),
        "may_keep": may(person, EVERY_BOARD),
    }
    return render(request, "governance/exceptions.html", told)


@both
def add_exception(request: HttpRequest) -> HttpResponse:
    """Bring something before a board."""
    by = signed_in(request)
    form = ExceptionForm(
        request.POST or None, bodies=bodies_run_by(by, today()), on=today()
    )

    def act(given: dict[str, Any]) -> Recovery:
        body = given.pop("body")
        return services.raise_exception(body, **given, on=today(), by=by, at=now())

    return _form(
        request,
        form,
        act,
        title="Bring an exception before a board",
        button="Save",
        done=lambda made: f"Saved as {made.reference}.",
        then=EXCEPTIONS.href,
        above=EXCEPTIONS,
    )


@require_safe
def exception(request: HttpRequest, reference: str) -> HttpResponse:
    """One exception and the way out of it."""
    found, by = _recovery(reference), signed_in(request)
    runs = services.runs(found.body, by, at=now())
    return _thing(request, recovery_page(found, runs=runs, by=by), EXCEPTIONS)


@both
def exception_step(request: HttpRequest, reference: str, to: str) -> HttpResponse:
    """Go a step with an exception."""
    found, by = _recovery(reference), signed_in(request)
    label = dict(Recovery.State.choices).get(to, to)
    return _form(
        request,
        StepForm(request.POST or None),
        lambda given: services.take_step(
            found, to=to, **given, on=today(), by=by, at=now()
        ),
        title=f"{found.reference}: {str(label).lower()}",
        before=found.title,
        button="Save",
        done="Saved.",
        then=reverse("exception", args=[found.reference]),
        above=EXCEPTIONS,
    )


@both
def share_issue(request: HttpRequest) -> HttpResponse:
    """Agree who leads on an issue that boards share; `?issue=3` changes that one."""
    asked = request.GET.get("issue", "")
    known: dict[str, Any] = {}
    if asked.isdigit():
        issue = get_object_or_404(SharedIssue, pk=int(asked))
        known = {
            "title": issue.title,
            "lead": issue.lead,
            "words": issue.words,
            "supports": issue.supports.all(),
        }
    return _form(
        request,
        SharedIssueForm(request.POST or None, on=today(), initial=known),
        lambda given: services.share_issue(
            **given, agreed_on=today(), by=signed_in(request), at=now()
        ),
        title="Who leads on a shared issue",
        before="An issue that stands in the register already gets its new lead.",
        button="Save",
        done="Saved. Exactly one board leads on it.",
        then=EXCEPTIONS.href,
        above=EXCEPTIONS,
    )


def _scrutiny(reference: str) -> ScrutinyRequest:
    rows = ScrutinyRequest.objects.select_related("action", "replied_by")
    return get_object_or_404(rows, reference=reference.upper())


def _check(reference: str) -> Section17Check:
    rows = Section17Check.objects.select_related("decision__item", "owner", "checked_by")  # fmt: skip
    return get_object_or_404(rows, reference=reference.upper())


def _recovery(reference: str) -> Recovery:
    rows = Recovery.objects.select_related("body", "agency", "action", "workstream")
    return get_object_or_404(rows, reference=reference.upper())


def _thing(request: HttpRequest, page: Any, above: Link) -> HttpResponse:
    told = {"page": page, "crumbs": crumbs(None, above)}
    return render(request, "governance/thing.html", told)


def _form(
    request: HttpRequest, form: Any, act: Any, *, above: Link, **how: Any
) -> HttpResponse:
    return form_page(request, form, act=act, crumbs=crumbs(None, above), **how)
