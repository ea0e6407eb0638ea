"""Measures as a file that a manager reads: every fault by line, nothing lost on the way."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.make_numbers import make_indicator
from tests.make_plan import make_strategy, make_workstream
from tests.partners.people import NOW, make_agency, make_installation

from goldthread.audit.models import Event
from goldthread.performance.file import (
    MeasureFile,
    MeasureTold,
    Unreadable,
    read,
    write,
)
from goldthread.performance.file.loading import load
from goldthread.performance.file.telling import dump
from goldthread.performance.file.told import MarkTold, TargetTold
from goldthread.performance.models import Indicator
from goldthread.strategy.models import Strategy

FILE = """# Measures
strategy: {key}

## Measure: Domestic abuse reported
code: H1
unit: reports
kind: count
direction: up
about: population
basis: recorded
every: month
owner: Saxonshire Police
source: Police records
since: 2024-04-01
comes from: return
has a season: yes
workstream: safer-evenings
outcomes: violence 1
hidden crime: Domestic abuse
companion: S1
baseline from: 2025-04-01
baseline until: 2026-04-01

Incidents and crimes with the flag.

It is not the number of victims.

### What counts

One report.

### Read with care

More reports are the aim.

### Target
kind: change
value: 12.5
by: 2029-03-31

The board

### Break
from: 2025-05-01

A new form

## Measure: Said it happened to them
code: S1
unit: % of those asked
kind: percent
direction: down
about: population
basis: survey
every: quarter
owner: Saxonbridge City Council
source: Residents' survey
since: 2024-04-01
only: category=drugs; category=other

The share who say so.

### What counts

One person.

### Out of

Everybody asked.
"""


@pytest.fixture
def strategy(db: None) -> Strategy:
    make_installation()
    make_agency("Saxonshire Police")
    make_agency("Saxonbridge City Council")
    found = make_strategy()
    make_workstream(strategy=found)
    return found


def text(strategy: Strategy, file: str = FILE) -> str:
    return file.replace("{key}", strategy.key)


@pytest.mark.covers("C32", "G10")
def test_what_is_loaded_is_dumped_the_same_and_loading_again_does_nothing(
    strategy: Strategy,
) -> None:
    kept = load(text(strategy), by=None, at=NOW)
    acts = Event.objects.count()

    assert [each.code for each in kept] == ["H1", "S1"]
    assert dump(strategy, on=NOW.date()) == text(strategy)
    load(text(strategy), by=None, at=NOW)
    assert Event.objects.count() == acts
    first = Indicator.objects.get(code="H1")
    assert first.companion == Indicator.objects.get(code="S1")
    assert first.area_code == "X22000001"
    assert [str(each.text) for each in first.outcomes.all()]


def test_a_changed_line_changes_that_measure_alone(strategy: Strategy) -> None:
    load(text(strategy), by=None, at=NOW)
    versions = dict(Indicator.objects.values_list("code", "version"))

    changed = (
        text(strategy)
        .replace("value: 12.5", "value: 20")
        .replace("### Break\nfrom: 2025-05-01\n\nA new form\n\n", "")
    )
    load(changed, by=None, at=NOW)

    after = dict(Indicator.objects.values_list("code", "version"))
    assert dump(strategy, on=NOW.date()) == changed
    assert after["H1"] > versions["H1"] and after["S1"] == versions["S1"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("# Measures", "# Numbers", 1, "title “# Measures”"),
        ("kind: count", "kind: counts", 7, "one of count"),
        ("every: month", "every: week", 11, "month, quarter, year"),
        ("unit: reports\n", "", 4, "“unit: ...” is missing"),
        ("code: S1", "code: H1", 41, "used already, in line 4"),
        ("owner: Saxonshire Police", "owner: Nobody", 4, "no agency called Nobody"),
        ("companion: S1", "companion: S9", 4, "no measure S9"),
        ("outcomes: violence 1", "outcomes: violence 7", 4, "no outcome violence 7"),
        ("workstream: safer-evenings", "workstream: moon", 4, "no workstream moon"),
        ("direction: up", "direction: down", 4, "are the aim"),
        ("### Out of\n\nEverybody asked.\n", "", 41, "of what it is a share"),
        ("### What counts\n\nOne report.\n\n", "", 4, "“What counts”"),
        ("has a season: yes", "seasons: yes", 16, "found “seasons”"),
        ("value: 12.5", "value: many", 38, "a number"),
    ],
)
def test_a_fault_is_named_by_its_line_and_nothing_is_kept(
    strategy: Strategy, old: str, new: str, line: int, words: str
) -> None:
    with pytest.raises(Unreadable) as unreadable:
        load(text(strategy).replace(old, new, 1), by=None, at=NOW)

    said = {fault.line: fault.words for fault in unreadable.value.faults}
    assert words in said.get(line, f"nothing in line {line}: {said}")
    assert not Indicator.objects.exists()


def test_a_strategy_that_is_not_there_is_said(strategy: Strategy) -> None:
    with pytest.raises(Unreadable, match="no strategy with the key elsewhere"):
        load(FILE.replace("{key}", "elsewhere"), by=None, at=NOW)


@pytest.mark.covers("S41")
def test_outcomes_of_an_older_strategy_stay(strategy: Strategy) -> None:
    older = make_strategy(title="The strategy before")
    outcome = older.priorities.get(number=1).outcomes.get()
    made = make_indicator("S1", outcomes=[outcome])

    load(text(strategy), by=None, at=NOW)

    assert outcome in made.outcomes.all()


words = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")),
        min_size=1,
        max_size=30,
    )
    .map(lambda text: " ".join(text.split()))
    .filter(bool)
)
names = st.text("abcdefgh", min_size=1, max_size=8)
days = st.dates(date(2000, 1, 1), date(2099, 1, 1))
numbers = st.integers(-(10**6), 10**6).map(lambda n: n / 8)
measures = st.builds(
    MeasureTold,
    name=words,
    code=st.from_regex(r"[A-Z][0-9]{1,5}", fullmatch=True),
    unit=words,
    kind=st.sampled_from(["count", "percent", "rate"]),
    polarity=st.sampled_from(["up", "down", "context"]),
    about=st.sampled_from(["population", "service"]),
    basis=st.sampled_from(["recorded", "survey"]),
    every=st.sampled_from([1, 3, 12]),
    owner=words,
    source=words,
    opened_on=days,
    per=st.integers(1, 10**7),
    is_seasonal=st.booleans(),
    due_days=st.integers(0, 999),
    outcomes=st.lists(words, max_size=3).map(tuple),
    only=st.lists(
        st.tuples(names, words).map(lambda pair: f"{pair[0]}={pair[1]}"), max_size=3
    ).map(tuple),
    baseline_from=st.none() | days,
    definition=words,
    counts=words,
    caveat=st.just("") | words,
    targets=st.lists(
        st.builds(
            TargetTold, value=st.none() | numbers, by_on=st.none() | days, words=words
        ),
        max_size=1,
    ).map(tuple),
    marks=st.lists(
        st.builds(MarkTold, from_on=days, until_on=st.none() | days, words=words),
        max_size=2,
    ).map(tuple),
)


@given(st.lists(measures, max_size=3, unique_by=lambda one: one.code))
def test_any_measures_are_read_back_as_they_were_written(
    told: list[MeasureTold],
) -> None:
    file = MeasureFile("a-key", tuple(told))

    assert read(write(file)) == file


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_by_line(text: str) -> None:
    try:
        read(text)
    except Unreadable as unreadable:
        assert all(fault.line >= 1 and fault.words for fault in unreadable.faults)
