"""Why a decision may not be taken or a pack issued: sentences; no queries."""

from collections.abc import Iterable, Iterator
from datetime import date

from goldthread.core.periods import Period
from goldthread.governance.models import Consent, Decision, Meeting, Pack
from goldthread.governance.rules.meetings import refusal_to_minute
from goldthread.partners.models import Body
from goldthread.web.templatetags.kit import day


def refusal_to_decide(meeting: Meeting, *, quorate: bool, kind: str) -> str | None:
    """Why nothing may be decided in a meeting; None when it may."""
    if meeting.state == Meeting.State.MINUTED:
        return refusal_to_minute(meeting)
    if meeting.state != Meeting.State.HELD:
        return f"{meeting} has not been held. Write down who came and that it was held first."
    if not quorate and kind not in (Decision.Kind.NOTE, Decision.Kind.DEFER):
        return f"The meeting had no quorum ({meeting.quorum_asked} seats), so it could note and defer, not decide."
    return None


def faults_of_decision(
    *,
    kind: str,
    reasons: str,
    evidence: int,
    effect: str,
    effect_by: date | None,
    expects_nothing: bool = False,
    referred_to: Body | None = None,
    deferred_to: date | None = None,
    decided_on: date | None = None,
) -> Iterator[tuple[str, str]]:
    """What a decision lacks: the field and what to enter there, all of it at once."""
    if not reasons.strip():
        yield "reasons", "Say why, for those who read it in a year."
    if kind in (Decision.Kind.APPROVE, Decision.Kind.REFUSE) and not evidence:
        yield (
            "evidence",
            "Say what the board had before it: a finding, an action, or words with their source.",
        )
    if expects_nothing and (effect.strip() or effect_by):
        yield (
            "expects_nothing",
            "An effect is named as well. Leave out the effect with its day, or this answer.",
        )
    elif kind == Decision.Kind.APPROVE and not expects_nothing:
        if not effect.strip():
            yield (
                "effect",
                "Say what is expected to change and by when, so that it can be looked at, or that nothing is expected.",
            )
        if not effect_by:
            yield "effect_by", "Enter the day by which the effect should be seen."
    if effect_by and decided_on and effect_by < decided_on:
        yield (
            "effect_by",
            f"Enter a day after the decision, which is of {day(decided_on)}.",
        )
    if kind == Decision.Kind.REFER and referred_to is None:
        yield "referred_to", "Choose the body it is referred to."
    if kind == Decision.Kind.DEFER and (
        deferred_to is None or (decided_on and deferred_to <= decided_on)
    ):
        after = f", which is of {day(decided_on)}" if decided_on else ""
        yield (
            "deferred_to",
            f"Enter the day by which it comes back, after the decision{after}.",
        )


def refusal_of_decision(
    *,
    kind: str,
    reasons: str,
    evidence: int,
    effect: str,
    effect_by: date | None,
    expects_nothing: bool = False,
    referred_to: Body | None = None,
    deferred_to: date | None = None,
    decided_on: date | None = None,
) -> str | None:
    """Why a decision is not whole; None when it is."""
    faults = faults_of_decision(
        kind=kind,
        reasons=reasons,
        evidence=evidence,
        effect=effect,
        effect_by=effect_by,
        expects_nothing=expects_nothing,
        referred_to=referred_to,
        deferred_to=deferred_to,
        decided_on=decided_on,
    )
    return " ".join(sentence for _, sentence in faults) or None


def refusal_of_consents(
    answers: Iterable[str], *, seats: int, quorum: int | None
) -> str | None:
    """Why the answers to a question between meetings do not make a decision."""
    told = list(answers)
    agrees = told.count(Consent.Answer.AGREES)
    against = told.count(Consent.Answer.AGAINST)
    needed = quorum or seats // 2 + 1
    if agrees + against < needed:
        return f"{agrees + against} of {seats} seats answered; {needed} are needed. It waits for the next meeting."
    if agrees <= against:
        return f"{agrees} agree and {against} do not, so it is not decided. It goes to the next meeting."
    return None


def refusal_to_publish_decision(decision: Decision) -> str | None:
    """Why nobody but the partnership reads a decision; None when residents may."""
    if decision.item is not None and decision.item.is_restricted:
        return f"{decision.reference} came up under a restricted item, so it is not for everybody."
    return None


def refusal_to_say_what_came(decision: Decision, *, words: str) -> str | None:
    """Why it may not be said what came of a decision; None when it may."""
    if not words.strip():
        return "Say in a sentence what came of it."
    if decision.kind == Decision.Kind.NOTE:
        return f"{decision.reference} noted something. Nothing was expected of it."
    return None


def refusal_to_report_to(decision: Decision, meeting: Meeting) -> str | None:
    """Why a decision between meetings may not be reported to this one."""
    if decision.meeting_id:
        return f"{decision.reference} was taken in a meeting."
    if decision.body_id != meeting.body_id:
        return f"{decision.reference} was taken by {decision.body}, and this is a meeting of {meeting.body}."
    if meeting.held_on < decision.decided_on:
        return f"{decision.reference} was taken after this meeting."
    return None


def refusal_to_build(period: Period, *, on: date) -> str | None:
    """Why there is no pack of this quarter; None when there may be one."""
    if period.start > on:
        return f"{period.label} has not begun."
    return None


def refusal_to_issue(pack: Pack, *, read: str | None = None) -> str | None:
    """Why a pack may not be issued; None when it may."""
    if pack.state == Pack.State.ISSUED:
        return f"{pack} was issued on {day(pack.issued_at)}. Ask for a new version."
    if pack.state != Pack.State.DRAFT:
        return "Build it and read it over first."
    if pack.readings is None:
        return "This draft was built by an earlier version. Build it again and read it over."
    if read is not None and read != pack.hash_members:
        return "It was built again since this page was opened. Read it over as it is now, then issue it."
    return None
