"""The strategy on a page, and its gold thread: from evidence to workstreams.

Both are frozen as JSON beside the document when the strategy is published.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from goldthread.documents import one_page
from goldthread.documents.one_page import Approved, OnePage
from goldthread.strategy.models import Evidence
from goldthread.strategy.queries.whole import Whole


@dataclass(frozen=True, slots=True)
class Knot:
    """Evidence on the thread: what it says, and where one sees how it is known."""

    words: str
    finding: str = ""  # "A12-change-by-category"
    source: str = ""


@dataclass(frozen=True, slots=True)
class GoldThread:
    """From evidence through a priority and its outcomes to the work (promise 1)."""

    priority: str
    key: str
    evidence: tuple[Knot, ...]
    outcomes: tuple[str, ...]
    workstreams: tuple[str, ...]


def one_page_of(known: Whole, *, on: date, invented: bool = False) -> OnePage | None:
    """The strategy on one sheet; None while it has no priority, or too many for one."""
    strategy = known.strategy
    if not 1 <= len(known.priorities) <= one_page.MOST_PRIORITIES:
        return None
    return OnePage(
        title=strategy.title,
        vision=strategy.aim or strategy.strapline,
        area=strategy.partnership,
        priorities=tuple(
            one_page.Priority(
                name=priority.title,
                outcomes=tuple(map(str, known.outcomes.get(priority.pk, ()))),
                focus_areas=tuple(map(str, known.focus_areas.get(priority.pk, ()))),
                workstreams=tuple(
                    w.title
                    for w in known.open_workstreams()
                    if known.primary.get(w.pk) == priority.pk
                ),
            )
            for priority in known.priorities
        ),
        threads=tuple(
            one_page.Thread(thread.name, thread.meaning)
            for thread in known.threads
            if thread.name
        ),
        marking=strategy.marking,
        handling=strategy.handling,
        dated=on,
        version=strategy.version_label,
        approvals=tuple(
            Approved(
                each.body.name, each.decided_on if each.decision == "agreed" else None
            )
            for each in known.bodies_asked()
        ),
        draft=strategy.is_draft,
        invented=invented,
    )


def gold_threads(known: Whole) -> tuple[GoldThread, ...]:
    """One thread a priority."""
    return tuple(
        GoldThread(
            priority=priority.title,
            key=priority.key,
            evidence=tuple(map(_knot, known.evidence_for(priority))),
            outcomes=tuple(map(str, known.outcomes.get(priority.pk, ()))),
            workstreams=tuple(w.title for w in known.workstreams_under(priority)),
        )
        for priority in known.priorities
    )


def _knot(item: Evidence) -> Knot:
    reference = item.finding.reference if item.finding else ""
    return Knot(item.text, reference, item.source)


def to_json(page: OnePage | None, threads: Sequence[GoldThread]) -> str:
    """Both, as they are frozen."""
    told = {
        "page": asdict(page) if page else None,
        "threads": [asdict(thread) for thread in threads],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1, default=str)


def from_json(text: str) -> tuple[OnePage | None, tuple[GoldThread, ...]]:
    """What `to_json` wrote."""
    told = json.loads(text)
    threads = tuple(
        GoldThread(
            each["priority"],
            each["key"],
            tuple(Knot(**knot) for knot in each["evidence"]),
            tuple(each["outcomes"]),
            tuple(each["workstreams"]),
        )
        for each in told["threads"]
    )
    return _page(told["page"]) if told["page"] else None, threads


def _page(told: Mapping[str, Any]) -> OnePage:
    lists = ("outcomes", "focus_areas", "workstreams")
    return OnePage(
        **{
            **told,
            "dated": _day(told["dated"]),
            "priorities": tuple(
                one_page.Priority(**{**p, **{name: tuple(p[name]) for name in lists}})
                for p in told["priorities"]
            ),
            "threads": tuple(one_page.Thread(**t) for t in told["threads"]),
            "approvals": tuple(
                Approved(a["body"], _day(a["on"])) for a in told["approvals"]
            ),
        }
    )


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
