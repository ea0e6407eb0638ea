"""The manager's page of mail: what did not arrive, what waits, what left."""

from dataclasses import dataclass
from datetime import datetime

from django.core.paginator import Page, Paginator

from goldthread.desk import rules
from goldthread.desk.models import OutgoingMail
from goldthread.web.kit import Mood, Status

A_PAGE = 50
BACK = ("bounced", "failed")
MOODS: dict[str, Mood] = {
    "waiting": "waiting",
    "sending": "working",
    "sent": "done",
    "failed": "concern",
    "bounced": "concern",
}


@dataclass(frozen=True, slots=True)
class MailLine:
    """One mail as the page shows it; never its words."""

    key: int
    name: str
    to: str
    subject: str
    written_at: datetime
    status: Status
    problem: str
    refusal: str  # why it is not sent again


@dataclass(frozen=True, slots=True)
class MailPage:
    """What did not arrive first, then one page of the rest."""

    back: tuple[MailLine, ...]
    lines: tuple[MailLine, ...]
    page: "Page[OutgoingMail]"


def mail_page(page: str | None) -> MailPage:
    """The page of mail with this number."""
    rows = OutgoingMail.objects.select_related("person").order_by("-pk")
    rest = Paginator(rows.exclude(state__in=BACK), A_PAGE).get_page(page)
    back = tuple(map(_line, rows.filter(state__in=BACK)[:100]))
    return MailPage(back, tuple(map(_line, rest)), rest)


def _line(mail: OutgoingMail) -> MailLine:
    return MailLine(
        key=mail.pk,
        name=mail.person.name if mail.person else "",
        to=mail.to,
        subject=mail.subject,
        written_at=mail.written_at,
        status=Status(str(mail.get_state_display()), MOODS[mail.state]),
        problem=mail.problem,
        refusal=rules.refusal_to_send_again(mail) or "",
    )
