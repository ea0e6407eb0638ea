"""Measures are defined whole; readings are kept in every vintage; status is derived."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.make import make_manager
from tests.make_numbers import AREA, QUIET, make_indicator, make_readings, told
from tests.make_plan import make_police_lead
from tests.partners.people import NOW, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.performance import queries, services
from goldthread.performance.models import (
    Indicator,
    KeyedReturn,
    Reading,
    Standing,
)
from goldthread.performance.rules import Refused
from goldthread.performance.services import Figure

pytestmark = pytest.mark.django_db
OCTOBER = date(2026, 10, 1)


def stands(indicator: Indicator, area: str = AREA) -> Standing:
    found: Standing = Standing.objects.get(indicator=indicator, area_code=area)
    return found


def verbs() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


@pytest.mark.covers("C32", "G10")
@pytest.mark.parametrize(
    "field", ["code", "name", "definition", "counts", "source", "unit"]
)
def test_a_definition_is_whole_or_it_is_refused(field: str) -> None:
    with pytest.raises(Refused):
        make_indicator(**{field: "  "} if field != "code" else {"code": "  "})

    assert not Indicator.objects.exists()


@pytest.mark.covers("C32")
@pytest.mark.parametrize(
    ("how", "words"),
    [
        ({"kind": "rate", "per": 1000}, "of what it is a share"),
        ({"lag_months": 18}, "whom it speaks of"),
        ({"hidden_crime": "Hate crime"}, "are the aim"),
        ({"baseline_from": date(2025, 4, 1)}, "both its days"),
        ({"comes_from": "lake", "question": "weather", "column": "x"}, "no question"),
        (
            {"comes_from": "lake", "question": "wards_of", "column": "x"},
            "month by month",
        ),
        (
            {
                "comes_from": "lake",
                "question": "monthly_by_category",
                "column": "crimes",
            },
            "found crimes",
        ),
    ],
)
def test_a_definition_that_contradicts_itself_is_refused(
    how: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        make_indicator(**how)


def test_a_measure_is_defined_by_the_analyst_or_the_manager_alone() -> None:
    with pytest.raises(Refused, match="analyst and the partnership manager"):
        make_indicator(by=make_police_lead())

    made = make_indicator(by=make_manager())

    assert made.added_by == make_manager()
    assert verbs()[-1] == "indicator.defined"


def test_a_change_raises_the_version_and_says_what_changed() -> None:
    made = make_indicator()

    services.change_indicator(
        made, told(code="V1", name="Vehicle crime"), by=None, at=NOW
    )

    made.refresh_from_db()
    event = Event.objects.order_by("pk").last()
    assert (made.name, made.version) == ("Vehicle crime", 2)
    assert event is not None
    assert event.detail["before"] == {"name": "Vehicle crimes recorded"}


def test_a_measure_is_retired_once_and_with_a_reason() -> None:
    made = make_indicator()

    with pytest.raises(Refused, match="Say why"):
        services.retire_indicator(made, on=OCTOBER, reason=" ", by=None, at=NOW)
    with pytest.raises(Refused, match="begins after"):
        services.retire_indicator(
            made, on=date(2020, 1, 1), reason="Done", by=None, at=NOW
        )
    services.retire_indicator(made, on=OCTOBER, reason="Replaced", by=None, at=NOW)
    with pytest.raises(Refused, match="retired already"):
        services.retire_indicator(made, on=OCTOBER, reason="Done", by=None, at=NOW)

    assert not Indicator.objects.in_use(OCTOBER).exists()
    assert Indicator.objects.in_use(OCTOBER - timedelta(days=1)).exists()


@pytest.mark.covers("C32", "C33")
def test_readings_make_a_standing_that_nobody_typed() -> None:
    made = make_indicator()

    make_readings(made, [*QUIET, 150])

    found = stands(made)
    assert (found.colour, found.word) == ("orange", "Getting worse")
    assert found.reading is not None and found.reading.value == 150
    assert (found.previous, found.year_ago) == (102, 99)
    assert found.twelve_months == sum(QUIET[-11:]) + 150
    assert found.rules == "goldthread-1"


@pytest.mark.covers("C32")
@pytest.mark.parametrize(
    ("kind", "value", "target", "verdict"),
    [
        ("absolute", 110.0, 110.0, "met"),
        ("absolute", 98.0, 98.0, "nearly"),
        ("change", -10.0, 90.9, "missed"),
        ("maintain", None, 101.0, "nearly"),
    ],
)
def test_every_kind_of_target_becomes_a_figure(
    kind: str, value: float | None, target: float, verdict: str
) -> None:
    made = make_indicator(
        baseline_from=date(2025, 8, 1), baseline_until=date(2025, 10, 1)
    )
    # July 2025 on: the baseline is August and September, 104 and 98.
    make_readings(made, [100, 104, 98, *QUIET[3:]])

    services.set_target(made, kind=kind, value=value, by=None, at=NOW)

    found = stands(made)
    assert found.target == pytest.approx(target)
    assert found.verdict == verdict


def test_a_target_of_similar_areas_is_their_middle_and_there_is_a_rank() -> None:
    made = make_indicator(peers=["P1", "P2", "P3"])
    make_readings(made)
    for code, value in (("P1", 90.0), ("P2", 95.0), ("P3", 120.0)):
        services.record_reading(
            made,
            Figure(OCTOBER, value=value, area_code=code),
            evidence="Published",
            by=None,
            at=NOW,
        )

    services.set_target(made, kind="similar", by=None, at=NOW)

    found = stands(made)
    assert (found.target, found.peer_rank, found.peer_count) == (95.0, 3, 4)


def test_a_new_target_ends_the_old_and_none_ends_it_alone() -> None:
    made = make_indicator()
    services.set_target(made, kind="absolute", value=5, by=None, at=NOW)
    services.set_target(made, kind="absolute", value=6, by=None, at=NOW)

    assert [each.value for each in made.targets.filter(ended_at=None)] == [6]

    services.set_target(made, kind="none", by=None, at=NOW)

    assert not made.targets.filter(ended_at=None).exists()


def test_a_target_that_is_a_figure_has_one() -> None:
    made = make_indicator()

    with pytest.raises(Refused, match="figure has one"):
        services.set_target(made, kind="absolute", by=None, at=NOW)


@pytest.mark.covers("E32")
def test_a_mark_of_a_break_begins_the_judgement_anew() -> None:
    made = make_indicator()
    make_readings(
        made, [50 + n % 3 for n in range(14)] + [100 + n % 3 for n in range(14)]
    )
    assert stands(made).colour == "orange"

    services.mark_series(
        made,
        kind="break",
        from_on=date(2025, 9, 1),
        words="Conduct crimes counted apart",
        by=None,
        at=NOW,
    )

    assert (stands(made).colour, stands(made).word) == ("grey", "No real change")
    with pytest.raises(Refused, match="already exists"):
        services.mark_series(
            made,
            kind="break",
            from_on=date(2025, 9, 1),
            words="Again",
            by=None,
            at=NOW,
        )


@pytest.mark.covers("E34")
def test_a_spell_that_is_left_out_says_when_it_ends() -> None:
    made = make_indicator()

    with pytest.raises(Refused, match="spell has its end"):
        services.mark_series(
            made, kind="left_out", from_on=OCTOBER, words="Lockdown", by=None, at=NOW
        )


@pytest.mark.parametrize(
    ("figure", "how", "words"),
    [
        (Figure(date(2026, 10, 2), value=1), {}, "first of a month"),
        (Figure(date(2026, 11, 1), value=1), {}, "not over yet"),
        (Figure(OCTOBER), {}, "missing is not zero"),
        (Figure(OCTOBER, value=-1), {}, "cannot be below 0"),
        (Figure(OCTOBER, value=1.5), {}, "whole number"),
        (Figure(OCTOBER, value=float("nan")), {}, "not a number"),
        (
            Figure(OCTOBER, numerator=5, denominator=0),
            {"kind": "percent", "out_of": "Those asked"},
            "must be more than 0",
        ),
        (
            Figure(OCTOBER, numerator=5, denominator=4),
            {"kind": "percent", "out_of": "Those asked"},
            "more than all",
        ),
        (
            Figure(OCTOBER, value=101),
            {"kind": "percent", "out_of": "Those asked"},
            "up to 100",
        ),
        (Figure(date(2026, 5, 1), value=1), {"every": 3}, "no beginning of a period"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(
    figure: Figure, how: dict[str, Any], words: str
) -> None:
    made = make_indicator(**how)

    with pytest.raises(Refused, match=words):
        services.record_reading(made, figure, evidence="Report", by=None, at=NOW)

    assert not Reading.objects.exists()


def test_a_share_is_reckoned_and_not_typed() -> None:
    made = make_indicator(kind="rate", per=1000, out_of="Residents")

    found = services.record_reading(
        made,
        Figure(OCTOBER, value=999, numerator=30, denominator=20_000),
        evidence="Report",
        by=None,
        at=NOW,
    )

    assert found.value == 1.5


def test_a_figure_by_hand_says_what_it_rests_on() -> None:
    made = make_indicator()

    with pytest.raises(Refused, match="what the figures rest on"):
        services.record_reading(
            made, Figure(OCTOBER, value=1), evidence=" ", by=None, at=NOW
        )


def test_a_period_has_one_figure_until_it_is_revised() -> None:
    made = make_indicator()
    make_readings(made)

    with pytest.raises(Refused, match="a figure for October 2026 already"):
        services.record_reading(
            made, Figure(OCTOBER, value=1), evidence="Report", by=None, at=NOW
        )


@pytest.mark.covers("C32")
def test_a_revision_keeps_the_old_figure_and_derives_anew() -> None:
    made = make_indicator()
    last = make_readings(made)[-1]

    with pytest.raises(Refused, match="Say why"):
        services.revise_reading(
            last, Figure(OCTOBER, value=150), reason="", by=None, at=NOW
        )
    newer = services.revise_reading(
        last, Figure(OCTOBER, value=150), reason="Late records", by=None, at=NOW
    )

    last.refresh_from_db()
    assert (last.value, last.superseded_at) == (102, NOW)
    assert (newer.vintage, newer.reason) == (2, "Late records")
    assert stands(made).colour == "orange"
    with pytest.raises(Refused, match="newer reading stands"):
        services.revise_reading(
            last, Figure(OCTOBER, value=7), reason="Again", by=None, at=NOW
        )


def test_what_a_pack_showed_is_told_as_a_revision() -> None:
    made = make_indicator()
    last = make_readings(made, [*QUIET[:-1], 412])[-1]
    services.lock_readings("Board pack, January 2027", [last], by=None, at=NOW)

    assert queries.revisions_of([made]) == ()
    services.revise_reading(
        last, Figure(OCTOBER, value=437), reason="Late records.", by=None, at=NOW
    )

    (found,) = queries.revisions_of([made], area_code=AREA)
    assert found.words == (
        "October 2026: was 412 in Board pack, January 2027, now 437. Late records."
    )
    assert queries.revisions_of([made], area_code="elsewhere") == ()


def test_a_pack_is_locked_once_and_by_name() -> None:
    services.lock_readings("January", [], by=None, at=NOW)

    with pytest.raises(Refused, match="issued already"):
        services.lock_readings("January ", [], by=None, at=NOW)
    with pytest.raises(Refused, match="Name what was issued"):
        services.lock_readings(" ", [], by=None, at=NOW)


@pytest.mark.covers("Z8", "S86", "E14", "E30", "E33")
def test_a_rise_in_reports_is_coloured_when_its_companion_speaks() -> None:
    survey = make_indicator("S1", name="Said it happened to them", basis="survey")
    reports = make_indicator(
        "D1",
        name="Domestic abuse reported",
        hidden_crime="Domestic abuse",
        polarity="up",
        companion=survey,
    )
    make_readings(reports, [*QUIET, 150])
    assert stands(reports).word == "Cannot tell"

    make_readings(survey, [*QUIET, 60])

    assert (stands(reports).colour, stands(reports).word) == ("blue", "Improving")
    assert "Said it happened to them" in stands(reports).sentence


@pytest.mark.covers("S76")
@pytest.mark.parametrize(
    ("confidence", "colour", "word"),
    [(150, "blue", "Improving"), (60, "grey", "Cannot tell")],
    ids=["up", "down"],
)
def test_more_reports_are_good_news_only_while_confidence_rises_with_them(
    confidence: float, colour: str, word: str
) -> None:
    """S76: reporting up with confidence up."""
    would_tell = make_indicator("S2", name="Would tell somebody", basis="survey", polarity="up")  # fmt: skip
    reports = make_indicator("D2", hidden_crime="Stalking", polarity="up", companion=would_tell)  # fmt: skip
    make_readings(reports, [*QUIET, 150])

    make_readings(would_tell, [*QUIET, confidence])

    assert (stands(reports).colour, stands(reports).word) == (colour, word)


def test_a_companion_is_no_report_of_a_hidden_crime_and_has_a_direction() -> None:
    hidden = {"hidden_crime": "Hate crime", "polarity": "up"}
    other = make_indicator("H1", **hidden)
    context = make_indicator("C1", polarity="context")

    with pytest.raises(Refused, match="something else"):
        make_indicator("H2", companion=other, **hidden)
    with pytest.raises(Refused, match="no direction"):
        make_indicator("H2", companion=context, **hidden)


def test_an_agency_keys_what_it_answers_for_once_however_often_it_is_sent() -> None:
    lead = make_police_lead()
    police = make_agency("Saxonshire Police")
    made = make_indicator(owner=police, comes_from="return")
    token = uuid.uuid4()

    for _ in range(3):
        services.key_return(
            police,
            {made: [Figure(OCTOBER, value=30)]},
            token=token,
            note="As counted on 5 November",
            by=lead,
            at=NOW,
        )

    kept = KeyedReturn.objects.get()
    assert kept.sent_by == lead
    assert [each.value for each in Reading.objects.all()] == [30]
    assert verbs().count("return.keyed") == 1


def test_a_return_that_differs_is_a_revision_and_the_same_is_nothing() -> None:
    police = make_agency("Saxonshire Police")
    made = make_indicator(owner=police, comes_from="return")

    def key(value: float) -> None:
        services.key_return(
            police,
            {made: [Figure(OCTOBER, value=value)]},
            token=uuid.uuid4(),
            by=None,
            at=NOW,
        )

    key(30)
    key(30)
    assert Reading.objects.count() == 1
    key(34)

    assert Reading.objects.get(superseded_at=None).vintage == 2


def test_nobody_keys_for_another_agency() -> None:
    police = make_agency("Saxonshire Police")
    ours, theirs = make_indicator("A1"), make_indicator("A2", owner=police)
    lead = make_police_lead()

    def key(agency: Any, indicator: Indicator, by: Any) -> None:
        services.key_return(
            agency,
            {indicator: [Figure(OCTOBER, value=1)]},
            token=uuid.uuid4(),
            by=by,
            at=NOW,
        )

    with pytest.raises(Refused, match="not by Saxonshire Police"):
        key(police, ours, lead)
    with pytest.raises(Refused, match="You act for Saxonshire Police"):
        key(ours.owner, ours, lead)
    with pytest.raises(Refused, match="Agencies, analysts"):
        key(police, theirs, make_person("b@example.org", role="board"))
    with pytest.raises(Refused, match="at least one figure"):
        services.key_return(police, {}, token=uuid.uuid4(), by=lead, at=NOW)

    assert not Reading.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"period_end": OCTOBER},
        {"denominator": 0.0},
        {"low": 3.0, "high": 2.0},
        {"comes_from": "hand", "evidence": ""},
        {"comes_from": "lake", "lake_version": ""},
        {"vintage": 2, "reason": ""},
    ],
)
def test_the_database_itself_refuses_a_reading_that_cannot_be(
    wrong: dict[str, Any],
) -> None:
    made = make_readings(make_indicator())[-1]
    fields = {
        field.attname: getattr(made, field.attname)
        for field in Reading._meta.concrete_fields
        if field.name != "id"
    }
    other = Reading(**fields | {"area_code": "other"} | wrong)

    with pytest.raises(IntegrityError), transaction.atomic():
        other.save()


def test_the_database_keeps_one_standing_figure_a_period() -> None:
    made = make_readings(make_indicator())[-1]
    made.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        made.save(force_insert=True)


def test_what_an_older_rule_derived_is_derived_again() -> None:
    made = make_indicator()
    make_readings(made, [*QUIET, 150])
    Standing.objects.update(rules="goldthread-0", word="Guessed", colour="blue")

    line = queries.scorecard(on=NOW.date())
    assert line is not None and line.lines[0].status.words == "Getting worse"
    assert stands(made).word == "Guessed"  # looking writes nothing

    assert services.restand_all(by=None, at=NOW) == 1
    assert stands(made).word == "Getting worse"
    assert services.restand_all(by=None, at=NOW) == 0
    services.restand(made, by=None, at=NOW)
    assert verbs()[-2:] == ["indicator.restood", "indicator.restood"]


def test_a_told_definition_is_frozen() -> None:
    one = told()

    assert replace(one, name="Other").name == "Other"
    with pytest.raises(AttributeError):
        one.name = "Other"  # type: ignore[misc]
