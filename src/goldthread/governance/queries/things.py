"""One decision, ask, challenge or risk: how it stands, why, and what came of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldthread.governance import rules
from goldthread.governance.models import Ask, Challenge, Decision, Risk
from goldthread.governance.queries.reading import (
    ask_status,
    challenge_status,
    decision_status,
    risk_status,
    table,
    to_meeting,
)
from goldthread.partners.models import Person
from goldthread.web.kit import Link, Row, Status, Step, Table
from goldthread.web.templatetags.kit import day, number


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A decision with the thread through it: evidence above, what came of it below."""

    status: Status
    facts: tuple[Row, ...]
    steps: tuple[Step, ...]
    consents: tuple[tuple[str, str], ...]
    is_due: bool
    may_be_checked: bool  # under section 17, by who keeps the register


def decision_page(decision: Decision, *, on: date) -> DecisionPage:
    """Everything one decision's page shows."""
    return DecisionPage(
        status=decision_status(decision),
        facts=tuple(_decision_facts(decision)),
        steps=tuple(_thread_of(decision)),
        consents=tuple(
            (one.seat.title, one.get_answer_display())
            for one in decision.consents.select_related("seat").order_by("pk")
        ),
        is_due=bool(
            decision.effect_by
            and decision.effect_by <= on
            and decision.followed_up_on is None
        ),
        may_be_checked=_may_be_checked(decision),
    )


def _may_be_checked(decision: Decision) -> bool:
    """What was only noted or put off does nothing yet; what is restricted has no register."""
    if decision.kind in (Decision.Kind.NOTE, Decision.Kind.DEFER):
        return False
    restricted = decision.item is not None and decision.item.is_restricted
    return not restricted and getattr(decision, "section17", None) is None


def _decision_facts(decision: Decision) -> Iterator[Row]:
    yield Row("Board", str(decision.body))
    if decision.meeting:
        yield Row("Meeting", to_meeting(decision.meeting))
    else:
        yield Row("Taken", f"{day(decision.decided_on)}, between meetings")
        yield Row("It could not wait because", decision.urgency)
        heard = decision.reported_to
        yield Row("Reported to", to_meeting(heard) if heard else "no meeting yet")
    if decision.votes_for is not None:
        yield Row(
            "Votes",
            f"{decision.votes_for} for, {decision.votes_against} against, {decision.abstained} abstained",
        )
    if decision.referred_to:
        yield Row("Referred to", str(decision.referred_to))
    if decision.deferred_to:
        yield Row("Comes back by", day(decision.deferred_to))
    check = getattr(decision, "section17", None)
    if check is not None:
        to = reverse("section_17", args=[check.reference])
        yield Row("Section 17", Link(check.reference, to))
    if decision.approval:
        yield Row("Answers what was asked", str(decision.approval))
    yield Row("Read by", "anybody" if decision.is_public else "the partnership")
    yield Row("Written down", f"{day(decision.recorded_at)} by {decision.recorded_by}")


def _thread_of(decision: Decision) -> Iterator[Step]:
    """From the evidence through the decision to what it changed."""
    for one in decision.evidence.select_related("finding", "action").order_by("pk"):
        if one.finding:
            href = reverse("finding", args=[one.finding.assessment_id, one.finding.ref])
            yield Step("Finding", one.finding.heading, href)
        elif one.action:
            href = reverse("action", args=[one.action.reference])
            yield Step("Action", str(one.action), href)
        else:
            yield Step("Evidence", one.words)
    for stream in decision.workstreams.select_related("strategy").order_by("number"):
        href = reverse("strategy_workstream", args=[stream.strategy.key, stream.key])
        yield Step("Workstream", stream.title, href)
    yield Step("Decision", decision.title, notes=(decision.reasons,))
    for born in decision.arisings.select_related("action__owner").order_by("pk"):
        action = born.action
        notes = (f"{action.get_status_display()}, {action.owner or 'no owner yet'}",)
        href = reverse("action", args=[action.reference])
        yield Step("Action", str(action), href, notes)
    if decision.effect and decision.effect_by:
        expected = f"to be seen by {day(decision.effect_by)}"
        yield Step("Expected", decision.effect, notes=(expected,))
    if decision.expects_nothing:
        yield Step("Expected", "Nothing that could be looked at later.")
    if decision.outcome and decision.followed_up_on:
        said = f"said on {day(decision.followed_up_on)}"
        yield Step("What came of it", decision.outcome, notes=(said,))


@dataclass(frozen=True, slots=True)
class ThingPage:
    """An ask, a challenge or a risk."""

    kind: str
    reference: str
    title: str
    status: Status
    lead: str
    facts: tuple[Row, ...]
    steps: tuple[Step, ...]
    table: Table | None
    acts: tuple[Link, ...]  # what this person may do; the first is a button


def ask_page(ask: Ask, *, runs: bool, by: Person, on: date) -> ThingPage:
    """Everything one ask's page shows, and what this person may do."""
    facts = [
        Row("Asked by", str(ask.body)),
        Row("Asked of", ask.asked_of),
        Row("Asked on", day(ask.asked_on)),
        Row("Answer wanted by", day(ask.due_on)),
    ]
    if ask.meeting:
        facts.insert(1, Row("Meeting", to_meeting(ask.meeting)))
    if ask.workstream:
        facts.append(Row("About", str(ask.workstream)))
    if ask.pounds is not None:
        facts.append(Row("Money that followed", f"£{number(float(ask.pounds))}"))
    if ask.fits_need:
        facts.append(Row("Does it fit the need", ask.fits_need))
    return ThingPage(
        "Ask",
        ask.reference,
        ask.words,
        ask_status(ask, on),
        ask.why,
        tuple(facts),
        tuple(_ask_steps(ask)),
        None,
        tuple(_ask_acts(ask, runs=runs, by=by)),
    )


def _ask_steps(ask: Ask) -> Iterator[Step]:
    yield Step("Asked", ask.words, notes=(day(ask.asked_on),))
    if ask.replied_on:
        who = f"{ask.answered_by or ask.replied_by}, {day(ask.replied_on)}"
        if ask.answered_by:
            who = f"{ask.answered_by} for {ask.asked_of}, {day(ask.replied_on)}; written down by {ask.replied_by}"
        yield Step(
            f"Answer: {ask.get_answer_display().lower()}", ask.reply, notes=(who,)
        )
    if ask.closed_on:
        yield Step(ask.get_state_display(), ask.result, notes=(day(ask.closed_on),))


def _ask_acts(ask: Ask, *, runs: bool, by: Person) -> Iterator[Link]:
    def to(page: str, words: str) -> Link:
        return Link(words, reverse(page, args=[ask.reference]))

    if rules.refusal_to_reply(ask, by=by, runs=runs) is None:
        yield to("reply_to_ask", "Answer" if not ask.replied_on else "Answer again")
    if runs and ask.state == Ask.State.REPLIED:
        yield to("close_ask", "Say what came of it")
    if runs and ask.state == Ask.State.OPEN:
        yield to("withdraw_ask", "Withdraw the ask")


def challenge_page(
    challenge: Challenge, *, runs: bool, by: Person, on: date
) -> ThingPage:
    """Everything one challenge's page shows, and what this person may do."""
    facts = [
        Row("Put to", str(challenge.asked_of or "nobody by name")),
        Row("Asked by", str(challenge.asked_by or "not said")),
        Row("Asked on", day(challenge.asked_on)),
        Row("Board", str(challenge.body)),
    ]
    if challenge.meeting:
        facts.append(Row("Meeting", to_meeting(challenge.meeting)))
    if challenge.due_on:
        facts.append(Row("Answer wanted by", day(challenge.due_on)))
    if challenge.workstream:
        facts.append(Row("About", str(challenge.workstream)))
    return ThingPage(
        "Challenge",
        challenge.reference,
        challenge.question,
        challenge_status(challenge),
        "",
        tuple(facts),
        tuple(_challenge_steps(challenge)),
        None,
        tuple(_challenge_acts(challenge, runs=runs, by=by)),
    )


def _challenge_steps(challenge: Challenge) -> Iterator[Step]:
    asked = f"{challenge.asked_by or 'not said who'}, {day(challenge.asked_on)}"
    yield Step("Challenge", challenge.question, notes=(asked,))
    if challenge.answered_on:
        who = f"{challenge.answered_by}, {day(challenge.answered_on)}"
        yield Step("Answer", challenge.answer, notes=(who,))
    if challenge.judged_on:
        words = "It satisfied" if challenge.satisfied else "It did not satisfy"
        notes = tuple(filter(None, (challenge.remark, day(challenge.judged_on))))
        yield Step("Judged", words, notes=notes)


def _challenge_acts(challenge: Challenge, *, runs: bool, by: Person) -> Iterator[Link]:
    def to(page: str, words: str) -> Link:
        return Link(words, reverse(page, args=[challenge.reference]))

    refused = rules.refusal_to_answer(challenge, by=by, runs=runs, answer="said")
    if refused is None:
        yield to("answer_challenge", "Answer")
    refused = rules.refusal_to_judge(
        challenge, by=by, runs=runs, satisfied=True, remark=""
    )
    if refused is None and challenge.satisfied is not True:
        yield to("judge_answer", "Does the answer satisfy?")


def risk_page(risk: Risk, *, runs: bool, by: Person, on: date) -> ThingPage:
    """Everything one risk's page shows, and what this person may do."""
    facts = [
        Row("Owner", str(risk.owner or risk.owner_agency or "nobody yet")),
        Row("Board", str(risk.body)),
        Row("Category", risk.get_category_display()),
        Row("What is done about it", risk.controls or "nothing is written down"),
        Row("Looked at again on", day(risk.review_on)),
    ]
    if risk.workstream:
        facts.append(Row("About", str(risk.workstream)))
    facts += [
        Row("Action", Link(str(a), reverse("action", args=[a.reference])))
        for a in risk.actions.order_by("pk")
    ]
    if risk.closed_on:
        facts.append(Row("Closed", f"{day(risk.closed_on)}: {risk.closed_because}"))
    return ThingPage(
        "Risk",
        risk.reference,
        risk.title,
        risk_status(risk, on),
        f"Because {_low(risk.cause)}, it may happen that {_low(risk.event)}, so that {_low(risk.consequence)}.",
        tuple(facts),
        tuple(_risk_steps(risk)),
        _scores(risk),
        tuple(_risk_acts(risk, runs=runs, by=by)),
    )


def _low(words: str) -> str:
    words = words.strip().rstrip(".")
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _scores(risk: Risk) -> Table:
    return table(
        "Likelihood and impact, from 1 to 5",
        ("When", "#Likelihood", "#Impact", "#Score"),
        [
            ("Before anything is done", risk.inherent_likelihood, risk.inherent_impact, risk.inherent_score),
            ("Now", risk.residual_likelihood, risk.residual_impact, risk.score),
            ("Where it should come to", risk.target_likelihood, risk.target_impact, risk.target_score),
            ("The board accepts up to", "", "", risk.appetite),
        ],
    )  # fmt: skip


def _risk_steps(risk: Risk) -> Iterator[Step]:
    yield Step("Put on the register", risk.title, notes=(day(risk.added_at),))
    for one in risk.reviews.select_related("by").order_by("on", "pk"):
        moved = f"{one.score_before} to {one.score}"
        if one.score == one.score_before:
            moved = f"stays at {one.score}"
        yield Step(f"Review: {moved}", one.words, notes=(f"{one.by}, {day(one.on)}",))


def _risk_acts(risk: Risk, *, runs: bool, by: Person) -> Iterator[Link]:
    def to(page: str, words: str) -> Link:
        return Link(words, reverse(page, args=[risk.reference]))

    if rules.refusal_to_review(risk, by=by, runs=runs) is None:
        yield to("review_risk", "Look at it again")
    if rules.refusal_to_keep_risk(risk, by=by, runs=runs) is None:
        yield to("change_risk", "Change it")
        yield to("close_risk", "Close it")
