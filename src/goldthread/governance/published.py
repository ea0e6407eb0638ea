"""What anybody may know of the board: decisions and meetings that are open to everybody."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects

from goldthread.governance.models import Decision, DutyDone, Meeting
from goldthread.notes.about import About
from goldthread.notes.models import Publication
from goldthread.notes.publishing import (
    Behind,
    behind,
    changed_parts,
    copies_of,
    standing,
)

KIND = "governance.decision"
NOUN = "decision"
PARTS = {  # of a copy, as one tells the manager what has changed
    "outcome": "what came of it",
    "words": "its words",
    "reasons": "why",
    "effect": "what was hoped for",
    "effect_by": "by when",
    "kind": "what kind of decision it is",
    "on": "its day",
    "board": "the name of its board",
    "priorities": "what it is about",
}
BESIDE = ("priorities", "workstreams__priorities")


@dataclass(frozen=True, slots=True)
class PublishedDecision:
    """One decision that is open to everybody, as it was frozen."""

    reference: str
    board: str
    decided_on: date
    kind: str
    words: str
    reasons: str
    effect: str
    effect_by: date | None
    outcome: str
    priorities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublicMeeting:
    """A meeting that residents may come to."""

    board: str
    held_on: date
    place: str
    starts: str = ""


@dataclass(frozen=True, slots=True)
class HeldInPublic:
    """A public meeting that was held, and which agencies sent somebody (B10)."""

    held_on: date
    place: str
    agencies: tuple[str, ...]


def about(decision: Decision) -> About:
    """Where the copies of a decision are kept."""
    return About(KIND, decision.reference)


def told_of(decision: Decision) -> dict[str, Any]:
    """What would be frozen of a decision as it stands."""
    prefetch_related_objects([decision], *BESIDE)
    about_it = [decision, *decision.workstreams.all()]
    keys = {each.key for one in about_it for each in one.priorities.all()}
    return {
        "board": decision.body.name,
        "on": decision.decided_on.isoformat(),
        "kind": decision.kind,
        "words": decision.title,
        "reasons": decision.reasons,
        "effect": decision.effect,
        "effect_by": decision.effect_by.isoformat() if decision.effect_by else None,
        "outcome": decision.outcome,
        "priorities": sorted(keys),
    }


def decisions_behind(only: Decision | None = None) -> tuple[Behind, ...]:
    """Public decisions of which residents read an older state; of one, where it is named."""
    copies = copies_of(KIND, only.reference if only else "")
    rows = list(
        Decision.objects.filter(reference__in=list(copies))
        .select_related("body")
        .order_by("reference")
    )
    prefetch_related_objects(rows, *BESIDE)
    return behind(
        NOUN,
        copies,
        (
            (
                one.reference,
                one.title,
                changed_parts(copies[one.reference], told_of(one), PARTS),
            )
            for one in rows
        ),
    )


def published_decisions(on: date) -> tuple[PublishedDecision, ...]:
    """Every decision that is public on this day, the newest first."""
    found = [read(one) for one in standing(KIND, on).values()]
    return tuple(
        sorted(found, key=lambda one: (one.decided_on, one.reference), reverse=True)
    )


def read(copy: Publication) -> PublishedDecision:
    """What a frozen copy says."""
    said = copy.content
    by = said["effect_by"]
    return PublishedDecision(
        reference=copy.about_reference,
        board=said["board"],
        decided_on=date.fromisoformat(said["on"]),
        kind=str(Decision.Kind(said["kind"]).label),
        words=said["words"],
        reasons=said["reasons"],
        effect=said["effect"],
        effect_by=date.fromisoformat(by) if by else None,
        outcome=said["outcome"],
        priorities=tuple(said["priorities"]),
    )


def public_meetings(on: date) -> tuple[PublicMeeting, ...]:
    """The public meetings to come, the next first (B10)."""
    rows = Meeting.objects.ahead(on).filter(kind=Meeting.Kind.PUBLIC)
    return tuple(
        PublicMeeting(one.body.name, one.held_on, one.place, _clock(one))
        for one in rows.select_related("body")
    )


def held_in_public(on: date, *, most: int = 3) -> tuple[HeldInPublic, ...]:
    """The last public meetings, the newest first, with the agencies that came.

    What was noted of them besides was written for the partnership and stays there.
    """
    rows = (
        DutyDone.objects.filter(kind=DutyDone.Kind.PUBLIC_MEETING, on__lte=on)
        .select_related("meeting")
        .prefetch_related("presences__agency")
        .order_by("-on", "-pk")[:most]
    )
    return tuple(
        HeldInPublic(
            one.on,
            one.meeting.place if one.meeting else "",
            tuple(sorted(each.agency.name for each in one.presences.all())),
        )
        for one in rows
    )


def _clock(meeting: Meeting) -> str:
    return f"{meeting.starts_at:%H:%M}" if meeting.starts_at else ""
