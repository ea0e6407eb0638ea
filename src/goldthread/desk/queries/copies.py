"""What residents read in an older copy: for who says what they may read.

A copy never renews itself (docs/decisions/0015). So whoever may renew it is told which
ones are older than their thing and what has changed, with the click that renews them.

To hold every copy against its thing takes 60 ms on the demonstration's 47 copies, so it is
done once in each state of what is copied. The state is named by what each change leaves
behind in its own transaction: the versions that actions, measures and strategies count, and
how many rows there are of what is only ever added. Sums and counts, not the newest number:
a row that is committed late under a lower number than one seen before changes them too. So
every process tells a change with the next page that it makes.
"""

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from django.core.cache import cache
from django.db import connection
from django.db.models import (
    Aggregate,
    Count,
    F,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.urls import reverse

from goldthread.delivery import published as plan
from goldthread.delivery.models import Action, Effect
from goldthread.delivery.published import actions_behind
from goldthread.desk.queries.errand import Errand
from goldthread.governance.published import decisions_behind
from goldthread.notes.models import Publication
from goldthread.notes.publishing import Behind
from goldthread.partners.models import Agency
from goldthread.partners.policy import policy
from goldthread.performance.ageing import measures_behind
from goldthread.performance.models import Indicator, Lock
from goldthread.strategy.models import Strategy
from goldthread.strategy.queries import behind_its_copy
from goldthread.web.templatetags.kit import day

NAMED = 4  # with what changed; the page behind the click names all
KEPT_FOR = 600  # seconds
Found = tuple[tuple[Behind, ...], tuple[Behind, ...]]


def older_copies(role: str, *, on: date, at: datetime) -> list[Errand]:
    """One errand for each kind of copy that is older than what it shows."""
    may = policy().may
    found: list[Errand] = []
    if may(role, "steer the strategy"):
        found += _plan(on)
    state = _state() if may(role, "make public") else None
    if state is not None:
        actions, measures = _kept(state, at)
        found += _of("decision", decisions_behind())
        found += [*_of("action", actions), *_of("measure", measures)]
    return found


def _kept(state: str, at: datetime) -> Found:
    """What is behind in this state; found before in the same one, it is not sought again."""
    if connection.in_atomic_block:  # which may still be undone
        return actions_behind(), measures_behind(at=at)
    key = f"older-copies:{hashlib.sha256(state.encode()).hexdigest()}"
    found: Found | None = cache.get(key)
    if found is None:
        found = actions_behind(), measures_behind(at=at)
        cache.set(key, found, KEPT_FOR)
    return found


class _Joined(Aggregate):
    """The words of all rows in one; in another order it is another state, once."""

    function, output_field = "GROUP_CONCAT", TextField()

    def as_postgresql(self, *args: Any, **kwargs: Any) -> Any:
        words = "STRING_AGG(%(expressions)s, '|')"
        return self.as_sql(*args, **kwargs, template=words)


def _state() -> str | None:
    """What names the state of all that is copied; None where nothing is public."""
    public = Publication.objects.standing()
    copied = public.of(plan.KIND).values("about_reference")
    actions = Action.objects.standing().filter(reference__in=copied)
    found = (
        public.order_by("-pk")
        .values_list(
            "pk",
            _of_all(public, Count("pk")),
            _of_all(public, Sum("pk")),
            _of_all(actions, Count("pk")),
            _of_all(actions, Sum("version")),
            _of_all(Effect.objects.all(), Count("pk")),
            _of_all(Indicator.objects.all(), Sum(F("version") + F("moved"))),
            _of_all(Lock.objects.all(), Count("pk")),
            _of_all(Strategy.objects.all(), Sum("revision")),
            _of_all(Agency.objects.all(), _Joined("name")),
        )
        .first()
    )
    return None if found is None else repr(found)


def _of_all(rows: "QuerySet[Any]", summed: Aggregate) -> Subquery:
    one = rows.order_by().annotate(all=Value(1)).values("all")
    return Subquery(one.annotate(n=summed).values("n"))


def _plan(on: date) -> Iterator[Errand]:
    strategy = behind_its_copy(on)
    if strategy is not None:
        yield Errand(
            f"Publish “{strategy}” anew: residents read it as it was before it changed",
            reverse("publish_strategy", args=[strategy.key]),
            f"they read what was published on {day(strategy.published_at)}",
        )


def _of(noun: str, behind: Sequence[Behind]) -> Iterator[Errand]:
    if not behind:
        return
    first, many = behind[0], len(behind)
    words = (
        f"Residents read an older copy of {first.reference} {first.title}"
        if many == 1
        else f"Residents read older copies of {many} {noun}s"
    )
    told = [f"{one.reference}: {one.words}" for one in behind[:NAMED]]
    if many == 1:
        told = [f"changed since: {first.words}"]
    elif many > NAMED:
        told.append(f"and {many - NAMED} more")
    href = (
        reverse("publishing", args=[noun, first.reference])
        if many == 1
        else reverse("publishing_overview")
    )
    yield Errand(words, href, "; ".join(told), renews=tuple(one.key for one in behind))
