"""What the worker does with strategies; the clock is read here."""

import time
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
    found, before = {}, ""
    for address in sorted(queries.addresses_due(at=datetime.now(UTC))):
        host = urlsplit(address).netloc
        if host == before:
            time.sleep(REST_S)
        found[address], before = follow(address, inside=settings.FOLLOW_INSIDE), host
    if found:
        services.note_followed(found, at=datetime.now(UTC))
