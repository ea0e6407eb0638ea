"""What anybody may know of the plan: actions that were made public, as they were frozen.

An action is public in words written for residents. Of people nothing is kept, of figures
only what the police publish themselves.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import prefetch_related_objects

from goldthread.delivery import rules
from goldthread.delivery.models import Action, Effect, ExpectedEffect
from goldthread.notes.about import About
from goldthread.notes.models import Publication
from goldthread.notes.publishing import (
    Behind,
    behind,
    changed_parts,
    copies_of,
    public_copy,
    standing,
)

KIND = "delivery.action"
NOUN = "action"
PARTS = {  # of a copy, as one tells the manager what has changed
    "words": "its words",
    "state": "how it stands",
    "effect": "what it changed",
    "due": "by when",
    "led_by": "who leads it",
    "helped_by": "who helps",
    "areas": "where",
    "priorities": "what it is for",
    "workstream": "its workstream",
}
BESIDE = (
    "workstream__links__priority",
    "areas",
    "support_agencies",
    "expected_effect",
    "effects",
)
STATES = {
    "not_started": "Not begun yet",
    "on_track": "Going to plan",
    "at_risk": "May be late or fall short",
    "off_track": "Not going to plan",
    "complete": "Done",
    "stopped": "Stopped",
}
LATE = {  # its day has passed
    "not_started": "Not begun, and late",
    "on_track": "Going on, but late",
    "at_risk": "Late, and may fall short",
    "off_track": "Late, and not going to plan",
}
RESULTS = {
    "worked": ("It worked", "The change is larger than chance would explain."),
    "no effect": ("It made no difference", "What was hoped for did not come."),
    "worse": ("It got worse", "The change is larger than chance would explain."),
    "cannot tell": (
        "We cannot tell",
        "The figures may have moved by chance, so we do not claim that it worked.",
    ),
    "too early": ("Too early to tell", "There are not enough months yet."),
}
SURE = {
    0: "",
    2: "We could only look at before and after, which is weak proof.",
    3: "We looked at places like it where nothing was done, which is fair proof.",
}


@dataclass(frozen=True, slots=True)
class PublishedEffect:
    """What an action changed, or when we shall know."""

    measure: str
    hoped: str  # "a fifth fewer" as it was said in advance
    result: str  # "" while nobody has judged it
    words: str
    size: str
    sure: str
    until: date  # the first day after the months that count


@dataclass(frozen=True, slots=True)
class PublishedAction:
    """One action as residents read it."""

    reference: str
    words: str
    priorities: tuple[str, ...]  # keys of the published strategy's
    workstream: str
    areas: tuple[str, ...]
    led_by: str
    helped_by: tuple[str, ...]
    due_on: date | None
    state: str
    effect: PublishedEffect | None
    said_on: date  # when it was made public as it stands here

    def standing(self, on: date) -> str:
        """How it stands on this day: what was said, and whether its day has passed."""
        return (LATE if self.is_late(on) else STATES)[self.state]

    def is_late(self, on: date) -> bool:
        """Whether its day has passed and it was not said to be over."""
        is_open = self.state in Action.OPEN
        return is_open and self.due_on is not None and self.due_on < on


def about(action: Action) -> About:
    """Where the copies of an action are kept."""
    return About(KIND, action.reference)


def told_of(action: Action, words: str) -> dict[str, Any]:
    """What would be frozen of an action as it stands."""
    prefetch_related_objects([action], *BESIDE)
    links = sorted(
        action.workstream.links.all(),
        key=lambda link: (not link.is_primary, link.priority.number),
    )
    return {
        "words": words.strip(),
        "priorities": [link.priority.key for link in links],
        "workstream": action.workstream.title,
        "areas": sorted(area.name for area in action.areas.all()),
        "led_by": rules.leader_of(action),
        "helped_by": sorted(one.name for one in action.support_agencies.all()),
        "due": action.due_on.isoformat() if action.due_on else None,
        "state": action.status,
        "effect": _effect(action),
    }


def _effect(action: Action) -> dict[str, Any] | None:
    expected: ExpectedEffect | None = getattr(action, "expected_effect", None)
    if expected is None:
        return None
    judged = max(action.effects.all(), key=lambda one: one.number, default=None)
    size = f"{expected.percent} per cent " if expected.percent else ""
    return {
        "measure": expected.measure,
        "hoped": f"{size}{'lower' if expected.direction == 'down' else 'higher'}",
        "result": judged.result if judged else "",
        "level": judged.level if judged else 0,
        "size": _size(judged, expected) if judged else "",
        "until": expected.window_until.isoformat(),
    }


def _size(judged: Effect, expected: ExpectedEffect) -> str:
    """How much came of it; only of counts that the police publish themselves."""
    ratio = judged.found.get("ratio") if judged.found else None
    if (
        ratio is None
        or not expected.question
        or judged.result not in ("worked", "worse")
    ):
        return ""
    part = 100 * (ratio - 1)
    return f"about {abs(part):.0f} per cent {'fewer' if part < 0 else 'more'} than was to be expected"


def actions_behind(only: Action | None = None) -> tuple[Behind, ...]:
    """Public actions of which residents read an older state; of one, where it is named."""
    copies = copies_of(KIND, only.reference if only else "")
    rows = list(
        Action.objects.standing()
        .filter(reference__in=list(copies))
        .select_related("workstream", "lead_agency")
        .order_by("reference")
    )
    prefetch_related_objects(rows, *BESIDE)
    return behind(
        NOUN,
        copies,
        (
            (one.reference, one.title, _changed(one, copies[one.reference]))
            for one in rows
        ),
    )


def _changed(action: Action, copy: Publication) -> tuple[str, ...]:
    return changed_parts(copy, told_of(action, copy.content["words"]), PARTS)


def published_actions(on: date) -> tuple[PublishedAction, ...]:
    """Every action that is public on this day, those to be done next first."""
    found = [read(one) for one in standing(KIND, on).values()]
    far = date.max
    return tuple(
        sorted(
            found,
            key=lambda one: (
                one.state not in Action.OPEN,
                one.due_on or far,
                one.reference,
            ),
        )
    )


def read(copy: Publication) -> PublishedAction:
    """What a frozen copy says."""
    said = copy.content
    return PublishedAction(
        reference=copy.about_reference,
        words=said["words"],
        priorities=tuple(said["priorities"]),
        workstream=said["workstream"],
        areas=tuple(said["areas"]),
        led_by=said["led_by"],
        helped_by=tuple(said["helped_by"]),
        due_on=date.fromisoformat(said["due"]) if said["due"] else None,
        state=said["state"],
        effect=_read_effect(said["effect"]) if said["effect"] else None,
        said_on=copy.published_at.date(),
    )


def _read_effect(said: dict[str, Any]) -> PublishedEffect:
    result, words = RESULTS.get(said["result"], ("", ""))
    return PublishedEffect(
        measure=said["measure"],
        hoped=said["hoped"],
        result=result,
        words=words,
        size=said["size"],
        sure=SURE[said["level"]] if result else "",
        until=date.fromisoformat(said["until"]),
    )


def words_of(action: Action) -> str:
    """The words in which residents read it; before it is public, those of the plan."""
    copy = public_copy(about(action))
    return copy.content["words"] if copy else action.title
