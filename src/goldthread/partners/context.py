"""What every page knows about this installation."""

from typing import Any

from django.http import HttpRequest

from goldthread.partners.models import Installation


def installation(request: HttpRequest) -> dict[str, Any]:
    """Whose installation this is, and whether its figures are invented."""
    return {"installation": Installation.objects.select_related("area").first()}
