"""What the worker does with deliveries; the clock is read here."""

from collections.abc import Callable

from django.utils.timezone import now  # noqa: TID251 (a task reads the clock)
from django_tasks import task

from goldthread.evidence.lake import LakeRefused
from goldthread.evidence.reading import Unreadable
from goldthread.intake import services
from goldthread.intake.models import Delivery


@task()
def check_delivery(delivery: int) -> None:
    """Say what loading the delivery would do."""
    _or_refuse(delivery, services.check_delivery)


@task()
def load_delivery(delivery: int) -> None:
    """Put the delivery into the lake."""
    _or_refuse(delivery, services.carry_out_load)


def _or_refuse(key: int, work: Callable[..., Delivery]) -> None:
    delivery = Delivery.objects.select_related("handed_in_by", "decided_by").get(pk=key)
    try:
        work(delivery, at=now())
    except (LakeRefused, Unreadable) as refusal:
        services.refuse_delivery(delivery, why=str(refusal), at=now())
