"""One whole assessment of the demonstration city: complete, honest, reproducible."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from goldthread.assessment import headings, keeping
from goldthread.assessment.breaks import recording_break
from goldthread.assessment.guards import POLICE_BADGE
from goldthread.assessment.loads import summarised
from goldthread.assessment.notebook import Notebook
from goldthread.assessment.paper import as_json, write
from goldthread.assessment.produce import Assessed, compose, produce
from goldthread.assessment.reproduce import reproduce
from goldthread.assessment.scope import NothingHeld
from goldthread.core.periods import Period, statutory_year, twelve_months_ending
from goldthread.documents.lint import faults
from goldthread.documents.model import Callout, Chart, MapBlock, Words, blocks_of, plain
from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.lake import Lake
from goldthread.saxonbridge import Generated

pytestmark = pytest.mark.slow
ON = date(2026, 5, 20)


@pytest.fixture(scope="module")
def engine(saxonbridge_home: Path) -> Iterator[DuckEngine]:
    """The newest version of the demonstration lake."""
    engine = DuckEngine(Lake(saxonbridge_home).version())
    yield engine
    engine.close()


def assess(engine: DuckEngine, made: Generated, period: Period, **more) -> Assessed:
    """Saxonbridge in `period`, with its known recording change."""
    return produce(
        engine,
        area=made.partnership,
        period=period,
        on=ON,
        comparison=made.comparison,
        local_breaks=[
            recording_break(b.month, b.words, category=b.category, force=b.force)
            for b in made.breaks
        ],
        invented=True,
        **more,
    )


@pytest.fixture(scope="module")
def assessed(
    engine: DuckEngine, saxonbridge_files: Generated, saxonbridge_home: Path
) -> Assessed:
    """Statutory year 2025/26."""
    lake = Lake(saxonbridge_home)
    loads = summarised(lake.batches(), lake.taken_back())
    return assess(engine, saxonbridge_files, statutory_year(2025), loads=loads)


@pytest.fixture(scope="module")
def short(engine: DuckEngine, saxonbridge_files: Generated) -> Assessed:
    """Twelve months of which the first two of all are held."""
    return assess(engine, saxonbridge_files, twelve_months_ending("2021-05"))


@pytest.mark.covers("B4", "Z2")
def test_the_seven_statutory_headings_stand_in_the_laws_order(assessed: Assessed):
    letters = [s.heading[:3] for s in assessed.document.sections if s.heading[0] == "("]

    assert letters == [f"({letter})" for letter in "abcdefg"]
    for section in assessed.document.sections:
        if section.id in headings.KEYS:
            assert isinstance(section.blocks[0], Callout)
            assert section.blocks[0].kind == "awaiting-words"


@pytest.mark.covers("C20", "C21", "C24")
def test_every_chapter_says_something_and_the_form_has_no_fault(assessed: Assessed):
    assert faults(assessed.document) == []
    refused = [
        plain(b.text)
        for b in blocks_of(assessed.document)
        if isinstance(b, Callout) and b.kind == "refused"
    ]
    assert refused == []  # five whole years: nothing need be refused


def test_the_analysts_words_take_the_place_of_the_waiting(assessed: Assessed):
    words = {
        "why": Words("Because.", "A", ON),
        "asked": Words("We asked all.", "A", ON),
    }

    document = compose(
        assessed.scope, assessed.lake_version, assessed.findings, on=ON, words=words
    )

    printed = [b.text for b in blocks_of(document) if isinstance(b, Words)]
    waiting = [
        b
        for b in blocks_of(document)
        if isinstance(b, Callout) and b.kind == "awaiting-words"
    ]
    assert printed == ["Because.", "We asked all."]
    assert len(waiting) == 6


@pytest.mark.covers("E39")
def test_anti_social_behaviour_is_in_no_total_of_crime(assessed: Assessed):
    levels = {
        x.category: x for x in assessed.finding("levels-by-category").result.levels
    }
    crimes = [
        x for c, x in levels.items() if c not in ("all-crime", "anti-social-behaviour")
    ]

    assert levels["all-crime"].offences == sum(x.offences for x in crimes)
    assert levels["anti-social-behaviour"].share_of_crime is None
    assert sum(x.share_of_crime for x in crimes) == pytest.approx(1)


@pytest.mark.covers("E31", "E41")
def test_every_picture_of_police_figures_wears_the_badge_and_its_unit(
    assessed: Assessed,
):
    for block in blocks_of(assessed.document):
        if isinstance(block, Chart | MapBlock) and block.id in (
            "chart-levels", "chart-levels-by-month", "chart-trend", "chart-change",
            "chart-comparison", "map-small-areas", "chart-outcomes",
        ):  # fmt: skip
            assert POLICE_BADGE in block.caveats, block.id
            assert block.source and plain(block.table.caption)


@pytest.mark.covers("E32")
def test_a_series_is_not_read_across_a_recording_change(assessed: Assessed):
    drifts = {
        d.category: d for d in assessed.finding("trend-by-category").result.drifts
    }

    assert drifts["violent-crime"].since == date(2023, 4, 1)
    # A third of all crime is violence: the total is cut where violence is.
    assert drifts["all-crime"].since == date(2023, 4, 1)
    assert drifts["burglary"].since is None


@pytest.mark.covers("E3")
def test_burglary_alone_stands_apart_from_the_comparison_areas(assessed: Assessed):
    found = assessed.finding("comparison-by-category").result

    assert [c.category for c in found.read("higher")] == ["burglary"]
    assert found.read("lower") == ()
    assert "anti-social-behaviour" not in [c.category for c in found.compared]


@pytest.mark.covers("E8")
def test_shoplifting_gathers_and_other_crime_does_not(assessed: Assessed):
    found = assessed.finding("concentration-by-category").result

    assert found.of("shoplifting").gathers
    assert found.of("shoplifting").gini.observed > 0.5
    assert not found.of("other-crime").gathers


@pytest.mark.covers("E44")
def test_only_criminal_damage_moved_house(
    assessed: Assessed, saxonbridge_files: Generated
):
    truth = next(t for t in saxonbridge_files.truths if t.key == "damage-moved")

    (place,) = assessed.finding("concentration-stability").result.moved

    assert place.category == "criminal-damage-arson"
    assert {m.code for m in place.risen} <= set(truth.areas)
    assert {m.code for m in place.fallen} <= set(truth.areas_before)


def test_no_newest_month_is_called_out_of_the_ordinary(assessed: Assessed):
    found = assessed.finding("signals-by-category").result

    assert [s.category for s in found.told] == []
    shoplifting = next(s for s in found.signals if s.category == "shoplifting")
    assert "rising over the years" in shoplifting.refused


@pytest.mark.covers("E42")
def test_outcomes_are_of_crimes_old_enough(assessed: Assessed):
    found = assessed.finding("outcomes-by-group").result

    assert found.last == date(2025, 9, 1) and found.newest == date(2026, 3, 1)
    assert found.known + found.unknown == found.crimes


def test_the_table_of_changes_has_the_notes_that_its_readings_send_to(
    assessed: Assessed,
):
    [table] = [
        block.table
        for block in blocks_of(assessed.document)
        if isinstance(block, Chart) and block.id == "chart-change"
    ]
    notes = " ".join(plain(note) for note in table.notes)

    assert "Whether a movement is better or worse" in notes
    headings = [column.heading for column in table.columns]
    assert ("The mean of the three" in notes) == (
        "Mean of three years before" in headings
    )


@pytest.mark.covers("B20", "B31", "B6")
def test_what_is_not_held_says_whom_to_ask(assessed: Assessed):
    gaps = assessed.finding("not-held-list").result.gaps

    assert [g.law for g in gaps if g.law] == [f"B{n}" for n in range(20, 32)]
    assert all(g.ask and g.what and g.answers for g in gaps)


@pytest.mark.covers("E36")
def test_two_months_allow_levels_and_nothing_more(short: Assessed):
    refused = {
        f.ref: f.result.reason for f in short.findings if hasattr(f.result, "reason")
    }

    assert short.scope.months_held == (date(2021, 4, 1), date(2021, 5, 1))
    for ref in ("change-by-category", "trend-by-category", "season-by-category",
                "signals-by-category", "concentration-stability"):  # fmt: skip
        assert ref in refused, ref
    assert "2 months" in refused["change-by-category"]
    levels = short.finding("levels-by-category").result
    assert all(x.per_1000 is None for x in levels.levels)
    assert "2 of the 12 months" in plain(short.document.sections[0].blocks[0].text)
    assert "so few show no direction" in plain(
        next(
            b.title
            for b in blocks_of(short.document)
            if isinstance(b, Chart) and b.id == "chart-levels-by-month"
        )
    )
    assert faults(short.document) == []


def test_each_finding_is_reproduced_to_the_byte(assessed: Assessed, engine: DuckEngine):
    for finding in assessed.findings:
        found = reproduce(
            engine,
            ref=finding.ref,
            method=finding.method,
            scope=keeping.scope_of(json.loads(keeping.scope_text(assessed.scope))),
            asks=finding.asks,
            lake_version=finding.lake_version,
            canonical=finding.canonical,
        )
        assert found.same, found.sentence


def test_a_finding_that_differs_says_where(assessed: Assessed, engine: DuckEngine):
    finding = assessed.finding("levels-by-category")
    kept = {
        "ref": finding.ref, "method": finding.method, "scope": finding.scope,
        "asks": finding.asks, "lake_version": finding.lake_version,
        "canonical": finding.canonical,
    }  # fmt: skip
    crimes = finding.result.crimes

    moved = reproduce(
        engine,
        **{
            **kept,
            "canonical": kept["canonical"].replace(f'"crimes":{crimes}', '"crimes":1'),
        },
    )
    other = reproduce(engine, **{**kept, "method": "levels/0"})
    elsewhere = reproduce(engine, **{**kept, "lake_version": "another"})
    fewer = reproduce(engine, **{**kept, "asks": finding.asks[1:]})
    unknown = reproduce(engine, **{**kept, "ref": "nothing"})

    assert not moved.same and f"result.crimes was 1, is {crimes}." in moved.sentence
    assert "levels/0" in other.sentence and "another" in elsewhere.sentence
    assert "Other questions were asked" in fewer.sentence
    assert "makes no nothing" in unknown.sentence


def test_the_scope_survives_its_keeping(assessed: Assessed):
    kept = json.loads(keeping.scope_text(assessed.scope))

    assert keeping.scope_of(kept) == assessed.scope


def test_the_same_lake_gives_the_same_bytes(
    engine: DuckEngine, saxonbridge_files: Generated, short: Assessed
):
    again = assess(engine, saxonbridge_files, twelve_months_ending("2021-05"))

    assert as_json(again) == as_json(short)


def test_an_assessment_is_written_in_three_formats(
    assessed: Assessed, tmp_path: Path, saxonbridge_drawn: Path
):
    page, pdf, data = write(assessed, tmp_path, drawn=saxonbridge_drawn)

    assert (
        page.name == "assessment-safer-saxonbridge-partnership-2025-04-to-2026-03.html"
    )
    assert pdf.read_bytes()[:5] == b"%PDF-"
    assert json.loads(data.read_bytes())["lake_version"] == assessed.lake_version
    with pytest.raises(ValueError, match="docx"):
        write(assessed, tmp_path, formats=["docx"], drawn=saxonbridge_drawn)


def test_an_unknown_area_or_an_empty_period_is_refused_in_words(
    engine: DuckEngine, saxonbridge_files: Generated
):
    with pytest.raises(NothingHeld, match="April 2021 to March 2026"):
        assess(engine, saxonbridge_files, statutory_year(2010))
    with pytest.raises(NothingHeld, match="X22999999"):
        produce(engine, area="X22999999", period=statutory_year(2025), on=ON)


def test_a_question_is_put_once_and_noted_by_every_finding(
    assessed: Assessed, engine: DuckEngine
):
    notebook = Notebook(engine)
    with notebook.page() as first:
        one = notebook.table("places_at_level", level="csp")
    with notebook.page() as second:
        other = notebook.table("places_at_level", level="csp")

    assert one is other and list(first) == list(second)
    asked = [ask for finding in assessed.findings for ask in finding.asks]
    assert len(asked) > 2 * len(set(asked)) - 10  # many share; each is noted by all


def test_attributions_name_every_publisher_asked(assessed: Assessed):
    lines = " ".join(assessed.document.attributions)

    assert "Open Government Licence v3.0" in lines
    assert "Office for National Statistics" in lines
    assert "indices of deprivation" in lines
