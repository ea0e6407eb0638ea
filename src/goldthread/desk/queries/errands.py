"""Everything that waits for somebody beside their own actions, and what they wait for."""

from datetime import date, datetime, timedelta

from django.urls import reverse

from goldthread.delivery.models import Action
from goldthread.delivery.queries.lines import OVERDUE, STATUSES
from goldthread.delivery.queries.own import plan_settings
from goldthread.delivery.queries.remembered import Memory
from goldthread.delivery.silence import silent_if_before
from goldthread.delivery.words import day
from goldthread.desk.models import OutgoingMail
from goldthread.desk.queries.board_errands import Boards, awaited_by, owed_to_boards
from goldthread.desk.queries.copies import older_copies
from goldthread.desk.queries.errand import MOST, Errand
from goldthread.desk.queries.figures import awaited_figures, late_figures, owed_figures
from goldthread.desk.queries.kinds import places_for
from goldthread.desk.queries.leaving import nobodys_now
from goldthread.desk.queries.piles import in_others_hands
from goldthread.desk.queries.silences import came_up_to
from goldthread.notes.queries import mentions_for
from goldthread.partners.models import Person
from goldthread.partners.policy import policy
from goldthread.partners.queries.reviews import questions_for
from goldthread.strategy.models import Approval, Section, Strategy
from goldthread.strategy.queries import uncovered_after
from goldthread.strategy.sections import gap_in
from goldthread.thread.broken import count
from goldthread.thread.nouns import reader_in

LOOK_BACK = timedelta(days=30)  # for somebody's very first visit
A_YEAR = timedelta(days=366)
MINDS_THE_THREAD = ("manager", "chair", "board")


def errands_of(
    person: Person, boards: Boards, *, on: date, at: datetime, since: datetime | None
) -> tuple[list[Errand], list[Errand]]:
    """What waits for this person, and what they wait for in others' hands."""
    role, may = person.acting.role if person.acting else "", policy().may
    found = _mentions(person, on, since or at - LOOK_BACK)
    awaited = _held_up(person, on)
    if may(role, "read the plan"):
        found += in_others_hands(person, runs=may(role, "run the plan"), on=on)
    if may(role, "write one's own section"):
        found += _sections(person)
    if may(role, "approve for a board"):
        found += _approvals(boards)
    if may(role, "steer the strategy"):
        found += [*_refused(), *_uncovered(on)]
    if may(role, "read measures"):
        late = late_figures(on=on)
        if may(role, "key readings"):
            found += owed_figures(person, late, on=on)
        awaited += awaited_figures(person, late)
    if may(role, "run the plan"):
        found += _running(on)
    elif silent := came_up_to(person, on=on):
        words = f"Ask after {silent} silent action{'' if silent == 1 else 's'} that came up to you"
        found.append(Errand(words, reverse("silent_actions")))
    if may(role, "read the board"):
        found += owed_to_boards(boards)
        awaited += awaited_by(boards)
    found += older_copies(role, on=on, at=at)
    if role in MINDS_THE_THREAD:
        found += _broken(role, person, on)
    return found + _access(person, on), awaited


def _held_up(person: Person, on: date) -> list[Errand]:
    """Others' actions before which one's own cannot go on."""
    held_up = (
        Action.objects.open()
        .filter(holds_up__owner=person, holds_up__status__in=Action.OPEN)
        .exclude(owner=person)
        .select_related("lead_agency", "owner")
        .only(
            "reference",
            "title",
            "due_on",
            "status",
            "community_owner",
            "lead_agency__name",
            "lead_agency__short_name",
            "owner__name",
        )
        .order_by("due_on", "pk")
        .distinct()[:MOST]
    )
    return [
        Errand(
            one.title,
            reverse("action", args=[one.reference]),
            f"{one.reference}, with {one.owner or one.lead_agency or one.community_owner}; an action of yours cannot go on before it",
            (STATUSES[one.status], *((OVERDUE,) if _is_late(one, on) else ())),
        )
        for one in held_up
    ]


def _is_late(action: Action, on: date) -> bool:
    return action.due_on is not None and action.due_on < on


def _access(person: Person, on: date) -> list[Errand]:
    """Whose access this person is asked to confirm this quarter."""
    review, asked = questions_for(person, on=on)
    if review is None or not asked:
        return []
    due = f"{review.due_on.day} {review.due_on:%B %Y}"
    words = f"Say whether {asked} {'person still needs' if asked == 1 else 'people still need'} access"
    return [Errand(words, reverse("access_review"), f"by {due}")]


def _broken(role: str, person: Person, on: date) -> list[Errand]:
    """Where the thread is broken: for who steers the partnership and who answers for it."""
    total = count(reader_in(role, person), on=on)
    if not total:
        return []
    do = "Mend" if policy().may(role, "run the plan") else "See"
    words = "place where the thread is" if total == 1 else "places where the thread is"
    note = "A reason, an owner, an effect or an agreement is missing"
    return [Errand(f"{do} {total} {words} broken", reverse("broken_threads"), note)]


def _mentions(person: Person, on: date, since: datetime) -> list[Errand]:
    """Where somebody called this person by name, as far as they may see it."""
    told = mentions_for(person, since=since)
    seen = places_for(person, on=on) if told else []
    places = {each.kind.about: each for each in seen}
    named = {
        kind: places[kind].named(
            each.about.reference for each in told if each.about.kind == kind
        )
        for kind in {each.about.kind for each in told} & places.keys() - {""}
    }
    found = []
    for each in told:
        hit = named.get(each.about.kind, {}).get(each.about.reference)
        if hit is not None:
            talk = places[each.about.kind].talk(hit, each.about.reference)
            found.append(
                Errand(
                    f"Answer {each.by}, who mentioned you on “{hit.words}”",
                    f"{talk}#comment-{each.comment}",
                    f"{hit.kind}, {each.at.day} {each.at:%B}",
                )
            )
    return found[:MOST]


def _sections(person: Person) -> list[Errand]:
    owed = (
        Section.objects.filter(
            author=person, is_finished=False, strategy__state__in=Strategy.OPEN
        )
        .select_related("strategy")
        .only("title", "key", "gate", "text", "strategy__key", "strategy__title")
        .order_by("strategy_id", "number")
    )
    role = person.acting.role if person.acting else ""
    return [_section(one, role) for one in owed[:MOST]]


def _section(one: Section, role: str) -> Errand:
    """To be written; where it is written and waits for a signature, to be signed."""
    verb, page = "Write", "strategy_section"
    is_unsigned = one.gate == Section.Gate.SIGNED and one.text and not gap_in(one.text)
    if is_unsigned and policy().may(role, "sign the foreword"):
        verb, page = "Sign", "sign_section"
    place = reverse(page, args=[one.strategy.key, one.key])
    return Errand(f"{verb} “{one.title}”", place, str(one.strategy))


def _approvals(boards: Boards) -> list[Errand]:
    """Decisions that a board owes, for whoever chairs it."""
    if not boards.chaired:  # most people, and what follows joins four tables
        return []
    owed = (
        Approval.objects.filter(
            body__in=boards.chaired,
            decision="",
            strategy__state=Strategy.State.PROPOSED,
        )
        .select_related("strategy", "body", "workstream")
        .only(
            "strategy__key",
            "strategy__title",
            "body__name",
            "body__short_name",
            "workstream__title",
        )
        .order_by("pk")
    )
    return [
        Errand(
            f"Write down what {one.body} decided on “{one.workstream or one.strategy}”",
            reverse("record_decision", args=[one.strategy.key, one.pk]),
            "It waits for your board",
        )
        for one in owed[:MOST]
    ]


def _refused() -> list[Errand]:
    """Boards that did not agree: whoever steers the strategy mends it and asks anew."""
    refused = (
        Approval.objects.filter(
            decision=Approval.Decision.REFUSED,
            strategy__state=Strategy.State.PROPOSED,
        )
        .select_related("strategy", "body")
        .only("strategy__key", "strategy__title", "body__name", "note")
        .order_by("pk")
    )
    return [
        Errand(
            f"Take “{one.strategy}” back to draft: {one.body.name} did not agree",
            reverse("strategy_move", args=[one.strategy.key, "revise"]),
            one.note[:160],
        )
        for one in refused[:MOST]
    ]


def _uncovered(on: date) -> list[Errand]:
    """From when no strategy is in force, where that is less than a year away."""
    ending = uncovered_after(on)
    if ending is None or ending.in_force_until is None:
        return []
    if ending.in_force_until > on + A_YEAR:
        return []
    words = f"No strategy is in force from {day(ending.in_force_until)}"
    note = f"“{ending}” ends the day before, and none begins"
    agreed = Strategy.objects.own().filter(state=Strategy.State.AGREED)
    seen = agreed.order_by("period_start", "pk").first() or ending
    return [Errand(words, reverse("strategy", args=[seen.key]), note)]


def _running(on: date) -> list[Errand]:
    """What the one who runs the plan looks at: who is silent, who left something behind,
    which mail came back."""
    quiet_day = silent_if_before(on, plan_settings().owner_days)
    silent = Memory().of(
        f"silent:{quiet_day}", lambda: Action.objects.silent_since(quiet_day).count()
    )
    back = OutgoingMail.objects.filter(state__in=["bounced", "failed"]).count()
    found = []
    if silent:
        words = "action that is" if silent == 1 else "actions that are"
        found.append(
            Errand(
                f"Ask after {silent} {words} without a word", reverse("silent_actions")
            )
        )
    if back:
        words = "mail that did" if back == 1 else "mails that did"
        found.append(Errand(f"See to {back} {words} not arrive", reverse("mail")))
    return [*found, *_days_asked_for(), *nobodys_now(on)]


def _days_asked_for() -> list[Errand]:
    """Due dates that owners ask to move."""
    rows = Action.objects.asking_for_a_day().order_by("asks_due_on", "pk")
    return [
        Errand(
            f"Answer {each.reference}: a new due date is asked for",
            reverse("action", args=[each.reference]),
            note=day(each.asks_due_on),  # type: ignore[arg-type]
        )
        for each in rows.only("reference", "asks_due_on")[:MOST]
    ]
