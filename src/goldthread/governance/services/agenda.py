"""Items and papers of an agenda, who may read them, and what was said."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Max

from goldthread.audit.services import record
from goldthread.governance import rules
from goldthread.governance.about import about_paper
from goldthread.governance.models import (
    AgendaItem,
    ForwardItem,
    Meeting,
    Paper,
    StandingItem,
)
from goldthread.governance.services.writing import (
    check,
    locked_meeting,
    refuse,
    refuse_unless_runs,
)
from goldthread.notes.services import attach_file
from goldthread.partners.models import Body, Person
from goldthread.strategy.models import Workstream


@dataclass(frozen=True, slots=True)
class ItemTold:
    """What is told of an item."""

    title: str
    purpose: str = AgendaItem.Purpose.DISCUSSION
    summary: str = ""
    presenter: Person | None = None
    minutes_wanted: int | None = None
    in_depth: Workstream | None = None
    audience: str = AgendaItem.Audience.ALL
    restricted_because: str = ""
    readers: tuple[Person, ...] = ()


@transaction.atomic
def add_item(
    meeting: Meeting,
    told: ItemTold,
    *,
    carried_from: AgendaItem | None = None,
    by: Person | None,
    at: datetime,
) -> AgendaItem:
    """Put something on an agenda, under the next number; late where it was sent."""
    kept = locked_meeting(meeting)
    refuse_unless_runs(kept.body, by, at=at, what="puts items on its agenda")
    refuse(rules.refusal_to_place(kept))
    highest = kept.items.aggregate(Max("number"))["number__max"] or 0
    item = AgendaItem(
        meeting=kept,
        number=highest + 1,
        carried_from=carried_from,
        is_late=kept.state == Meeting.State.CALLED,
    )
    _put(item, told)
    check(item)
    item.save()
    item.readers.set(told.readers)
    record("item.added", item, by=by, at=at, detail=_told(item))
    return item


@transaction.atomic
def change_item(
    item: AgendaItem, told: ItemTold, *, by: Person | None, at: datetime
) -> AgendaItem:
    """Change an item of a meeting to come: its words, or who may read it."""
    meeting = locked_meeting(item.meeting)
    refuse_unless_runs(meeting.body, by, at=at, what="changes its agenda")
    refuse(rules.refusal_to_change_meeting(meeting))
    kept = _locked(item)
    before = _told(kept)
    _put(kept, told)
    check(kept)
    kept.save()
    kept.readers.set(told.readers)
    detail = {"before": before, "after": _told(kept)}
    record("item.changed", kept, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def take_off(item: AgendaItem, *, by: Person | None, at: datetime) -> None:
    """Take an item off an agenda that was not sent; those below it move up."""
    meeting = locked_meeting(item.meeting)
    refuse_unless_runs(meeting.body, by, at=at, what="changes its agenda")
    kept = _locked(item)
    refuse(rules.refusal_to_take_off(kept))
    record("item.taken_off", kept, by=by, at=at, detail=_told(kept))
    number = kept.number
    kept.delete()
    for below in meeting.items.filter(number__gt=number).order_by("number"):
        below.number -= 1
        below.save(update_fields=["number"])


@transaction.atomic
def move_item(
    item: AgendaItem, *, up: bool, by: Person | None, at: datetime
) -> AgendaItem:
    """Let an item change places with the one before or after it."""
    meeting = locked_meeting(item.meeting)
    refuse_unless_runs(meeting.body, by, at=at, what="changes its agenda")
    kept = _locked(item)
    refuse(rules.refusal_to_take_off(kept))
    wanted = kept.number - 1 if up else kept.number + 1
    other = meeting.items.filter(number=wanted).first()
    if other is None:
        return kept
    stood, last = kept.number, meeting.items.aggregate(Max("number"))["number__max"]
    for moved, number in ((kept, last + 1), (other, stood), (kept, wanted)):
        moved.number = number
        moved.save(update_fields=["number"])
    record("item.moved", kept, by=by, at=at, detail={"from": stood, "to": wanted})
    return kept


@transaction.atomic
def add_paper(
    item: AgendaItem,
    *,
    title: str,
    file: UploadedFile,  # type: ignore[type-arg]
    by: Person,
    at: datetime,
) -> Paper:
    """Put a paper to an item; its letter stays for good."""
    meeting = locked_meeting(item.meeting)
    refuse_unless_runs(meeting.body, by, at=at, what="adds papers")
    refuse(rules.refusal_to_change_meeting(meeting))
    letter = "abcdefghijklmnopqrstuvwxyz"[item.papers.count() : item.papers.count() + 1]
    paper = Paper(
        item=item,
        letter=letter,
        title=title.strip(),
        is_late=meeting.state == Meeting.State.CALLED,
        added_by=by,
        added_at=at,
    )
    check(paper)
    paper.save()
    record("paper.added", paper, by=by, at=at)
    attach_file(about_paper(paper), file, by=by, at=at)
    return paper


@transaction.atomic
def write_discussion(
    item: AgendaItem,
    *,
    discussion: str,
    seen: int,
    by: Person | None,
    at: datetime,
) -> AgendaItem:
    """Write the minute of an item.

    Raises:
        Overtaken: somebody wrote in these minutes since the page showed version `seen`.
    """
    meeting = locked_meeting(item.meeting)
    refuse_unless_runs(meeting.body, by, at=at, what="writes its minutes")
    refuse(rules.refusal_to_minute(meeting))
    if meeting.version != seen:
        raise rules.Overtaken(rules.OVERTAKEN)
    kept = _locked(item)
    kept.discussion = discussion.strip()
    kept.save(update_fields=["discussion"])
    meeting.version += 1
    meeting.save(update_fields=["version"])
    detail = {"item": kept.number, "version": meeting.version}
    record("minutes.written", meeting, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def set_standing_items(
    body: Body,
    items: Iterable[tuple[str, str]],
    *,
    by: Person | None,
    at: datetime,
) -> None:
    """Say what stands on every agenda of a body: titles with their purposes, in order."""
    refuse_unless_runs(body, by, at=at, what="says what stands on every agenda")
    Body.objects.select_for_update().get(pk=body.pk)
    body.standing_items.all().delete()
    told = [(title.strip(), purpose) for title, purpose in items if title.strip()]
    for number, (title, purpose) in enumerate(told, start=1):
        standing = StandingItem(body=body, number=number, title=title, purpose=purpose)
        check(standing)
        standing.save()
    detail = {"after": [title for title, _ in told]}
    record("body.standing_items_set", body, by=by, at=at, detail=detail)


@transaction.atomic
def plan_item(
    body: Body,
    *,
    title: str,
    purpose: str,
    due_on: date,
    owner: Person | None = None,
    step: str = "",
    by: Person | None,
    at: datetime,
) -> ForwardItem:
    """Put something on the forward plan of a board."""
    refuse_unless_runs(body, by, at=at, what="keeps its forward plan")
    planned = ForwardItem(
        body=body,
        title=title.strip(),
        purpose=purpose,
        due_on=due_on,
        owner=owner,
        step=step,
    )
    check(planned)
    planned.save()
    record("forward.planned", planned, by=by, at=at, detail={"by": str(due_on)})
    return planned


@transaction.atomic
def place_item(
    planned: ForwardItem, meeting: Meeting, *, by: Person | None, at: datetime
) -> AgendaItem:
    """Put something of the forward plan on an agenda."""
    kept = ForwardItem.objects.select_for_update().get(pk=planned.pk)
    if kept.item_id or kept.dropped_because:
        raise rules.Refused(f"“{kept}” does not wait for an agenda any more.")
    told = ItemTold(title=kept.title, purpose=kept.purpose, presenter=kept.owner)
    item = add_item(meeting, told, by=by, at=at)
    kept.item = item
    kept.save(update_fields=["item"])
    return item


@transaction.atomic
def drop_item(
    planned: ForwardItem, *, because: str, by: Person | None, at: datetime
) -> ForwardItem:
    """Take something out of the forward plan, with the reason."""
    kept = ForwardItem.objects.select_for_update().get(pk=planned.pk)
    refuse_unless_runs(kept.body, by, at=at, what="keeps its forward plan")
    refuse(rules.refusal_to_drop(kept, because=because))
    kept.dropped_because = because.strip()
    check(kept)
    kept.save(update_fields=["dropped_because"])
    record("forward.dropped", kept, by=by, at=at, detail={"because": because.strip()})
    return kept


def _locked(item: AgendaItem) -> AgendaItem:
    found: AgendaItem = (
        AgendaItem.objects.select_for_update(of=("self",))
        .select_related("meeting__body")
        .get(pk=item.pk)
    )
    return found


def _put(item: AgendaItem, told: ItemTold) -> None:
    refuse(
        rules.refusal_of_audience(
            told.audience, because=told.restricted_because, readers=len(told.readers)
        )
    )
    item.title, item.purpose = told.title.strip(), told.purpose
    item.summary, item.presenter = told.summary.strip(), told.presenter
    item.minutes_wanted, item.audience = told.minutes_wanted, told.audience
    item.in_depth = told.in_depth
    item.restricted_because = (
        told.restricted_because.strip()
        if told.audience != AgendaItem.Audience.ALL
        else ""
    )


def _told(item: AgendaItem) -> dict[str, str]:
    # The record is read by people who may not read the item: a restricted one has no words.
    title = "restricted" if item.is_restricted else item.title
    return {"number": str(item.number), "title": title, "audience": item.audience}
