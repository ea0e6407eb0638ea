"""Which seats were filled, meeting by meeting: who makes partnership work (S103)."""

from dataclasses import dataclass

from goldthread.governance.models import Attendance, Meeting
from goldthread.partners.models import Body

MOST = 8  # meetings: two years of quarters


@dataclass(frozen=True, slots=True)
class Cell:
    """How one seat was filled at one meeting, in a word and a sign."""

    words: str
    sign: str
    who: str = ""


@dataclass(frozen=True, slots=True)
class SeatRow:
    """One seat over time."""

    title: str
    agency: str
    cells: tuple[Cell, ...]
    filled: int
    asked: int


@dataclass(frozen=True, slots=True)
class AttendancePage:
    """The seats of one board over its last meetings; the emptiest first."""

    body: Body | None
    bodies: tuple[Body, ...]
    meetings: tuple[Meeting, ...]
    rows: tuple[SeatRow, ...]


SIGNS = {
    "present": Cell("Present", "●"),
    "deputy": Cell("Deputy", "◐"),
    "apologies": Cell("Apologies", "○"),
    "absent": Cell("Nobody", "–"),
    "": Cell("No such seat then", " "),
}


def attendance_page(asked: str) -> AttendancePage:
    """Attendance by seat of the body asked for, else of the first that has met."""
    held = Meeting.objects.took_place()
    bodies = tuple(
        Body.objects.filter(pk__in=held.values("body")).order_by("name", "pk")
    )
    body = next(
        (one for one in bodies if str(one.pk) == asked), bodies[0] if bodies else None
    )
    if body is None:
        return AttendancePage(None, (), (), ())
    meetings = tuple(reversed(held.of(body).newest_first()[:MOST]))
    rows = (
        Attendance.objects.filter(meeting__in=meetings)
        .select_related("seat__agency", "person")
        .order_by("seat__number", "seat_id")
    )
    by_seat: dict[int, dict[int, Attendance]] = {}
    for one in rows:
        by_seat.setdefault(one.seat_id, {})[one.meeting_id] = one
    lines = [_row(found, meetings) for found in by_seat.values()]
    ordered = sorted(lines, key=lambda row: (row.filled / row.asked, row.title))
    return AttendancePage(body, bodies, meetings, tuple(ordered))


def _row(found: dict[int, Attendance], meetings: tuple[Meeting, ...]) -> SeatRow:
    seat = next(iter(found.values())).seat
    cells = []
    for meeting in meetings:
        one = found.get(meeting.pk)
        sign = SIGNS[one.state if one else ""]
        who = str(one.person or one.words) if one and (one.person or one.words) else ""
        cells.append(Cell(sign.words, sign.sign, who))
    filled = sum(one.state in Attendance.FILLED for one in found.values())
    agency = str(seat.agency or "")
    return SeatRow(seat.title, agency, tuple(cells), filled, len(found))
