"""Why something about the yearly review, what is coming or a look back is refused."""

from collections.abc import Sequence

from goldthread.governance.models import (
    AnnualReview,
    EmergingIssue,
    LookBack,
    LookBackClaim,
    StreamReview,
)
from goldthread.governance.rules.common import COMMENT, EVERY_BOARD, WRITE, may
from goldthread.partners.models import Person
from goldthread.strategy.models import Strategy
from goldthread.web.templatetags.kit import day


def refusal_to_lead_reviews(by: Person | None) -> str | None:
    """Why `by` may not lead the yearly review or a look back; None when they may."""
    if may(by, EVERY_BOARD):
        return None
    return "The partnership manager leads the yearly review and the look back."


def refusal_to_open_review(
    strategy: Strategy, *, year: int, is_published: bool, already: bool, streams: int
) -> str | None:
    """Why this year's review may not be opened; None when it may."""
    if strategy.in_force_from is None:
        return f"“{strategy}” is not in force, so nothing of it is reviewed yet."
    if already:
        return f"“{strategy}” has its review of {year} already. Go on with that one."
    if not is_published:
        return "The assessment is not published yet. A review rests on one that is."
    if not streams:
        return f"No workstream of “{strategy}” is open, so there is nothing to review."
    return None


def refusal_to_review_stream(
    row: StreamReview, *, outcome: str, reasons: str, findings: int, besides: str
) -> str | None:
    """Why a workstream may not get this outcome; None when it may."""
    if row.review.state == AnnualReview.State.AGREED:
        return f"{row.review} was agreed on {day(row.review.agreed_on)}. What changed since belongs into the next one."
    if outcome == StreamReview.Outcome.NEW and row.workstream_id:
        return f"“{row.title}” is a workstream already. It is kept, changed or closed."
    if outcome not in StreamReview.Outcome.values:
        return f"Expected keep, change or close; found {outcome!r}."
    if not reasons.strip():
        return "Say why, for those who read it in a year."
    if not findings and not besides.strip():
        return "Choose a finding of the assessment that speaks for it, or say with its source what else does."
    return None


def refusal_to_agree_review(
    review: AnnualReview, *, left: Sequence[str], approach: str
) -> str | None:
    """Why a review may not be agreed; None when it may."""
    if review.state == AnnualReview.State.AGREED:
        return f"{review} was agreed on {day(review.agreed_on)}."
    if left:
        return f"No outcome yet: {', '.join(left)}. Each workstream needs exactly one."
    if not approach.strip():
        return "Say whether this way of working is kept, and why: the next review begins with it."
    return None


def refusal_to_carry_out(row: StreamReview, *, by: Person | None) -> str | None:
    """Why `by` may not carry out in the strategy what a review says; None when they may."""
    if not may(by, WRITE):
        return "Whoever writes the strategy carries out in it what a review says."
    if row.review.state != AnnualReview.State.AGREED:
        return f"{row.review} is not agreed yet. It is carried out once it is."
    if row.became:
        return f"“{row.title}” was opened as “{row.became}”."
    return None


def refusal_to_raise_issue(by: Person | None, *, words: str) -> str | None:
    """Why `by` may not put something on the list of what is coming; None when they may."""
    if not may(by, COMMENT):
        return "People of the partnership say what they see coming."
    return None if words.strip() else "Say who saw it, and where."


def refusal_to_settle(
    issue: EmergingIssue, *, outcome: str, words: str, goes_into: bool
) -> str | None:
    """Why it may not be said so what becomes of an issue; None when it may."""
    if issue.outcome not in ("", EmergingIssue.Outcome.WATCH):
        return f"{issue.reference} was settled on {day(issue.settled_on)}: {issue.get_outcome_display().lower()}."
    if outcome not in EmergingIssue.Outcome.values:
        labels = ", ".join(str(each).lower() for each in EmergingIssue.Outcome.labels)
        return f"Expected one of: {labels}; found {outcome!r}."
    if not words.strip():
        return "Say why, for whoever saw it coming."
    if outcome == EmergingIssue.Outcome.TAKEN and not goes_into:
        return "Say which workstream takes it up."
    return None


def refusal_of_claim(
    look_back: LookBack, *, text: str, has_reading: bool, source: str
) -> str | None:
    """Why a claim may not stand in a look back; None when it may."""
    if look_back.state == LookBack.State.ISSUED:
        return f"{look_back} was issued on {day(look_back.issued_at)} and says what it says."
    if not text.strip():
        return "Say in a sentence what was achieved, or was not."
    if has_reading and source.strip():
        return "A claim rests on a measure or is an anecdote, not both. Take one of the two away."
    if not has_reading and not source.strip():
        return "Choose the measure that shows it, or say who tells it: it then stands as an anecdote."
    return None


def refusal_to_issue_look_back(
    look_back: LookBack, *, silent: Sequence[str]
) -> str | None:
    """Why a look back may not be issued; None when it may."""
    if look_back.state == LookBack.State.ISSUED:
        return f"{look_back} was issued on {day(look_back.issued_at)}."
    if silent:
        return f"Nothing is said yet of: {', '.join(silent)}. Say at least one thing of each priority."
    return None


def refusal_to_take_back(claim: LookBackClaim) -> str | None:
    """Why a claim may not be taken out; None when it may."""
    if claim.look_back.state == LookBack.State.ISSUED:
        return f"{claim.look_back} was issued on {day(claim.look_back.issued_at)} and says what it says."
    return None
