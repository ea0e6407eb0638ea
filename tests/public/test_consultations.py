"""Residents find what they are asked about, on its days and not a minute longer."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client, override_settings
from django.utils import timezone
from tests.make import make_public, make_strategy
from tests.partners.people import NOW

from goldthread.public.keeping import kept_for
from goldthread.strategy import services
from goldthread.strategy.models import Strategy
from goldthread.strategy.published import published_on
from goldthread.web.templatetags.kit import day as written

pytestmark = pytest.mark.django_db
A_DAY = timedelta(days=1)
INVOLVED = "/public/get-involved/"
HEADING = "Tell us what you think</h2>"
HOW = "Write to answers@example.org."


def asked(*, first: int, last: int) -> Strategy:
    """A draft out for consultation, from and to so many days from today."""
    today = timezone.localdate()
    return services.open_consultation(
        make_strategy(
            "The plan from 2029", period=(date(2029, 4, 1), date(2032, 4, 1))
        ),
        opens_on=today + first * A_DAY,
        closes_on=today + (last + 1) * A_DAY,
        answers=HOW,
        by=None,
        at=NOW,
    )


def page() -> str:
    return Client().get(INVOLVED).content.decode()


@pytest.mark.covers("S24", "S118")
def test_an_open_consultation_stands_on_the_page_with_its_last_day_and_its_address() -> (
    None
):
    make_public()
    before = Client().get(INVOLVED)
    assert HEADING not in before.content.decode()

    strategy = asked(first=-2, last=9)
    told = services.StrategyTold(
        title="Called otherwise since",
        partnership=strategy.partnership,
        period_start=strategy.period_start,
        period_end=strategy.period_end,
    )
    services.change_strategy(strategy, told, by=None, at=NOW)

    after = Client().get(INVOLVED, headers={"if-none-match": before["ETag"]})
    said = after.content.decode()  # not the page that was kept
    address = f"/strategies/{strategy.key}/consultation/"
    assert f'<a class="govuk-link" href="{address}">The plan from 2029</a>' in said
    assert written(timezone.localdate() + 9 * A_DAY) in said
    assert "Called otherwise since" not in said
    assert "This is a draft" in Client().get(address).content.decode()


@pytest.mark.covers("S24")
@pytest.mark.parametrize(("first", "last"), [(1, 30), (-30, -1)])
def test_before_and_after_its_days_it_is_not_there(first: int, last: int) -> None:
    asked(first=first, last=last)

    assert HEADING not in page()


def test_one_that_is_closed_early_or_cancelled_is_gone_at_once() -> None:
    strategy, today = asked(first=-2, last=9), timezone.localdate()
    assert HEADING in page()

    services.close_consultation(
        strategy, reason="All have answered.", on=today, by=None, at=NOW
    )

    assert HEADING not in page()


@pytest.mark.covers("S24")
def test_on_its_last_day_it_is_there_and_on_the_next_it_is_not() -> None:
    strategy, today = asked(first=-2, last=0), timezone.localdate()

    (one,) = published_on(today).consultations
    assert (one.key, one.last_day) == (strategy.key, today)
    assert published_on(today + A_DAY).consultations == ()


@pytest.mark.parametrize(
    ("moment", "seconds"),
    [
        (datetime(2026, 11, 23, 12, 0, tzinfo=UTC), 300),
        (datetime(2026, 11, 23, 23, 59, 20, tzinfo=UTC), 40),
        (datetime(2026, 7, 23, 22, 58, tzinfo=UTC), 120),  # 23:58 in London
        (datetime(2026, 7, 23, 23, 58, tzinfo=UTC), 300),  # 00:58 in London
    ],
)
def test_no_page_is_kept_into_the_next_day(moment: datetime, seconds: int) -> None:
    assert kept_for(moment) == seconds


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("https://partners.example.org", 'href="https://partners.example.org/strategies/'),
        ("http://localhost:8000", "<strong>The plan from 2029</strong><br>You can answer until"),
    ],
)  # fmt: skip
def test_on_a_host_of_its_own_the_address_is_that_of_the_partners_site(
    address: str, said: str
) -> None:
    asked(first=-2, last=9)
    alone = override_settings(
        PUBLIC_ONLY=True, ADDRESS=address, USUAL_ADDRESS="http://localhost:8000"
    )

    with alone:
        shown = page()

    assert said in shown
    assert (HOW in shown) == said.startswith("<strong>")


@pytest.mark.covers("S24", "S118")
def test_the_first_page_leads_to_what_people_are_asked_until_its_last_day() -> None:
    make_public()
    assert HEADING not in Client().get("/public/").content.decode()

    asked(first=-2, last=9)

    first = Client().get("/public/").content.decode()
    last = written(timezone.localdate() + 9 * A_DAY)
    assert HEADING in first and f"until <strong>{last}</strong>" in first
