"""What a yearly review says is carried out in the strategy, by the strategy's own services."""

from datetime import date, datetime

from django.db import transaction

from goldthread.audit.services import record
from goldthread.governance import rules
from goldthread.governance.models import AnnualReview, Decision, StreamReview
from goldthread.governance.services.reviews import agree_review, locked_row
from goldthread.governance.services.writing import check, one_act, refuse
from goldthread.partners.models import Person
from goldthread.strategy import services as steering
from goldthread.strategy.models import Workstream
from goldthread.strategy.services import WorkstreamTold


@transaction.atomic
def agree_and_close(
    review: AnnualReview,
    *,
    approach: str,
    on: date,
    decision: Decision | None = None,
    by: Person | None,
    at: datetime,
) -> AnnualReview:
    """Agree a review, and close in the strategy in the same act what it closes.

    The strategy's own rules hold; where they refuse one, nothing is agreed either.
    """
    with one_act():
        kept = agree_review(
            review, approach=approach, on=on, decision=decision, by=by, at=at
        )
        rows = kept.streams.filter(outcome=StreamReview.Outcome.CLOSE)
        for row in rows.select_related("workstream__strategy").order_by("number"):
            row.review = kept
            refuse(rules.refusal_to_carry_out(row, by=by))
            assert row.workstream is not None  # only what is new is none yet
            if row.workstream.closed_on is None:
                steering.close_workstream(
                    row.workstream, on=row.day, reason=row.because, by=by, at=at
                )
    return kept


@transaction.atomic
def open_proposed(
    row: StreamReview, told: WorkstreamTold, *, by: Person | None, at: datetime
) -> Workstream:
    """Open in the strategy the new workstream that an agreed review asks for."""
    kept = locked_row(row)
    refuse(rules.refusal_to_carry_out(kept, by=by))
    with one_act():
        made = steering.open_workstream(
            kept.review.strategy, told, reason=kept.because, by=by, at=at
        )
        kept.became = made
        check(kept)
        kept.save(update_fields=["became"])
        detail = {"workstream": str(made), "opens": str(made.opened_on)}
        record("review.carried_out", kept, by=by, at=at, detail=detail)
    return made
