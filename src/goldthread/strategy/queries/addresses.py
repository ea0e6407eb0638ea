"""The addresses that strategies point to, and what was found behind them."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import QuerySet

from goldthread.core.uk_time import local_day
from goldthread.strategy.models import Evidence, LinkCheck, LinkedPlan, Strategy

EVERY = timedelta(days=7)
MOST = 60  # in one night; the others have their turn in the next
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]*[^\s<>\"“”.,;:!?)\]]")
LONGEST = 500
AGAIN = timedelta(minutes=10)  # who presses twice does not ask others' machines twice


def addresses_in(text: str) -> list[str]:
    """The addresses of the web that stand in a text, without the stop behind them."""
    return [found for found in _ADDRESS.findall(text) if len(found) <= LONGEST]


def addresses_due(*, at: datetime) -> list[str]:
    """What is to be followed now: of strategies that live, not asked for a week."""
    return _due(_typed(strategy__in=_living(local_day(at))), before=at - EVERY)


def _living(day: date) -> QuerySet[Strategy]:
    """Strategies that somebody writes or works by."""
    rows: QuerySet[Strategy] = Strategy.objects.not_over(day)
    return rows.exclude(state=Strategy.State.WITHDRAWN)


def addresses_to_ask_now(strategy: Strategy, *, at: datetime) -> list[str]:
    """The same of one strategy, for somebody who will not wait for the week."""
    return _due(_typed(strategy=strategy), before=at - AGAIN)


def _typed(**where: object) -> set[str]:
    """What people typed: the addresses of plans, and those inside a source."""
    plans = LinkedPlan.objects.filter(**where).exclude(address="")
    sources = Evidence.objects.filter(source__contains="://", **where)
    typed = {
        address
        for source in sources.values_list("source", flat=True)
        for address in addresses_in(source)
    }
    return typed | set(plans.values_list("address", flat=True))


def _due(typed: set[str], *, before: datetime) -> list[str]:
    fresh = LinkCheck.objects.filter(checked_at__gt=before)
    asked = dict(LinkCheck.objects.values_list("address", "checked_at"))
    due = typed - set(fresh.values_list("address", flat=True))
    longest_first = sorted(due, key=lambda each: (each in asked, asked.get(each), each))
    return longest_first[:MOST]


def checks_of(addresses: Iterable[str]) -> dict[str, LinkCheck]:
    """What was last found behind each of these; those never followed are not there."""
    rows = LinkCheck.objects.filter(address__in=set(addresses))
    return {row.address: row for row in rows}
