"""The next step in the life of a strategy, and its publication."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, rules, services
from goldthread.strategy.models import Strategy
from goldthread.strategy.states import STEPS, Step
from goldthread.strategy.views.page import (
    FORM,
    answer,
    now,
    posted,
    strategy_of,
)
from goldthread.web.forms import Form
from goldthread.web.templatetags.kit import day as written


@require_http_methods(FORM)
def move(request: HttpRequest, key: str, verb: str) -> HttpResponse:
    """Take the next step in a strategy's life; refused in a sentence where it may not."""
    strategy, today = strategy_of(key), timezone.localdate()
    if verb not in _MOVES:
        raise Http404("A strategy has no such step.")
    make, call, done = _MOVES[verb]
    form = make(posted(request), initial=_initial(strategy, today))
    step = next(each for each in steps_from_anywhere() if each.verb == verb)
    before = f"{step.says} {_told_of(strategy, verb, today)}".strip()
    refusal = rules.refusal_of_step(verb, strategy, on=today)

    def act() -> str:
        after = call(strategy, form, {"by": signed_in(request), "at": now()})
        return done or f"{after.words_on(today)}."

    return answer(
        request,
        strategy,
        form,
        title=step.words,
        button=step.words,
        act=act,
        then=reverse("strategy", args=[key]),
        before="" if refusal else before,
        refusal=refusal,
    )


def steps_from_anywhere() -> tuple[Step, ...]:
    """Every step that a person takes."""
    return tuple(step for step in STEPS if step.verb in _MOVES)


def _initial(strategy: Strategy, today: date) -> dict[str, Any]:
    begins = max(strategy.period_start, today) if strategy.state == "agreed" else today
    return {"opens_on": today, "on": begins}


def _told_of(strategy: Strategy, verb: str, today: date) -> str:
    """What this step means for this strategy on this day."""
    last = strategy.consultation_closes_on
    if verb == "end" and last:
        if last > today + forms.A_DAY:
            return f"People were told that they can answer until {written(last - forms.A_DAY)}. Today becomes its last day: say why."
        return "The days it ran are kept."
    if verb in ("enforce", "delay"):
        return " ".join(_beside(strategy, verb, today))
    return ""


def _beside(strategy: Strategy, verb: str, today: date) -> Iterator[str]:
    """What the step does to others, and what it leaves as it is."""
    for other in queries.beside(strategy, today):
        if verb == "enforce" and other.in_force_until is None:
            yield f"“{other}” is in force, and ends the day before."
        elif verb == "delay" and other.in_force_until:
            yield f"“{other}” still ends on {written(other.in_force_until - forms.A_DAY)}: take that day back there, if it is to go on."


def _consult(strategy: Strategy, form: Any, told: dict[str, Any]) -> Strategy:
    return services.open_consultation(
        strategy,
        opens_on=form.cleaned_data["opens_on"],
        closes_on=form.closes_on(),
        answers=form.cleaned_data["answers"],
        **told,
    )


def _revise(strategy: Strategy, form: Any, told: dict[str, Any]) -> Strategy:
    reason = form.cleaned_data["reason"]
    return services.revise_strategy(
        strategy, reason=reason, on=timezone.localdate(), **told
    )


def _propose(strategy: Strategy, form: Any, told: dict[str, Any]) -> Strategy:
    return services.propose_strategy(strategy, on=timezone.localdate(), **told)


def _enforce(strategy: Strategy, form: Any, told: dict[str, Any]) -> Strategy:
    return services.bring_into_force(strategy, from_on=form.cleaned_data["on"], **told)


def _close(strategy: Strategy, form: Any, told: dict[str, Any]) -> Strategy:
    return services.close_strategy(strategy, until_on=form.cleaned_data["on"], **told)


def _withdraw(strategy: Strategy, form: Any, told: dict[str, Any]) -> Strategy:
    return services.withdraw_strategy(
        strategy, reason=form.cleaned_data["reason"], **told
    )


def _end(strategy: Strategy, form: Any, told: dict[str, Any]) -> Strategy:
    reason, today = form.cleaned_data["reason"], timezone.localdate()
    return services.close_consultation(strategy, reason=reason, on=today, **told)


def _cancel(strategy: Strategy, form: Any, told: dict[str, Any]) -> Strategy:
    reason, today = form.cleaned_data["reason"], timezone.localdate()
    return services.cancel_consultation(strategy, reason=reason, on=today, **told)


def _delay(strategy: Strategy, form: Any, told: dict[str, Any]) -> Strategy:
    return services.delay_strategy(strategy, **told)


def _reopen(strategy: Strategy, form: Any, told: dict[str, Any]) -> Strategy:
    return services.reopen_strategy(strategy, **told)


Call = Callable[[Strategy, Any, dict[str, Any]], Strategy]


# The form, the call, and what is said then; nothing: how it stands from then on.
_MOVES: dict[str, tuple[type[Form], Call, str]] = {
    "consult": (
        forms.ConsultForm,
        _consult,
        "The consultation is open. Whoever has the address below reads the draft, and how to answer.",
    ),
    "end": (forms.EarlyForm, _end, "The consultation is closed."),
    "cancel": (forms.ReasonForm, _cancel, "The consultation is cancelled."),
    "revise": (forms.ReasonForm, _revise, "It is a draft again."),
    "propose": (Form, _propose, "It is before the boards, and saved as a version."),
    "enforce": (forms.FirstDayForm, _enforce, ""),
    "delay": (Form, _delay, "It has no first day any more."),
    "close": (forms.LastDayForm, _close, ""),
    "reopen": (Form, _reopen, "It has no last day any more."),
    "withdraw": (forms.ReasonForm, _withdraw, "It is withdrawn, and stays readable."),
}


@require_http_methods(FORM)
def publish(request: HttpRequest, key: str) -> HttpResponse:
    """Freeze the document and open it to everybody."""
    from goldthread.strategy.tasks import write_files

    strategy = strategy_of(key)
    form = Form(posted(request))
    page = reverse("published_strategy", args=[key])
    same = strategy.is_published and not queries.is_changed_since_published(strategy)

    def act() -> str:
        services.publish_strategy(
            strategy, on=timezone.localdate(), by=signed_in(request), at=now()
        )
        write_files.enqueue(strategy.pk)
        return f"Published. Anybody can read it now, at {request.build_absolute_uri(page)}."

    return answer(
        request,
        strategy,
        form,
        title="Publish the strategy",
        button="Publish",
        act=act,
        then=page,
        refusal=rules.UNCHANGED if same and request.method != "POST" else None,
        before="The document is frozen as it stands. Anybody can read it, as a page, as PDF and as Word.",
    )


@require_http_methods(FORM)
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Close the strategy to the public again."""
    strategy = strategy_of(key)

    def act() -> None:
        services.take_back_strategy(strategy, by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        Form(posted(request)),
        title="Take the strategy back from the public",
        button="Take it back",
        act=act,
        done="Taken back. Within five minutes nobody outside the partnership reads it.",
        then=reverse("strategy", args=[key]),
        before="The public site loses the plan, its summary and its priorities. What is agreed and in force does not change, and you can publish it again.",
    )
