"""The boards that must agree, and what each decided (S48)."""

from collections import Counter
from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from goldthread.partners.models import Body
from goldthread.partners.session import signed_in
from goldthread.strategy import forms, rules, services
from goldthread.strategy.models import Approval, EarlierDecision, Strategy
from goldthread.strategy.tasks import write_files
from goldthread.strategy.views.page import (
    DECIDE,
    FORM,
    STEER,
    Part,
    answer,
    found,
    link,
    may,
    not_yours,
    now,
    offered,
    posted,
    shown,
    strategy_of,
)
from goldthread.strategy.views.paper import paper_of
from goldthread.web.forms import Form
from goldthread.web.kit import NEXT_STEP, Cell, Column, Empty, Row, Status, Table
from goldthread.web.templatetags.kit import day as written

DECISIONS = {
    "": Status("Not decided", "waiting"),
    "agreed": Status("Agreed", "done"),
    "refused": Status("Not agreed", "refused"),
}


@require_safe
def approvals(request: HttpRequest, key: str) -> HttpResponse:
    """Who has not decided yet; what each body decided, on which version, and who said so."""
    strategy = strategy_of(key)
    rows = sorted(
        strategy.approvals.select_related("body", "workstream", "recorded_by"),
        key=lambda each: (
            each.decision == "agreed",
            each.workstream_id or 0,
            each.body.name,
        ),
    )
    chaired = services.chaired_by(signed_in(request), on=timezone.localdate())
    name = offered(request, STEER, None, link("Name a board", "name_body", strategy))
    table = Table(
        "What each body decided",
        (
            Column("Body"),
            Column("About"),
            Column("Decision"),
            Column("What it had before it"),
            Column("Recorded by"),
            Column(NEXT_STEP),
        ),
        tuple(
            (
                each.body.name,
                str(each.workstream or "The strategy"),
                DECISIONS[each.decision],
                f"Version {each.version_label}, {written(each.decided_on)}"
                if each.decision
                else "",
                _recorded(each),
                _next(request, strategy, each, is_chair=each.body_id in chaired),
            )
            for each in rows
        ),
        caption_is_hidden=True,
    )
    empty = Empty(
        "No body is named yet",
        "A strategy is agreed once every body named here has agreed: the partnership's board, the council, and the boards that govern a workstream jointly.",
        name[0] if name else None,
    )
    notes = [f"{each.body.name}: {each.note}" for each in rows if each.note]
    return shown(
        request,
        strategy,
        title="Boards",
        lead=_how_far(rows),
        tab="strategy_approvals",
        parts=(
            Part(table=table) if rows else Part(empty=empty),
            paper_of(request, strategy),
            Part("What they said", items=notes) if notes else Part(),
            _earlier(strategy),
        ),
        actions=name if rows else (),
        is_wide=True,
    )


def _how_far(rows: Sequence[Approval]) -> str:
    """Who is still to agree, where anybody is."""
    if not rows:
        return ""
    count = Counter(each.decision for each in rows)
    refused, waiting = (
        count[Approval.Decision.REFUSED],
        count[Approval.Decision.AWAITED],
    )
    if refused:
        has = "has" if waiting == 1 else "have"
        rest = f", {waiting} {has} not decided" if waiting else ""
        return f"Not agreed until all have: {refused} did not agree{rest}."
    if waiting:
        return f"Not agreed until all have: {waiting} of {len(rows)} to go."
    return "Every named body has agreed."


def _earlier(strategy: Strategy) -> Part:
    """What was decided before it went back to draft, the newest round first."""
    found = strategy.earlier_decisions.select_related("body").order_by(
        "-revised_at", "-pk"
    )
    rows = [
        Row(
            f"{each.body.name}, on “{each.about}”" if each.about else each.body.name,
            f"{_told(each)} Taken back to draft on {written(each.revised_at)}: {each.revised_because}",
        )
        for each in found
    ]
    return Part("Earlier rounds", rows=rows) if rows else Part()


def _told(each: EarlierDecision) -> str:
    said = f": {each.note}" if each.note else "."
    what = DECISIONS[each.decision].words
    return f"{what}, on version {each.version_label}, {written(each.decided_on)}{said}"


def _last_word(approval: Approval) -> str:
    """What this body last said before the strategy went back to draft."""
    about = approval.workstream.title if approval.workstream else ""
    rows = approval.strategy.earlier_decisions.filter(body=approval.body, about=about)
    last = rows.order_by("-revised_at", "-pk").first()
    if last is None:
        return ""
    said = f": {last.note}" if last.note else "."
    what = "agreed" if last.decision == Approval.Decision.AGREED else "did not agree"
    return f"On {written(last.decided_on)} it {what}, with version {last.version_label} before it{said}"


def _recorded(each: Approval) -> str:
    if not each.recorded_by:
        return ""
    how = "on its behalf" if each.on_behalf else "its chair"
    return f"{each.recorded_by.name}, {how}"


def _next(
    request: HttpRequest, strategy: Strategy, each: Approval, *, is_chair: bool
) -> Cell:
    can_decide = strategy.state == "proposed" or (
        each.workstream_id and strategy.stands_on(timezone.localdate()) in rules.RUNNING
    )
    by = signed_in(request)
    speaks = not rules.refusal_to_speak_for(each.body, by=by, is_chair=is_chair)
    if can_decide and speaks and may(request, DECIDE):
        words = "Change" if each.decision else "Record its decision"
        return link(words, "record_decision", strategy, each.pk)
    if (
        may(request, STEER)
        and not each.decision
        and not rules.refusal_to_write(strategy)
    ):
        return link("No longer ask it", "drop_body", strategy, each.pk)
    return ""


@require_http_methods(FORM)
def name_body(request: HttpRequest, key: str) -> HttpResponse:
    """Name a body that must agree: to the strategy, or to one workstream."""
    strategy = strategy_of(key)
    today = timezone.localdate()
    form = forms.BodyForm(
        posted(request),
        bodies=Body.objects.on(today).order_by("name", "pk"),
        workstreams=strategy.workstreams.filter(closed_on__isnull=True).order_by(
            "number"
        ),
    )

    def act() -> None:
        services.name_body(
            strategy,
            form.cleaned_data["body"],
            workstream=form.cleaned_data["workstream"],
            by=signed_in(request),
            at=now(),
        )

    return answer(
        request,
        strategy,
        form,
        title="Which board must agree?",
        button="Name it",
        act=act,
        done="Named.",
        then=reverse("strategy_approvals", args=[key]),
        tab="strategy_approvals",
    )


@require_http_methods(FORM)
def drop_body(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """No longer ask a body."""
    strategy = strategy_of(key)
    one = found(strategy.approvals.select_related("body", "workstream"), pk=pk)

    def act() -> None:
        services.drop_body(one, by=signed_in(request), at=now())

    return answer(
        request,
        strategy,
        Form(posted(request)),
        title=f"No longer ask {one.body.name}?",
        button="No longer ask it",
        act=act,
        done="It is no longer asked. The record keeps that it was.",
        then=reverse("strategy_approvals", args=[key]),
        tab="strategy_approvals",
        refusal=rules.refusal_to_write(strategy),
    )


@require_http_methods(FORM)
def record_decision(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Write down what a body decided."""
    strategy = strategy_of(key)
    one: Approval = found(
        strategy.approvals.select_related("body", "workstream"), pk=pk
    )
    initial = {
        "decision": one.decision,
        "decided_on": one.decided_on or timezone.localdate(),
        "note": one.note,
    }
    form = forms.DecisionForm(posted(request), initial=initial)
    by = signed_in(request)
    is_chair = services.chairs(by, one.body, on=timezone.localdate())

    def act() -> None:
        services.record_decision(one, **form.cleaned_data, by=by, at=now())
        if strategy.state == Strategy.State.PROPOSED:
            write_files.enqueue(strategy.pk)  # the paper says who has agreed

    about = f" about “{one.workstream}”" if one.workstream else ""
    refusal = rules.refusal_to_speak_for(
        one.body, by=by, is_chair=is_chair
    ) or not_yours(request)
    how = (
        "You record it as its chair."
        if is_chair
        else "You record it on its behalf, and the record says so."
    )
    return answer(
        request,
        strategy,
        form,
        title=f"What did {one.body.name} decide{about}?",
        button="Record it",
        act=act,
        done="Recorded.",
        then=reverse("strategy_approvals", args=[key]),
        before=f"It has version {strategy.version_label} before it. {'' if refusal else how}".rstrip()
        + f"\n{_last_word(one)}".rstrip(),
        tab="strategy_approvals",
        refusal=refusal,
    )
