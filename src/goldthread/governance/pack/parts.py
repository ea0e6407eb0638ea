"""The rest of a pack: decisions, the plan's exceptions, risks, asks, who came."""

from collections.abc import Iterator

from goldthread.delivery.models import Action
from goldthread.delivery.working_calendar import days_off
from goldthread.documents.model import (
    Block,
    Bullets,
    Callout,
    Column,
    Paragraph,
    Section,
    Strong,
    Table,
    Text,
)
from goldthread.documents.numbers import count_figure, day
from goldthread.governance.models import Attendance, Decision
from goldthread.governance.pack.bound import counted
from goldthread.governance.pack.material import MOST_ROWS, Material, born_of
from goldthread.governance.queries.lists import trend
from goldthread.governance.queries.reading import action_status


def decisions_due(given: Material) -> Section:
    """What this meeting is to decide, and what earlier decisions still owe."""
    blocks: list[Block] = []
    items = [item for item in given.items if item.purpose == "decision"]
    if given.meeting is not None:
        blocks.append(Paragraph(f"For the meeting on {day(given.meeting.held_on)}."))
    if items:
        blocks.append(
            Table(
                "For decision",
                (Column("Item"), Column("What is asked"), Column("Presented by")),
                tuple(
                    (
                        f"{item.number}. {item.title}",
                        item.summary or "not said yet",
                        str(item.presenter or "nobody yet"),
                    )
                    for item in items
                ),
                id="table-for-decision",
            )
        )
    else:
        blocks.append(Paragraph("Nothing is on the agenda for decision."))
    if given.hidden:
        blocks.append(Callout("caveat", "This edition leaves out items that not everybody may read."))  # fmt: skip
    if given.due:
        blocks.append(_owed(given))
    if given.back:
        back = tuple(f"{one.reference}, by {day(one.deferred_to)}: {one.title}" for one in given.back if one.deferred_to)  # fmt: skip
        blocks += [
            Paragraph((Strong("Deferred, and on no agenda yet"),)),
            Bullets(back),
        ]
    if given.between:
        told = tuple(f"{one.reference}, {day(one.decided_on)}: {one.title}" for one in given.between)  # fmt: skip
        blocks += [
            Paragraph((Strong("Decided between meetings, to be reported"),)),
            Bullets(told),
        ]
    return Section("decisions", "Decisions for this meeting", tuple(blocks))


def _owed(given: Material) -> Table:
    return Table(
        "Their effect was due, and nobody has said what came of them",
        (Column("Decision"), Column("Expected"), Column("By", "date")),
        tuple((f"{one.reference} {one.title}", one.effect, one.effect_by) for one in given.due),
        id="table-owed",
    )  # fmt: skip


def last_decisions(given: Material) -> Section:
    """What the last meeting decided, and what came of it."""
    if given.last is None:
        return Section("last", "What came of the last meeting")
    born = born_of(given.last_decisions)
    blocks: list[Block] = [Paragraph(f"The meeting of {day(given.last.held_on)}.")]
    if given.last_decisions:
        blocks.append(
            Table(
                "Its decisions and what came of them",
                (Column("Decision"), Column("Decided"), Column("Expected by"), Column("So far")),
                tuple(
                    (
                        f"{one.reference} {one.title}",
                        one.decided,
                        day(one.effect_by) if one.effect_by else "nothing expected",
                        _so_far(one, born.get(one.pk, [])),
                    )
                    for one in given.last_decisions
                ),
                id="table-last-decisions",
            )
        )  # fmt: skip
    else:
        blocks.append(Paragraph("It decided nothing that this edition may show."))
    return Section("last", "What came of the last meeting", tuple(blocks))


def _so_far(decision: Decision, actions: list[Action]) -> str:
    said = [decision.outcome.strip().rstrip(".")] if decision.outcome else []
    said += [
        f"{action.reference} {action.get_status_display().lower()}"
        for action in actions
    ]
    return "; ".join(said) or "nothing was written down yet"


def plan(given: Material) -> Section:
    """The plan: counts, and only what is out of order."""
    told = given.plan
    if not told.total:
        return Section("plan", "The plan")
    statuses = dict(Action.Status.choices)
    table = Table(
        "Actions by status",
        (Column("Status"), Column("Actions", "number")),
        tuple((str(label), told.by_status.get(key, 0)) for key, label in statuses.items()),
        id="table-plan-status",
    )  # fmt: skip
    sentence: Text = (
        *counted(told.overdue, "action is", "actions are", "plan:overdue"),
        " overdue and ",
        *counted(told.silent, "is", "are", "plan:silent"),
        " without a word for more than ",
        count_figure(told.silent_days, "plan:settings"),
        " days.",
    )
    blocks: list[Block] = [Paragraph(sentence), table]
    if told.exceptions:
        blocks.append(_exceptions(given))
    return Section("plan", "The plan: what is out of order", tuple(blocks))


def _exceptions(given: Material) -> Table:
    shown, off = given.plan.exceptions, days_off(around=given.on)
    note = f"The first {'dozen' if MOST_ROWS == 12 else 'of them'}; the plan lists the rest."
    return Table(
        "Overdue, at risk, off track or silent",
        (Column("Action"), Column("Led by"), Column("Due", "date"), Column("Status"), Column("Next step")),
        tuple(
            (
                f"{one.reference} {one.title}",
                one.community_owner or str(one.lead_agency),
                one.due_on,
                action_status(one, given.on, off=off).words,
                one.next_step or "none said",
            )
            for one in shown
        ),
        notes=(note,) if len(shown) == MOST_ROWS else (),
        id="table-exceptions",
    )  # fmt: skip


def risks(given: Material) -> Section:
    """The highest risks with their movement; overdue reviews are named."""
    if not given.risks:
        return Section("risks", "Risks")
    late = [risk for risk in given.risks if risk.review_on < given.on]
    blocks: list[Block] = []
    if late:
        named = ", ".join(risk.reference for risk in late)
        blocks.append(Callout("caveat", f"Not looked at in time: {named}."))
    blocks.append(
        Table(
            "The highest risks, likelihood times impact",
            (Column("Risk"), Column("Owner"), Column("Before controls", "number"), Column("Now", "number"), Column("Accepted up to", "number"), Column("Movement"), Column("Next review", "date")),
            tuple(
                (
                    f"{risk.reference} {risk.title}",
                    str(risk.owner or risk.owner_agency or "nobody yet"),
                    risk.inherent_score,
                    risk.score,
                    risk.appetite,
                    trend(risk),
                    risk.review_on,
                )
                for risk in given.risks[:MOST_ROWS]
            ),
            id="table-risks",
        )
    )  # fmt: skip
    return Section("risks", "Risks", tuple(blocks))


def asks(given: Material) -> Section:
    """What was asked of others, and what they answered."""
    if not given.asks:
        return Section("asks", "What the board asked of others")
    table = Table(
        "Asks without an answer, and those answered in the quarter",
        (Column("Ask"), Column("Of whom"), Column("Due", "date"), Column("Answer")),
        tuple(
            (
                f"{one.reference} {one.words}",
                one.asked_of,
                one.due_on,
                f"{one.get_answer_display()}: {one.reply}"
                if one.answer
                else "none yet",
            )
            for one in given.asks
        ),
        id="table-asks",
    )
    return Section("asks", "What the board asked of others", (table,))


def challenges(given: Material) -> Section:
    """What members asked, and whether the answers satisfied."""
    if not given.challenges:
        return Section("challenges", "Challenges by members")
    table = Table(
        "Challenges put in the quarter, or still without an answer",
        (Column("Challenge"), Column("Put to"), Column("Answer"), Column("Satisfied")),
        tuple(
            (
                f"{one.reference} {one.question}",
                str(one.asked_of or "nobody by name"),
                one.answer or "none yet",
                {True: "yes", False: "no", None: "not said"}[one.satisfied],
            )
            for one in given.challenges
        ),
        id="table-challenges",
    )
    return Section("challenges", "Challenges by members", (table,))


def attendance(given: Material) -> Section:
    """How the seats were filled at the last meeting."""
    if not given.came:
        return Section("attendance", "Who came last time")
    filled = [one for one in given.came if one.state in Attendance.FILLED]
    sentence: Text = (
        count_figure(len(filled), "attendance"),
        " of ",
        *counted(len(given.came), "seat was", "seats were", "attendance"),
        " filled at the last meeting.",
    )
    empty = tuple(_empty(given))
    blocks: list[Block] = [Paragraph(sentence)]
    if empty:
        blocks += [Paragraph((Strong("Nobody came for"),)), Bullets(empty)]
    return Section("attendance", "Who came last time", tuple(blocks))


def _empty(given: Material) -> Iterator[Text]:
    for one in given.came:
        if one.state not in Attendance.FILLED:
            sent = ", apologies were sent" if one.state == "apologies" else ""
            yield f"{one.seat.title}{sent}"
