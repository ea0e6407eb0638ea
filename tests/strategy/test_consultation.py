"""A consultation has an address, on its days, for whoever is asked."""

import uuid
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.html import strip_tags
from tests.make import make_manager, make_public, make_strategy, make_workstream
from tests.partners.people import NOW

from goldthread.strategy import services
from goldthread.strategy.models import Strategy

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
HOW = "Write to answers@example.org, or come to the library on a Tuesday."


def day(name: str, value: date) -> dict[str, str]:
    parts = (("day", value.day), ("month", value.month), ("year", value.year))
    return {f"{name}_{part}": str(number) for part, number in parts}


def asked(strategy: Strategy, *, first: int, last: int) -> Strategy:
    """Out for consultation, from and to so many days from today."""
    today = timezone.localdate()
    return services.open_consultation(
        strategy,
        opens_on=today + first * A_DAY,
        closes_on=today + (last + 1) * A_DAY,
        answers=HOW,
        by=None,
        at=NOW,
    )


def page_of(strategy: Strategy) -> str:
    """What somebody reads who is not signed in."""
    return Client().get(f"/strategies/{strategy.key}/consultation/").content.decode()


@pytest.mark.covers("S24", "S58")
def test_anybody_reads_the_draft_as_it_was_put_out_and_how_to_answer() -> None:
    strategy = asked(make_strategy(), first=0, last=30)
    first = strategy.priorities.order_by("number")[0]
    told = services.PriorityTold("Written since", "Later words.", "", first.heads)
    services.change_priority(first, told, by=None, at=NOW)

    page = page_of(strategy)

    assert HOW in strip_tags(page) and "This is a draft" in page
    assert "gt-draft-mark" in page
    assert "Prevent violence" in page and "Written since" not in page


@pytest.mark.covers("S24")
@pytest.mark.parametrize(
    ("first", "last", "said"), [(1, 30, "It opens on"), (-30, -1, "It closed on")]
)
def test_before_and_after_its_days_strangers_read_when_it_is_and_not_the_draft(
    first: int, last: int, said: str
) -> None:
    strategy = asked(make_strategy(), first=first, last=last)

    page = page_of(strategy)

    assert said in page
    assert "Prevent violence" not in page


def test_there_is_no_such_page_without_a_consultation_or_after_it_was_cancelled() -> (
    None
):
    strategy = make_strategy()
    address = f"/strategies/{strategy.key}/consultation/"
    assert Client().get(address).status_code == 404

    kept = asked(strategy, first=0, last=30)
    services.cancel_consultation(
        kept, reason="Held next year.", on=timezone.localdate(), by=None, at=NOW
    )

    assert Client().get(address).status_code == 404


@pytest.mark.covers("S24")
def test_a_second_consultation_that_is_cancelled_leaves_the_first_as_it_was() -> None:
    today = timezone.localdate()
    first = asked(make_strategy(), first=-30, last=30)
    services.close_consultation(
        first, reason="All have answered.", on=today, by=None, at=NOW
    )
    first.refresh_from_db()
    read = page_of(first)

    second = asked(first, first=0, last=60)
    kept = services.cancel_consultation(
        second, reason="Too soon after the first.", on=today, by=None, at=NOW
    )

    assert kept.consultation_opens_on == today - 30 * A_DAY
    assert kept.has_consulted_by(today)
    assert page_of(kept) == read
    assert "before the day that was announced: All have answered." in read


@pytest.mark.covers("S24")
def test_on_the_page_it_is_opened_shared_and_closed_today_with_a_reason(
    client: Client,
) -> None:
    strategy, today = make_strategy(), timezone.localdate()
    client.force_login(make_manager())
    home = f"/strategies/{strategy.key}/"
    sent = {
        **day("opens_on", today),
        **day("last_day", today + 4 * A_DAY),
        "answers": HOW,
        "once": str(uuid.uuid4()),
    }

    said = client.post(f"{home}move/consult/", sent, follow=True).content.decode()
    assert f'href="{home}consultation/"' in said
    assert f'href="{home}move/end/"' in said and f'href="{home}move/cancel/"' in said
    owed = said.split("What is still missing")[1]
    assert "or close the consultation" in owed and "move/consult/" not in owed

    early = client.get(f"{home}move/end/").content.decode()
    assert "Today becomes its last day" in early
    without = client.post(f"{home}move/end/", {"once": str(uuid.uuid4())})
    assert "Say why it closes before" in without.content.decode()
    reason = {"reason": "All have answered.", "once": str(uuid.uuid4())}
    client.post(f"{home}move/end/", reason)

    strategy.refresh_from_db()
    assert strategy.state == "draft"
    assert strategy.has_consulted_by(today)
    assert "It closed on" in page_of(strategy)


def test_what_is_published_as_it_stands_is_not_offered_to_be_published_again(
    client: Client,
) -> None:
    strategy = make_public()
    client.force_login(make_manager())
    button = f'href="/strategies/{strategy.key}/publish/"'

    assert button not in client.get(f"/strategies/{strategy.key}/").content.decode()
    refused = client.get(f"/strategies/{strategy.key}/publish/").content.decode()
    assert "Nothing has changed since" in refused
    first = strategy.priorities.order_by("number")[0]
    make_workstream(strategy, "Cuckooing", [first])

    assert button in client.get(f"/strategies/{strategy.key}/").content.decode()
    said = client.post(
        f"/strategies/{strategy.key}/publish/",
        {"once": str(uuid.uuid4())},
        follow=True,
    ).content.decode()
    assert f"now, at http://testserver/strategies/{strategy.key}/public/." in said
