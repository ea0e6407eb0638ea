"""How residents reach the partnership: kept by its manager, read by anybody."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.partners.models import Installation
from goldthread.partners.rules import Refused
from goldthread.partners.services.checks import By, check, difference


@dataclass(frozen=True, slots=True)
class ContactTold:
    """What is told of it; the team's own address, never a person's."""

    team: str = ""
    email: str = ""
    phone: str = ""
    post: str = ""
    hours: str = ""


@transaction.atomic
def keep_contact(told: ContactTold, *, by: By, at: datetime) -> Installation:
    """Say how residents reach the partnership.

    Raises:
        Refused: nobody could reach it that way, or nothing is set up yet.
    """
    kept = Installation.objects.select_for_update(of=("self",)).first()
    if kept is None:
        raise Refused("Nothing is set up here yet. `goldthread setup` names the area.")
    wanted = {
        "contact_team": told.team.strip(),
        "contact_email": told.email.strip(),
        "contact_phone": told.phone.strip(),
        "contact_post": told.post.strip(),
        "contact_hours": told.hours.strip(),
    }
    if wanted["contact_phone"] and not re.fullmatch(
        r"\+?[0-9 ()]{5,40}", wanted["contact_phone"]
    ):
        raise Refused(
            f"Expected a telephone number such as 01632 960123, and found “{wanted['contact_phone']}”."
        )
    changed = difference(kept, **wanted)
    if not changed["after"]:
        return kept
    check(kept)
    kept.save(update_fields=list(wanted))
    record("contact.changed", kept, by=by, at=at, detail=changed)
    return kept
