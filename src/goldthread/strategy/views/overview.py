"""All strategies; one strategy: what is still missing, first."""

from dataclasses import replace
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.partners.models import Installation
from goldthread.partners.rules import Refused
from goldthread.partners.session import signed_in
from goldthread.strategy import forms, queries, requirements, rules, services
from goldthread.strategy.file.telling import written_since
from goldthread.strategy.markings import markings
from goldthread.strategy.missing import Missing, missing
from goldthread.strategy.models import Strategy
from goldthread.strategy.queries.whole import Whole
from goldthread.strategy.states import (
    AFTERWARDS,
    steps_from,
)
from goldthread.strategy.views.page import (
    FORM,
    SIGN,
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
from goldthread.web.kit import Column, Empty, Link, Row, Table
from goldthread.web.once import answer_once
from goldthread.web.templatetags.kit import day as written


@require_safe
def strategies(request: HttpRequest) -> HttpResponse:
    """Every strategy: what is being written first, then what is in force."""
    rows = queries.listed(timezone.localdate())
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
    today = timezone.localdate()
    begins = next_april(today)
    form = forms.StartForm(
        posted(request),
        initial={
            "partnership": installation.area.name if installation else "",
            "period_start": begins,
            "last_day": begins.replace(year=begins.year + 3) - forms.A_DAY,
            "follows": Strategy.objects.own().in_force(today).first(),
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            return answer_once(request, lambda: _started(request, form), at=now())
        except Refused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "strategy/start.html", {"form": form})


def _started(request: HttpRequest, form: forms.StartForm) -> str:
    made = services.start_strategy(
        form.told(),
        follows=form.cleaned_data["follows"],
        by=signed_in(request),
        at=now(),
    )
    return reverse("strategy", args=[made.key])


def next_april(today: date) -> date:
    """The first day of the next statutory year."""
    this_year = date(today.year, 4, 1)
    return this_year if today <= this_year else date(today.year + 1, 4, 1)


@require_safe
def overview(request: HttpRequest, key: str) -> HttpResponse:
    """What is still missing; then what the strategy says."""
    strategy = strategy_of(key)
    known = queries.whole(strategy, on=timezone.localdate())
    owed = [_for_whoever_signs(request, known, each) for each in missing(known)]
    return shown(
        request,
        strategy,
        title=strategy.title,
        lead=strategy.strapline,
        tab="strategy",
        template="strategy/overview.html",
        parts=(Part("The strategy", rows=_facts(request, known)),),
        owed=owed,
        question=QUESTIONS.get(strategy.stands_on(known.day), "What is open"),
        answer=_answer(strategy, known.day),
        beside=_beside(strategy, known.day),
        actions=_steps(request, known),
        is_overview=True,
    )


def _for_whoever_signs(request: HttpRequest, known: Whole, owed: Missing) -> Missing:
    """Who may sign is led to the page where it is signed, not told to ask for it."""
    unsigned = [
        one
        for one in known.sections
        if one.gate == one.Gate.SIGNED and one.text and not one.signed_on
    ]
    if owed.key != "signed" or not unsigned or not may(request, SIGN):
        return owed
    sign = link("Sign it", "sign_section", known.strategy, unsigned[0].key)
    return replace(owed, link=sign)


ONWARD = ("propose", "enforce", "publish", "consult", "end", "close", "reopen", "delay", "revise", "cancel", "withdraw")  # fmt: skip


def _steps(request: HttpRequest, known: Whole) -> list[Link]:
    """What may be done next; what leads on stands first, what leads back last."""
    strategy = known.strategy
    order = list(ONWARD)
    if not strategy.has_consulted_by(known.day):
        order.insert(0, "consult")
    told = {
        step.verb: link(step.words, "strategy_move", strategy, step.verb)
        for step in steps_from(strategy.state)
        if may(request, step.who)
        and not rules.refusal_of_step(step.verb, strategy, on=known.day)
    }
    is_new = not strategy.is_published or queries.is_changed_since_published(strategy)
    if strategy.stands_on(known.day) in ("agreed", "in_force") and is_new:
        blocked = requirements.open_ones(requirements.for_publication(known))
        words = (
            "See what stands in the way of publishing it" if blocked else "Publish it"
        )
        for each in offered(
            request, STEER, None, link(words, "publish_strategy", strategy)
        ):
            told["publish"] = each
    reads = link("As it reads", "published_strategy", strategy)
    live = Link("On a page, as it stands today", reverse("live_strategy"))
    after = [reads, live] if strategy.stands_on(known.day) == "in_force" else [reads]
    if strategy.is_published:
        back = link("Take it back from the public", "take_back_strategy", strategy)
        after += offered(request, STEER, None, back)
    return [*(told[verb] for verb in dict.fromkeys(order) if verb in told), *after]


QUESTIONS = {
    "draft": "What is still missing",
    "consulting": "What is still missing",
    "proposed": "What is still missing",
    "agreed": "What is still missing",
    "closed": "What happened",
    "withdrawn": "What happened",
}


def _answer(strategy: Strategy, day: date) -> str:
    """What is said where nothing is missing."""
    if strategy.state == "withdrawn":
        return f"It was withdrawn: {strategy.withdrawn_because}"
    stands = strategy.stands_on(day)
    if stands == "closed":
        return f"It is no longer in force. {AFTERWARDS['closed']}"
    if strategy.in_force_from and stands == "agreed":
        return f"Nothing is missing. It comes into force on {written(strategy.in_force_from)}."
    if strategy.in_force_until:
        last = written(strategy.in_force_until - forms.A_DAY)
        return f"Nothing is missing. It is in force until {last}."
    if stands == "draft" and strategy.has_consulted_by(day):
        return "Nothing is missing. Put it before the boards."
    return f"Nothing is missing. {AFTERWARDS[strategy.state]}"


def _beside(strategy: Strategy, day: date) -> list[Link]:
    """What is in force beside an agreed one, and what becomes of it then (S1)."""
    ending = queries.uncovered_after(day)
    gap = [_gap(ending, strategy)] if ending else []
    if strategy.state != "agreed":
        return gap if ending == strategy else []
    begins = max(day, strategy.period_start)
    return gap + [
        Link(
            f"“{other}” is in force. It ends the day before this one begins.",
            reverse("strategy", args=[other.key]),
        )
        for other in queries.beside(strategy, day)
        if other.in_force_until is None and not rules.refusal_of_beside(other, begins)
    ]


def _gap(ending: Strategy, seen: Strategy) -> Link:
    """From when none is in force, with the step that mends it from here."""
    assert ending.in_force_until is not None
    verb = "reopen" if seen == ending else "enforce"
    return link(
        f"No strategy is in force from {written(ending.in_force_until)}: “{ending}” ends the day before, and none begins.",
        "strategy_move",
        seen,
        verb,
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
        Row(
            "Version",
            _version(known),
            link("Compare the versions", "strategy_versions", strategy),
        ),
        Row("Consultation", consulted, _asked(strategy)),
        Row(
            "Follows",
            str(strategy.follows or _no_predecessor(known)),
            _crossing(known) or change,
        ),
    ]
    if strategy.state == strategy.State.PROPOSED:
        boards = link("See it, with the boards", "strategy_approvals", strategy)
        rows.append(Row("Paper for the boards", "as PDF and Word", boards))
    if strategy.in_force_from:
        until = (
            f" until {written(strategy.in_force_until - forms.A_DAY)}"
            if strategy.in_force_until
            else ""
        )
        rows.append(Row("In force", f"from {written(strategy.in_force_from)}{until}"))
    if strategy.published_at:
        page = link("As anybody reads it", "published_strategy", strategy)
        rows.append(Row("Published", written(strategy.published_at), page))
    return rows


def _no_predecessor(known: Whole) -> str:
    return "not said yet" if known.earlier else "no strategy kept here"


def _asked(strategy: Strategy) -> Link | None:
    """The page that people are asked on: its address is for everybody."""
    if not strategy.consultation_document:
        return None
    return link("The page for everybody", "strategy_consultation", strategy)


def _crossing(known: Whole) -> Link | None:
    if not known.strategy.follows_id:
        return None
    return link("What became of its priorities", "strategy_crosswalk", known.strategy)


def _version(known: Whole) -> str:
    newest = known.strategy.versions.order_by("-revision").first()
    label = known.strategy.version_label
    if newest is None:
        return f"{label}, not saved yet"
    is_changed = bool(written_since(known.strategy, newest))
    return f"{label}, with changes since" if is_changed else label


@require_http_methods(FORM)
def change(request: HttpRequest, key: str) -> HttpResponse:
    """Correct the title, the period, the aim, the marking, or whom it follows."""
    strategy = strategy_of(key)
    form = forms.ChangeForm(
        posted(request),
        initial=forms.strategy_initial(strategy),
        strategy=strategy,
    )

    def act() -> None:
        services.change_whole_strategy(
            strategy,
            form.told(),
            follows=form.cleaned_data["follows"],
            by=signed_in(request),
            at=now(),
        )

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
