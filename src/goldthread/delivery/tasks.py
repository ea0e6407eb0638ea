"""What the worker does with the plan's spreadsheets; the clock is read here."""

from django.utils.timezone import now  # noqa: TID251 (a task reads the clock)
from django_tasks import task

from goldthread.delivery.models import PlanImport
from goldthread.delivery.services import carry_out_asked, give_up
from goldthread.delivery.sheets.rules import FAULT


@task()
def carry_out(plan_import: int) -> None:
    """Load the spreadsheet, or take it back, as its page was asked to."""
    found = PlanImport.objects.select_related("strategy", "asked_by").get(
        pk=plan_import
    )
    try:
        carry_out_asked(found, at=now())
    except Exception:
        give_up(found, why=FAULT)
        raise
