"""A pack as one document: every writer reads this and nothing else."""

from collections.abc import Iterator

from goldthread.documents.model import Document, Section
from goldthread.documents.numbers import day
from goldthread.governance.pack import measures, parts
from goldthread.governance.pack.depth import depth
from goldthread.governance.pack.material import MEMBERS, Material
from goldthread.governance.pack.money import money
from goldthread.governance.pack.places import places
from goldthread.governance.pack.summary import summary

MARKING, MEMBERS_MARKING = "OFFICIAL", "OFFICIAL-SENSITIVE"


def document_of(given: Material, *, version: str, draft: bool) -> Document:
    """The whole pack: a page in short, then exceptions, measures, places, money, risks."""
    for_members = given.audience == MEMBERS
    return Document(
        title=str(given.body.name),
        subtitle=f"Board pack, {given.period.label}, with the newest figures held on {day(given.on)}",
        area=given.area,
        marking=MEMBERS_MARKING if for_members else MARKING,
        handling="For the board's cleared members" if for_members else "",
        date=given.on,
        lake_version="",
        sections=tuple(one for one in _sections(given) if one.blocks or one.sections),
        invented=given.invented,
        prepared_by="",
        version=version,
        draft=draft,
    )


def _sections(given: Material) -> Iterator[Section]:
    yield summary(given)
    yield parts.decisions_due(given)
    yield parts.last_decisions(given)
    for one in given.depths:
        yield depth(one, given.on, elsewhere={chart.ref for chart in given.charts})
    yield measures.of_concern(given)
    yield measures.indicators(given)
    yield parts.plan(given)
    yield places(given.plan.places)
    yield money(given.plan.money, total=given.plan.total)
    yield parts.risks(given)
    yield parts.asks(given)
    yield parts.challenges(given)
    yield parts.attendance(given)
    yield measures.revisions(given)
    yield measures.how_to_read(given)


def title_of(given: Material) -> str:
    """How it is called where packs are listed."""
    return f"{given.body}, {given.period.label}, {day(given.on)}"
