"""What the public site may know of copies: only that there are new ones."""

from django.db.models import Count, Max

from goldthread.notes.models import Publication


def mark() -> str:
    """Changes whenever anything is made public or taken back."""
    seen = Publication.objects.aggregate(
        n=Count("pk"),
        gone=Count("ended_at"),
        made=Max("published_at"),
        ended=Max("ended_at"),
    )
    return f"{seen['n']} {seen['gone']} {seen['made']} {seen['ended']}"
