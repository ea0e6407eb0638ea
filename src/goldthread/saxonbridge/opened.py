"""What residents of Saxonbridge read: what is done, how it goes, where they can come."""

from dataclasses import replace
from datetime import datetime, timedelta

from goldthread.delivery import services as delivery
from goldthread.delivery.models import Action
from goldthread.governance import services as governance
from goldthread.governance.models import Meeting
from goldthread.notes.models import Publication
from goldthread.partners.models import Body, Person
from goldthread.partners.services import ContactTold, keep_contact
from goldthread.performance import services as performance
from goldthread.performance.freezing import newest_pack
from goldthread.performance.models import Indicator
from goldthread.performance.services import IndicatorTold
from goldthread.saxonbridge.meetings import BOARD
from goldthread.saxonbridge.sitting import person
from goldthread.saxonbridge.story import Story, at

# How an action's title begins, and what a resident reads of it.
PLAIN = {
    "Put a youth worker into": "A youth worker is in the emergency department at weekends, so that young people who were hurt get an offer of help before they go home",
    "Train every secondary school": "Every secondary school learns what to do before a pupil is sent away for good",
    "Knife bins beside": "Bins stand beside both colleges where anybody can leave a knife",
    "Drop-in help at the four": "You can drop in for help with abuse at home, at four community centres",
    "Landlords and pharmacies": "Landlords and pharmacies learn the signs that somebody is being used by others",
    "Plans begin twelve weeks": "People have a plan twelve weeks before they leave prison",
    "Fourteen rooms for": "Fourteen rooms are kept for people in their first two weeks out of prison",
    "First appointment within": "Whoever asks for help with drugs or drink is seen within a week",
    "Outreach on foot": "Workers walk around both stations and offer help to people who do not come for it",
    "Light and gate the eleven": "Eleven garage courts get lights and gates",
    "Light and gate the nine": "Nine garage courts get lights and gates",
    "Mark tools for": "Two hundred traders have their tools marked, so that stolen ones can be given back",
    "A late-night hub": "A late-night hub in the centre helps people on their way home on Fridays and Saturdays",
    "Door staff trained": "Door staff learn to stop a fight before it starts",
    "Night buses on": "Two night buses were to run again; the money fell away",
    "Let the contract for taxi": "Marshals stand at both taxi ranks on Friday and Saturday nights",
    "Every ward forum has": "Every ward forum keeps a list of what you raised, with an answer in ten days",
    "Third-party reporting": "You can report hate crime at eight places that are not a police station",
    "Repair and relight the park": "What is broken in the park is repaired and lit again within a day",
    "Guards and radios for": "Shops in the centre share guards and radios",
    "Wardens in the centre": "Wardens walk the centre on summer evenings",
    "Walk home schemes": "Neighbours walk people home from the last bus",
    "Steering locks for": "Everybody whose van was broken into gets a steering lock",
}  # fmt: skip


def open_to_residents(story: Story, *, manager: Person, now: datetime) -> None:
    """Actions, measures, meetings and how to reach us; safe to run again."""
    keep_contact(
        ContactTold(
            team="Community safety team, Saxonbridge City Council",
            email="safer@saxonbridge.example.org",
            phone="01632 960100",
            post="Guildhall, Corn Market, Saxonbridge",
            hours="Monday to Friday, 9 to 5",
        ),
        by=manager,
        at=now,
    )
    _meet(story, manager, now)
    if Publication.objects.of("delivery.action").exists():
        return
    for begins, words in PLAIN.items():
        action = Action.objects.standing().filter(title__startswith=begins).first()
        if action is not None:
            delivery.publish_action(action, words=words, by=manager, at=now)
    for measure in Indicator.objects.filter(about="population").order_by("code"):
        if newest_pack(measure) is not None:
            performance.publish_measure(measure, by=manager, at=now)
    _written_on(story, now)


def _written_on(story: Story, now: datetime) -> None:
    """The analyst says more on a measure than its public copy does: one copy is behind."""
    measure = Indicator.objects.select_related("owner").get(code="P3")
    told = replace(
        IndicatorTold.of_standing(measure),
        caveat="Since the form moved to the new site, more young people fill it in.",
    )
    performance.change_indicator(
        measure,
        told,
        reason="The council changed its site",
        by=person("analyst", on=story.today),
        at=now,
    )


def _meet(story: Story, manager: Person, now: datetime) -> None:
    """The public meeting of the year, advertised two months before (B10)."""
    board = Body.objects.get(name=BOARD)
    if Meeting.objects.of(board).filter(kind=Meeting.Kind.PUBLIC).exists():
        return
    day = story.today + timedelta(days=60)
    governance.plan_meeting(
        board,
        held_on=day - timedelta(days=max(0, day.weekday() - 3)),
        starts_at=at(day, 18).time(),
        place="Corn Hall, Corn Market",
        kind=Meeting.Kind.PUBLIC,
        by=manager,
        at=now,
    )
