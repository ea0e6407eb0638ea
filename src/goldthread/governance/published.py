"""What anybody may know of the board: decisions and meetings that are open to everybody."""

from dataclasses import dataclass
from datetime import date

from goldthread.governance.models import Decision, Meeting


@dataclass(frozen=True, slots=True)
class PublishedDecision:
    """One decision that is open to everybody."""

    reference: str
    board: str
    decided_on: date
    kind: str
    words: str
    reasons: str
    effect: str
    outcome: str


@dataclass(frozen=True, slots=True)
class PublicMeeting:
    """A meeting that residents may come to."""

    board: str
    held_on: date
    place: str


def published_decisions(on: date) -> tuple[PublishedDecision, ...]:
    """Every decision that the board said is public, the newest first.

    What came up under a restricted item is never public, whatever it was marked as.
    """
    rows = (
        Decision.objects.open_to_anybody()
        .filter(decided_on__lte=on)
        .exclude(item__audience__in=["members", "named"])
        .select_related("body")
        .newest_first()
    )
    return tuple(
        PublishedDecision(
            reference=one.reference,
            board=one.body.name,
            decided_on=one.decided_on,
            kind=str(one.get_kind_display()),
            words=one.title,
            reasons=one.reasons,
            effect=one.effect,
            outcome=one.outcome,
        )
        for one in rows
    )


def public_meetings(on: date) -> tuple[PublicMeeting, ...]:
    """The public meetings to come, the next first (B10)."""
    rows = Meeting.objects.ahead(on).filter(kind=Meeting.Kind.PUBLIC)
    return tuple(
        PublicMeeting(one.body.name, one.held_on, one.place)
        for one in rows.select_related("body")
    )
