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
    contact: "PublishedContact"


@dataclass(frozen=True, slots=True)
class PublishedContact:
    """How residents reach the partnership; "" where it has not said."""

    team: str = ""
    email: str = ""
    phone: str = ""
    post: str = ""
    hours: str = ""

    @property
    def is_said(self) -> bool:
        """Whether there is any way to reach it."""
        return bool(self.email or self.phone or self.post)


# What the law calls them is for boards; residents ask who must be here and who helps.
STANDINGS = {
    "responsible": "Must be here by law",
    "co_operating": "Must help by law",
    "invited": "Helps because it wants to",
}


def published_partnership(on: date) -> PublishedPartnership:
    """Who belongs on this day, and how the boards stand to each other."""
    installation = Installation.objects.select_related("area").first()
    rows = (
        Membership.objects.on(on)
        .select_related("agency")
        .order_by("number", "agency__name", "pk")
    )
    members = (PublishedMember(m.agency.name, STANDINGS[m.tier]) for m in rows)
    return PublishedPartnership(
        installation.area.name if installation else "",
        bool(installation and installation.is_demonstration),
        tuple(dict.fromkeys(members)),
        structure(on),
        _contact(installation),
    )


def _contact(installation: Installation | None) -> PublishedContact:
    if installation is None:
        return PublishedContact()
    return PublishedContact(
        installation.contact_team,
        installation.contact_email,
        installation.contact_phone,
        installation.contact_post,
        installation.contact_hours,
    )
