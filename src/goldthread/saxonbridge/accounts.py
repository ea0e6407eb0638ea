"""How Saxonbridge answers for itself: duties, scrutiny, an exception, the last pack."""

from datetime import datetime, timedelta
from typing import Any

from goldthread.core.periods import statutory_year_of
from goldthread.delivery.models import Action
from goldthread.governance import services
from goldthread.governance.models import Decision, DutyDone, Pack
from goldthread.governance.pack.quarters import last_quarter
from goldthread.governance.services import CheckTold
from goldthread.governance.year import STEPS, ends_on
from goldthread.partners.models import Agency, Body, Person
from goldthread.saxonbridge.meetings import BOARD
from goldthread.saxonbridge.sitting import person
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
    _check_a_decision(story, manager)
    _exception(strategy, story, manager)
    _own_duties(story, manager)
    _share(strategy, story, manager)
    _year(story, manager)


def _check_a_decision(story: Story, manager: Person) -> None:
    decision = Decision.objects.filter(kind="approve").order_by("pk").first()
    if decision is None:
        return
    services.check_section_17(
        CheckTold(
            subject=decision.title,
            decision=decision,
            crime="better",
            substance="none",
            reoffending="none",
            violence="better",
            reasons="Somebody in charge at the ranks; a shorter wait means fewer quarrels",
        ),
        on=decision.decided_on,
        by=manager,
        at=at(decision.decided_on, 18),
    )


def _own_duties(story: Story, manager: Person) -> None:
    """What is owed here beside the law, and a clock of the partnership's own."""
    begun = story.today - timedelta(days=150)
    then: dict[str, Any] = {"by": manager, "at": at(begun)}
    report = services.set_local_duty(
        "The yearly report goes to the cabinet",
        words="The cabinet's standing orders, part 4",
        month=begun.month,
        **then,
    )
    services.record_duty(
        "local", duty=report, on=begun, words="Item 7 of the cabinet", **then
    )
    services.set_local_duty(
        "Members check what they know and what they lack",
        words="Our own handbook, chapter 3",
        month=3,
        **then,
    )
    clock = services.add_clock(
        "A case review is acknowledged",
        source="Our procedure for case reviews, section 3",
        days=10,
        are_working=True,
        **then,
    )
    for days, about, ran in (
        (40, "Case review 2026/14", 9),
        (4, "Case review 2026/15", 0),
    ):
        day = story.today - timedelta(days=days)
        running = services.start_clock(clock, about=about, began_on=day, by=manager, at=at(day))  # fmt: skip
        if ran:
            on = day + timedelta(days=ran)
            services.stop_clock(running, words="Acknowledged by letter", on=on, by=manager, at=at(on, 17))  # fmt: skip


def _share(strategy: Strategy, story: Story, manager: Person) -> None:
    """Two issues that boards share; exactly one leads on each."""
    board = Body.objects.get(name=BOARD)
    others = {
        body.name: body
        for body in Body.objects.on(story.today)
        .exclude(pk=board.pk)
        .filter(is_ours=False)
    }
    agreed = story.today - timedelta(days=100)
    for title, name, key, leads, words in (
        (
            "Children who are drawn into carrying drugs",
            "Saxonbridge Safeguarding Partnership",
            "exploitation",
            False,
            "They lead on the child, the board on the place and the group behind it",
        ),
        (
            "Alcohol on Friday and Saturday nights",
            "Saxonbridge Health and Wellbeing Board",
            "night",
            True,
            "They bring treatment and figures of the emergency department",
        ),
    ):
        other = others.get(name)
        if other is None:
            continue
        lead, support = (board, other) if leads else (other, board)
        services.share_issue(
            title=title,
            lead=lead,
            supports=[support],
            agreed_on=agreed,
            words=words,
            workstream=strategy.workstreams.get(key=key),
            by=manager,
            at=at(agreed),
        )  # fmt: skip


OWNERS = {
    "C3": "data",
    "C4": "analyst",
    "C5": "analyst",
    "C6": "trust",
    "C7": "analyst",
    "C8": "analyst",
    "C11": "council",
    "C12": "board",
}


def _year(story: Story, manager: Person) -> None:
    """The months that are over are done but the last one; each has its owner."""
    year = statutory_year_of(story.today).start.year
    over = [step for step in STEPS if ends_on(step, year) <= story.today]
    for step in STEPS:
        name = OWNERS.get(step.key, "manager")
        state, words = "to_do", ""
        if step in over[:-1]:
            state = "done"
        elif step in over[-1:]:
            state, words = "in_hand", "The workshop is held; its notes are written up"
        on = ends_on(step, year) - timedelta(days=3) if state == "done" else story.today
        services.set_year_step(
            year,
            step.key,
            owner=person(name, on=story.today),
            state=state,
            words=words,
            on=on,
            by=manager,
            at=at(on),
        )


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
