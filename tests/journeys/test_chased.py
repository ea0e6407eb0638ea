"""A silent owner is chased: the owner first, then the lead, then the chair's list.

Seventy-five days go by, with the real list of regular work at eight in the morning, on
every day once the first month is over; the mail goes to a real server. Then everybody opens their desk, and the
owner says the word that was missing.
"""

from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import timezone
from tests.browser import OpenPage
from tests.desk.post import Post, opened
from tests.journeys.walking import Walker
from tests.make import make_manager
from tests.make_plan import make_action, make_workstream
from tests.partners.people import PASSWORD, make_person

from goldthread.audit.models import Event
from goldthread.core.uk_time import LONDON
from goldthread.delivery.models import Action, Chase, Update
from goldthread.desk.clockwork import tick
from goldthread.desk.jobs import JOBS
from goldthread.desk.models import OutgoingMail, ScheduledRun
from goldthread.partners.models import Person, ReviewedAppointment
from goldthread.partners.rules import Refused
from goldthread.partners.services import answer_review

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
DAYS = 75
WORDS = "1 action waiting for a word"
TITLE = "Train the taxi marshals of the night-time economy"


@pytest.fixture
def post(settings: Any, live_server: Any) -> Iterator[Post]:
    cache.clear()
    handler = Post()
    controller = opened(handler)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.ADDRESS = live_server.url
    yield handler
    controller.stop()
    cache.clear()


@pytest.fixture
def people(transactional_db: None) -> dict[str, Person]:
    """Who owns, who leads the workstream, who chairs, who runs the plan."""
    return {
        "owner": make_person(
            "noor@example.org", role="practitioner", name="Noor Ashby"
        ),
        "lead": make_person("odile@example.org", role="lead", name="Odile Marsh"),
        "chair": make_person("odette@example.org", role="chair", name="Odette Farrow"),
        "manager": make_manager(),
    }


def morning(day: date) -> datetime:
    """Eight o'clock of that day, as the clock on the wall shows it."""
    return datetime.combine(day, time(8), LONDON).astimezone(UTC)


@pytest.mark.covers("C41", "G11", "G19")
def test_a_silent_owner_is_chased(
    people: dict[str, Person], post: Post, live_server: Any, open_page: OpenPage
) -> None:
    today = timezone.localdate()
    begins = today - timedelta(days=DAYS)
    action = make_action(
        TITLE,
        workstream=make_workstream("Safer evenings", lead=people["lead"]),
        owner=people["owner"],
        at=morning(begins),
    )

    told = days_go_by(post, begins, people["manager"])

    each_hears_in_turn(told, begins, people)
    the_mail_says_no_more_than_it_must(post)
    the_record_tells_it(action)
    the_desks_show_it(people, live_server.url, open_page)
    the_owner_answers(action, people["owner"], live_server.url, open_page)
    nobody_waits_any_more(people, live_server.url, open_page)


def days_go_by(post: Post, begins: date, manager: Person) -> list[tuple[date, str]]:
    """What is due runs; who got the mail about silence, and on which day."""
    told, seen = [], 0
    for number in (*range(0, 28, 7), *range(28, DAYS + 1)):
        day = begins + timedelta(days=number)
        tick(morning(day), JOBS)
        say_who_is_still_here(day, manager)
        if OutgoingMail.objects.filter(state="waiting").exists():
            tick(morning(day) + timedelta(seconds=1), JOBS)  # what was queued is sent
        for mail in post.taken[seen:]:
            if message_of(mail.content)["Subject"].endswith(WORDS):
                told.append((day, mail.rcpt_tos[0]))
        seen = len(post.taken)
    return told


def say_who_is_still_here(day: date, manager: Person) -> None:
    """The quarter's review of access goes on meanwhile; unanswered it would end them."""
    for line in ReviewedAppointment.objects.filter(answer="", review__closed_at=None):
        # Nobody confirms their own access; the last who brings people in stays anyway.
        with suppress(Refused):
            answer_review(
                line.review, {line.pk: "kept"}, on=day, by=manager, at=morning(day)
            )


def message_of(content: bytes | str | None) -> Any:
    assert isinstance(content, bytes)
    return message_from_bytes(content, policy=policy.default)


def each_hears_in_turn(
    told: list[tuple[date, str]], begins: date, people: dict[str, Person]
) -> None:
    """Once each, in order, on the working day on which it was due or the next one."""
    who = [to for _, to in told]
    assert who[:2] == [people["owner"].email, people["lead"].email]
    assert sorted(who[2:]) == sorted([people["chair"].email, people["manager"].email])
    for (day, _), due in zip(told, (30, 45, 60, 60), strict=True):
        late = (day - begins).days - due
        assert 0 <= late <= 5, (day, due)  # Christmas closes four days in a row
        assert day.weekday() < 5


def the_mail_says_no_more_than_it_must(post: Post) -> None:
    """No title and nobody's name but the reader's; only the owner's holds a link."""
    chases = [
        message_of(mail.content)
        for mail in post.taken
        if message_of(mail.content)["Subject"].endswith(WORDS)
    ]
    assert all(TITLE not in str(one.get_content()) for one in chases)
    assert "/u/" in chases[0].get_content()
    for one in chases[1:]:
        assert "/u/" not in one.get_content()
        assert "/plan/silent/" in one.get_content()


def the_record_tells_it(action: Action) -> None:
    """Each level once, in the table and in the record; the jobs once in their day."""
    levels = Chase.objects.order_by("at", "pk").values_list("level", flat=True)
    assert list(levels) == ["owner", "lead", "chair"]
    events = Event.objects.filter(subject_reference=str(action.pk)).filter(
        verb__contains="chase"
    )
    assert events.count() == 3
    assert all(each.actor_label.startswith("System account") for each in events)
    runs = ScheduledRun.objects.filter(job="chase")
    assert runs.count() == len(set(runs.values_list("slot", flat=True)))
    assert set(runs.values_list("outcome", flat=True)) == {"done"}


def the_desks_show_it(
    people: dict[str, Person], base: str, open_page: OpenPage
) -> None:
    """The first page after sign-in of each says what is silent, and leads there."""
    for role, words in (
        ("owner", "Without a word from you for a while (1)"),
        ("lead", "Ask after 1 silent action that came up to you"),
        ("chair", "Ask after 1 silent action that came up to you"),
        ("manager", "Ask after 1 action that is without a word"),
    ):
        walker = come_in(people[role], base, open_page, story=f"chased-{role}")
        said = walker.reads()
        assert words in said, (role, said)
        if role == "owner":
            continue
        said = walker.follows(words)
        assert "It stands on the chair's list." in said, said
        assert TITLE in said and "Noor Ashby" in said


def come_in(
    person: Person, base: str, open_page: OpenPage, *, story: str, script: bool = True
) -> Walker:
    walker = Walker(open_page, base, story=story, script=script)
    walker.goes_to("/account/login/")
    walker.fills("Your e-mail address", person.email)
    walker.fills("Your password", PASSWORD)
    walker.presses("Sign in")
    return walker


def the_owner_answers(
    action: Action, owner: Person, base: str, open_page: OpenPage
) -> None:
    """From the desk, on a phone without scripts: two pages and one button."""
    noor = come_in(owner, base, open_page, story="chased-answer", script=False)
    noor.follows(f"Report on {action.reference}")
    noor.ticks("On track")
    noor.fills("What happened?", "Both marshals are trained; I was on leave.")
    said = noor.presses("Send the report")
    assert f"Thank you. {action.reference} is up to date." in said, said
    update = Update.objects.get()
    assert (update.by, update.status) == (owner, "on_track")
    assert Chase.objects.filter(answered_at__isnull=True).count() == 0
    assert Event.objects.filter(verb="action.reported").get().actor_label == str(owner)


def nobody_waits_any_more(
    people: dict[str, Person], base: str, open_page: OpenPage
) -> None:
    """The word has come: no desk speaks of silence, and the chair's list is empty."""
    for role in ("lead", "chair", "manager"):
        walker = come_in(people[role], base, open_page, story="after", script=False)
        said = walker.reads()
        assert "silent" not in said and "without a word" not in said, (role, said)
    said = walker.goes_to("/plan/silent/")
    assert TITLE not in said
