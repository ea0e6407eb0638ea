"""The queue of background work, as the rest of the house sees it."""

from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult


@transaction.atomic
def take_up_interrupted() -> int:
    """Put work whose worker was killed back in the queue; how many pieces that was.

    Only for the moment before the one worker starts, when nothing can be running. Every
    task is written to be safe when it is done again.
    """
    return DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING).update(
        status=TaskResultStatus.READY, started_at=None
    )


def subjects_of(task: str) -> set[int]:
    """Keys of what the tasks of that path, queued or running, were given to work on."""
    found = DBTaskResult.objects.filter(
        task_path=task, status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    ).values_list("args_kwargs", flat=True)
    return {given["args"][0] for given in found if given["args"]}
