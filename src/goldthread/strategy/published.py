"""What anybody may read of the strategy: only what was published, as it was frozen.

The public site stands on this file and not on the models, so that nothing of a draft can
come near it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from django.db.models import Q
from django.urls import reverse

from goldthread.documents import stored
from goldthread.documents.model import Document
from goldthread.strategy import one_page
from goldthread.strategy.models import Strategy
from goldthread.strategy.models.strategies import A_DAY, is_in_force
from goldthread.strategy.queries import current


@dataclass(frozen=True, slots=True)
class PublishedPriority:
    """One priority as it was published: why, what for, what is done."""

    key: str
    title: str
    reasons: tuple[tuple[str, str], ...]  # what is known, and its source
    outcomes: tuple[str, ...]
    begins_with: tuple[str, ...]
    workstreams: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PublishedStrategy:
    """The published strategy that stands today."""

    key: str
    title: str
    partnership: str
    aim: str
    first_day: date
    last_day: date
    published_at: datetime
    version: str
    priorities: tuple[PublishedPriority, ...]
    document: Document

    @property
    def mark(self) -> str:
        """Changes whenever it is published anew."""
        return f"{self.key}-{self.published_at:%Y%m%d%H%M%S%f}"


@dataclass(frozen=True, slots=True)
class ComingStrategy:
    """A published strategy whose first day in force is still to come."""

    strategy: PublishedStrategy
    begins: date


@dataclass(frozen=True, slots=True)
class OpenConsultation:
    """A draft that anybody may read and answer, up to and with its last day."""

    strategy: int
    key: str
    last_day: date
    answers: str  # how people answer, as it was typed

    @property
    def path(self) -> str:
        """Where it is read, below the address of the partners' site."""
        return reverse(
            "strategy_consultation", "goldthread.strategy.urls", args=[self.key]
        )

    def title(self) -> str:
        """What it was called when it was put out; a draft may be called otherwise since."""
        kept = Strategy.objects.values_list("consultation_document", flat=True)
        return stored.from_json(kept.get(pk=self.strategy)).title


@dataclass(frozen=True, slots=True)
class Published:
    """What anybody may read on a day, what comes next, what they are asked about."""

    strategy: PublishedStrategy | None
    coming: ComingStrategy | None
    consultations: tuple[OpenConsultation, ...]
    has_no_first_day: (
        bool  # the strategy was agreed; nobody has said from when it holds
    )


def published_on(on: date) -> Published:
    """All that residents may read of strategies on this day; in one question.

    A page that was kept asks this and nothing else.
    """
    rows = Strategy.objects.filter(
        Q(published_at__isnull=False) | Q(state=Strategy.State.CONSULTING)
    ).exclude(state=Strategy.State.WITHDRAWN)
    days = rows.only(
        "key", "published_at", "in_force_from", "in_force_until", "state",
        "consultation_opens_on", "consultation_closes_on", "consultation_answers",
    )  # fmt: skip
    known = list(days.newest_first())
    found = [one for one in known if one.published_at]
    strategy, coming = _now_and_next(found, on)
    asked = tuple(
        OpenConsultation(one.pk, one.key, closes - A_DAY, one.consultation_answers)
        for one in known
        if (closes := one.consultation_closes_on) and one.asks_on(on)
    )
    shown = strategy and next(one for one in found if one.key == strategy.key)
    return Published(
        strategy, coming, asked, bool(shown and shown.in_force_from is None)
    )


def published_strategies(
    on: date,
) -> tuple[PublishedStrategy | None, ComingStrategy | None]:
    """What anybody may read on this day, and what comes next."""
    found = published_on(on)
    return found.strategy, found.coming


def _now_and_next(
    found: Sequence[Strategy], on: date
) -> tuple[PublishedStrategy | None, ComingStrategy | None]:
    in_force = (one for one in found if is_in_force(one.in_force_from, one.in_force_until, on))  # fmt: skip
    now = next(in_force, next(iter(found), None))
    later = [
        (one.in_force_from, one.pk, one)
        for one in found
        if one.in_force_from and one.in_force_from > on
    ]
    strategy = _read(now.pk, now.published_at) if now else None
    if not later:
        return strategy, None
    begins, _, coming = min(later)
    return strategy, ComingStrategy(_read(coming.pk, coming.published_at), begins)


def published_strategy(on: date) -> PublishedStrategy | None:
    """The strategy that anybody may read on this day, if one was published."""
    found = current(on)
    if found is None or found.published_at is None:
        return None
    return _read(found.pk, found.published_at)


@lru_cache(maxsize=4)  # a frozen text is read from its JSON once: 20 ms at 25,000 words
def _read(pk: int, published_at: datetime) -> PublishedStrategy:
    """The strategy as it was frozen at this moment."""
    kept = Strategy.objects.get(pk=pk)
    sheet, threads = one_page.from_json(kept.published_page)
    begins = {each.name: each.focus_areas for each in sheet.priorities} if sheet else {}
    return PublishedStrategy(
        key=kept.key,
        title=kept.title,
        partnership=kept.partnership,
        aim=sheet.vision if sheet else "",
        first_day=kept.period_start,
        last_day=kept.period_end - timedelta(days=1),
        published_at=published_at,
        version=sheet.version if sheet else "",
        priorities=tuple(
            PublishedPriority(
                key=thread.key,
                title=thread.priority,
                reasons=tuple((knot.words, knot.source) for knot in thread.evidence),
                outcomes=thread.outcomes,
                begins_with=begins.get(thread.priority, ()),
                workstreams=thread.workstreams,
            )
            for thread in threads
        ),
        document=stored.from_json(kept.published_document),
    )
