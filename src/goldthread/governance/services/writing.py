"""What every service of this room does before and after it changes something."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from goldthread.audit.act import Act, current_act
from goldthread.core.uk_time import local_day
from goldthread.delivery.rules import may
from goldthread.delivery.services.checks import check as check
from goldthread.governance import rules
from goldthread.governance.models import Meeting, Numbering
from goldthread.partners.models import Body, Person
from goldthread.strategy.services.approvals import chairs


def refuse(refusal: str | None) -> None:
    """Raise the sentence where there is one."""
    if refusal:
        raise rules.Refused(refusal)


def next_reference(letter: str) -> str:
    """The next reference of a kind; whoever holds the row alone gives it away."""
    Numbering.objects.get_or_create(letter=letter)
    row = Numbering.objects.select_for_update().get(letter=letter)
    row.last += 1
    row.save(update_fields=["last"])
    return str(row)


def runs(body: Body, by: Person | None, *, at: datetime) -> bool:
    """Whether somebody runs this board: its chair, or the partnership manager."""
    if may(by, rules.EVERY_BOARD):
        return True
    return by is not None and may(by, rules.RUN) and chairs(by, body, on=local_day(at))


def refuse_unless_runs(
    body: Body, by: Person | None, *, at: datetime, what: str
) -> None:
    """Refuse whoever does not run this board: "its chair `what`"."""
    is_chair = by is not None and chairs(by, body, on=local_day(at))
    refuse(rules.refusal_to_run(body, by=by, is_chair=is_chair, what=what))


def locked_meeting(meeting: Meeting) -> Meeting:
    """The meeting as it stands now, held until the act is done."""
    found: Meeting = (
        Meeting.objects.select_for_update(of=("self",))
        .select_related("body", "chair")
        .get(pk=meeting.pk)
    )
    return found


@contextmanager
def one_act() -> Iterator[None]:
    """Everything recorded inside shares one cause, as in one request."""
    token = current_act.set(current_act.get() or Act())
    try:
        yield
    finally:
        current_act.reset(token)
