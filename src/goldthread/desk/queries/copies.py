"""What residents read in an older copy: for who says what they may read.

A copy never renews itself (docs/decisions/0015). So whoever may renew it is told which
ones are older than their thing and what has changed, with the click that renews them.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from django.urls import reverse

from goldthread.delivery.published import actions_behind
from goldthread.desk.queries.errand import Errand
from goldthread.governance.published import decisions_behind
from goldthread.notes.publishing import Behind
from goldthread.partners.policy import policy
from goldthread.performance.ageing import measures_behind
from goldthread.strategy.queries import behind_its_copy
from goldthread.web.templatetags.kit import day

NAMED = 4  # with what changed; the page behind the click names all


def older_copies(role: str, *, on: date, at: datetime) -> list[Errand]:
    """One errand for each kind of copy that is older than what it shows."""
    may = policy().may
    found: list[Errand] = []
    if may(role, "steer the strategy"):
        found += _plan(on)
    if may(role, "make public"):
        found += _of("decision", decisions_behind())
        found += _of("action", actions_behind())
        found += _of("measure", measures_behind(at=at))
    return found


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
        else f"{reverse('publishing_overview')}#{noun}-heading"
    )
    yield Errand(words, href, "; ".join(told), renews=tuple(one.key for one in behind))
