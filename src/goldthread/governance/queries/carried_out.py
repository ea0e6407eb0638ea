"""What an agreed review asks of the strategy, and what of it was carried out since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from goldthread.governance import rules
from goldthread.governance.models import AnnualReview, StreamReview
from goldthread.partners.models import Person
from goldthread.strategy.models import Strategy, Workstream
from goldthread.strategy.rules import refusal_to_keep_workstreams
from goldthread.strategy.unchanged import fingerprint
from goldthread.web.kit import Link, Status
from goldthread.web.templatetags.kit import day

Outcome = StreamReview.Outcome
LONGEST = 1_500  # of reasons in an address; the form takes more by hand


@dataclass(frozen=True, slots=True)
class Asked:
    """One outcome that changes the strategy: what is asked, and whether it is done."""

    name: Link
    words: str  # "Close from 1 April 2027: ..."
    status: Status
    act: (
        Link | None
    )  # what carries it out; None where it is done, or not for this reader

    @property
    def is_done(self) -> bool:
        return self.status.mood == "done"


@dataclass(frozen=True, slots=True)
class CarriedOut:
    """Everything an agreed review asks of the strategy, what waits before what is done."""

    asked: tuple[Asked, ...]
    refusal: str  # why the strategy takes nothing now

    @property
    def left(self) -> int:
        return sum(not one.is_done for one in self.asked)


def carried_out(
    review: AnnualReview, *, by: Person | None = None, on: date
) -> CarriedOut:
    """What a review asks of the strategy, as the strategy stands now."""
    if review.state != AnnualReview.State.AGREED:
        return CarriedOut((), "")
    refusal = refusal_to_keep_workstreams(review.strategy, on=on) or ""
    offers = not refusal and rules.may(by, rules.WRITE)
    rows = review.streams.exclude(outcome=Outcome.KEEP).select_related(
        "workstream", "became"
    )
    found = [_asked(row, review, offers) for row in rows.order_by("number")]
    return CarriedOut(tuple(sorted(found, key=lambda one: one.is_done)), refusal)


def _asked(row: StreamReview, review: AnnualReview, offers: bool) -> Asked:
    strategy = review.strategy
    done = next(_done(row), None)
    stream = row.workstream or row.became
    name = Link(row.title, _page(strategy, stream) if stream else "")
    label = str(row.get_outcome_display())
    when = "" if row.outcome == Outcome.CHANGE else f" from {day(row.day)}"
    return Asked(
        name,
        f"{label}{when}: {row.reasons}",
        Status(done, "done") if done else Status("Not carried out yet", "waiting"),
        _act(row, review) if offers and not done else None,
    )


def _done(row: StreamReview) -> Iterator[str]:
    """What the strategy's own history says of it."""
    if row.became:
        yield f"Opened from {day(row.became.opened_on)}"
    stream = row.workstream
    if stream is None:
        return
    if stream.closed_on:
        yield f"Closed from {day(stream.closed_on)}"
    if row.outcome == Outcome.CHANGE and row.stood and row.stood != fingerprint(stream):
        yield "Changed in the strategy since"


def _act(row: StreamReview, review: AnnualReview) -> Link:
    if row.workstream is None:
        here = reverse("open_proposed", args=[review.pk, row.number])
        return Link("Open it in the strategy", here)
    place = [review.strategy.key, row.workstream.key]
    because = row.because[:LONGEST]
    if row.outcome == Outcome.CLOSE:
        told = urlencode({"on": row.day.isoformat(), "reason": because})
        return Link(
            "Close it in the strategy",
            f"{reverse('close_workstream', args=place)}?{told}",
        )
    told = urlencode({"because": because})
    return Link(
        "Change it in the strategy",
        f"{reverse('change_workstream', args=place)}?{told}",
    )


def _page(strategy: Strategy, stream: Workstream) -> str:
    return reverse("strategy_workstream", args=[strategy.key, stream.key])
