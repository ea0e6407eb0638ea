"""A strategy is a readable file: what is written is read back, what is wrong is said by line."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goldthread.strategy.file import StrategyFile, Unreadable, read, told, write

CANONICAL = """\
# Safer streets together
key: safer-streets
partnership: Safer Saxonbridge Partnership
from: 2024-04-01
until: 2027-03-31
version: 1.9
strapline: One city, many hands

## Aim

Work as one partnership.

Two paragraphs, and a line that looks like a heading:
\\# not a heading
\\\\# with a mark of its own

## Boards that must agree

1. Safer Saxonbridge Board
2. Safeguarding Together

## Hidden crimes

1. Hate crime
2. Modern slavery

## Golden thread: Prevention

Early, before harm.

## Golden thread

## Section: Foreword
key: foreword
gate: signed
finished: yes
signed by: Ottoline Fennick
signed as: Chair of the board
signed on: 2024-02-01

Safety is made together.

## Priority: Reducing offending
key: reducing-offending
heads: crime; reoffending

We begin early.

### Why this was chosen

Both kinds of evidence agree.

### Outcomes

1. Fewer people offend
2. Help comes earlier

### Early areas of focus

1. Work with schools

## Workstream: Pathways
key: pathways
priorities: reducing-offending
lead agency: Probation; and others
supported by: Saxonshire Police; Homes\\; Places
opened: 2024-04-01
boards: Safeguarding Together

Homes and work after prison.

### Answer to thread: 1

We meet people before release.

## Evidence
kind: qualitative
category: concerns
source: Residents' survey, autumn 2023
strength: fair
dated: 2023-10-15
priorities: reducing-offending

People speak of the same few addresses.

## Resource
agency: Saxonbridge City Council
kind: money
pounds: 25000.50
year from: 2024-04-01
priority: reducing-offending

A grant for small groups

## Body: Safer Saxonbridge Board
kind: governance
level: local
in law: Community Safety Partnership; Local Police and Crime Board
reports to: City cabinet

To keep the city safe.

### Seat: Third sector seat 1
kind: voluntary
chosen by: the forum
term in months: 24
"""


@pytest.mark.covers("S3")
def test_a_file_in_canonical_form_comes_out_as_it_went_in() -> None:
    assert write(read(CANONICAL)) == CANONICAL


def test_what_the_file_tells_is_what_is_read() -> None:
    found = read(CANONICAL)

    assert found.boards == ("Safer Saxonbridge Board", "Safeguarding Together")
    assert found.threads == (
        told.ThreadTold("Prevention", "Early, before harm."),
        told.ThreadTold(),
    )
    assert found.aim.splitlines()[-2:] == [
        "# not a heading",
        "\\# with a mark of its own",
    ]
    assert found.priorities[0].outcomes == ("Fewer people offend", "Help comes earlier")
    assert found.workstreams[0].support == ("Saxonshire Police", "Homes; Places")
    assert found.workstreams[0].statements[0].thread == 1
    assert found.resources[0].amount_pounds == Decimal("25000.50")
    assert found.bodies[0].seats[0].term_months == 24
    assert found.sections[0].signed_on == date(2024, 2, 1)


FAULTS = {
    "no title": ("key: x\n", "key: x", "expected a title like"),
    "an unknown heading": (
        CANONICAL.replace("## Priority:", "## Prioritys:"),
        "## Prioritys: Reducing",
        "Did you mean “## Priority”?",
    ),
    "an unknown field": (
        CANONICAL.replace("heads: crime", "haeds: crime"),
        "haeds: crime",
        "Did you mean “heads”?",
    ),
    "a day that is none": (
        CANONICAL.replace("until: 2027-03-31", "until: 2027-02-31"),
        "until: 2027-02-31",
        "expected a day of the calendar",
    ),
    "a strategy that ends before it begins": (
        CANONICAL.replace("until: 2027-03-31", "until: 2023-03-31"),
        "# Safer streets",
        "before it begins",
    ),
    "a head the law does not know": (
        CANONICAL.replace("heads: crime; reoffending", "heads: crime; reofending"),
        "heads: crime; reofending",
        "expected one of crime, substance, reoffending, serious_violence",
    ),
    "a priority that is not there": (
        CANONICAL.replace(
            "priorities: reducing-offending\nlead", "priorities: reducing\nlead"
        ),
        "## Workstream: Pathways",
        "no priority in this file has the key reducing",
    ),
    "a thread that is not there": (
        CANONICAL.replace("### Answer to thread: 1", "### Answer to thread: 3"),
        "## Workstream: Pathways",
        "it answers thread 3; there are 2",
    ),
    "text among the fields": (
        CANONICAL.replace("key: pathways\n", "key: pathways\nSome words here\n"),
        "Some words here",
        "expected “name: value”, or an empty line",
    ),
    "a field given twice": (
        CANONICAL.replace("key: pathways\n", "key: pathways\nkey: other\n"),
        "key: other",
        "was given already, in line",
    ),
    "a missing field": (
        CANONICAL.replace("key: pathways\n", ""),
        "## Workstream: Pathways",
        "“key: ...” is missing",
    ),
    "a key used twice": (
        CANONICAL + "\n## Priority: Again\nkey: reducing-offending\n",
        "## Priority: Again",
        "the key reducing-offending is used already, in line",
    ),
    "an item that is none": (
        CANONICAL.replace("2. Modern slavery", "Modern slavery"),
        "Modern slavery",
        "expected an item like",
    ),
    "a NUL byte": (
        CANONICAL.replace("One city", "One\x00city"),
        "strapline:",
        "NUL byte",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_is_said_with_its_line_and_what_was_expected(fault: str) -> None:
    text, place, words = FAULTS[fault]
    lines = text.split("\n")
    line = next(n for n, one in enumerate(lines, start=1) if one.startswith(place))

    with pytest.raises(Unreadable) as refused:
        read(text)

    said = [(one.line, one.words) for one in refused.value.faults]
    assert any(at == line and words in what for at, what in said), said


def test_all_faults_are_said_at_once_in_the_order_of_the_lines() -> None:
    text = CANONICAL.replace("until: 2027-03-31", "until: soon").replace(
        "kind: money", "kind: gold"
    )

    with pytest.raises(Unreadable) as refused:
        read(text)

    lines = [one.line for one in refused.value.faults]
    assert len(lines) == 2
    assert lines == sorted(lines)
    assert str(refused.value).startswith(
        "Line 5: until: expected a day like 2024-04-01"
    )


def test_a_file_from_elsewhere_with_its_own_line_ends_and_mark_is_read() -> None:
    assert read("\ufeff" + CANONICAL.replace("\n", "\r\n")) == read(CANONICAL)


WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")),
    max_size=30,
).map(lambda text: " ".join(text.split()))
TITLES = WORDS.filter(bool)
NAMES = st.lists(TITLES, max_size=3).map(tuple)
TEXTS = st.lists(
    st.one_of(
        WORDS, st.just("# x"), st.just("\\## y"), st.just("key: value"), st.just("")
    ),
    max_size=5,
).map(lambda lines: "\n".join(lines).strip("\n"))


@st.composite
def whole_files(draw: st.DrawFn) -> StrategyFile:
    priorities = tuple(
        told.PriorityTold(
            f"p{n}",
            draw(TITLES),
            heads=draw(st.sampled_from([(), ("crime",), ("substance", "crime")])),
            statement=draw(TEXTS),
            choice=draw(TEXTS),
            outcomes=draw(NAMES),
        )
        for n in range(draw(st.integers(1, 3)))
    )
    keys = tuple(one.key for one in priorities)
    threads = tuple(
        told.ThreadTold(draw(WORDS), draw(TEXTS))
        for _ in range(draw(st.integers(0, 2)))
    )
    workstreams = tuple(
        told.WorkstreamTold(
            f"w{n}",
            draw(TITLES),
            priorities=keys,
            support=draw(NAMES),
            purpose=draw(TEXTS),
            statements=tuple(
                told.StatementTold(t + 1, draw(TEXTS)) for t in range(len(threads))
            ),
        )
        for n in range(draw(st.integers(0, 2)))
    )
    return StrategyFile(
        title=draw(TITLES),
        key="a-strategy",
        partnership_name=draw(TITLES),
        period_start=date(2024, 4, 1),
        period_end=draw(st.dates(date(2024, 4, 1), date(2040, 1, 1))),
        aim=draw(TEXTS),
        boards=draw(NAMES),
        threads=threads,
        priorities=priorities,
        workstreams=workstreams,
        sections=(
            told.SectionTold(
                "s", draw(TITLES), is_finished=draw(st.booleans()), text=draw(TEXTS)
            ),
        ),
        evidence=(told.EvidenceTold("qualitative", "concerns", text=draw(TEXTS)),),
        resources=(
            told.ResourceTold(
                draw(TITLES),
                "money",
                draw(TEXTS),
                draw(st.none() | st.decimals(0, 10**6, places=2)),
            ),
        ),
    )


@settings(deadline=None)  # other work runs on the same two cores
@given(whole_files())
def test_whatever_a_strategy_says_is_read_back_from_its_file(
    whole: StrategyFile,
) -> None:
    text = write(whole)

    assert read(text) == whole
    assert write(read(text)) == text


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_or_refused_with_lines(text: str) -> None:
    try:
        read("# T\n" + text)
    except Unreadable as refused:
        lines = text.count("\n") + 2
        assert refused.faults
        assert all(1 <= one.line <= lines + 1 for one in refused.faults)
