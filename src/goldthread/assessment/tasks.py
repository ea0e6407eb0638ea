"""What the worker does with assessments; the clock is read here."""

from django.utils.timezone import now  # noqa: TID251 (a task reads the clock)
from django_tasks import task

from goldthread.assessment import files, services
from goldthread.assessment.models import Assessment
from goldthread.assessment.scope import NothingHeld
from goldthread.evidence.lake import LakeRefused


@task()
def make_assessment(assessment: int) -> None:
    """Make the assessment that was asked for, telling how far it has come."""
    asked = Assessment.objects.select_related("requested_by").get(pk=assessment)
    if asked.state != Assessment.State.MAKING:
        return

    def tell(heading: str, number: int, whole: int) -> None:
        services.note_progress(asked, f"finding {number} of {whole}: {heading.lower()}")

    try:
        services.make_assessment(asked, by=asked.requested_by, at=now(), progress=tell)
    except (LakeRefused, NothingHeld, ValueError) as refusal:
        services.refuse_assessment(asked, why=str(refusal), at=now())
    else:
        files.write_files(Assessment.objects.get(pk=assessment))


@task()
def write_files(assessment: int) -> None:
    """Write the page, the PDF and the JSON as findings and words stand now."""
    files.write_files(Assessment.objects.get(pk=assessment))
