"""What partners owe and send: by the site, by a link, as counts; how early, how quickly."""

import re
import uuid
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from django.test import Client
from django.utils import timezone
from tests.desk.made import now
from tests.make import make_manager
from tests.make_numbers import make_indicator, make_readings
from tests.make_plan import days_ago, make_action, make_police_lead, make_report
from tests.partners.people import NOW, make_agency, make_installation, make_person

from goldthread.audit.models import Event
from goldthread.core.suppression import attack
from goldthread.delivery.services import note_chase
from goldthread.desk import services as desk
from goldthread.desk.models import OutgoingMail, ReturnLink
from goldthread.partners.models import Agency, Person
from goldthread.partners.services import end_appointment
from goldthread.performance import queries, services
from goldthread.performance.early import BANDS, refusal_of_counts
from goldthread.performance.models import EarlyCount, Indicator, KeyedReturn, Reading
from goldthread.performance.periods import later
from goldthread.performance.queries.due import missing_periods, owed_by_all
from goldthread.performance.queries.early_page import hidden_of
from goldthread.performance.rules import Refused
from goldthread.performance.services import Figure

pytestmark = pytest.mark.django_db
QUARTER = date(2026, 7, 1)


def month(back: int) -> date:
    """The first of the month so many months before this one, by the clock of the pages."""
    return later(timezone.localdate().replace(day=1), -back)


@pytest.fixture
def police() -> Agency:
    make_installation()
    return make_agency("Saxonshire Police")


def owed(police: Agency, **how: Any) -> Indicator:
    """A measure of the police whose newest figure is three months old."""
    told = {"owner": police, "comes_from": "return", "due_days": 10} | how
    made = make_indicator("H1", **told)
    make_readings(made, [30, 31], until=month(3), at=now())
    return made


def page(answer: Any) -> str:
    return str(answer.content.decode())


def test_what_is_owed_is_told_the_oldest_first(police: Agency) -> None:
    owed(police)

    due = queries.due_from(police, on=timezone.localdate())

    assert [each.period_start for each in due] == [month(2), month(1)]
    assert due[0].days_late > 0
    (agency,) = owed_by_all(on=timezone.localdate())
    assert agency.late >= 1 and agency.days_late == due[0].days_late


def test_what_waits_stands_on_the_desk(police: Agency, client: Client) -> None:
    made = owed(police)
    services.write_commentary(made, what="All quiet.", by=None, at=now())
    client.force_login(make_police_lead())
    manager = Client()
    manager.force_login(make_manager())

    desk_of_police = page(client.get("/desk/"))
    desk_of_manager = page(manager.get("/desk/"))

    assert (
        "Enter 1 figure that is late" in desk_of_police
        or "Enter 2 figures that are late" in desk_of_police
    )
    assert "Approve what is said on H1" in desk_of_manager
    assert "Approve what is said on H1" not in desk_of_police


def test_silence_is_said_of_the_agency(police: Agency) -> None:
    owed(police)

    (silent,) = queries.silence(on=timezone.localdate())

    assert (silent.name, silent.measures, silent.of) == ("Saxonshire Police", 1, 1)


def test_periods_without_a_figure_are_found_wherever_they_are(police: Agency) -> None:
    made = make_indicator("H1", owner=police)
    make_readings(made, [5, None, 6], until=date(2026, 9, 1))

    assert missing_periods(made, on=date(2026, 11, 5)) == [
        date(2026, 8, 1),
        date(2026, 10, 1),
    ]


def test_an_agency_keys_on_the_site_and_leaves_the_rest_for_later(
    police: Agency, client: Client
) -> None:
    made = owed(police)
    client.force_login(make_police_lead())
    form = page(client.get("/measures/returns/key/"))
    assert "Last time 31." in form
    sent = {f"H1-{month(2):%Y-%m}": "44", "token": str(uuid.uuid4()), "note": "All in"}

    for _ in range(2):
        assert client.post("/measures/returns/key/", sent).status_code == 302

    assert Reading.objects.filter(came_with__isnull=False).count() == 1
    assert queries.series_of(made)[-1].value == 44
    assert [
        each.period_start for each in queries.due_from(police, on=timezone.localdate())
    ] == [month(1)]


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "Enter at least one figure"),
        ({"n": "5"}, "enter both numbers"),
        ({"n": "9", "d": "5"}, "more than all of them"),
        ({"n": "nine", "d": "5"}, "enter a number"),
    ],
)
def test_what_cannot_be_is_said_in_the_form(
    police: Agency, client: Client, sent: dict[str, str], words: str
) -> None:
    made = make_indicator(
        "H1",
        owner=police,
        comes_from="return",
        due_days=10,
        kind="percent",
        out_of="Every case",
    )
    make_readings(made, [0], until=month(2), numerator=3, denominator=40, at=now())
    client.force_login(make_police_lead())
    boxes = {f"H1-{month(1):%Y-%m}-{name}": value for name, value in sent.items()}

    answer = client.post("/measures/returns/key/", boxes | {"token": str(uuid.uuid4())})

    assert words in page(answer)
    assert not KeyedReturn.objects.exists()


def test_figures_are_asked_for_by_mail_and_keyed_by_its_link(
    police: Agency, client: Client
) -> None:
    owed(police)
    lead = make_police_lead()
    client.force_login(make_manager())
    assert lead.name in page(client.get("/measures/returns/"))
    answer = client.post(
        f"/people/{lead.pk}/ask/", {"agency": police.pk, "once": str(uuid.uuid4())}
    )
    assert answer.status_code == 302
    mail = OutgoingMail.objects.get(kind="return")
    address = re.search(r"/r/[^\s]+/", mail.body)
    assert address is not None
    visitor = Client()

    shown = visitor.get(address[0])
    sent = {f"H1-{month(1):%Y-%m}": "12", "token": str(uuid.uuid4())}
    first = visitor.post(address[0], sent)
    assert visitor.post(address[0], sent).status_code == 302

    assert "For Morwenna Adair, Saxonshire Police." in page(shown)
    assert "sessionid" not in shown.cookies
    assert first.status_code == 302
    kept = KeyedReturn.objects.get()
    assert (kept.via, kept.sent_by, kept.agency) == ("link", lead, police)
    assert Event.objects.filter(verb="return_link.issued").count() == 1
    assert ReturnLink.objects.get().last_used_at is not None


def test_a_link_opens_nothing_once_it_has_ended_or_its_person_has_gone(
    police: Agency, client: Client
) -> None:
    made = owed(police)
    lead = make_police_lead()
    old = desk.issue_return_link(
        lead, agency=police, by=None, at=now() - timedelta(days=22)
    )
    good = desk.issue_return_link(lead, agency=police, by=None, at=now())

    assert client.get(f"/r/{old}/").status_code == 410
    assert client.get("/r/nonsense/").status_code == 410
    assert client.get(f"/r/{good}/").status_code == 200
    held = lead.appointments.get()
    end_appointment(held, on=timezone.localdate(), by=None, at=now())

    assert client.get(f"/r/{good}/").status_code == 410
    with pytest.raises(Refused, match="no longer act"):
        desk.key_by_link(
            ReturnLink.objects.order_by("pk").last(),
            {made: [Figure(month(1), value=1)]},
            token=uuid.uuid4(),
            at=now(),
        )


def test_nobody_is_asked_for_what_they_may_not_give(police: Agency) -> None:
    stranger = make_person("b@example.org", role="board", agency=police, name="Bo Lund")

    with pytest.raises(Refused, match="Bo Lund does not act"):
        desk.send_return_link(stranger, agency=police, by=None, at=NOW)

    assert not OutgoingMail.objects.exists()


def counts(**parts: tuple[int, ...]) -> dict[tuple[str, str], int]:
    return {
        (dimension, band): people
        for dimension, told in parts.items()
        for (band, _), people in zip(BANDS[dimension], told, strict=True)
    }


WHOLE = counts(
    tier=(20, 40, 30, 10),
    age=(10, 30, 40, 15, 5),
    source=(30, 30, 15, 10, 10, 5, 0),
    days=(30, 40, 20, 6, 4),
)


def count(agency: Agency, told: Any = WHOLE, start: date = QUARTER, **how: Any) -> None:
    services.record_early_counts(
        agency,
        period_start=start,
        counts=told,
        token=uuid.uuid4(),
        **{"by": None, "at": NOW} | how,
    )


@pytest.mark.covers("S14", "S59", "S65", "S88", "E13")
def test_the_page_says_how_early_people_were_found_and_helped(
    police: Agency, client: Client
) -> None:
    count(police)
    client.force_login(make_manager())

    found = queries.early_page()
    shown = page(client.get("/measures/early/"))

    assert [each.shown for each in found.early] == ["60\N{NO-BREAK SPACE}%"]
    assert [each.shown for each in found.by_others] == ["70\N{NO-BREAK SPACE}%"]
    assert [each.shown for each in found.soon] == ["70\N{NO-BREAK SPACE}%"]
    assert found.typical_days == "8 to 28 days"
    assert "60\N{NO-BREAK SPACE}%" in shown and "Q2 2026/27" in shown


def test_an_agency_that_did_not_count_is_named(police: Agency) -> None:
    council = make_agency()
    count(police)
    count(council, start=date(2026, 4, 1))

    assert queries.early_page().silent == (council,)


def test_counts_sent_again_replace_what_was_sent(police: Agency) -> None:
    count(police)
    count(police, counts(tier=(1, 2, 3, 4)))

    assert EarlyCount.objects.count() == 4
    event = Event.objects.order_by("pk").last()
    assert event is not None and event.detail["before"]["tier early"] == 40


def test_an_agency_counts_for_itself_alone(police: Agency) -> None:
    other = make_person("o@example.org", role="agency_lead", agency=make_agency())

    with pytest.raises(Refused, match="acts for Saxonshire Police"):
        count(police, by=other)
    count(police, by=make_police_lead())


@pytest.mark.parametrize(
    ("start", "told", "words"),
    [
        (date(2026, 8, 1), WHOLE, "begins in January"),
        (QUARTER, {}, "one count at least"),
        (QUARTER, {("tier", "moon"): 1}, "no band moon"),
        (QUARTER, {("tier", "early"): -1}, "nobody or more"),
        (
            QUARTER,
            counts(tier=(1, 1, 1, 1)) | counts(days=(1, 1, 1, 1, 1)),
            "sums must be equal",
        ),
    ],
)
def test_counts_that_cannot_be_are_refused(start: date, told: Any, words: str) -> None:
    assert words in (refusal_of_counts(start, told) or "")


def test_a_small_count_is_not_told_by_the_rest() -> None:
    grid = np.array([[3.0, 40.0], [60.0, 2.0], [8.0, 3.0], [30.0, 9.0]])

    hidden = hidden_of(grid)

    # In the first quarter 3 stood alone, so 8 goes with it; in the second 2 and 3
    # together can each be nought to five.
    assert hidden[:, 0].tolist() == [True, False, True, False]
    assert hidden[:, 1].tolist() == [False, True, True, False]
    for column, gone in zip(grid.T, hidden.T, strict=True):
        low, high = attack(column, gone)
        small = (column > 0) & (column < 5)
        assert ((high - low)[small] >= 5).all()


def test_a_share_beside_a_table_does_not_tell_what_the_table_hides(
    police: Agency,
) -> None:
    # 3 and 6 are hidden beside the total of 79; the share of the first two bands is 43
    # of 79, and with 40 shown it would leave 3.
    count(police, counts(tier=(3, 40, 30, 6)))

    page = queries.early_page()

    assert page.tables[0].rows[0][1] == ("not shown",)
    assert page.early[-1].value is None
    assert page.early[-1].shown == "not shown: too few"


def test_one_agencys_counts_are_rounded_against_subtraction(police: Agency) -> None:
    count(police, counts(tier=(21, 43, 28, 9)))
    count(make_agency(), counts(tier=(22, 44, 29, 8)))

    alone = queries.early_page(agency=police).tables[0]
    together = queries.early_page().tables[0]

    assert [cells for _, cells in alone.rows] == [("20",), ("45",), ("30",), ("10",)]
    assert together.rows[0] == ("No extra help yet", ("43",))


@pytest.mark.covers("S13")
def test_information_flow_is_timed_from_asking_to_answering(police: Agency) -> None:
    for n in range(5):
        action = make_action(f"Action {n}", lead_agency=police, at=days_ago(60))
        note_chase(
            action,
            level="owner",
            on=days_ago(20).date(),
            by=None,
            at=days_ago(20),
        )
        if n < 4:
            make_report(action, at=days_ago(20 - 2 * (n + 1)))

    (row,) = queries.flow_page(on=NOW.date()).replies

    assert (row.agency, row.count, row.open) == ("Saxonshire Police", 5, 1)
    assert row.middle == 5.0
    assert row.slow is None  # four answers are too few for a 90th centile


@pytest.mark.covers("S13")
def test_information_flow_is_timed_from_event_to_receipt(police: Agency) -> None:
    made = make_indicator("H1", owner=police, comes_from="return")
    for n in range(5):
        start = later(date(2026, 4, 1), n)
        services.key_return(
            police,
            {made: [Figure(start, value=5)]},
            token=uuid.uuid4(),
            by=None,
            at=NOW.replace(year=2026, month=later(start, 1).month, day=11),
        )

    rows = queries.flow_page(on=NOW.date()).receipts

    assert [(row.period, row.count, row.middle) for row in rows] == [
        ("Q2 2026/27", 2, 10.0),
        ("Q1 2026/27", 3, 10.0),
    ]
    assert Person.objects.count() >= 1
