"""The site does not start where an address is missing in the file of roles."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, get_resolver


def refuse_an_incomplete_policy() -> None:
    """Stop, with every fault in a sentence.

    Raises:
        ImproperlyConfigured: an address is not named in the file, or the file names
            an address or an act that does not exist.
    """
    from goldthread.partners import second_factor
    from goldthread.partners.policy import faults, policy

    held = policy()
    if found := faults(held, names_of_pages()) + second_factor.faults(held):
        raise ImproperlyConfigured(" ".join(found))


def names_of_pages(patterns: list[Any] | None = None) -> Iterator[str]:
    """The name of every address of the site."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(pattern, URLPattern):
            yield pattern.name or f"/{pattern.pattern}"
        else:
            yield from names_of_pages(pattern.url_patterns)
