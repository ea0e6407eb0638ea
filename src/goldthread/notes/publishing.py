"""Making things public and taking them back: what residents read is a frozen copy.

A room says what of its noun may be read and asks its own rule; the copy, who made it and
when, and the record of it are kept here, the same for every noun.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from goldthread.audit.services import record
from goldthread.notes.about import About
from goldthread.notes.models import Publication
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused

MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w")


@dataclass(frozen=True, slots=True)
class Behind:
    """A copy that residents read although its thing has changed since, and what has."""

    noun: str  # action, measure, decision: as the switches are addressed
    reference: str
    title: str
    since: datetime
    parts: tuple[str, ...]  # what changed, in words

    @property
    def words(self) -> str:
        """Everything that changed, as one would list it."""
        *others, last = self.parts
        return f"{', '.join(others)} and {last}" if others else last

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.noun} {self.reference}"


@transaction.atomic
def make_public(
    about: About,
    content: dict[str, Any],
    *,
    thing: Model,
    of_version: int | None = None,
    by: Person,
    at: datetime,
) -> Publication:
    """Freeze a copy that anybody may read; an older copy of the thing ends with it.

    `of_version` is the version of the thing, where it counts its changes: what was
    changed since can then be told from what was not, without a clock.

    Raises:
        Refused: what is public says the same already.
    """
    # Every copy of the thing is held, so that of two who press at once one is second.
    held = list(
        Publication.objects.select_for_update().on(about).order_by("number", "pk")
    )
    stands = next((one for one in held if one.ended_at is None), None)
    if stands is not None:
        if stands.content == content:
            raise Refused(
                "Residents read this already, word for word. Nothing has changed since."
            )
        _end(stands, by=by, at=at)
    made = Publication.objects.create(
        **about.columns,
        number=len(held) + 1,
        content=content,
        of_version=of_version,
        published_by=by,
        published_at=at,
    )
    detail = {"copy": made.number, "sha256": digest(content)}
    record("public.made", thing, by=by, at=at, detail=detail)
    return made


@transaction.atomic
def take_back(about: About, *, thing: Model, by: Person, at: datetime) -> Publication:
    """Nobody reads this any more; the copy stays, so that what was public is known.

    Raises:
        Refused: it is not public.
    """
    stands = Publication.objects.select_for_update().on(about).standing().first()
    if stands is None:
        raise Refused("This is not public, so there is nothing to take back.")
    _end(stands, by=by, at=at)
    detail = {"copy": stands.number, "sha256": digest(stands.content)}
    record("public.taken_back", thing, by=by, at=at, detail=detail)
    return stands


def standing(kind: str, on: date) -> dict[str, Publication]:
    """What of a kind anybody may read on this day, by its reference."""
    rows = Publication.objects.of(kind).standing().filter(published_at__date__lte=on)
    return {one.about_reference: one for one in rows.in_order()}


def copies_of(kind: str, reference: str = "") -> dict[str, Publication]:
    """What of a kind is public, by its reference; of one thing alone, where it is named."""
    rows = Publication.objects.of(kind).standing()
    if reference:
        rows = rows.filter(about_reference=reference)
    return {one.about_reference: one for one in rows.in_order()}


def public_copy(about: About) -> Publication | None:
    """What residents read of a thing now; None where they read nothing."""
    rows = Publication.objects.on(about).standing()
    found: Publication | None = rows.select_related("published_by").first()
    return found


def changed_parts(
    copy: Publication, now: dict[str, Any], names: Mapping[str, str]
) -> tuple[str, ...]:
    """What of a thing is not as residents read it; `names` says what each part is called.

    A part that an older copy does not know and that says nothing has not changed.
    """
    found = [
        names[key]
        for key in names
        if now.get(key) != copy.content.get(key)
        and (key in copy.content or now.get(key))
    ]
    return tuple(dict.fromkeys(found))


def behind(
    noun: str,
    copies: Mapping[str, Publication],
    known: Iterable[tuple[str, str, tuple[str, ...]]],
) -> tuple[Behind, ...]:
    """Those copies of which something changed: of each reference its title and parts."""
    return tuple(
        Behind(noun, reference, title, copies[reference].published_at, parts)
        for reference, title, parts in known
        if parts
    )


def refusal_of_content(content: dict[str, Any]) -> str | None:
    """Why this is not for residents: it names somebody; None where it does not."""
    words = json.dumps(content, ensure_ascii=False)
    if found := MAIL.search(words):
        return f"“{found[0]}…” is somebody's address. Name the agency, and leave the address out."
    said = words.casefold()
    for name in Person.objects.order_by("name").values_list("name", flat=True):
        if name.casefold() in said:
            return f"This names {name}. Residents read of agencies, never of a person: name the agency."
    return None


def digest(content: dict[str, Any]) -> str:
    """What the record keeps of a copy: enough to prove which words were public."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _end(stands: Publication, *, by: Person, at: datetime) -> None:
    stands.ended_by, stands.ended_at = by, at
    stands.save(update_fields=["ended_by", "ended_at"])
