"""What pages of the rooms below show of the desk: they cannot ask it themselves."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from goldthread.desk.queries.kept import lists_for
from goldthread.desk.queries.kinds import TALKED_ABOUT
from goldthread.desk.queries.places import MARK, may
from goldthread.notes.about import About
from goldthread.notes.queries import count_on


def kept_lists(request: HttpRequest) -> dict[str, Any]:
    """The lists of whoever reads; asked for only by a template that shows them."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"kept_lists": SimpleLazyObject(lambda: lists_for(user))}


@dataclass(frozen=True, slots=True)
class Talk:
    """The way from a thing's page to what people say about it."""

    href: str
    count: int


def talk(request: HttpRequest) -> dict[str, Any]:
    """The way to the comments, on the page of anything that people talk about."""
    user, match = getattr(request, "user", None), request.resolver_match
    if user is None or not user.is_authenticated or match is None:
        return {}
    kind = TALKED_ABOUT.get(match.url_name or "")
    if kind is None or not may(user, kind.right):
        return {}
    reference = MARK.join(str(each) for each in match.kwargs.values())
    if kind.columns[0] == "reference":  # its page answers to d-014 too
        reference = reference.upper()
    about = About(kind.about, reference)
    href = reverse("talk", args=[about.kind, about.reference])
    return {"talk": SimpleLazyObject(lambda: Talk(href, count_on(about)))}
