"""What the worker found behind the addresses that people typed."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from goldthread.audit.services import Subject, record
from goldthread.evidence.fetching.following import Followed
from goldthread.partners.models import Person
from goldthread.strategy import rules
from goldthread.strategy.models import LinkCheck, Strategy
from goldthread.strategy.queries.addresses import addresses_to_ask_now
from goldthread.strategy.services.writing import locked, refuse


@transaction.atomic
def ask_to_follow(
    strategy: Strategy, *, is_on: bool, by: Person | None, at: datetime
) -> int:
    """Have the worker follow every address of a strategy now; says how many."""
    kept = locked(strategy)
    due = addresses_to_ask_now(kept, at=at)
    refuse(rules.refusal_to_follow(is_on=is_on, due=len(due)))
    from goldthread.strategy.tasks import follow_now  # late: it calls this module

    detail = {"after": {"asked": len(due)}}
    record("links.asked_for", kept, by=by, at=at, detail=detail)
    follow_now.enqueue(kept.pk)
    return len(due)


@transaction.atomic
def note_followed(found: Mapping[str, Followed], *, at: datetime) -> None:
    """Write down where addresses led; one act, whose record names those that broke."""
    for address, told in found.items():
        LinkCheck.objects.update_or_create(
            address=address,
            defaults={
                "checked_at": at,
                "works": told.works,
                "words": told.words[:300],
            },
        )
    broken = sorted(address for address, told in found.items() if not told.works)
    record(
        "links.followed",
        Subject("strategy.linkcheck", "", "Addresses in strategies"),
        by=None,
        at=at,
        detail={"after": {"followed": len(found), "broken": broken[:50]}},
    )
