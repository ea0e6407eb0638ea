"""What judging from the lake needs beside the action: engine, partnership, known breaks."""

from collections.abc import Sequence
from dataclasses import dataclass

from goldthread.assessment.breaks import local_breaks
from goldthread.core.breaks import Break
from goldthread.evidence.engine import DuckEngine, Engine
from goldthread.evidence.home import home
from goldthread.evidence.lake import Lake
from goldthread.partners.models import Area, Installation


@dataclass(frozen=True, slots=True)
class Asking:
    """The lake as it stands, and what it is asked for."""

    engine: Engine
    partnership: str
    breaks: Sequence[Break]
    invented: bool


def lake_to_ask() -> Asking | None:
    """The newest version of the lake; None where nothing was ever loaded."""
    lake = Lake(home())
    partnership = Area.objects.filter(kind=Area.Kind.PARTNERSHIP).order_by("pk").first()
    if partnership is None or not (home() / "lake").exists():
        return None
    installation = Installation.objects.first()
    return Asking(
        DuckEngine(lake.version()),
        partnership.code,
        local_breaks(home()),
        bool(installation and installation.is_demonstration),
    )
