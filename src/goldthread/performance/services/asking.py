"""What is written down when somebody was told that an agency owes figures."""

from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.delivery.queries.own import plan_settings
from goldthread.partners.models import Agency, Person
from goldthread.performance import rules
from goldthread.performance.asking import levels_reached
from goldthread.performance.models import FigureChase


@transaction.atomic
def note_figure_chase(
    agency: Agency,
    *,
    level: str,
    owed_since: date,
    figures: int,
    on: date,
    by: Person | None,
    at: datetime,
) -> FigureChase | None:
    """Note that somebody was told of figures owed; None where it was noted before.

    The desk calls it in the transaction that queues its mail, and queues none where it
    gets None.
    """
    kept = Agency.objects.select_for_update().get(pk=agency.pk)
    if level not in levels_reached(owed_since, on=on, settings=plan_settings()):
        raise rules.Refused(f"{kept} does not owe figures for so long.")
    chase: FigureChase
    chase, is_new = FigureChase.objects.get_or_create(
        agency=kept, level=level, owed_since=owed_since, defaults={"at": at}
    )
    if not is_new:
        return None
    record(
        "return.chased",
        kept,
        by=by,
        at=at,
        detail={
            "level": level,
            "owed since": str(owed_since),
            "figures": figures,
        },
    )
    return chase


def answer_figure_chases(agency: Agency, at: datetime) -> None:
    """Figures came: whatever was asked of this agency before is answered."""
    FigureChase.objects.filter(
        agency=agency, answered_at__isnull=True, at__lte=at
    ).update(answered_at=at)
