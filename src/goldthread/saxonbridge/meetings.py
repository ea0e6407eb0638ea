"""Two quarters of Saxonbridge's board: papers, decisions, asks, a challenge, risks."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid5

from django.core.files.uploadedfile import SimpleUploadedFile

from goldthread.delivery import services as delivery
from goldthread.delivery.models import Action
from goldthread.governance import services
from goldthread.governance.models import AgendaItem, Decision, Meeting
from goldthread.governance.services import (
    AskTold,
    Came,
    ChallengeTold,
    DecisionTold,
    ItemTold,
    RiskTold,
    Told,
)
from goldthread.partners.models import Agency, Body, Person, Seat
from goldthread.saxonbridge.plan import NAMESPACE
from goldthread.saxonbridge.sitting import person
from goldthread.saxonbridge.story import Story, at
from goldthread.strategy.models import Strategy, Workstream

BOARD = "Safer Saxonbridge Board"
STANDING = (
    ("Apologies and interests", "information"),
    ("How the plan stands", "discussion"),
    ("Risks", "discussion"),
)
AWAY = {  # meeting -> seat -> how it was filled, where not by its holder
    1: {"Probation": ("apologies", "")},
    2: {"Fire and rescue": ("deputy", "Watch Manager Ellery"), "Business": ("absent", "")},
}  # fmt: skip


def hold_meetings(strategy: Strategy, story: Story, *, manager: Person) -> None:
    """The board's last two quarters and what is coming; safe to run again."""
    board = Body.objects.get(name=BOARD)
    if Meeting.objects.of(board).exists():
        return
    streams = {one.key: one for one in strategy.workstreams.all()}
    begun = story.today - timedelta(days=190)
    services.set_standing_items(board, STANDING, by=manager, at=at(begun))
    _risks(board, streams, story, manager)
    first = _first(board, streams, story, manager)
    _second(board, streams, story, manager, first)
    _between(board, story, manager)
    _ahead(board, streams, story, manager)


def _weekday(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def _plan(board: Body, day: date, manager: Person) -> Meeting:
    return services.plan_meeting(
        board,
        held_on=day,
        starts_at=at(day, 14).time(),
        place="Guildhall, room 4, and by video",
        by=manager,
        at=at(day - timedelta(days=40)),
    )


def _item(meeting: Meeting, told: ItemTold, manager: Person) -> AgendaItem:
    sent = at(meeting.held_on - timedelta(days=20))
    return services.add_item(meeting, told, by=manager, at=sent)


def _paper(item: AgendaItem, title: str, text: str, manager: Person) -> None:
    file = SimpleUploadedFile(
        f"{title.lower().replace(' ', '-')}.txt", text.encode(), "text/plain"
    )
    sent = at(item.meeting.held_on - timedelta(days=15))
    services.add_paper(item, title=title, file=file, by=manager, at=sent)


def _hold(meeting: Meeting, number: int, chair: Person, manager: Person) -> Meeting:
    day = meeting.held_on
    called = services.call_meeting(meeting, by=manager, at=at(day - timedelta(days=10)))
    seats = Seat.objects.on(day).filter(body=meeting.body).order_by("number")
    came = []
    for seat in seats.prefetch_related("holdings__person"):
        held = next((one for one in seat.holdings.all() if one.is_true_on(day)), None)
        state, words = AWAY[number].get(
            seat.title, ("present", "") if held else ("absent", "")
        )
        sits = held.person if held and state == "present" else None
        came.append(Came(seat, state, sits, words))
    services.take_attendance(called, came, by=manager, at=at(day, 15))
    return services.hold_meeting(
        called,
        chair=chair,
        in_attendance="The partnership's analyst; a note taker",
        by=manager,
        at=at(day, 17),
    )


def _minute(item: AgendaItem, text: str, manager: Person) -> None:
    meeting = Meeting.objects.get(pk=item.meeting_id)
    services.write_discussion(
        item,
        discussion=text,
        seen=meeting.version,
        by=manager,
        at=at(meeting.held_on + timedelta(days=1)),
    )


def _first(
    board: Body, streams: dict[str, Workstream], story: Story, manager: Person
) -> Decision:
    """Five months ago: taxi marshals are paid for, the NHS is asked, a challenge is put."""
    day = _weekday(story.today - timedelta(days=150))
    meeting, chair = _plan(board, day, manager), person("board", on=story.today)
    night = ItemTold(
        "Taxi marshals at the two ranks",
        "decision",
        "The board is asked to pay for marshals on Friday and Saturday nights for six months.",
        presenter=person("centre", on=story.today),
        minutes_wanted=20,
    )
    item = _item(meeting, night, manager)
    _paper(item, "What happens at the ranks", RANKS, manager)
    review = replace(
        night,
        title="A death that is being reviewed",
        purpose="information",
        summary="The board hears what the review will look at.",
        audience=AgendaItem.Audience.MEMBERS,
        restricted_because="It would name a family",
        presenter=person("abuse", on=story.today),
        minutes_wanted=10,
    )
    closed = _item(meeting, review, manager)
    held = _hold(meeting, 1, chair, manager)
    then: dict[str, Any] = {"by": manager, "at": at(day + timedelta(days=1))}
    trader = person("traders", on=story.today)
    services.declare(
        held,
        person=trader,
        words="",
        interest=trader.interests.first(),
        item=item,
        withdrew=True,
        **then,
    )
    decided = services.take_decision(
        item,
        DecisionTold(
            "approve",
            "Marshals stand at both ranks on Friday and Saturday nights for six months",
            "Violence after midnight gathers at two ranks, and waiting makes it worse.",
            evidence=(
                Told(words="Paper 4a, what happens at the ranks, table 2"),
                *_acted(streams["night"]),
            ),
            effect="A tenth fewer violent crimes within fifty metres of the ranks",
            effect_by=story.today - timedelta(days=4),
            votes=(8, 0, 1),
            is_public=True,
            workstreams=(streams["night"],),
        ),
        **then,
    )
    services.take_decision(
        closed,
        DecisionTold(
            "note", "The scope of the review is noted", "Nothing to decide yet."
        ),
        **then,
    )
    contract = services.put_into_plan(
        held,
        streams["night"],
        item=item,
        decision=decided,
        title="Let the contract for taxi marshals at the two ranks",
        kind="prevention",
        lead_agency=Agency.objects.get(name="Saxonbridge City Council"),
        owner=person("council", on=story.today),
        due_on=day + timedelta(days=60),
        **then,
    )
    delivery.report_progress(
        contract,
        status="complete",
        percent=100,
        text="The contract is let; marshals stand since the first Friday.",
        next_step="",
        token=uuid5(NAMESPACE, "taxi marshals"),
        by=person("council", on=story.today),
        at=at(day + timedelta(days=52)),
    )
    _minute(item, "The inspector showed that two ranks hold most of the violence after midnight. The chair asked who pays in the winter. Members agreed that six months are enough to see whether it works.", manager)  # fmt: skip
    _ask_and_question(board, item, story, manager)
    services.agree_minutes(
        held,
        agreed_on=day + timedelta(days=90),
        by=manager,
        at=at(day + timedelta(days=90), 15),
    )
    return decided


RANKS = """What happens at the ranks

Between midnight and four, most of the violence recorded in the centre happens within fifty
metres of two taxi ranks. Marshals shorten the wait and see trouble early. Two other cities
of our size have them; both count fewer assaults, neither compared with places without.

The board is asked to pay for six months and to look at the figures then.
"""


def _acted(stream: Workstream) -> tuple[Told, ...]:
    action = Action.objects.filter(workstream=stream).order_by("pk").first()
    return (Told(action=action),) if action else ()


def _ask_and_question(
    board: Body, item: AgendaItem, story: Story, manager: Person
) -> None:
    day = item.meeting.held_on
    then: dict[str, Any] = {"by": manager, "at": at(day + timedelta(days=1))}
    ask = services.make_ask(
        board,
        AskTold(
            "Share how many people come to the emergency department hurt by violence, week by week",
            asked_on=day,
            due_on=day + timedelta(days=28),
            agency=Agency.objects.get(name="Saxonshire Integrated Care Board"),
            why="Half of those who are hurt never tell the police.",
            item=item,
        ),
        **then,
    )
    health = person("health", on=story.today)
    services.reply_to_ask(
        ask,
        answer="partly",
        reply="Month by month from the next quarter; weeks would show single people.",
        on=day + timedelta(days=24),
        by=health,
        at=at(day + timedelta(days=24)),
    )
    outside = services.make_ask(
        board,
        AskTold(
            "Pay for a second youth worker in the emergency department",
            asked_on=day,
            due_on=day + timedelta(days=42),
            outside="Regional violence reduction unit",
            why="Weekend nights are covered, weekdays are not.",
        ),
        **then,
    )
    services.reply_to_ask(
        outside,
        answer="yes",
        reply="A grant for one year.",
        on=day + timedelta(days=40),
        by=manager,
        at=at(day + timedelta(days=40)),
    )
    services.close_ask(
        outside,
        result="The worker began in the next month.",
        pounds=None,
        fits_need="It covers weekdays, as asked",
        on=day + timedelta(days=80),
        by=manager,
        at=at(day + timedelta(days=80)),
    )
    resident, police = (
        person("residents", on=story.today),
        person("centre", on=story.today),
    )
    challenge = services.put_challenge(
        board,
        ChallengeTold(
            "How will we know that it was the marshals, and not the new licensing hours?",
            asked_on=day,
            asked_of=police,
            item=item,
        ),
        by=resident,
        at=at(day, 16),
    )
    services.answer_challenge(
        challenge,
        answer="We compare with the two ranks that have no marshals. The hours are the same there.",
        on=day + timedelta(days=12),
        by=police,
        at=at(day + timedelta(days=12)),
    )
    services.judge_answer(
        challenge,
        satisfied=True,
        on=day + timedelta(days=14),
        by=resident,
        at=at(day + timedelta(days=14)),
    )


def _second(
    board: Body,
    streams: dict[str, Workstream],
    story: Story,
    manager: Person,
    decided: Decision,
) -> None:
    """Two months ago: mentors are late, an agency is asked, one item is deferred."""
    day = _weekday(story.today - timedelta(days=60))
    meeting, chair = _plan(board, day, manager), person("board", on=story.today)
    lead = person("violence", on=story.today)
    mentors = _item(
        meeting,
        ItemTold(
            "Mentors for young people: what stands in the way",
            "decision",
            "The board is asked to agree how the thirty young people are reached by summer.",
            presenter=lead,
            minutes_wanted=25,
        ),
        manager,
    )
    cameras = _item(
        meeting,
        ItemTold("Cameras in Marlpit", "decision", presenter=person("vehicles", on=story.today), minutes_wanted=15),
        manager,
    )  # fmt: skip
    held = _hold(meeting, 2, chair, manager)
    then: dict[str, Any] = {"by": manager, "at": at(day + timedelta(days=1))}
    agreed = services.take_decision(
        mentors,
        DecisionTold(
            "approve",
            "Two agencies lend a worker each until thirty young people have a mentor",
            "The vacant post cannot be filled before the summer.",
            evidence=_acted(streams["young-people"]),
            effect="Thirty of thirty have a mentor",
            effect_by=story.today + timedelta(days=75),
            workstreams=(streams["young-people"],),
        ),
        **then,
    )
    services.take_decision(
        cameras,
        DecisionTold(
            "defer",
            "Cameras in Marlpit come back with what residents say",
            "Nobody has asked the residents.",
            deferred_to=story.today + timedelta(days=30),
            workstreams=(streams["vehicles"],),
        ),
        **then,
    )
    services.put_into_plan(
        held,
        streams["young-people"],
        item=mentors,
        decision=agreed,
        title="Lend a probation worker to the mentors until the summer",
        kind="intervention",
        lead_agency=Agency.objects.get(name="Saxonshire Probation"),
        owner=person("probation", on=story.today),
        due_on=story.today - timedelta(days=6),
        **then,
    )
    services.make_ask(
        board,
        AskTold(
            "Name the tenancies where a mentor could meet young people",
            asked_on=day,
            due_on=story.today - timedelta(days=11),
            agency=Agency.objects.get(name="Saxonbridge Homes"),
            item=mentors,
        ),
        **then,
    )
    services.put_challenge(
        board,
        ChallengeTold(
            "The mentors have been late for a year. Why did we hear of it only now?",
            asked_on=day,
            asked_of=lead,
            item=mentors,
        ),
        by=person("cabinet", on=story.today),
        at=at(day, 16),
    )
    _minute(mentors, f"The lead explained that two advertisements found nobody. The cabinet member asked why the board had not been told. Members recalled {decided.reference} and asked that expected effects be looked at in time.", manager)  # fmt: skip


def _between(board: Body, story: Story, manager: Person) -> None:
    """A month ago: a grant that could not wait."""
    day = _weekday(story.today - timedelta(days=25))
    seats = Seat.objects.on(day).filter(body=board).order_by("number")
    held = {
        seat.pk
        for seat in seats.prefetch_related("holdings")
        if any(one.is_true_on(day) for one in seat.holdings.all())
    }
    services.decide_between_meetings(
        board,
        DecisionTold(
            "approve",
            "The partnership applies for the safer streets grant for Kingsholm",
            "Kingsholm is next on the list, and the fund closes before the board meets.",
            evidence=(Told(words="The call for bids, section 3"),),
            effect="The garage courts of Kingsholm are lit a year earlier",
            effect_by=story.today + timedelta(days=200),
        ),
        urgency="The fund closes two weeks before the next meeting",
        decided_on=day,
        answers=[(seat, "agrees" if seat.pk in held else "silent") for seat in seats],
        by=manager,
        at=at(day, 16),
    )


def _ahead(
    board: Body, streams: dict[str, Workstream], story: Story, manager: Person
) -> None:
    """In three weeks the next meeting, its agenda sent; what waits for one after that."""
    day = _weekday(story.today + timedelta(days=21))
    meeting = _plan(board, day, manager)
    item = services.add_item(
        meeting,
        ItemTold(
            "Did the marshals work?",
            "decision",
            "The board is asked whether marshals stay for another year.",
            presenter=person("centre", on=story.today),
            minutes_wanted=20,
            in_depth=streams["night"],
        ),
        by=manager,
        at=at(story.today - timedelta(days=8)),
    )
    file = SimpleUploadedFile("marshals.txt", RANKS.encode(), "text/plain")
    services.add_paper(
        item,
        title="Six months of marshals",
        file=file,
        by=manager,
        at=at(story.today - timedelta(days=3)),
    )
    services.call_meeting(meeting, by=manager, at=at(story.today - timedelta(days=2)))
    for title, purpose, days, step in (
        ("Choose next year's priorities from the assessment", "decision", 100, "C9"),
        ("The money for next year", "decision", 130, "C11"),
    ):
        services.plan_item(
            board,
            title=title,
            purpose=purpose,
            due_on=story.today + timedelta(days=days),
            owner=manager,
            step=step,
            by=manager,
            at=at(story.today - timedelta(days=30)),
        )


def _risks(
    board: Body, streams: dict[str, Workstream], story: Story, manager: Person
) -> None:
    """Three risks: one reviewed, one that nobody looked at in time, one above appetite."""
    added = at(story.today - timedelta(days=180))
    lead, analyst = (
        person("violence", on=story.today),
        person("analyst", on=story.today),
    )
    grant = RiskTold(
        title="The youth grant ends in March",
        cause="The grant was given for one year only",
        event="No follow-on is agreed by January",
        consequence="Thirty young people lose their mentor",
        category="financial",
        inherent=(4, 4),
        residual=(3, 4),
        target=(2, 3),
        appetite=9,
        controls="The council keeps a third of the sum in reserve",
        owner=lead,
        workstream=streams["young-people"],
        review_on=story.today + timedelta(days=40),
    )
    first = services.add_risk(board, grant, by=manager, at=added)
    for days, likelihood, words in (
        (95, 4, "The funder will say nothing before the election."),
        (12, 3, "Half of the sum is promised in writing."),
    ):
        day = story.today - timedelta(days=days)
        services.review_risk(
            first,
            likelihood=likelihood,
            impact=4,
            words=words,
            on=day,
            next_on=day + timedelta(days=60),
            by=lead,
            at=at(day),
        )
    one_analyst = replace(
        grant,
        title="One analyst knows how the figures are made",
        cause="Nobody else was ever trained",
        event="The analyst is away for a month",
        consequence="The board decides without figures",
        category="delivery",
        residual=(2, 3),
        owner=analyst,
        workstream=None,
        review_on=story.today - timedelta(days=17),
        controls="Every figure can be made again by one command",
    )
    sharing = replace(
        grant,
        title="Records are shared without a gateway in law",
        cause="Agreements of three agencies have lapsed",
        event="Somebody's record is passed on without a legal ground",
        consequence="A person is harmed and nobody trusts us with their story",
        category="data",
        inherent=(3, 5),
        residual=(2, 5),
        target=(1, 5),
        owner=person("data", on=story.today),
        workstream=streams["domestic-abuse"],
        review_on=story.today + timedelta(days=25),
        controls="The information-governance lead signs each flow",
    )
    for told in (one_analyst, sharing):
        services.add_risk(board, told, by=manager, at=added)
