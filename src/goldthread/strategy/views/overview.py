"""All strategies; one strategy's first page: what is missing before the boards can agree."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.partners.models import Installation
from goldthread.partners.rules import Refused
from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, rules, services
from goldthread.strategy.markings import markings
from goldthread.strategy.missing import Missing, missing
from goldthread.strategy.models import Strategy
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.states import (
    AFTERWARDS,
    STEPS,
    Step,
    refusal_of_state,
    steps_from,
)
from goldthread.strategy.views.page import (
    STEER,
    Part,
    answer,
    link,
    may,
    now,
    offered,
    posted,
    shown,
    state_of,
    strategy_of,
    writing,
)
from goldthread.web.forms import Form
from goldthread.web.kit import Column, Empty, Link, Row, Table
from goldthread.web.templatetags.kit import day as written

FORM = ["GET", "HEAD", "POST"]


@require_safe
def strategies(request: HttpRequest) -> HttpResponse:
    """Every strategy: what is being written first, then what is in force."""
    rows = queries.listed()
    first = Link("Start a strategy", reverse("start_strategy"))
    may_start = may(request, STEER)
    table = Table(
        "Strategies",
        (
            Column("Strategy"),
            Column("How it stands"),
            Column("Period"),
            Column("Version"),
        ),
        tuple(
            (
                Link(each.title, reverse("strategy", args=[each.key])),
                state_of(each),
                f"{each.period_start.year} to {(each.period_end - forms.A_DAY).year}",
                each.version_label,
            )
            for each in rows
        ),
        caption_is_hidden=True,
    )
    empty = Empty(
        "No strategy yet",
        "A strategy begins as a draft: priorities, workstreams, evidence, words. The boards agree it here.",
        first if may_start else None,
    )
    return render(
        request,
        "strategy/strategies.html",
        {
            "table": table if rows else None,
            "empty": None if rows else empty,
            "action": first if may_start and rows else None,
        },
    )


@require_http_methods(FORM)
def start(request: HttpRequest) -> HttpResponse:
    """Begin a strategy as a draft."""
    installation = Installation.objects.select_related("area").first()
    begins = _next_april(timezone.localdate())
    form = forms.StartForm(
        posted(request),
        initial={
            "partnership": installation.area.name if installation else "",
            "period_start": begins,
            "last_day": begins.replace(year=begins.year + 3) - forms.A_DAY,
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = services.start_strategy(
                form.told(),
                follows=form.cleaned_data["follows"],
                by=signed_in(request),
                at=now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("strategy", made.key)
    return render(request, "strategy/start.html", {"form": form})


def _next_april(today: date) -> date:
    this_year = date(today.year, 4, 1)
    return this_year if today <= this_year else date(today.year + 1, 4, 1)


@require_safe
def overview(request: HttpRequest, key: str) -> HttpResponse:
    """What is missing before the boards can agree; then what the strategy says."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    owed = missing(known)
    actions = [
        link(step.words, "strategy_move", strategy, step.verb)
        for step in steps_from(strategy.state)
        if may(request, step.who)
    ]
    if strategy.state in ("agreed", "in_force"):
        actions += offered(
            request, STEER, None, link("Publish it", "publish_strategy", strategy)
        )
    actions += [link("As it reads", "published_strategy", strategy)]
    return shown(
        request,
        strategy,
        title=strategy.title,
        lead=strategy.strapline,
        tab="strategy",
        parts=(
            _question(strategy, owed),
            Part("The strategy", rows=_facts(request, known)),
        ),
        actions=actions,
        is_overview=True,
    )


def _question(strategy: Strategy, owed: tuple[Missing, ...]) -> Part:
    """The first thing the page answers."""
    before = {
        "draft": "Before the boards can agree",
        "consulting": "Before the boards can agree",
        "proposed": "Before it is agreed",
        "agreed": "Before it can come into force and be published",
    }.get(strategy.state, "What is open")
    if strategy.state in ("closed", "withdrawn"):
        said = strategy.withdrawn_because or AFTERWARDS[strategy.state]
        return Part("What happened", words=said)
    if not owed:
        return Part(before, words=f"Nothing is missing. {AFTERWARDS[strategy.state]}")
    return Part(
        before,
        table=Table(
            before,
            (Column("What is missing"), Column("What to do"), Column("It blocks")),
            tuple((each.words, each.link, each.status) for each in owed),
            caption_is_hidden=True,
        ),
    )


def _facts(request: HttpRequest, known: Whole) -> list[Row]:
    strategy = known.strategy
    change = next(
        iter(writing(request, strategy, link("Change", "strategy_change", strategy))),
        None,
    )
    consulted = (
        f"{written(strategy.consultation_opens_on)} to {written(strategy.consultation_closes_on - forms.A_DAY)}"
        if strategy.consultation_opens_on and strategy.consultation_closes_on
        else "not yet"
    )
    rows = [
        Row("How it stands", state_of(strategy)),
        Row("Whose it is", strategy.partnership, change),
        Row(
            "Period",
            f"{written(strategy.period_start)} to {written(strategy.period_end - forms.A_DAY)}",
            change,
        ),
        Row("What it is for", strategy.aim or "not written yet", change),
        Row("Marking", f"{strategy.marking} {strategy.handling}".strip(), change),
        Row("Version", _version(known)),
        Row("Consultation", consulted),
        Row(
            "Follows",
            str(strategy.follows or "no strategy kept here"),
            _crossing(known),
        ),
    ]
    if strategy.in_force_from:
        until = (
            f" until {written(strategy.in_force_until)}"
            if strategy.in_force_until
            else ""
        )
        rows.append(Row("In force", f"from {written(strategy.in_force_from)}{until}"))
    if strategy.published_at:
        rows.append(Row("Published", written(strategy.published_at)))
    return rows


def _crossing(known: Whole) -> Link | None:
    if not known.strategy.follows_id:
        return None
    return link("What became of its priorities", "strategy_crosswalk", known.strategy)


def _version(known: Whole) -> str:
    newest = known.strategy.versions.order_by("-revision").first()
    label = known.strategy.version_label
    if newest is None:
        return f"{label}, not saved yet"
    return (
        f"{label}, with changes since"
        if known.strategy.revision > newest.revision
        else label
    )


@require_http_methods(FORM)
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Correct the title, the period, the aim or the marking."""
    strategy = strategy_of(key)
    form = forms.StrategyForm(posted(request), initial=forms.strategy_initial(strategy))

    def act() -> None:
        services.change_strategy(strategy, form.told(), by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        form,
        title="The strategy in short",
        button="Save",
        act=act,
        done="Saved.",
        then=reverse("strategy", args=[key]),
        refusal=rules.refusal_to_write(strategy),
        before=markings().told(strategy.marking),
    )


@require_http_methods(FORM)
def move(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Take the next step in a strategy's life; refused in a sentence where it may not."""
    strategy = strategy_of(key)
    if verb not in _MOVES:
        raise Http404("A strategy has no such step.")
    make, call, done = _MOVES[verb]
    form = make(posted(request), initial=_initial(strategy))
    step = next(each for each in steps_from_anywhere() if each.verb == verb)

    def act() -> None:
        call(strategy, form, {"by": signed_in(request), "at": now()})

    return answer(
        request,
        strategy,
        form,
        title=step.words,
        button=step.words,
        act=act,
        done=done,
        then=reverse("strategy", args=[key]),
        before=f"It asks for {step.asks}.",
        refusal=refusal_of_state(verb, strategy.state),
    )


def steps_from_anywhere() -> tuple[Step, ...]:
    """Every step that a person takes."""
    return tuple(step for step in STEPS if step.verb in _MOVES)


def _initial(strategy: Strategy) -> dict[str, Any]:
    today = timezone.localdate()
    begins = max(strategy.period_start, today) if strategy.state == "agreed" else today
    return {"opens_on": today, "on": begins}


def _consult(strategy: Strategy, form: Any, told: dict[str, Any]) -> None:
    services.open_consultation(
        strategy,
        opens_on=form.cleaned_data["opens_on"],
        closes_on=form.closes_on(),
        **told,
    )


def _revise(strategy: Strategy, form: Any, told: dict[str, Any]) -> None:
    reason = form.cleaned_data["reason"]
    services.revise_strategy(strategy, reason=reason, on=timezone.localdate(), **told)


def _propose(strategy: Strategy, form: Any, told: dict[str, Any]) -> None:
    services.propose_strategy(strategy, on=timezone.localdate(), **told)


def _enforce(strategy: Strategy, form: Any, told: dict[str, Any]) -> None:
    services.bring_into_force(strategy, from_on=form.cleaned_data["on"], **told)


def _close(strategy: Strategy, form: Any, told: dict[str, Any]) -> None:
    services.close_strategy(strategy, until_on=form.cleaned_data["on"], **told)


def _withdraw(strategy: Strategy, form: Any, told: dict[str, Any]) -> None:
    services.withdraw_strategy(strategy, reason=form.cleaned_data["reason"], **told)


Call = Callable[[Strategy, Any, dict[str, Any]], None]
_MOVES: dict[str, tuple[type[Form], Call, str]] = {
    "consult": (forms.ConsultForm, _consult, "The consultation is open."),
    "revise": (forms.OptionalReasonForm, _revise, "It is a draft again."),
    "propose": (Form, _propose, "It is before the boards, and saved as a version."),
    "enforce": (forms.DayForm, _enforce, "It comes into force on that day."),
    "close": (forms.DayForm, _close, "It is closed."),
    "withdraw": (forms.ReasonForm, _withdraw, "It is withdrawn, and stays readable."),
}


@require_http_methods(FORM)
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Freeze the document and open it to everybody."""
    from goldthread.strategy.tasks import write_files

    strategy = strategy_of(key)
    form = Form(posted(request))

    def act() -> None:
        services.publish_strategy(
            strategy, on=timezone.localdate(), by=signed_in(request), at=now()
        )
        write_files.enqueue(strategy.pk)

    return answer(
        request,
        strategy,
        form,
        title="Publish the strategy",
        button="Publish",
        act=act,
        done="Published. Anybody can read it now.",
        then=reverse("published_strategy", args=[key]),
        before="The document is frozen as it stands. Anybody can read it, as a page, as PDF and as Word.",
    )
