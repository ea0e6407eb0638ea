"""A signature under a section: one's own, in somebody's name, or from a file (S4, B5).

A foreword is a statement in a named person's voice. Who signs it under their own account
signs it themselves; where anybody else does, it says so wherever it is read.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from goldthread.core.uk_time import local_day
from goldthread.notes.editing import Overtaken
from goldthread.partners.models import Person
from goldthread.strategy import rules
from goldthread.strategy.models import Section
from goldthread.strategy.sections import is_same_name
from goldthread.strategy.services.writing import By, keep, refuse, tell, writable

UNSIGNED = {
    "signed_name": "",
    "signed_role": "",
    "signed_on": None,
    "signed_through": "",
    "signature_brought_by": "",
}


@dataclass(frozen=True, slots=True)
class Signature:
    """Whose name stands under a section, as what, since when; and who wrote it there."""

    name: str
    role: str
    on: date
    through: str = ""  # who signed in that name
    brought_by: str = ""  # who brought in the file it came with


@transaction.atomic
def sign_section(
    section: Section,
    *,
    name: str,
    role: str,
    on: date,
    seen: int | None = None,
    by: By,
    at: datetime,
) -> Section:
    """Put a name, a role and a day under a section, as it reads now (S4).

    Where it is not the signer's own name, it is signed for whoever bears it.
    """
    through = _other_than(name, by)
    signed = Signature(name.strip(), role.strip(), on, through=through)
    return _kept(section, signed, seen=seen, by=by, at=at)


@transaction.atomic
def keep_signature(
    section: Section, signature: Signature, *, by: By, at: datetime
) -> Section:
    """Keep a signature as a file tells it, and who brought the file in.

    Only where the file's own signer brings it in it is theirs without a further word.
    """
    brought_by = _other_than(signature.through or signature.name, by)
    told = Signature(
        signature.name.strip(),
        signature.role.strip(),
        signature.on,
        signature.through.strip(),
        brought_by,
    )
    return _kept(section, told, seen=None, by=by, at=at)


def take_signature_away(section: Section) -> None:
    """Leave it without one; the caller keeps it."""
    for name, value in UNSIGNED.items():
        setattr(section, name, value)


def _kept(
    section: Section, told: Signature, *, seen: int | None, by: By, at: datetime
) -> Section:
    strategy = writable(section.strategy)
    kept = Section.objects.get(pk=section.pk)
    refuse(
        rules.refusal_to_sign(
            kept,
            name=told.name,
            role=told.role,
            signed_on=told.on,
            today=local_day(at),
        )
    )
    if seen is not None and seen != kept.version:
        raise Overtaken(
            "The text changed while you read it. Read it again before you sign."
        )
    kept.signed_name, kept.signed_role, kept.signed_on = told.name, told.role, told.on
    kept.signed_through, kept.signature_brought_by = told.through, told.brought_by
    kept.is_finished = True
    keep(kept)
    said = {"name": told.name, "role": told.role}
    said |= {"signed for them by": told.through} if told.through else {}
    said |= {"from a file of": told.brought_by} if told.brought_by else {}
    tell("section.signed", kept, strategy, by=by, at=at, detail={"after": said})
    return kept


def _other_than(name: str, by: By) -> str:
    """The name of whoever acts, where it is not this one."""
    if not isinstance(by, Person) or is_same_name(by.name, name):
        return ""
    return by.name
