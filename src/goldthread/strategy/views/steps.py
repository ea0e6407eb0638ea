"""The next step in the life of a strategy, and its publication."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, requirements, rules, services
from goldthread.strategy.models import Section, Strategy
from goldthread.strategy.sections import MADE, gap_in
from goldthread.strategy.states import STEPS, Step
from goldthread.strategy.tasks import write_files
from goldthread.strategy.views.page import (
    FORM,
    Marked,
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
    refusal = refusal_before(verb, strategy, today)

    def act() -> str:
        after = call(strategy, form, {"by": signed_in(request), "at": now()})
        if verb == "consult":
            return _put_out(request, after)
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
        marked=_unfinished(strategy) if verb == "consult" else None,
    )


def refusal_before(verb: str, strategy: Strategy, day: date) -> str | None:
    """Why a step is not offered: known before anything is filled in."""
    if verb == "reopen":
        others = queries.beside(strategy, day)
        return rules.refusal_to_reopen(strategy, on=day, others=others)
    return rules.refusal_of_step(verb, strategy, on=day)


def _put_out(request: HttpRequest, strategy: Strategy) -> str:
    """What is said once people are asked: where they read it, and whether they have time."""
    page = reverse("strategy_consultation", args=[strategy.key])
    opens, closes = strategy.consultation_opens_on, strategy.consultation_closes_on
    said = f"The consultation is open. Whoever has this address reads the draft, and how to answer: {request.build_absolute_uri(page)}."
    if opens and closes and closes - opens == forms.A_DAY:
        said += " People have one day to answer. If that is too short, cancel it and open it again."
    return said


def _unfinished(strategy: Strategy) -> Marked | None:
    """The sections that outsiders would read unfinished."""
    rows = strategy.sections.filter(is_finished=False).order_by("number", "pk")
    words = [f"{one.title}: {_how_far(one)}" for one in rows]
    if not words:
        return None
    return Marked(
        "Not finished, and open to everybody once you press the button", words
    )


def _how_far(section: Section) -> str:
    if gap_in(section.text):
        return "people read “Still to be written.” instead of its gap."
    if section.text:
        return "people read it as it stands now."
    return "made from data." if section.key in MADE else "empty."


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
    """With its paper: the worker writes what the boards have before them."""
    proposed = services.propose_strategy(strategy, on=timezone.localdate(), **told)
    write_files.enqueue(strategy.pk)
    return proposed


def _enforce(strategy: Strategy, form: Any, told: dict[str, Any]) -> Strategy:
    begun = services.bring_into_force(strategy, from_on=form.cleaned_data["on"], **told)
    return _written_anew(begun)


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
    return _written_anew(services.delay_strategy(strategy, **told))


def _written_anew(strategy: Strategy) -> Strategy:
    """The files of a published strategy say its first day, so they are written again."""
    if strategy.is_published:
        write_files.enqueue(strategy.pk)
    return strategy


def _reopen(strategy: Strategy, form: Any, told: dict[str, Any]) -> Strategy:
    return services.reopen_strategy(strategy, **told)


Call = Callable[[Strategy, Any, dict[str, Any]], Strategy]


# The form, the call, and what is said then; nothing: how it stands from then on.
_MOVES: dict[str, tuple[type[Form], Call, str]] = {
    "consult": (forms.ConsultForm, _consult, ""),  # with its address
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
    strategy = strategy_of(key)
    form = Form(posted(request))
    page = reverse("published_strategy", args=[key])
    today = timezone.localdate()
    known = queries.whole(strategy, on=today)
    owed = requirements.open_ones(requirements.for_publication(known))
    refusal = rules.refusal_to_publish(
        strategy,
        owed,
        is_changed=queries.is_changed_since_published(strategy),
        on=today,
    )
    blocks = owed if refusal and strategy.agreed_at else ()
    if blocks:  # listed whole, not the first of it with a count
        refusal = "It cannot be published yet. In the way stands:"

    def act() -> str:
        services.publish_strategy(strategy, on=today, by=signed_in(request), at=now())
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
        refusal=refusal if request.method != "POST" else None,
        blocks=[each.missing for each in blocks],
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
