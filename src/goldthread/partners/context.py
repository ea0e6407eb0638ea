"""What every page knows about this installation."""

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from goldthread.partners.models import Installation


def installation(request: HttpRequest) -> dict[str, Any]:
    """Whose installation this is, and whether its figures are invented."""
    # Asked only by templates that use it: fragments of a page do not.
    found = Installation.objects.select_related("area").first
    return {"installation": SimpleLazyObject(found)}
