"""What belongs to an action and is more than one field: milestones, what it waits for, its
expected effect. In a sheet the first two are lines of a cell, the third has columns.

    Milestones   Train the first group, due 30 June 2027, done 28 June 2027
                 Train the second group, due 31 December 2027
    Waits for    A-003: the list of venues
                 A-007
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from goldthread.delivery import rules
from goldthread.delivery.models import Action, Dependency, ExpectedEffect, Milestone
from goldthread.delivery.sheets.fields import FIELDS
from goldthread.delivery.sheets.grid import cleaned
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.standing import Standing
from goldthread.delivery.sheets.values import Wrong, date_of
from goldthread.delivery.words import day, effect_in_words
from goldthread.evidence.catalogue import questions

EFFECT = ("effect_measure", "effect_direction", "effect_percent", "effect_area",
          "effect_from", "effect_until", "effect_question")  # fmt: skip
NAMES = ("milestones", "waits_for", *EFFECT)
# Plain number -> what each row under it is: the key of an action, None for a new one.
Rows = Mapping[str, Sequence[int | None]]
_STEP = re.compile(r"(.+?)(?:, due ([^,]+?))?(?:, done ([^,]+?))?")
_WAIT = re.compile(r"([^:]+?)(?::\s*(.*))?")
_WAYS = {
    "down": ("down", "fewer or less", "fewer", "less", "fall", "lower", "reduce", "decrease"),
    "up": ("up", "more", "rise", "higher", "increase"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """One milestone, as a line of its cell."""

    title: str
    due_on: date | None = None
    done_on: date | None = None

    def __str__(self) -> str:
        due = f", due {day(self.due_on)}" if self.due_on else ""
        done = f", done {day(self.done_on)}" if self.done_on else ""
        return f"{self.title}{due}{done}"


@dataclass(frozen=True, slots=True)
class Wait:
    """What an action waits for: one that stands, else a row of the same sheet."""

    on: int | None
    reference: str
    words: str = ""

    def __str__(self) -> str:
        return f"{self.reference}: {self.words}" if self.words else self.reference

    @property
    def key(self) -> tuple[int | str, str]:
        return (self.on or plainly(self.reference), self.words)


@dataclass(frozen=True, slots=True)
class Parts:
    """What a row says anew of these; None where it says nothing new."""

    steps: tuple[Step, ...] | None = None
    waits: tuple[Wait, ...] | None = None
    effect: ExpectedEffect | None = None  # not saved
    cells: tuple[tuple[str, str, str], ...] = field(default=())

    def __bool__(self) -> bool:
        return bool(self.cells)


def parts_told(
    action: Action | None,
    told: Mapping[str, Any],
    standing: Standing,
    rows: Rows,
    *,
    on: date,
) -> tuple[Parts, list[tuple[str, Wrong]]]:
    """What a row says anew, and what of it cannot stand; `rows` are those of the sheet."""
    problems: list[tuple[str, Wrong]] = []
    cells: list[tuple[str, str, str]] = []
    steps, waits, effect = None, None, None
    try:
        steps = _steps(action, told, cells)
    except Wrong as wrong:
        problems.append(("milestones", wrong))
    try:
        waits = _waits(action, told, standing, rows, cells)
    except Wrong as wrong:
        problems.append(("waits_for", wrong))
    try:
        effect = _effect(action, told, cells, on)
    except Wrong as wrong:
        problems.append(("effect_measure", wrong))
    return Parts(steps, waits, effect, tuple(cells)), problems


def steps_of(action: Action) -> tuple[Step, ...]:
    """The milestones that stand, in their order."""
    found = sorted(action.milestones.all(), key=lambda each: each.number)
    return tuple(_step(each) for each in found)


def _step(milestone: Milestone) -> Step:
    title = " ".join(cleaned(milestone.title).split())
    return Step(title, milestone.due_on, milestone.done_on)


def waits_of(action: Action, standing: Standing) -> tuple[Wait, ...]:
    """What an action waits for, by the names that the sheet uses."""
    found: list[Dependency] = sorted(action.waits.all(), key=lambda each: each.pk)
    return tuple(
        Wait(each.on_id, standing.name(each.on), " ".join(cleaned(each.words).split()))
        for each in found
    )


def effect_of(action: Action, name: str) -> Any:
    """One column of the expected effect that stands; nothing where none does."""
    effect: ExpectedEffect | None = getattr(action, "expected_effect", None)
    if effect is None:
        return None
    if name == "effect_direction":
        return effect.get_direction_display()
    if name == "effect_question":
        told = "; ".join(f"{key} = {each}" for key, each in effect.parameters.items())
        return f"{effect.question}: {told}" if told else effect.question
    return getattr(effect, _COLUMNS[name])


_COLUMNS = {
    "effect_measure": "measure",
    "effect_percent": "percent",
    "effect_area": "area",
    "effect_from": "window_from",
    "effect_until": "window_until",
}


def _steps(
    action: Action | None, told: Mapping[str, Any], cells: list[tuple[str, str, str]]
) -> tuple[Step, ...] | None:
    if "milestones" not in told:
        return None
    found = tuple(map(_read_step, filter(str.strip, told["milestones"].split("\n"))))
    stood = steps_of(action) if action else ()
    if found == stood:
        return None
    cells.append((FIELDS["milestones"].heading, _lines(stood), _lines(found)))
    return found


def _read_step(line: str) -> Step:
    """A line that names no day is a title as it stands: “Train staff, due soon”."""
    line = " ".join(line.strip(" •*").split())
    parts = _STEP.fullmatch(line)
    step = Step(line)
    if parts and (parts[2] or parts[3]):
        try:
            due, done = (date_of(each) if each else None for each in parts.groups()[1:])
            step = Step(parts[1], due, done)
        except Wrong:
            pass
    if len(step.title) > 200:
        raise Wrong("milestones of at most 200 characters, each on a line", "Shorten it.")  # fmt: skip
    return step


def _waits(
    action: Action | None,
    told: Mapping[str, Any],
    standing: Standing,
    rows: Rows,
    cells: list[tuple[str, str, str]],
) -> tuple[Wait, ...] | None:
    if "waits_for" not in told:
        return None
    stood = waits_of(action, standing) if action else ()
    known = {plainly(each.reference): each.on for each in stood}
    found = []
    for line in filter(str.strip, told["waits_for"].split("\n")):
        parts = _WAIT.fullmatch(" ".join(line.split()))
        assert parts is not None  # a line that is not empty begins with something
        wait = Wait(None, parts[1], parts[2] or "")
        on = _waited_for(wait.reference, known, standing, rows)
        found.append(Wait(on, wait.reference, wait.words[:200]))
    if {each.key for each in found} == {each.key for each in stood}:
        return None
    cells.append((FIELDS["waits_for"].heading, _lines(stood), _lines(found)))
    return tuple(found)


def _waited_for(
    reference: str, known: Mapping[str, int | None], standing: Standing, rows: Rows
) -> int | None:
    """The action of this name: of this sheet first, so that its 1 is never another's."""
    name, said = plainly(reference), repr(reference[:60])
    meant = rows.get(name, ())
    if len(meant) > 1 and name not in known:
        raise Wrong("one action", f"Several rows of this sheet are called {said}.")
    if len(meant) == 1:
        return meant[0]
    on = known.get(name) or standing.called(reference)
    if on is None:
        raise Wrong(
            "references of actions, one on each line",
            f"Nothing is called {said} here or in this sheet.",
        )
    return on


def _lines(found: Iterable[object]) -> str:
    return "\n".join(map(str, found))


def _effect(
    action: Action | None,
    told: Mapping[str, Any],
    cells: list[tuple[str, str, str]],
    on: date,
) -> ExpectedEffect | None:
    said = {name: told[name] for name in EFFECT if told.get(name)}
    if not said:
        return None
    stood = getattr(action, "expected_effect", None) if action else None
    name, parameters = _question(said.get("effect_question", ""), stood)
    effect = ExpectedEffect(
        question=name,
        parameters=parameters,
        # A sheet cannot name these, so what stands of them stays.
        indicator=stood.indicator if stood and not name else "",
        comparison=list(stood.comparison) if stood and not name else [],
        names=dict(stood.names) if stood and not name else {},
        direction=_way(said.get("effect_direction", ""), stood),
        **{
            column: said.get(each, getattr(stood, column, None))
            for each, column in _COLUMNS.items()
        },
    )
    effect.measure = effect.measure or ""
    for column, words in (
        ("measure", "what is measured"),
        ("direction", "which way it goes"),
        ("window_from", "from when it is judged"),
        ("window_until", "up to when it is judged"),
    ):
        if not getattr(effect, column):
            raise Wrong(words, "Fill in the columns of the expected effect together.")
    before, after = effect_in_words(stood) if stood else "", effect_in_words(effect)
    if before == after:
        return None
    _check(effect, stood, on)
    cells.append(("Expected effect", before, after))
    return effect


def _way(text: str, stood: ExpectedEffect | None) -> str:
    if not text:
        return stood.direction if stood else ""
    for way, words in _WAYS.items():
        if plainly(text) in words:
            return way
    raise Wrong("“Fewer or less”, or “More”", f"Write one of them instead of {text!r}.")


def _question(text: str, stood: ExpectedEffect | None) -> tuple[str, dict[str, str]]:
    if not text:
        return (stood.question, dict(stood.parameters)) if stood else ("", {})
    name, _, rest = text.partition(":")
    pairs = (each.partition("=") for each in rest.split(";") if each.strip())
    return name.strip(), {key.strip(): value.strip() for key, _, value in pairs}


def _check(effect: ExpectedEffect, stood: ExpectedEffect | None, on: date) -> None:
    if effect.window_until <= effect.window_from:
        raise Wrong("an end after its beginning", "Correct one of the two dates.")
    refusal = rules.refusal_to_state_effect(
        stood, window_from=effect.window_from, on=on
    )
    if refusal is None and effect.question:
        known = {name: tuple(each.parameters) for name, each in questions().items()}
        if effect.area and "area" in known.get(effect.question, ()):
            effect.parameters.setdefault("area", effect.area.code)
        refusal = rules.refusal_of_question(
            effect.question, effect.parameters, known=known
        )
    if refusal:
        raise Wrong("an effect that is stated before it can be seen", refusal)
