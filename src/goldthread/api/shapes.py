"""What the API answers, field by field: the description is printed from these."""

from datetime import date, datetime
from typing import Generic, TypeVar

from ninja import Field, Schema

Item = TypeVar("Item")


class Fault(Schema):
    """What is wrong, in a sentence."""

    detail: str


# What any question may be answered with instead.
FAULTS = {401: Fault, 403: Fault, 404: Fault, 422: Fault, 429: Fault}


class Page(Schema, Generic[Item]):
    """Some of a list, and how to go on."""

    items: list[Item]
    count: int = Field(description="How many there are in all")
    next_offset: int | None = Field(
        description="Ask with this for more; null at the end"
    )


class Priority(Schema):
    """A priority with what it is to bring about and who works on it."""

    key: str
    title: str
    outcomes: list[str]
    workstreams: list[str]


class Strategy(Schema):
    """The strategy in force."""

    key: str
    title: str
    partnership: str
    aim: str
    state: str
    first_day: date
    last_day: date
    priorities: list[Priority]


class Action(Schema):
    """One action of the plan, as its line on the page."""

    reference: str
    title: str
    workstream: str
    led_by: str
    owner: str
    due_on: date | None
    percent: int
    standing: list[str] = Field(description="In words: On track, Overdue, Silent")
    next_step: str


class Knot(Schema):
    """One thing on the thread."""

    noun: str
    reference: str
    title: str
    status: str | None
    notes: list[str]
    page: str


class Hanging(Knot):
    """One thing below, with what hangs from it."""

    below: list["Hanging"]


class Gap(Schema):
    """One place where the thread is broken, and the form that mends it."""

    noun: str
    sentence: str
    mend: str


class Thread(Knot):
    """One thing with every reason above it and everything it led to."""

    why: list[Knot]
    below: list[Hanging]
    broken: list[Gap]


class Break(Schema):
    """One broken thread, by its kind."""

    kind: str
    what: str
    sentence: str
    mend: str


class Indicator(Schema):
    """A measure with what exactly it counts."""

    code: str
    name: str
    definition: str
    counts: str
    out_of: str
    unit: str
    kind: str
    polarity: str = Field(description="Which way is better: up, down, context, none")
    every_months: int
    source: str
    caveat: str
    answers_for_it: str


class Reading(Schema):
    """One figure of one period."""

    period_start: date
    period_end: date = Field(description="The first day after")
    value: float
    numerator: float | None
    denominator: float | None
    low: float | None = Field(description="95 per cent limits, where it has some")
    high: float | None
    vintage: int = Field(description="1 as it first came; more after corrections")
    recorded_at: datetime


class Line(Schema):
    """How one measure stands; the status follows from a rule and is never typed."""

    code: str
    name: str
    unit: str
    answers_for_it: str
    value: float | None
    shown: str = Field(description="As the page writes it")
    period: str
    period_start: date | None
    status: str
    colour: str = Field(description="blue: better; orange: concern; grey: cannot tell")
    variation: str
    assurance: str
    sentence: str
    caveat: str
    previous: float | None
    year_ago: float | None
    target: float | None
    days_late: int = Field(description="0 where the newest due figure is in")


class Scorecard(Schema):
    """Every measure of a board, priority, workstream or agency."""

    title: str
    on: date
    lines: list[Line]


class Decision(Schema):
    """One decision of one board."""

    reference: str
    board: str
    decided_on: date
    kind: str
    title: str
    reasons: str
    expected: str
    expected_by: date | None
    came_of_it: str
    is_public: bool
