"""The shape of a file of measures, said once: reading, writing and the manual follow it."""

import re
from typing import Any

from goldthread.performance.file import told
from goldthread.performance.models import Indicator, Target
from goldthread.strategy.file.shape import Field, Heading
from goldthread.strategy.file.values import (
    DAY,
    FLAG,
    KEY,
    LIST,
    TEXT,
    WHOLE,
    Unfit,
    Value,
    choice,
)

PERIODS = {"month": 1, "quarter": 3, "year": 12}


def _of(choices: Any) -> Value:
    return choice([value for value in choices.values if value])


def _every(text: str) -> int:
    if text not in PERIODS:
        raise Unfit("one of month, quarter, year")
    return PERIODS[text]


def _said(months: int) -> str:
    return next(words for words, each in PERIODS.items() if each == months)


def _code(text: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}", text):
        raise Unfit("a code of letters and figures, like V1")
    return text


def _large(text: str) -> int:
    if not re.fullmatch(r"[1-9]\d{0,7}", text):
        raise Unfit("a whole number, like 1000")
    return int(text)


def _number(text: str) -> float:
    if not re.fullmatch(r"-?\d{1,12}(\.\d{1,6})?", text):
        raise Unfit("a number, like 12.5")
    return float(text)


def _pair(text: str) -> tuple[str, ...]:
    found = LIST.read(text)
    for each in found:
        if not re.fullmatch(r"[a-z_]+=.+", each):
            raise Unfit("column=value, with ; between them")
    return tuple(found)


EVERY = Value("one of month, quarter, year", _every, _said)
CODE = Value("a code", _code, str)
LARGE = Value("a whole number", _large, str)
NUMBER = Value(
    "a number", _number, lambda value: f"{value:.6f}".rstrip("0").rstrip(".")
)
PAIRS = Value("column=value", _pair, LIST.write)

TOP = (
    Field("strategy", "strategy", KEY, True, "the key of the strategy they measure"),
)
TARGET = Heading(
    "Target",
    told.TargetTold,
    "what it should reach, and who set that",
    fields=(
        Field("kind", "kind", _of(Target.Kind), True, "what sort of target"),
        Field("value", "value", NUMBER, what="the figure, or the change in per cent"),
        Field("by", "by_on", DAY, what="by when"),
    ),
    text="words",
)
MARK = Heading(
    "Break",
    told.MarkTold,
    "a day from which it is counted differently; with an end, a spell left out",
    fields=(
        Field("from", "from_on", DAY, True, "the first day"),
        Field("until", "until_on", DAY, what="the day after a spell that is left out"),
    ),
    text="words",
)
MEASURE = Heading(
    "Measure",
    told.MeasureTold,
    "one measure; the text under it says what it is and what it is not",
    title="name",
    fields=(
        Field("code", "code", CODE, True, "its short name, used in addresses"),
        Field("unit", "unit", TEXT, True, "what its figures are, in words"),
        Field("kind", "kind", _of(Indicator.Kind), True, "what sort of figure"),
        Field("direction", "polarity", _of(Indicator.Polarity), True, "which way is better"),
        Field("about", "about", _of(Indicator.About), True, "people in the area, or those a service reaches"),
        Field("basis", "basis", _of(Indicator.Basis), True, "how it is known"),
        Field("every", "every", EVERY, True, "how often there is a figure"),
        Field("owner", "owner", TEXT, True, "the agency that answers for it"),
        Field("source", "source", TEXT, True, "where its figures come from, in words"),
        Field("since", "opened_on", DAY, True, "the day from which it is kept"),
        Field("comes from", "comes_from", _of(Indicator.ComesFrom), what="how its figures come in"),
        Field("per", "per", LARGE, what="a rate per so many"),
        Field("has a season", "is_seasonal", FLAG, what="yes where it rises and falls with the year"),
        Field("due days", "due_days", WHOLE, what="days after the period's end"),
        Field("lag months", "lag_months", WHOLE, what="months that its cohort is followed"),
        Field("cohort", "cohort", TEXT, what="whom a lagged measure speaks of"),
        Field("lead", "lead", TEXT, what="the e-mail of who approves what is said on it"),
        Field("workstream", "workstream", KEY, what="the key of a workstream"),
        Field("outcomes", "outcomes", LIST, what="outcomes by priority and number, like places 1"),
        Field("question", "question", TEXT, what="the question to the lake"),
        Field("column", "column", TEXT, what="the column of its answer that is added up"),
        Field("only", "only", PAIRS, what="the rows that count, like category=drugs"),
        Field("of", "of", PAIRS, what="the rows that it is a share of"),
        Field("hidden crime", "hidden_crime", TEXT, what="the crime that few report"),
        Field("companion", "companion", CODE, what="the measure that a rise is read beside"),
        Field("beside", "beside", CODE, what="what people say, beside what is recorded"),
        Field("victims", "victims", CODE, what="the measure that counts the different victims of these offences"),
        Field("victims within", "victims_within", LARGE, what="over how many months both are counted, such as 12"),
        Field("residents", "residents", LARGE, what="of how many residents the victims are"),
        Field("baseline from", "baseline_from", DAY, what="the first day of the baseline"),
        Field("baseline until", "baseline_until", DAY, what="the day after its last"),
        Field("area", "area_code", TEXT, what="the code of an area other than the partnership's"),
        Field("similar areas", "peers", LIST, what="their codes"),
        Field("asked", "asked", TEXT, what="of a survey: who is asked, how many, how they are chosen"),
        Field("interval", "interval", _of(Indicator.Interval), what="how the interval of a survey's figure is known"),
        Field("design effect", "design_effect", NUMBER, what="how many times fewer answers a weighted survey is worth, from 1"),
        Field("quality", "quality", _of(Indicator.Quality), what="how good the figures are"),
        Field("quality note", "quality_note", TEXT, what="why"),
    ),
    text="definition",
    texts=(
        ("What counts", "counts"),
        ("Out of", "out_of"),
        ("Read with care", "caveat"),
    ),
    inside=(("targets", TARGET), ("marks", MARK)),
)  # fmt: skip
