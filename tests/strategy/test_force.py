"""Which strategy is in force is a question of dates: the day before, the day, the day after."""

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from tests.make import (
    BEGINS,
    TODAY,
    make_manager,
    make_strategy,
    make_workstream,
)
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.partners.rules import Refused
from goldthread.strategy import queries, services
from goldthread.strategy.missing import missing
from goldthread.strategy.models import Strategy
from goldthread.strategy.rules import refusal_to_keep_workstreams

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
CHANGE = date(2029, 4, 1)
THEN = (CHANGE, date(2032, 4, 1))
BY = {"by": None, "at": NOW}


@pytest.fixture
def old() -> Strategy:
    return make_strategy("The strategy of 2026", state="in_force")


@pytest.fixture
def new(old: Strategy) -> Strategy:
    return make_strategy(
        "The strategy of 2027", state="agreed", period=THEN, follows=old
    )


def day(name: str, value: date) -> dict[str, str]:
    parts = (("day", value.day), ("month", value.month), ("year", value.year))
    return {f"{name}_{part}": str(number) for part, number in parts}


def as_kept(*strategies: Strategy) -> list[Strategy]:
    return [Strategy.objects.get(pk=one.pk) for one in strategies]


@pytest.mark.covers("S1")
@pytest.mark.parametrize("closed_first", [True, False])
def test_the_next_strategy_takes_over_on_its_day_in_whichever_order_it_is_decided(
    old: Strategy, new: Strategy, closed_first: bool
) -> None:
    if closed_first:
        services.close_strategy(old, until_on=CHANGE, **BY)
    services.bring_into_force(new, from_on=CHANGE, **BY)

    old, new = as_kept(old, new)
    eve, after = CHANGE - A_DAY, CHANGE + A_DAY
    assert [queries.in_force(on) for on in (eve, CHANGE, after)] == [old, new, new]
    assert [old.stands_on(on) for on in (eve, CHANGE, after)] == [
        "in_force",
        "closed",
        "closed",
    ]
    assert [new.stands_on(on) for on in (eve, CHANGE, after)] == [
        "agreed",
        "in_force",
        "in_force",
    ]
    assert old.words_on(eve) == "In force until 31 March 2029"
    assert old.words_on(CHANGE) == "Closed"
    assert new.words_on(eve) == "Comes into force on 1 April 2029"
    assert new.words_on(CHANGE) == "In force"


@pytest.mark.covers("S1")
def test_what_ends_because_the_next_begins_is_told_to_the_record_with_its_cause(
    old: Strategy, new: Strategy
) -> None:
    services.bring_into_force(new, from_on=CHANGE, **BY)

    closed = Event.objects.get(verb="strategy.close")
    begun = Event.objects.filter(verb="strategy.enforce").latest("pk")
    assert closed.detail["after"]["until"] == "2029-04-01"
    assert closed.cause == begun.cause is not None


@pytest.mark.covers("S1")
def test_a_last_day_is_taken_back_before_it_is_over_and_not_after(
    old: Strategy,
) -> None:
    services.close_strategy(old, until_on=TODAY + A_DAY, **BY)
    again = services.reopen_strategy(old, **BY)
    assert (again.state, again.in_force_until) == ("in_force", None)
    assert Event.objects.filter(verb="strategy.reopen").count() == 1

    services.close_strategy(again, until_on=TODAY, **BY)
    with pytest.raises(Refused, match="until 22 November 2026, and that day is over"):
        services.reopen_strategy(again, **BY)


@pytest.mark.covers("S1")
def test_a_last_day_stands_while_another_begins_after_it(
    old: Strategy, new: Strategy
) -> None:
    services.bring_into_force(new, from_on=CHANGE, **BY)

    with pytest.raises(Refused, match="take its first day back first"):
        services.reopen_strategy(old, **BY)
    services.delay_strategy(new, **BY)
    services.reopen_strategy(old, **BY)

    old, new = as_kept(old, new)
    assert (old.state, new.state) == ("in_force", "agreed")
    assert new.in_force_from is None
    assert queries.in_force(CHANGE) == old


@pytest.mark.covers("S1")
def test_a_first_day_is_taken_back_before_it_comes_and_not_after(old: Strategy) -> None:
    with pytest.raises(Refused, match=r"since 1 April 2026\. Close it instead"):
        services.delay_strategy(old, **BY)


@pytest.mark.covers("S1")
def test_none_begins_while_another_has_the_day(old: Strategy, new: Strategy) -> None:
    services.close_strategy(old, until_on=CHANGE, **BY)
    with pytest.raises(Refused, match="is in force until 31 March 2029"):
        services.bring_into_force(new, from_on=CHANGE - A_DAY, **BY)
    services.bring_into_force(new, from_on=CHANGE, **BY)

    third = make_strategy("Third", state="agreed", period=THEN)
    with pytest.raises(Refused, match="has 1 April 2029 as its first day in force"):
        services.bring_into_force(third, from_on=CHANGE, **BY)
    owed = [one.words for one in missing(queries.whole(third, on=TODAY))]
    assert owed[0].startswith("“The strategy of 2027” has 1 April 2029 as its first")


@pytest.mark.covers("S9")
def test_workstreams_open_and_close_until_the_last_day_of_a_closed_strategy(
    old: Strategy,
) -> None:
    closed = services.close_strategy(old, until_on=CHANGE, **BY)

    assert refusal_to_keep_workstreams(closed, on=CHANGE - A_DAY) is None
    assert "31 March 2029" in str(refusal_to_keep_workstreams(closed, on=CHANGE))
    make_workstream(closed, "One more", [closed.priorities.first()], opened_on=TODAY)
    assert closed.workstreams.count() == 4


@pytest.mark.covers("S1")
def test_the_pages_say_until_when_and_from_when_and_what_becomes_of_the_other(
    client: Client, old: Strategy, new: Strategy
) -> None:
    client.force_login(make_manager())

    page = client.get(f"/strategies/{new.key}/").content.decode()
    assert "It ends the day before this one begins" in page
    form = client.get(f"/strategies/{new.key}/move/enforce/").content.decode()
    assert "“The strategy of 2026” is in force, and ends the day before." in form
    sent = {**day("on", CHANGE), "once": str(uuid.uuid4())}
    said = client.post(
        f"/strategies/{new.key}/move/enforce/", sent, follow=True
    ).content.decode()
    assert "Comes into force on 1 April 2029." in said
    assert f'href="/strategies/{new.key}/move/delay/"' in said

    then = client.get(f"/strategies/{old.key}/").content.decode()
    assert "In force until 31 March 2029" in then
    assert "no longer in force" not in then
    assert f'href="/strategies/{old.key}/move/reopen/"' in then


@pytest.mark.covers("S1")
def test_a_step_that_comes_too_early_says_what_comes_first(client: Client) -> None:
    draft = make_strategy()
    client.force_login(make_manager())

    page = client.get(f"/strategies/{draft.key}/move/enforce/").content.decode()

    assert "The boards must agree first. It is a draft." in page
    assert "starts from" not in page


def test_strategies_that_are_in_force_or_will_be_stand_before_the_past(
    old: Strategy, new: Strategy
) -> None:
    services.bring_into_force(new, from_on=CHANGE, **BY)

    assert queries.listed(CHANGE - A_DAY) == [new, old]
    assert Strategy.objects.standing(CHANGE - A_DAY).count() == 2
    assert list(Strategy.objects.standing(CHANGE)) == [new]
    assert queries.beside(new, BEGINS) == [as_kept(old)[0]]


def test_a_workstream_that_opens_later_says_when_and_the_box_says_the_day_shown(
    client: Client, new: Strategy
) -> None:
    client.force_login(make_manager())
    sent = {
        "title": "Young carers",
        "priorities": str(new.priorities.order_by("number")[0].pk),
        "primary": str(new.priorities.order_by("number")[0].pk),
        **day("opened_on", CHANGE),
        "once": str(uuid.uuid4()),
    }

    said = client.post(f"/strategies/{new.key}/open-workstream/", sent, follow=True)

    assert "Added. It opens on 1 April 2029." in said.content.decode()
    shown = client.get(f"/strategies/{new.key}/workstreams/")
    assert "Workstreams on 1 April 2029" in shown.content.decode()
    assert shown.context["day_form"].initial["on"] == CHANGE
