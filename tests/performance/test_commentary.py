"""What is said is held against the figures; the mark stays where the words go."""

import pytest
from django.test import Client
from tests.make import make_manager
from tests.make_numbers import QUIET, make_indicator, make_readings
from tests.make_plan import make_police_lead
from tests.partners.people import NOW, make_person

from goldthread.audit.models import Event
from goldthread.performance import services
from goldthread.performance.claims import claims_on, sentences_in
from goldthread.performance.models import Commentary, Indicator, Standing
from goldthread.performance.rules import Refused

pytestmark = pytest.mark.django_db


def measure(last: float, **how: object) -> Indicator:
    made = make_indicator(**how)
    make_readings(made, [*QUIET, last])
    return made


def faults(indicator: Indicator, text: str) -> list[str]:
    standing = Standing.objects.get(indicator=indicator)
    assert standing.reading is not None
    return [
        each.why
        for each in claims_on(text, indicator, standing.reading, standing)
        if each.is_unsupported
    ]


@pytest.mark.parametrize(
    ("last", "sentence", "fault"),
    [
        (101, "Vehicle crime fell in October.", "no real change"),
        (101, "Vehicle crime did not fall.", ""),
        (101, "There was no real change.", ""),
        (101, "It is stable.", ""),
        (101, "The council met twice.", ""),
        (150, "Vehicle crime rose to 150.", ""),
        (150, "Vehicle crime rose.", ""),
        (150, "Vehicle crime fell.", "rose"),
        (150, "Things improved.", "not the one hoped for"),
        (150, "Things stayed unchanged.", "real change"),
        (60, "Vehicle crime fell by 39.4 % on last year.", ""),
        (
            60,
            "Vehicle crime fell by 50 % on last year.",
            "50\N{NO-BREAK SPACE}% is none",
        ),
        (60, "Vehicle crime rose.", "fell"),
        (60, "Vehicle crime fell from 102 to 60.", ""),
        (60, "Vehicle crime fell from 180 to 60.", "180 is none"),
        (60, "It got worse.", "for the better"),
        (60, "It fell in the 3 months to October 2026.", ""),
        (150, "The drop-in moves to the fourth community centre.", ""),
        (150, "There was a drop in thefts.", "rose"),
        (101, "We will reduce thefts from vans.", ""),
        (101, "Patrols go on to reduce thefts.", ""),
        (101, "As planned, thefts fell.", "no real change"),
    ],
)
def test_a_sentence_says_no_more_than_the_test(
    last: float, sentence: str, fault: str
) -> None:
    found = faults(measure(last), sentence)

    if fault:
        assert len(found) == 1 and fault in found[0]
    else:
        assert found == []


@pytest.mark.covers("E36")
def test_no_per_cent_is_said_of_a_tiny_count() -> None:
    made = make_indicator()
    make_readings(made, [9, 10, 8, 9, 10, 8, 9, 10, 8, 9, 10, 8, 9, 30])

    (found,) = faults(made, "It rose by 233 %.")

    assert "fewer than 20" in found


def test_with_too_few_points_nothing_moved() -> None:
    made = make_indicator()
    make_readings(made, [100, 50])

    assert faults(made, "It fell.") == [
        "There is too little to tell a change from chance."
    ]


def test_a_point_inside_a_number_ends_no_sentence() -> None:
    assert list(sentences_in("It is 4.5 now. It was 5.2 then!")) == [
        "It is 4.5 now.",
        "It was 5.2 then!",
    ]


def test_the_owner_writes_the_lead_approves_and_the_mark_stays() -> None:
    lead = make_person("lead@example.org", name="Lena Moor", role="lead")
    made = measure(101, lead=lead)
    owner = make_person("owner@example.org", name="Olu Reed", role="agency_lead")

    with pytest.raises(Refused, match="writes on"):
        services.write_commentary(made, what="Fine", by=make_police_lead(), at=NOW)
    first = services.write_commentary(made, what="Draft", by=owner, at=NOW)
    said = services.write_commentary(
        made,
        what="It fell sharply.",
        why="New lamps.",
        so_what="We go on.",
        what_next="More lamps.",
        by=owner,
        at=NOW,
    )
    assert said.pk == first.pk  # what waits is written over
    with pytest.raises(Refused, match="lead of"):
        services.approve_commentary(said, by=owner, at=NOW)
    done = services.approve_commentary(said, by=lead, at=NOW)

    assert done.unsupported == ["It fell sharply."]
    assert done.approved_by == lead
    assert done.text.count("\n\n") == 3
    with pytest.raises(Refused, match="approved already"):
        services.approve_commentary(done, by=make_manager(), at=NOW)
    assert list(
        Event.objects.filter(verb__startswith="commentary")
        .order_by("pk")
        .values_list("verb", flat=True)
    ) == ["commentary.written", "commentary.written", "commentary.approved"]
    assert Commentary.objects.waiting().count() == 0
    assert Commentary.objects.approved().count() == 1


def test_nothing_is_said_of_a_measure_without_a_figure() -> None:
    with pytest.raises(Refused, match="no figure yet"):
        services.write_commentary(make_indicator(), what="Fine", by=None, at=NOW)


def test_the_manager_approves_where_there_is_no_lead() -> None:
    made = measure(101)
    said = services.write_commentary(made, what="Nothing new", by=None, at=NOW)

    assert services.approve_commentary(said, by=make_manager(), at=NOW).approved_at


def test_whoever_wrote_a_marked_sentence_does_not_approve_it() -> None:
    lead = make_person("lead@example.org", name="Lena Moor", role="analyst")
    made = measure(101, lead=lead)
    said = services.write_commentary(made, what="It fell.", by=lead, at=NOW)

    with pytest.raises(Refused, match="You wrote a sentence that says more"):
        services.approve_commentary(said, by=lead, at=NOW)
    assert not Event.objects.filter(verb="commentary.approved").exists()
    by_manager = services.approve_commentary(said, by=make_manager(), at=NOW)
    assert by_manager.unsupported == ["It fell."]

    plain = services.write_commentary(
        made, what="There was no real change.", by=lead, at=NOW
    )
    services.approve_commentary(plain, by=lead, at=NOW)
    event = Event.objects.filter(verb="commentary.approved").order_by("pk").last()
    assert event is not None and event.detail["by its writer"] is True


@pytest.mark.slow
@pytest.mark.covers("C32", "C33")
def test_it_is_written_beside_the_figure_its_line_and_its_target(
    client: Client,
) -> None:
    made = measure(150)
    services.set_target(
        made, kind="absolute", value=100, words="The board's", by=None, at=NOW
    )
    manager = make_manager()
    client.force_login(manager)

    form = client.get("/measures/V1/say/").content.decode()
    services.write_commentary(made, what="It fell.", by=manager, at=NOW)
    again = client.get("/measures/V1/say/").content.decode()
    page = client.get("/measures/V1/").content.decode()

    for words in (
        "recorded crimes, Oct 2026",  # what the figure counts, and when
        "lies above all that is usual",
        "Did the latest figure reach its target of 100?",
        "This time missed by more than 5\N{NO-BREAK SPACE}%",
        "The last 13 figures",
        "<svg",
    ):
        assert words in form, words
    table = form[form.index("<table") : form.index("</table>")]
    assert table.count("<tr") == 14
    assert "As it stands now" in again and "The figures rose" in again
    assert "You wrote a sentence that says more than the figures do" in page
