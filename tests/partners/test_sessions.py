"""How long a session lasts, where one is signed in, and what ends it."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from tests.partners.people import NOW, PASSWORD, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.partners import services
from goldthread.partners.models import Person
from goldthread.partners.queries.sessions import device
from goldthread.web import middleware

pytestmark = pytest.mark.django_db
ENTRY = "/account/login/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"


def enter(person: Person, agent: str = FIREFOX, password: str = PASSWORD) -> Client:
    client = Client(HTTP_USER_AGENT=agent)
    client.post(ENTRY, {"login": person.email, "password": password})
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.fixture
def amar() -> Person:
    return make_person()


class Clock:
    """The site's clock, to be moved."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def now(self, zone: Any = None) -> datetime:
        return datetime.now(zone) + self.ahead


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[Clock]:
    moved = Clock()

    class Moved(datetime):
        @classmethod
        def now(cls, tz: Any = None) -> datetime:  # type: ignore[override]
            return moved.now(tz)

    monkeypatch.setattr(middleware, "datetime", Moved)
    yield moved


def test_an_idle_hour_ends_it_and_a_click_in_time_keeps_it(
    amar: Person, clock: Clock
) -> None:
    client = enter(amar)
    assert is_in(client)
    for minutes in (50, 100, 150):
        clock.ahead = timedelta(minutes=minutes)
        assert is_in(client)

    clock.ahead = timedelta(minutes=150 + django_settings.IDLE_MINUTES + 1)

    assert not is_in(client)


def test_twelve_hours_end_it_however_busy(amar: Person, clock: Clock) -> None:
    client = enter(amar)
    for minutes in range(0, django_settings.SESSION_HOURS * 60, 40):
        clock.ahead = timedelta(minutes=minutes)
        assert is_in(client)

    clock.ahead = timedelta(hours=django_settings.SESSION_HOURS, minutes=1)

    assert not is_in(client)


def test_a_session_from_the_future_is_not_believed(amar: Person, clock: Clock) -> None:
    """A clock that was wrong and is put right must not make a session last for days."""
    clock.ahead = timedelta(days=3)
    client = enter(amar)
    assert is_in(client)

    clock.ahead = timedelta()

    assert not is_in(client)


def test_a_small_step_back_of_the_clock_is_forgiven(amar: Person, clock: Clock) -> None:
    clock.ahead = timedelta(seconds=90)
    client = enter(amar)
    assert is_in(client)

    clock.ahead = timedelta()

    assert is_in(client)


def test_a_fourth_place_ends_the_oldest(amar: Person) -> None:
    places = [enter(amar) for _ in range(4)]

    assert [is_in(place) for place in places] == [False, True, True, True]
    ended = Event.objects.get(verb="person.sessions_ended")
    assert ended.detail == {"sessions": 1, "why": "more than 3 at a time"}


def test_one_sees_where_one_is_signed_in_and_ends_it_there(amar: Person) -> None:
    phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0) Version/19.0 Mobile Safari/604.1"
    here, there = enter(amar), enter(amar, phone)
    assert is_in(here) and is_in(there)
    page = here.get(reverse("sessions")).content.decode()
    assert "Firefox on Windows" in page
    assert "Safari on an iPhone" in page
    assert page.count("This is where you are now") == 1
    key = UserSession.objects.get(session_key=there.session.session_key).pk

    here.post(reverse("sessions"), {"session": key})

    assert is_in(here)
    assert not is_in(there)
    assert "iPhone" not in here.get(reverse("sessions")).content.decode()


def test_one_ends_all_others_at_once(amar: Person) -> None:
    here, second, third = (enter(amar) for _ in range(3))

    here.post(reverse("sessions"), {"session": "others"})

    assert [is_in(one) for one in (here, second, third)] == [True, False, False]


@pytest.mark.parametrize("key", ["", "0", "-1", "abc", "1 or 1=1", "9" * 40, "²"])
def test_nobody_ends_a_session_that_is_not_theirs(amar: Person, key: str) -> None:
    other = enter(make_person(email="other@example.org"))
    here = enter(amar)
    theirs = UserSession.objects.get(session_key=other.session.session_key).pk

    here.post(reverse("sessions"), {"session": key})
    here.post(reverse("sessions"), {"session": theirs})

    assert is_in(other)
    assert is_in(here)


def test_a_new_password_ends_every_other_session(amar: Person) -> None:
    here, there = enter(amar), enter(amar)
    new = "nine lanterns along the canal"

    here.post(
        reverse("account_change_password"),
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    assert is_in(here)
    assert not is_in(there)
    assert here.get(reverse("sessions")).content.decode().count("Since ") == 1


def test_signing_out_tells_the_browser_to_forget(amar: Person) -> None:
    client = enter(amar)

    answer = client.post(reverse("account_logout"))

    assert '"storage"' in answer["Clear-Site-Data"]
    assert '"cache"' in answer["Clear-Site-Data"]
    assert not client.cookies["sessionid"].value
    assert not is_in(client)


def test_what_one_is_appointed_to_is_asked_at_every_click(
    amar: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Access ends at midnight with the appointment, in the middle of a session."""
    from goldthread.partners import middleware as acting

    services.end_appointment(amar.acting, on=date(2030, 6, 1), by=None, at=NOW)
    client = enter(amar)
    monkeypatch.setattr(acting.timezone, "localdate", lambda: date(2030, 5, 31))
    assert client.get("/data/").status_code == 200

    monkeypatch.setattr(acting.timezone, "localdate", lambda: date(2030, 6, 1))

    assert client.get("/data/").status_code == 403
    assert client.get("/account/").status_code == 200


def test_another_role_bites_at_the_next_click(amar: Person) -> None:
    client = enter(amar)
    assert client.get("/data/").status_code == 200

    amar.acting.role = "board"
    amar.acting.save(update_fields=["role"])

    assert client.get("/data/").status_code == 403


def test_a_closed_account_has_no_session_left(amar: Person) -> None:
    client = enter(amar)

    services.close_account(amar, by=None, at=NOW)

    assert not is_in(client)
    assert not UserSession.objects.exists()


# ------------------------------------------------------------ an account asleep


@pytest.fixture
def sleeper(amar: Person, settings: Any) -> Person:
    settings.DORMANT_DAYS = 60
    long_ago = datetime.now(UTC) - timedelta(days=61)
    Person.objects.filter(pk=amar.pk).update(joined_at=long_ago, last_login=long_ago)
    return amar


def test_an_account_nobody_used_for_sixty_days_is_asleep(sleeper: Person) -> None:
    client = Client()
    answer = client.post(ENTRY, {"login": sleeper.email, "password": PASSWORD})

    assert "so it is asleep. Reset your password to wake it" in answer.content.decode()
    assert not is_in(client)
    refused = Event.objects.get(verb="person.sign_in_refused")
    assert refused.detail == {"why": "asleep"}


def test_only_who_knows_the_password_hears_that_it_sleeps(sleeper: Person) -> None:
    answer = Client().post(
        ENTRY, {"login": sleeper.email, "password": "wrong altogether"}
    )

    assert "asleep" not in answer.content.decode()
    assert "do not belong together" in answer.content.decode()


def test_a_day_less_and_it_is_awake(sleeper: Person) -> None:
    Person.objects.update(last_login=datetime.now(UTC) - timedelta(days=59))

    assert is_in(enter(sleeper))


def test_the_link_to_a_new_password_wakes_it(sleeper: Person) -> None:
    from django.core import mail

    client = Client()
    client.post(reverse("account_reset_password"), {"email": sleeper.email})
    link = next(w for w in str(mail.outbox[-1].body).split() if w.startswith("http"))
    page = client.get(link, follow=True)
    new = "nine lanterns along the canal"
    client.post(page.request["PATH_INFO"], {"password1": new, "password2": new})

    assert is_in(enter(sleeper, password=new))


def test_somebody_who_brings_people_in_wakes_it(sleeper: Person) -> None:
    admin = make_person(
        email="admin@example.org", role="sysadmin", agency=make_agency()
    )
    helper = enter(admin)
    page = helper.get(reverse("person", args=[sleeper.pk])).content.decode()
    assert "Wake the account" in page

    helper.post(reverse("wake_person", args=[sleeper.pk]))

    assert is_in(enter(sleeper))
    assert (
        Event.objects.get(verb="person.woken").actor_reference == f"person:{admin.pk}"
    )


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36",
            "Chrome on Linux",
        ),
        (
            "Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X) Version/19 Safari/605",
            "Safari on a Mac",
        ),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/140.0 Mobile", "Chrome on Android"),
        ("a robot from a Mac OS", "A browser on a Mac"),
        ("", "An unknown browser"),
    ],
)
def test_a_device_is_told_in_three_words(agent: str, words: str) -> None:
    assert device(agent) == words
