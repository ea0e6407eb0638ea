"""What the worker found behind the addresses that people typed."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from goldthread.audit.services import Subject, record
from goldthread.evidence.fetching.following import Followed
from goldthread.strategy.models import LinkCheck


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
