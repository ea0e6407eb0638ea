"""Kept lists, for the pages of the plan: that room is below this one and cannot ask."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from goldthread.desk.queries.kept import lists_for


def kept_lists(request: HttpRequest) -> dict[str, Any]:
    """The lists of whoever reads; asked for only by a template that shows them."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    return {"kept_lists": SimpleLazyObject(lambda: lists_for(user))}
