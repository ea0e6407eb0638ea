"""What the worker does with strategies; the clock is read here."""

import time
from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.timezone import localdate
from django_tasks import task

from goldthread.evidence.fetching.following import follow
from goldthread.strategy import files, queries, services
from goldthread.strategy.models import Strategy

REST_S = 1.0  # between two questions to one machine


@task()
def write_files(strategy: int) -> None:
    """Write the PDF, the Word file, the page and the sheet as the strategy reads now."""
    files.write_files(Strategy.objects.get(pk=strategy), on=localdate())


@task()
def follow_links() -> None:
    """Ask of each address that is due whether it leads anywhere, and write it down."""
    _follow(queries.addresses_due(at=datetime.now(UTC)))


@task()
def follow_now(strategy: int) -> None:
    """The same at once, for one strategy whose writer asked for it."""
    kept = Strategy.objects.get(pk=strategy)
    _follow(queries.addresses_to_ask_now(kept, at=datetime.now(UTC)))


def _follow(addresses: Iterable[str]) -> None:
    found, before = {}, ""
    for address in sorted(addresses):
        host = urlsplit(address).netloc
        if host == before:
            time.sleep(REST_S)
        found[address], before = follow(address, inside=settings.FOLLOW_INSIDE), host
    if found:
        services.note_followed(found, at=datetime.now(UTC))
