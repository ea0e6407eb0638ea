"""What the worker does with packs; the clock is read here."""

from django.utils.timezone import now  # noqa: TID251 (a task reads the clock)
from django_tasks import task

from goldthread.documents.drawing import NotDrawn
from goldthread.governance import services
from goldthread.governance.models import AnnualReview, LookBack, Pack
from goldthread.governance.pack import files
from goldthread.governance.papers import written


@task()
def build_pack(pack: int) -> None:
    """Put the draft together and write its files; safe to do again."""
    asked = Pack.objects.select_related("body", "asked_by").get(pk=pack)
    if asked.state == Pack.State.ISSUED:
        return
    try:
        built = services.build_pack(asked, by=asked.asked_by, at=now())
        files.write_files(built)
    except (ValueError, NotDrawn) as refusal:
        services.note_pack_failed(asked, why=str(refusal), at=now())


@task()
def write_pack_files(pack: int) -> None:
    """Write the files of an issued pack as it was frozen."""
    files.write_files(Pack.objects.select_related("body").get(pk=pack))


@task()
def write_paper_files(kind: str, key: int) -> None:
    """Write the files of an agreed review or an issued look back, as it was frozen."""
    rows = AnnualReview.objects if kind == "review" else LookBack.objects
    written.write_files(rows.select_related("strategy").get(pk=key))
