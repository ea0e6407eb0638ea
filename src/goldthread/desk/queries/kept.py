"""Lists that people keep under a name: where each leads, whose it is."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import NoReverseMatch, reverse

from goldthread.desk.models import SavedView
from goldthread.partners.models import Person


@dataclass(frozen=True, slots=True)
class KeptList:
    """One kept list as a page shows it."""

    key: int
    name: str
    href: str
    by: str  # nothing where it is one's own
    is_shared: bool
    is_start: bool


def lists_for(person: Person) -> tuple[KeptList, ...]:
    """One's own lists, then those that others share, by name."""
    found = (
        SavedView.objects.filter(Q(owner=person) | Q(is_shared=True))
        .select_related("owner")
        .order_by("name", "pk")
    )
    told = [
        KeptList(
            key=view.pk,
            name=view.name,
            href=address_of(view),
            by="" if view.owner_id == person.pk else view.owner.name,
            is_shared=view.is_shared,
            is_start=view.is_start and view.owner_id == person.pk,
        )
        for view in found
    ]
    return tuple(sorted(told, key=lambda each: bool(each.by)))


def address_of(view: SavedView) -> str:
    """Where a kept list is; the desk where its page no longer exists."""
    try:
        found = reverse(view.page)
    except NoReverseMatch:
        return reverse("desk")
    return f"{found}?{view.query}" if view.query else found
