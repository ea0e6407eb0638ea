"""The next step in the life of a strategy, and its publication."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.partners.session import signed_in
from goldthread.strategy import forms, services
from goldthread.strategy.models import Strategy
from goldthread.strategy.states import (
    STEPS,
    Step,
    refusal_of_state,
)
from goldthread.strategy.views.page import (
    FORM,
    answer,
    now,
    posted,
    strategy_of,
)
from goldthread.web.forms import Form


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
        before=f"This needs {step.asks}.",
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
