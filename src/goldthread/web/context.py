"""What every page knows about the product itself."""

from typing import Any

from django.http import HttpRequest

from goldthread import __version__


def product(request: HttpRequest) -> dict[str, Any]:
    return {"software_version": __version__}
