"""Which pages open without sign-in: only those that say so.

Django's LoginRequiredMiddleware asks for sign-in everywhere; `published` is the one way
past it, so a page that forgets to say anything is closed.
"""

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib.auth.decorators import login_not_required

View = TypeVar("View", bound=Callable[..., Any])


def published(view: View) -> View:
    """Mark a page that anybody may open without signing in."""
    opened = login_not_required(view)
    opened.published = True  # type: ignore[attr-defined]
    return opened


def is_published(view: Callable[..., Any]) -> bool:
    """Whether anybody may open this page."""
    return not getattr(view, "login_required", True)
