"""Asks, challenges and risks: one page each, and what can be done with one."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.governance import rules, services
from goldthread.governance.forms.meetings import BecauseForm
from goldthread.governance.forms.registers import (
    AnswerForm,
    AskForm,
    ChallengeForm,
    CloseAskForm,
    JudgeForm,
    ReplyForm,
    ReplyForOthersForm,
    ReviewForm,
    RiskForm,
)
from goldthread.governance.models import AgendaItem, Ask, Challenge, Risk
from goldthread.governance.queries.things import ask_page, challenge_page, risk_page
from goldthread.governance.services import AskTold, ChallengeTold
from goldthread.governance.views.common import (
    bodies_run_by,
    crumbs,
    item_or_404,
    now,
    seen_or_404,
    today,
)
from goldthread.partners.models import Body, Holding
from goldthread.partners.pages import form_page
from goldthread.partners.session import signed_in
from goldthread.web.kit import Link

both = require_http_methods(["GET", "HEAD", "POST"])
ASKS = Link("Asks", "/board/asks/")
CHALLENGES = Link("Challenges", "/board/challenges/")
RISKS = Link("Risks", "/board/risks/")


@require_safe
def ask(request: HttpRequest, reference: str) -> HttpResponse:
    """An ask, its answer, what came of it."""
    found = seen_or_404(request, Ask.objects, reference)
    by = signed_in(request)
    runs = services.runs(found.body, by, at=now())
    page = ask_page(found, runs=runs, by=by, on=today())
    return _thing(request, page, ASKS)


@both
def add_ask(request: HttpRequest) -> HttpResponse:
    """Ask something, perhaps from an item of a meeting."""
    by, at = signed_in(request), now()
    item = _item_asked(request)
    form = AskForm(
        request.POST or None,
        bodies=bodies_run_by(by, today()),
        on=today(),
        initial={"body": item.meeting.body_id} if item else {},
    )

    def act(given: dict[str, Any]) -> Ask:
        body = given.pop("body")
        told = AskTold(
            **given, item=item, asked_on=item.meeting.held_on if item else today()
        )
        return services.make_ask(body, told, by=by, at=at)

    return _form(
        request,
        form,
        act,
        title="Ask something",
        button="Ask",
        done=lambda made: f"Written down as {made.reference}.",
        then=_back(item, ASKS),
        above=ASKS,
    )


@both
def reply_to_ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer an ask."""
    found = seen_or_404(request, Ask.objects, reference)
    by, at = signed_in(request), now()
    own = rules.answers_for_themselves(found, by)
    known = {"answer": found.answer, "reply": found.reply, "answered_by": found.answered_by, "on": found.replied_on}  # fmt: skip
    form = (ReplyForm if own else ReplyForOthersForm)(
        request.POST or None, initial=known
    )
    return _of(
        request,
        found,
        form,
        lambda given: services.reply_to_ask(
            found, **({"on": today()} | given), by=by, at=at
        ),
        title=f"Answer {found.reference}"
        if own
        else f"What {found.asked_of} answered to {found.reference}",
        before=found.words,
        button="Send the answer" if own else "Write it down",
        done="Thank you. The board sees your answer."
        if own
        else f"Written down as the answer of {found.asked_of}.",
        above=ASKS,
    )


@both
def close_ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Say what came of an ask."""
    found = seen_or_404(request, Ask.objects, reference)
    by, at = signed_in(request), now()
    return _of(
        request,
        found,
        CloseAskForm(request.POST or None),
        lambda given: services.close_ask(found, **given, on=today(), by=by, at=at),
        title=f"What came of {found.reference}",
        before=found.words,
        button="Close it",
        done="Closed.",
        above=ASKS,
    )


@both
def withdraw_ask(request: HttpRequest, reference: str) -> HttpResponse:
    """Ask no longer."""
    found = seen_or_404(request, Ask.objects, reference)
    by, at = signed_in(request), now()
    return _of(
        request,
        found,
        BecauseForm(request.POST or None),
        lambda given: services.withdraw_ask(found, **given, on=today(), by=by, at=at),
        title=f"Withdraw {found.reference}",
        before=found.words,
        button="Withdraw it",
        done="Withdrawn.",
        above=ASKS,
    )


@require_safe
def challenge(request: HttpRequest, reference: str) -> HttpResponse:
    """A challenge, its answer, whether it satisfied."""
    found = seen_or_404(request, Challenge.objects, reference)
    by = signed_in(request)
    runs = services.runs(found.body, by, at=now())
    page = challenge_page(found, runs=runs, by=by, on=today())
    return _thing(request, page, CHALLENGES)


@both
def add_challenge(request: HttpRequest) -> HttpResponse:
    """Put a challenge, perhaps on an item of a meeting."""
    by, at = signed_in(request), now()
    item = _item_asked(request)
    held = Holding.objects.on(today()).filter(person=by)
    bodies = Body.objects.filter(pk__in=held.values("seat__body"))
    bodies = (bodies | bodies_run_by(by, today()).order_by()).distinct()
    form = ChallengeForm(
        request.POST or None,
        bodies=bodies.order_by("name", "pk"),
        on=today(),
        initial={"body": item.meeting.body_id} if item else {},
    )

    def act(given: dict[str, Any]) -> Challenge:
        body = given.pop("body")
        told = ChallengeTold(**given, item=item, asked_on=today())
        return services.put_challenge(body, told, by=by, at=at)

    return _form(
        request,
        form,
        act,
        title="Put a challenge",
        button="Put it",
        done=lambda made: f"Your challenge is {made.reference}.",
        then=_back(item, CHALLENGES),
        above=CHALLENGES,
    )


@both
def answer_challenge(request: HttpRequest, reference: str) -> HttpResponse:
    """Answer a challenge."""
    found = seen_or_404(request, Challenge.objects, reference)
    by, at = signed_in(request), now()
    return _of(
        request,
        found,
        AnswerForm(request.POST or None, initial={"answer": found.answer}),
        lambda given: services.answer_challenge(
            found, **given, on=today(), by=by, at=at
        ),
        title=f"Answer {found.reference}",
        before=found.question,
        button="Send the answer",
        done="Thank you. Who asked says whether it satisfies.",
        above=CHALLENGES,
    )


@both
def judge_answer(request: HttpRequest, reference: str) -> HttpResponse:
    """Say whether the answer satisfies."""
    found = seen_or_404(request, Challenge.objects, reference)
    by, at = signed_in(request), now()
    return _of(
        request,
        found,
        JudgeForm(request.POST or None),
        lambda given: services.judge_answer(found, **given, on=today(), by=by, at=at),
        title=f"Does the answer to {found.reference} satisfy?",
        before=found.answer,
        button="Save",
        done="Saved.",
        above=CHALLENGES,
    )


@require_safe
def risk(request: HttpRequest, reference: str) -> HttpResponse:
    """A risk and its reviews."""
    found = _risk(reference)
    by = signed_in(request)
    runs = services.runs(found.body, by, at=now())
    page = risk_page(found, runs=runs, by=by, on=today())
    return _thing(request, page, RISKS)


@both
def add_risk(request: HttpRequest) -> HttpResponse:
    """Put a risk on the register."""
    by, at = signed_in(request), now()
    bodies = Body.objects.on(today()).filter(is_ours=True).order_by("name", "pk")
    form = RiskForm(request.POST or None, bodies=bodies, on=today())
    return _form(
        request,
        form,
        lambda given: services.add_risk(given["body"], form.told, by=by, at=at),
        title="Add a risk",
        button="Add it",
        done=lambda made: f"It is {made.reference} on the register.",
        then=RISKS.href,
        above=RISKS,
    )


@both
def change_risk(request: HttpRequest, reference: str) -> HttpResponse:
    """Change what the register says of a risk."""
    found = _risk(reference)
    by, at = signed_in(request), now()
    bodies = Body.objects.filter(pk=found.body_id)
    known = {name: getattr(found, name) for name in RiskForm.base_fields}
    form = RiskForm(request.POST or None, bodies=bodies, on=today(), initial=known)
    return _of(
        request,
        found,
        form,
        lambda given: services.change_risk(found, form.told, by=by, at=at),
        title=f"Change {found.reference}",
        before="",
        button="Save",
        done="Saved.",
        above=RISKS,
    )


@both
def review_risk(request: HttpRequest, reference: str) -> HttpResponse:
    """Look at a risk again."""
    found = _risk(reference)
    by, at = signed_in(request), now()
    known = {
        "likelihood": found.residual_likelihood,
        "impact": found.residual_impact,
    }
    return _of(
        request,
        found,
        ReviewForm(request.POST or None, initial=known),
        lambda given: services.review_risk(found, **given, on=today(), by=by, at=at),
        title=f"Look at {found.reference} again",
        before=f"{found.title}. It stands at {found.score}; the board accepts up to {found.appetite}.",
        button="Save the review",
        done="Saved.",
        above=RISKS,
    )


@both
def close_risk(request: HttpRequest, reference: str) -> HttpResponse:
    """Take a risk off the register."""
    found = _risk(reference)
    by, at = signed_in(request), now()
    return _of(
        request,
        found,
        BecauseForm(request.POST or None),
        lambda given: services.close_risk(found, **given, on=today(), by=by, at=at),
        title=f"Close {found.reference}",
        before=found.title,
        button="Close it",
        done="Closed. That it stood there stays known.",
        above=RISKS,
    )


def _risk(reference: str) -> Risk:
    found: Risk | None = (
        Risk.objects.select_related("body", "owner", "owner_agency", "workstream")
        .filter(reference=reference.upper())
        .first()
    )
    if found is None:
        raise Http404(f"There is no {reference} on the register.")
    return found


def _item_asked(request: HttpRequest) -> AgendaItem | None:
    """The item from which somebody came, as `?meeting=3&item=4` says."""
    meeting, number = request.GET.get("meeting", ""), request.GET.get("item", "")
    if not (meeting.isdigit() and number.isdigit()):
        return None
    return item_or_404(request, int(meeting), int(number))


def _back(item: AgendaItem | None, above: Link) -> str:
    if item is None:
        return above.href
    return reverse("agenda_item", args=[item.meeting_id, item.number])


def _thing(request: HttpRequest, page: Any, above: Link) -> HttpResponse:
    told = {"page": page, "crumbs": crumbs(None, above)}
    return render(request, "governance/thing.html", told)


def _form(
    request: HttpRequest,
    form: Any,
    act: Callable[[dict[str, Any]], object],
    *,
    title: str,
    button: str,
    done: Any,
    then: str,
    above: Link,
    before: str = "",
) -> HttpResponse:
    return form_page(
        request,
        form,
        title=title,
        button=button,
        act=act,
        done=done,
        then=then,
        crumbs=crumbs(None, above),
        before=before,
    )


def _of(
    request: HttpRequest,
    found: Any,
    form: Any,
    act: Callable[[dict[str, Any]], object],
    *,
    above: Link,
    **how: Any,
) -> HttpResponse:
    here = reverse(found._meta.model_name, args=[found.reference])
    return _form(request, form, act, then=here, above=above, **how)
