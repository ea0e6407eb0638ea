"""What anybody may know of the partnership: who belongs, which boards there are.

Names of agencies and bodies only, never a person.
"""

from dataclasses import dataclass
from datetime import date

from goldthread.documents.diagrams.structure import Structure
from goldthread.partners.models import Installation, Membership
from goldthread.partners.queries.structure import structure


@dataclass(frozen=True, slots=True)
class PublishedMember:
    """One agency that belongs, and in which standing."""

    name: str
    standing: str


@dataclass(frozen=True, slots=True)
class PublishedPartnership:
    """The partnership on a day, as anybody may know it."""

    name: str
    is_demonstration: bool
    members: tuple[PublishedMember, ...]
    structure: Structure


def published_partnership(on: date) -> PublishedPartnership:
    """Who belongs on this day, and how the boards stand to each other."""
    installation = Installation.objects.select_related("area").first()
    rows = (
        Membership.objects.on(on)
        .select_related("agency")
        .order_by("number", "agency__name", "pk")
    )
    members = (PublishedMember(m.agency.name, str(m.get_tier_display())) for m in rows)
    return PublishedPartnership(
        installation.area.name if installation else "",
        bool(installation and installation.is_demonstration),
        tuple(dict.fromkeys(members)),
        structure(on),
    )
