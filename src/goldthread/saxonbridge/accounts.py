"""How Saxonbridge answers for itself: duties, scrutiny, an exception, the last pack."""

from datetime import datetime, timedelta

from goldthread.delivery.models import Action
from goldthread.governance import services
from goldthread.governance.models import DutyDone, Pack
from goldthread.governance.pack.quarters import last_quarter
from goldthread.governance.services import CheckTold
from goldthread.partners.models import Agency, Body, Person
from goldthread.saxonbridge.meetings import BOARD
from goldthread.saxonbridge.story import Story, at
from goldthread.strategy.models import Strategy


def keep_duties(strategy: Strategy, story: Story, *, manager: Person) -> None:
    """The duties of the year, what scrutiny asked, one exception; safe to run again."""
    if DutyDone.objects.exists():
        return
    today = story.today
    sent = today - timedelta(days=120)
    services.record_duty(
        "plan_sent",
        on=sent,
        words="To the police and crime commissioner of Saxonshire",
        by=manager,
        at=at(sent),
    )
    services.record_duty(
        "public_meeting",
        on=today - timedelta(days=205),
        words="Corn Hall, advertised in the Saxonbridge Courier and at every library",
        presences=[
            (agency, rank)
            for name, rank in (
                ("Saxonbridge City Council", "Director of communities"),
                ("Saxonshire Police", "Chief superintendent"),
                ("Saxonshire Fire and Rescue", "Area manager"),
                ("Saxonshire Probation", "Head of the local unit"),
                ("Saxonshire Integrated Care Board", "Director of nursing"),
            )
            for agency in Agency.objects.filter(name=name)
        ],
        by=manager,
        at=at(today - timedelta(days=204)),
    )
    came = today - timedelta(days=70)
    answered = services.record_scrutiny(
        committee="Crime and disorder committee of the city council",
        kind="information",
        asked="How many reports of anti-social behaviour came from each ward, without names",
        received_on=came,
        by=manager,
        at=at(came),
    )
    services.answer_scrutiny(
        answered,
        reply="Sent as a table by ward; counts under five are not shown.",
        on=came + timedelta(days=9),
        left_out_because="Small counts could name somebody",
        by=manager,
        at=at(came + timedelta(days=9)),
    )
    newer = today - timedelta(days=12)
    services.record_scrutiny(
        committee="Crime and disorder committee of the city council",
        kind="report",
        asked="Tell residents of each closed place what changed there",
        received_on=newer,
        by=manager,
        at=at(newer),
    )
    services.check_section_17(
        CheckTold(
            subject="Street lamps are dimmed after one o'clock",
            crime="worse",
            substance="none",
            reoffending="none",
            violence="unknown",
            reasons="Darker streets hide theft from vehicles and feel less safe",
            mitigation="Lamps stay bright in Marlpit and around the two ranks",
            agency=Agency.objects.get(name="Saxonbridge City Council"),
            follow_up_on=today + timedelta(days=60),
        ),
        on=newer,
        by=manager,
        at=at(newer),
    )
    _exception(strategy, story, manager)


def _exception(strategy: Strategy, story: Story, manager: Person) -> None:
    board = Body.objects.get(name=BOARD)
    action = Action.objects.filter(
        workstream__strategy=strategy, title__startswith="Mentors for the thirty"
    ).first()
    if action is None:
        return
    raised = story.today - timedelta(days=60)
    found = services.raise_exception(
        board,
        title="The mentors are a year late",
        words="Twelve of thirty young people have a mentor; two posts stand empty.",
        on=raised,
        action=action,
        by=manager,
        at=at(raised),
    )
    for days, to, words in (
        (60, "challenged", "The cabinet member asked why the board had not been told."),
        (52, "supported", "Probation and housing lend a worker each until the summer."),
    ):
        on = story.today - timedelta(days=days)
        due = story.today + timedelta(days=75) if to == "supported" else None
        services.take_step(
            found, to=to, words=words, on=on, due_on=due, by=manager, at=at(on, 17)
        )


def issue_pack(story: Story, *, manager: Person, now: datetime) -> None:
    """The pack of the last quarter, issued and frozen; its files the worker writes."""
    board = Body.objects.get(name=BOARD)
    if Pack.objects.of(board).exists():
        return
    pack = services.ask_for_pack(board, last_quarter(story.today), by=manager, at=now)
    services.build_pack(pack, by=manager, at=now)
    services.issue_pack(pack, by=manager, at=now)
