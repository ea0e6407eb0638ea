"""Why something may not be done to a strategy: the table of states, and every sentence."""

from itertools import product
from pathlib import Path

import pytest

from goldthread.strategy import states
from goldthread.strategy.markings import Markings, markings
from goldthread.strategy.models import Strategy
from goldthread.strategy.services.versions import first_published, next_label, parts_of

VERBS = [step.verb for step in states.STEPS]


def test_the_table_knows_every_state_by_the_name_the_database_has() -> None:
    assert dict(states.WORDS) == dict(Strategy.State.choices)
    assert set(states.AFTERWARDS) == set(states.WORDS)


@pytest.mark.covers("S30")
@pytest.mark.parametrize(("verb", "state"), list(product(VERBS, states.WORDS)))
def test_a_step_leads_from_its_own_states_and_is_refused_in_a_sentence_from_all_others(
    verb: str, state: str
) -> None:
    refusal = states.refusal_of_state(verb, state)

    if state in states.step(verb).starts:
        assert refusal is None
    else:
        assert refusal is not None
        assert states.WORDS[state].lower() in refusal.lower()
        assert states.AFTERWARDS[state] in refusal


def test_every_state_can_be_reached_and_only_the_ends_are_ends() -> None:
    ends = {state for state in states.WORDS if not states.steps_from(state)}

    assert {step.end for step in states.STEPS} == set(states.WORDS)
    assert ends == {"withdrawn"}  # a closed one is taken back before its last day only


def test_the_printed_page_holds_every_arrow_of_the_table() -> None:
    page = states.reference_page()

    for step in states.STEPS:
        for start in step.starts:
            assert f"{start} --> {step.end}" in page


@pytest.mark.covers("S58")
@pytest.mark.parametrize(
    ("label", "after"),
    [("1.9", "1.10"), ("0.1", "0.2"), ("2", "3"), ("1.0.9", "1.0.10")],
)
def test_the_number_after_one_nine_is_one_ten(label: str, after: str) -> None:
    assert next_label(label, taken=[label]) == after
    assert parts_of(after) > parts_of(label)


def test_the_first_version_that_is_saved_has_the_number_the_text_has() -> None:
    assert next_label("1.9", taken=[]) == "1.9"


@pytest.mark.covers("S57")
def test_a_label_of_a_retired_scheme_is_mapped_with_a_sentence() -> None:
    known = markings()

    assert known.today("Not Protectively  Marked") == "OFFICIAL"
    assert "is marked OFFICIAL now" in known.told("NOT PROTECTIVELY MARKED")
    assert known.told("OFFICIAL") == ""
    assert known.today("TOP SECRET OR SO") is None


def test_a_partnership_may_bring_its_own_labels(
    empty_home: Path,
) -> None:
    own = 'current = ["Open", "Partners only"]\n[retired]\nOFFICIAL = "Open"\n'
    (empty_home / "markings.toml").write_text(own)

    assert markings() == Markings(("Open", "Partners only"), {"OFFICIAL": "Open"})


@pytest.mark.covers("S58")
@pytest.mark.parametrize(
    ("draft", "taken", "published"),
    [
        ("0.10", ["0.9", "0.10"], "1.0"),
        ("1.9", ["1.9"], "2.0"),
        ("0.1", [], "1.0"),
        ("1.0", [], "1.0"),  # numbered whole by hand, and not saved yet
        ("1.0", ["1.0"], "1.1"),
    ],
)
def test_what_is_first_published_has_a_whole_number(
    draft: str, taken: list[str], published: str
) -> None:
    assert first_published(draft, taken=taken) == published
