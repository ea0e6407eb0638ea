"""What the actions are planned to cost, by workstream; what was spent is not held."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum

from goldthread.documents.model import (
    Callout,
    Column,
    Figure,
    Paragraph,
    Section,
    Table,
    Text,
)
from goldthread.documents.numbers import count_figure

NOT_HELD = "What was spent is not held here: an action says what it is planned to cost and who pays, and nothing else. Ask the funder's accounts for the rest."


@dataclass(frozen=True, slots=True)
class Money:
    """What the actions of a workstream are planned to cost."""

    workstream: str
    actions: int
    planned: Decimal
    complete: Decimal  # of it, of actions that are complete


def money_of(actions: Any) -> tuple[Money, ...]:
    """The planned cost of these actions, workstream by workstream."""
    done = Q(status="complete")
    rows = (
        actions.filter(cost_pounds__isnull=False)
        .values_list("workstream__title")
        .annotate(
            costed=Count("pk"),
            planned=Sum("cost_pounds"),
            complete=Sum("cost_pounds", filter=done),
        )
        .order_by("workstream__number")
    )
    return tuple(
        Money(title, count, planned, complete or Decimal(0))
        for title, count, planned, complete in rows
    )


def money(rows: Sequence[Money], *, total: int) -> Section:
    """The money section of a pack: planned, and of it complete; never called spent."""
    if not rows:
        return Section("money", "Money")
    planned, complete = sum(r.planned for r in rows), sum(r.complete for r in rows)
    sentence: Text = (
        _pounds(planned, "plan:cost"),
        " is planned for the ",
        count_figure(sum(row.actions for row in rows), "plan:cost"),
        " of ",
        count_figure(total, "plan:actions"),
        " actions that name a cost; ",
        _pounds(complete, "plan:cost:complete"),
        " of it for actions that are complete.",
    )
    table = Table(
        "Planned cost of the actions by workstream",
        (
            Column("Workstream"),
            Column("Actions with a cost", "number"),
            Column("Planned", "number", unit="£"),
            Column("Of it, complete actions", "number", unit="£"),
        ),
        tuple(
            (row.workstream, row.actions, int(row.planned), int(row.complete))
            for row in rows
        ),
        id="table-money",
    )
    blocks = (Paragraph(sentence), Callout("not-held", NOT_HELD), table)
    return Section("money", "Money: what is planned", blocks)


def _pounds(pounds: Decimal | int, ref: str) -> Figure:
    return Figure(float(pounds), f"£{count_figure(int(pounds)).display}", ref)
