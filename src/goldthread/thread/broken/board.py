"""Breaks at the board: decisions that nobody followed up, asks that nobody answered."""

from collections.abc import Iterator

from goldthread.governance.models import Ask, Decision
from goldthread.governance.rules import (
    EVERY_BOARD,
    RUN,
    may,
    refusal_to_reply,
    refusal_to_run,
)
from goldthread.partners.models import Holding
from goldthread.strategy.services.approvals import CHAIRS
from goldthread.thread.broken.shape import Break, Kind, Mend, Scope
from goldthread.thread.nouns import Reader
from goldthread.thread.told.board import READ, visible
from goldthread.web.templatetags.kit import day


def _chaired(scope: Scope, reader: Reader) -> frozenset[int]:
    """The boards whose chair this reader sits on, or deputises."""
    if reader.person is None or not may(reader.person, RUN):
        return frozenset()
    held = Holding.objects.on(scope.on).filter(
        person=reader.person, seat__kind__in=CHAIRS
    )
    return frozenset(held.values_list("seat__body", flat=True))


def _not_followed(scope: Scope, reader: Reader) -> Iterator[Break]:
    rows = visible(Decision.objects.due(scope.on).select_related("body"), reader)
    chaired = _chaired(scope, reader)
    for one in rows.order_by("effect_by", "pk"):
        yield Break(
            ("decision", one.pk),
            f"{one.reference} {one.title}",
            f"{one.reference} expected something by {day(one.effect_by)}, and nobody has said what came of it.",
            Mend("Say what came of it", "decision_outcome", (one.reference,)).by(
                reader,
                refusal_to_run(
                    one.body,
                    by=reader.person,
                    is_chair=one.body_id in chaired,
                    what="says what came of it",
                ),
            ),
        )


def _not_answered(scope: Scope, reader: Reader) -> Iterator[Break]:
    rows = visible(Ask.objects.overdue(scope.on).select_related("agency"), reader)
    chaired = _chaired(scope, reader)
    for one in rows.order_by("due_on", "pk"):
        runs = may(reader.person, EVERY_BOARD) or one.body_id in chaired
        yield Break(
            ("ask", one.pk),
            f"{one.reference} {one.words}",
            f"{one.reference} was to be answered by {day(one.due_on)}.",
            Mend("Write down the reply", "reply_to_ask", (one.reference,)).by(
                reader, refusal_to_reply(one, by=reader.person, runs=runs)
            ),
        )


KINDS = (
    Kind(
        "decision-without-follow-up",
        "Decisions that nobody followed up",
        "A decision whose effect nobody looked for was only words.",
        READ,
        _not_followed,
    ),
    Kind(
        "ask-without-reply",
        "Asks that nobody answered",
        "What a board asks for and does not get stands in its way.",
        READ,
        _not_answered,
    ),
)
