"""How bodies stand to each other on a day: the picture and the list say the same (S113)."""

from datetime import date
from typing import Literal

from goldthread.documents.diagrams.structure import Body as Box
from goldthread.documents.diagrams.structure import Structure, Tie
from goldthread.partners.models import Body, Reporting


def structure(on: date) -> Structure:
    """The bodies and the lines between them on this day, as the drawing takes them."""
    bodies = list(Body.objects.on(on).order_by("-is_ours", "name", "pk"))
    held = {body.pk for body in bodies}
    lines = Reporting.objects.on(on).order_by("pk")
    return Structure(
        tuple(_box(body) for body in bodies),
        tuple(
            Tie(str(line.body_id), _how(line), str(line.to_id))
            for line in lines
            if line.body_id in held and line.to_id in held
        ),
    )


def _box(body: Body) -> Box:
    return Box(
        str(body.pk),
        body.name,
        body.get_level_display(),
        body.kind,  # type: ignore[arg-type]
    )


def _how(line: Reporting) -> Literal["reports to", "linked to"]:
    return "reports to" if line.kind == Reporting.Kind.REPORTS else "linked to"
