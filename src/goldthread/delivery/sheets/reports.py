"""What a row reports on an action, and whether that is news."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from goldthread.core.uk_time import local_day
from goldthread.delivery.models import Action
from goldthread.delivery.sheets.fields import FIELDS, GOING_ON
from goldthread.delivery.sheets.grid import cleaned
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.standing import Standing
from goldthread.delivery.words import day

UNSAID = "Said in the spreadsheet to be {}; it gives no reason."


@dataclass(frozen=True, slots=True)
class Report:
    """How an action stands, as its row says, beside what stood."""

    status: str
    percent: int
    text: str
    next_step: str
    stood: tuple[str, int, str, str]

    def cells(self) -> list[tuple[str, str, str]]:
        """What would read otherwise than it does, as (label, before, after)."""
        status, percent, text, step = self.stood
        names = dict(Action.Status.choices)
        pairs = (
            ("status", str(names[status]), str(names[self.status])),
            ("percent", str(percent), str(self.percent)),
            ("text", text, self.text),
            ("next_step", step, self.next_step),
        )
        return [
            (FIELDS[name].heading, before, after)
            for name, before, after in pairs
            if before != after
        ]


def report_of(
    action: Action | None, told: Mapping[str, Any], standing: Standing
) -> tuple[Report | None, list[str]]:
    """The report that a row makes, if it says anything new, and what to know of it."""
    stood = _stood(action, standing)
    status = _status(told) or stood[0]
    percent = told.get("percent")
    notes = []
    if percent is None:
        percent = 100 if status == "complete" else stood[1]
    if status == "complete":
        percent = 100
    if action is None and "status" not in told and "rag" not in told and percent:
        status = "complete" if percent == 100 else "on_track"
        notes.append(
            "The sheet gives no status; it follows from how far the action is."
        )
    text = told.get("text", "")
    step = told.get("next_step", stood[3]) or ""
    is_news = (status, percent, step) != (stood[0], stood[1], stood[3]) or (
        text and text != stood[2]
    )
    if not is_news:
        return None, notes
    if action and standing.is_old(action, status=status, text=text):
        newest = standing.report(action)
        return None, [
            f"The plan holds a newer report, of {day(local_day(newest.at))}: that one stands."
        ]
    if not text and status in ("at_risk", "off_track", "stopped"):
        text = UNSAID.format(Action.Status(status).label.lower())
    return Report(status, percent, text, step, stood), notes


def _stood(action: Action | None, standing: Standing) -> tuple[str, int, str, str]:
    if action is None:
        return Action.Status.NOT_STARTED.value, 0, "", ""
    newest = standing.report(action)
    text = cleaned(newest.text) if newest else ""
    return action.status, action.percent, text, cleaned(action.next_step)


def _status(told: Mapping[str, Any]) -> str:
    """The status; where the word only says that something is done, the colour decides."""
    status, colour = told.get("status"), told.get("rag")
    is_vague = plainly(told.get("going", "")) in GOING_ON
    if colour and (not status or (is_vague and colour in ("at_risk", "off_track"))):
        return str(colour)
    return str(status or "")
