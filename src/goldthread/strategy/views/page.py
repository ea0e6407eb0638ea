"""What every page of a strategy has: its tabs, its marking, one form, one act, one answer."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from goldthread.notes.editing import Overtaken
from goldthread.partners.middleware import role_of
from goldthread.partners.models import Agency
from goldthread.partners.policy import policy
from goldthread.partners.rules import Refused
from goldthread.strategy import rules
from goldthread.strategy.models import LinkCheck, Priority, Strategy
from goldthread.strategy.unchanged import fingerprint
from goldthread.web.forms import Form
from goldthread.web.kit import Empty, Link, Row, Status, Step, Table
from goldthread.web.once import answer_once
from goldthread.web.templatetags.kit import day as written

FORM = ["GET", "HEAD", "POST"]  # what a page with a form answers
ALL = Link("Strategies", "/strategies/")
WRITE, STEER, DECIDE, SIGN = (
    "write the strategy",
    "steer the strategy",
    "approve for a board",
    "sign the foreword",
)
TABS = (
    ("Overview", "strategy"),
    ("Priorities", "strategy_priorities"),
    ("Workstreams", "strategy_workstreams"),
    ("Threads", "strategy_threads"),
    ("Evidence", "strategy_evidence"),
    ("Resources", "strategy_means"),
    ("Plans", "strategy_plans"),
    ("Text", "strategy_sections"),
    ("Boards", "strategy_approvals"),
    ("Requirements", "strategy_requirements"),
    ("Versions", "strategy_versions"),
)
MOODS = {
    "draft": "working",
    "consulting": "working",
    "proposed": "waiting",
    "agreed": "done",
    "in_force": "done",
    "closed": "quiet",
    "withdrawn": "refused",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a page, made of the page kit's values; what is empty is not shown."""

    heading: str = ""
    words: str = ""
    table: Table | None = None
    rows: Sequence[Row] = ()
    items: Sequence[str] = ()
    steps: Sequence[Step] = ()
    links: Sequence[Link] = ()
    empty: Empty | None = None


@dataclass(frozen=True, slots=True)
class Marked:
    """What a careful reader found in the words that somebody is about to settle."""

    heading: str
    words: Sequence[str]


def strategy_of(key: str) -> Strategy:
    """The strategy of an address."""
    return get_object_or_404(Strategy.objects.select_related("follows"), key=key)


def may(request: HttpRequest, act: str) -> bool:
    """Whether the reader may do this: what they may not is not offered."""
    return policy().may(role_of(request), act)


def state_of(strategy: Strategy) -> Status:
    """How a strategy stands today, with the day on which that changes."""
    day = timezone.localdate()
    mood = MOODS[strategy.stands_on(day)]
    return Status(strategy.words_on(day), mood)  # type: ignore[arg-type]


def shown(
    request: HttpRequest,
    strategy: Strategy,
    *,
    title: str,
    parts: Sequence[Part] = (),
    actions: Sequence[Link] = (),
    lead: str = "",
    tab: str = "",
    template: str = "strategy/parts.html",
    crumbs: Sequence[Link] = (),
    status: int = 200,
    **told: Any,
) -> HttpResponse:
    """A page of this strategy."""
    return render(
        request,
        template,
        {
            "strategy": strategy,
            "state": state_of(strategy),
            "tabs": tabs(strategy, tab),
            "title": title,
            "lead": lead,
            "parts": parts,
            "actions": actions,
            "crumbs": (ALL, home_of(strategy), *crumbs),
            **told,
        },
        status=status,
    )


def status_of_link(followed: LinkCheck) -> Status:
    """What the worker found when it last followed an address, with the day."""
    day = written(followed.checked_at)
    if followed.works:
        return Status(f"Answered on {day}", "done")
    return Status(f"Broken on {day}. {followed.words}", "concern")


def tabs(strategy: Strategy, current: str) -> tuple[Link, ...]:
    return tuple(
        Link(words, reverse(page, args=[strategy.key]), page == current)
        for words, page in TABS
    )


def home_of(strategy: Strategy) -> Link:
    return Link(strategy.title, reverse("strategy", args=[strategy.key]))


def link(words: str, page: str, strategy: Strategy, *rest: object) -> Link:
    return Link(words, reverse(page, args=[strategy.key, *rest]))


def thread_of(noun: str, strategy: Strategy, key: str) -> Link:
    """Where a thing stands on its thread: up to why, down to what it changed."""
    place = reverse("thread", args=[noun, f"{strategy.key}/{key}"])
    return Link("The thread: what it led to", place)


def offered(
    request: HttpRequest, act: str, refusal: str | None, *links: Link
) -> tuple[Link, ...]:
    """Links to what the reader may do here and now; none where a rule refuses it."""
    return links if may(request, act) and not refusal else ()


def writing(request: HttpRequest, strategy: Strategy, *links: Link) -> tuple[Link, ...]:
    """Links to what changes a draft."""
    return offered(request, WRITE, rules.refusal_to_write(strategy), *links)


def answer(
    request: HttpRequest,
    strategy: Strategy,
    form: Form,
    *,
    title: str,
    button: str,
    act: Callable[[], object],
    done: str = "",
    then: str,
    before: str = "",
    refusal: str | None = None,
    tab: str = "",
    stands: Sequence[Row] = (),
    aside: Link | None = None,
    outside: str = "",
    marked: "Marked | None" = None,
    blocks: Sequence[str] = (),
) -> HttpResponse:
    """Show a form; when it is sent and whole, act once and go to `then`.

    `stands` is what is kept now, shown below the form when somebody changed it meanwhile;
    `blocks` is what a refusal rests on, thing by thing.
    """
    overtaken = False
    refusal = refusal or not_yours(request)
    if request.method == "POST" and form.is_valid():
        try:
            return done_once(request, act, done=done, then=then)
        except Refused as refused:
            form.add_error(None, str(refused))
            if overtaken := isinstance(refused, Overtaken):
                _build_on_the_newer(form)
    return shown(
        request,
        strategy,
        title=title,
        template="strategy/form.html",
        tab=tab,
        form=form,
        button=button,
        before=before,
        refusal=refusal,
        back=then,
        stands=stands if overtaken else (),
        aside=None if refusal else aside,
        outside=outside,
        marked=marked,
        blocks=blocks if refusal else (),
        status=409 if overtaken else 200,
    )


def _build_on_the_newer(form: Form) -> None:
    """Saving again replaces what stands now, which the page shows."""
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["seen"] = form.initial["seen"]
    form.data = data


def done_once(
    request: HttpRequest, act: Callable[[], object], *, done: str, then: str
) -> HttpResponse:
    """Act, say that it is done and go on; the same form sent twice is done once.

    Where `done` says nothing, the act's own answer is said.
    """

    def acted() -> str:
        made = act()
        messages.success(request, done or str(made))
        return then

    return answer_once(request, acted, at=now())


def not_yours(request: HttpRequest) -> str | None:
    """Why a form is shown without its button: the reader may look and not send."""
    page = request.resolver_match.url_name if request.resolver_match else None
    gate = policy().gates.get(page or "")
    if gate is None or gate.send is None or may(request, gate.send):
        return None
    who = ", ".join(role.words.lower() for role in policy().who_may(gate.send))
    return f"You may read this. To change it is for: {who}."


def seen_or(request: HttpRequest, row: Model) -> dict[str, str]:
    """The hidden sign of how the thing stands, for a form that is shown first."""
    return {"seen": fingerprint(row)}


def now() -> datetime:
    return datetime.now(UTC)


def posted(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def priorities_of(strategy: Strategy) -> QuerySet[Priority]:
    rows: QuerySet[Priority] = strategy.priorities.order_by("number", "pk")
    return rows


def agencies_on(day: Any) -> QuerySet[Agency]:
    rows: QuerySet[Agency] = Agency.objects.on(day).order_by("name", "pk")
    return rows


def found(rows: Any, **wanted: Any) -> Any:
    """One thing of this strategy, else the page does not exist."""
    row = rows.filter(**wanted).first()
    if row is None:
        raise Http404("This strategy has no such thing.")
    return row
