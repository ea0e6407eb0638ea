"""What the plan's own rules say against a row, before it is tried for real."""

from collections.abc import Iterator
from collections.abc import Mapping as Map
from datetime import date
from typing import Any

from goldthread.delivery import rules
from goldthread.delivery.models import Action
from goldthread.delivery.sheets.reports import Report
from goldthread.delivery.sheets.values import Wrong
from goldthread.delivery.words import said

_NEEDED = {
    "title": ("what is to be done", "Fill it in, or correct the reference."),
    "workstream": ("a workstream of the strategy", "Name one in a column of its own, or choose one for all new actions."),
    "kind": ("a kind of action", "Name one in a column of its own, or choose one for all new actions."),
}  # fmt: skip


def against(
    action: Action | None,
    told: Map[str, Any],
    changed: Map[str, Any],
    report: Report | None,
    *,
    on: date,
) -> Iterator[tuple[str, Wrong]]:
    """Each field that cannot stand so, with what was expected of it."""
    if action is None:
        for name, words in _NEEDED.items():
            if not told.get(name):
                yield name, Wrong(*words)
    if not _is_led(action, told, changed):
        expected = "an agency, or a group of the community"
        yield "lead_agency", Wrong(expected, "Name who leads it.")
    stream = changed.get("workstream")
    if stream and (refusal := rules.refusal_to_use(stream, on=on)):
        yield "workstream", Wrong("a workstream that is open", refusal)
    start = told.get("start_on", action.start_on if action else None)
    due = told.get("due_on", action.due_on if action else None)
    if start and due and due < start:
        expected = f"a day after the start on {said(start)}"
        yield "due_on", Wrong(expected, "Correct one of the two dates.")
    if report is not None:
        refusal = rules.refusal_of_report(
            status=report.status, percent=report.percent, text=report.text
        )
        if refusal:
            yield "text", Wrong("a report that stands", refusal)


def _is_led(action: Action | None, told: Map[str, Any], changed: Map[str, Any]) -> bool:
    agency = changed.get("lead_agency", action.lead_agency if action else None)
    group = told.get("community_owner", action.community_owner if action else "")
    return bool(agency or group)
