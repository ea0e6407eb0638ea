"""What somebody still needs stays though its time is over, and who said so is known."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from tests.audit.acts import OTTOLINE
from tests.audit.test_expiry import SEVEN, TODAY, decade, remove, years
from tests.partners.people import make_person

from goldthread.audit.holds import held_back, lift_hold, place_hold, standing_holds
from goldthread.audit.keys import keys
from goldthread.audit.models import Event, Hold
from goldthread.audit.refusal import Refused
from goldthread.audit.verification import verify

pytestmark = pytest.mark.usefixtures("empty_home", "db")
__all__ = ["decade"]
NEXT_YEAR = date(2027, 6, 1)


def hold(name: str = "Claim 114", **how: Any) -> Hold:
    told: dict[str, Any] = {
        "reason": "The court asks for all of 2018",
        "until": NEXT_YEAR,
        "by": OTTOLINE,
        "at": TODAY,
    }
    return place_hold(name, **told | how)


def test_what_is_held_stays_and_the_rest_goes(decade: None) -> None:
    hold(rows_from=date(2018, 1, 1))

    stone = remove()

    assert years() == {2018, 2019, 2020, 2021, 2022, 2023, 2024}
    assert verify(keys()).state == "whole"
    assert Event.objects.get(verb="record.expired").detail["held"] == ["Claim 114"]
    assert stone.older_than.date() == date(2018, 1, 1)


def test_a_hold_on_everything_lets_nothing_go_and_says_whose_it_is(
    decade: None,
) -> None:
    hold()

    with pytest.raises(Refused, match=r"Nothing is removed. “Claim 114” holds every row until 1 June 2027: The court asks for all of 2018 \(Ottoline\)"):  # fmt: skip
        remove()

    assert 2017 in years()


def test_where_all_that_is_over_is_held_the_hold_is_named(decade: None) -> None:
    hold(rows_from=date(2016, 1, 1))

    with pytest.raises(Refused, match=r"older than 1 January 2016\. “Claim 114” holds"):
        remove()


def test_after_its_day_or_once_it_is_lifted_it_holds_no_more(decade: None) -> None:
    hold(until=TODAY.date() + timedelta(days=1))
    later = TODAY + timedelta(days=2)
    assert standing_holds(at=TODAY) and not standing_holds(at=later)

    lift_hold("Claim 114", because="Settled", by=OTTOLINE, at=TODAY)

    remove()
    assert 2017 not in years()
    events = Event.objects.filter(verb__in=["record.held", "record.hold_lifted"])
    placed, lifted = events.order_by("pk")
    assert placed.detail["reason"] == "The court asks for all of 2018"
    assert placed.detail["until"] == str(TODAY.date() + timedelta(days=1))
    assert lifted.detail == {"because": "Settled"}
    assert placed.subject_label == lifted.subject_label == "Claim 114"


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"name": " "}, "has a name and a reason"),
        ({"reason": ""}, "has a name and a reason"),
        ({"until": TODAY.date()}, "ends on a day within ten years"),
        ({"until": date(2040, 1, 1)}, "ends on a day within ten years"),
    ],
)
def test_a_hold_says_what_why_and_until_when(
    how: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        hold(**how)


def test_two_holds_have_two_names_until_one_is_lifted() -> None:
    hold()
    with pytest.raises(Refused, match="stands already"):
        hold()
    with pytest.raises(Refused, match="Say why"):
        lift_hold("Claim 114", because=" ", by=OTTOLINE, at=TODAY)
    lift_hold("Claim 114", because="Settled", by=None, at=TODAY)
    with pytest.raises(Refused, match="No hold called"):
        lift_hold("Claim 114", because="Settled", by=OTTOLINE, at=TODAY)
    hold()

    assert Hold.objects.count() == 2


def test_the_earliest_of_several_holds_decides() -> None:
    hold("One", rows_from=date(2019, 5, 1))
    hold("Two", rows_from=date(2018, 5, 1))
    holds = standing_holds(at=TODAY)

    cut = held_back(SEVEN, holds)

    assert cut is not None and cut.date() == date(2018, 4, 30)  # midnight in London
    assert held_back(SEVEN, ()) == SEVEN


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"reason": ""}, "says_its_name_its_reason"),
        ({"lifted_by": "Ottoline"}, "lifted_whole_or_not_at_all"),
        ({"lifted_at": TODAY}, "lifted_whole_or_not_at_all"),
    ],
)
def test_what_is_never_true_of_a_hold_is_refused_by_the_database(
    wrong: dict[str, Any], name: str
) -> None:
    whole = {
        "name": "A",
        "reason": "B",
        "until": NEXT_YEAR,
        "placed_by": "C",
        "placed_at": TODAY,
    }
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Hold.objects.create(**whole | wrong)


def test_a_name_stands_once() -> None:
    hold()
    words = "name_of_its_own" if connection.vendor == "postgresql" else "name"
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        Hold.objects.create(
            name="Claim 114",
            reason="Again",
            until=NEXT_YEAR,
            placed_by="C",
            placed_at=TODAY,
        )


def test_whoever_reads_the_record_sees_what_is_held(client: Client) -> None:
    now = datetime.now(UTC)
    hold(until=now.date() + timedelta(days=200), at=now)
    client.force_login(
        make_person("ig@example.org", role="governance", name="Ida Lull")
    )

    page = client.get("/record/").content.decode()

    assert "Held beyond its time" in page
    assert "“Claim 114” holds every row until" in page and "(Ottoline)" in page


def test_the_command_holds_lists_and_lifts(run: Any, decade: None) -> None:
    placed = run(
        "audit", "hold", "Claim 114", "--reason", "The court asks",
        "--rows-from", "2016-01-01", "--until", _soon(),
    )  # fmt: skip
    assert placed.code == 0, placed.err
    assert "“Claim 114” holds every row from 1 January 2016 on" in placed.out
    assert "Claim 114" in run("audit", "holds").out
    shown = run("audit", "expire")
    assert "Nothing sealed under a checkpoint is older" in shown.out
    assert "“Claim 114” holds" in shown.out
    refused = run("audit", "expire", "--remove")
    assert refused.code == 1 and "Claim 114" in refused.err

    lifted = run("audit", "hold", "Claim 114", "--lift", "--reason", "Settled")
    assert lifted.code == 0, lifted.err
    assert "Nothing is held" in run("audit", "holds").out
    assert run("audit", "hold", "X", "--reason", "Y").code == 2


def _soon() -> str:
    return str(date.today() + timedelta(days=200))  # noqa: TID251 (the command's own clock)
