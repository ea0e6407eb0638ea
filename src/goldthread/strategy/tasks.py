"""What the worker does with strategies; the clock is read here."""

from django.utils.timezone import localdate
from django_tasks import task

from goldthread.strategy import files
from goldthread.strategy.models import Strategy


@task()
def write_files(strategy: int) -> None:
    """Write the PDF, the Word file, the page and the sheet as the strategy reads now."""
    files.write_files(Strategy.objects.get(pk=strategy), on=localdate())
