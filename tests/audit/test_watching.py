"""The rules for information governance: each fires on what it is for, quiet on a usual month."""

import random
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.audit.acts import act
from tests.partners.people import PASSWORD, make_agency, make_person

from goldthread.audit.models import Event
from goldthread.audit.oddities import RULES, Oddity, Seen, oddities
from goldthread.audit.refusal import Refused
from goldthread.audit.services import Actor, Subject
from goldthread.audit.watching import _bank_holidays, settle_oddity, watch
from goldthread.core.working_days import is_working_day
from goldthread.desk.models import OutgoingMail
from goldthread.desk.services import tell_of_oddities

MONDAY = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
MONTH = (date(2026, 11, 1), date(2026, 12, 1))


def seen(at: datetime, **how: Any) -> Seen:
    told: dict[str, Any] = {
        "uuid": uuid.uuid4(),
        "at": at,
        "actor": "person:7",
        "name": "Ottoline Fennick",
        "verb": "case.read",
        "kind": "casework.case",
        "reference": "x",
    }
    return Seen(**(told | how))


def looks(how_many: int, begin: datetime, every: float = 60, **how: Any) -> list[Seen]:
    return [
        seen(begin + timedelta(seconds=every * place), **how)
        for place in range(how_many)
    ]


def found(*rows: list[Seen]) -> list[Oddity]:
    flat = [one for some in rows for one in some]
    return list(oddities(flat, start=MONTH[0], end=MONTH[1], off=()))


def usual(days: int = 6, each: int = 5) -> list[Seen]:
    """What somebody looks at on an ordinary day, for the days before."""
    return [
        one
        for back in range(1, days + 1)
        for one in looks(each, MONDAY - timedelta(days=7 * back))
    ]


FIRES: dict[str, Callable[[], list[Seen]]] = {
    "same name": lambda: looks(1, MONDAY, about="person:9", about_name="Hal Fennick"),
    "own record": lambda: looks(1, MONDAY, about="person:7", about_name="Ottoline Fennick"),
    "much": lambda: usual() + looks(41, MONDAY),
    "out of hours": lambda: looks(15, MONDAY.replace(hour=23)),
    "walking numbers": lambda: [
        seen(MONDAY + timedelta(seconds=30 * n), reference=str(100 + n))
        for n in range(8)
    ],
    "refused often": lambda: looks(10, MONDAY, verb="person.sign_in_refused", actor="nobody", name="Someone not signed in", reference="7", outcome="refused"),
    "many exports": lambda: looks(3, MONDAY, verb="record.exported"),
}  # fmt: skip

QUIET: dict[str, Callable[[], list[Seen]]] = {
    "same name": lambda: looks(3, MONDAY, about="person:9", about_name="Hal Ferrier"),
    "own record": lambda: looks(3, MONDAY, verb="record.own_read", about="person:7", about_name="Ottoline Fennick"),
    "much": lambda: usual(each=20) + looks(41, MONDAY),
    "out of hours": lambda: looks(14, MONDAY.replace(hour=23)) + looks(20, MONDAY),
    "walking numbers": lambda: [
        seen(MONDAY + timedelta(seconds=30 * n), reference=str(100 + 3 * n))
        for n in range(20)
    ],
    "refused often": lambda: looks(9, MONDAY, verb="person.sign_in_refused", reference="7", outcome="refused"),
    "many exports": lambda: looks(2, MONDAY, verb="record.exported"),
}  # fmt: skip


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_each_rule_fires_on_what_it_is_for_and_names_it(rule: str) -> None:
    [odd] = found(FIRES[rule]())

    assert odd.rule == rule
    assert odd.on == MONDAY.date()
    assert odd.acts
    assert odd.words.endswith(".")


@pytest.mark.parametrize("rule", [rule.name for rule in RULES])
def test_each_rule_is_quiet_just_below_its_line(rule: str) -> None:
    assert found(QUIET[rule]()) == []


def test_a_night_belongs_to_the_evening_on_which_it_began() -> None:
    evening = datetime(2026, 11, 3, 23, 50, tzinfo=UTC)
    [odd] = found(looks(15, evening, every=120))

    assert odd.on == date(2026, 11, 3)


def test_an_export_on_a_bank_holiday_fires() -> None:
    christmas = datetime(2026, 12, 25, 11, tzinfo=UTC)
    rows = looks(1, christmas, verb="record.exported")
    days = {"start": date(2026, 12, 1), "end": date(2027, 1, 1)}

    assert oddities(rows, off=(), **days) == ()
    [odd] = oddities(rows, off={christmas.date()}, **days)
    assert odd.rule == "out of hours"


def test_the_same_finding_has_the_same_name_however_often_it_is_looked_for() -> None:
    rows = FIRES["many exports"]()

    assert [one.key for one in found(rows)] == [one.key for one in found(rows[::-1])]


AGAIN = ("much", "out of hours", "walking numbers", "refused often", "many exports")


def test_a_month_of_a_hundred_people_and_twelve_misuses() -> None:
    """Trust AUD-12: all twelve are found, and fewer than five times falsely."""
    chance = random.Random(12)
    surnames = [f"Name{number}" for number in range(80)]
    rows, people = [], []
    for number in range(100):
        name = f"First{number} {chance.choice(surnames)}"
        people.append((f"person:{number}", name))
    for day in range(-56, 30):
        morning = datetime(2026, 11, 1, 9, tzinfo=UTC) + timedelta(days=day)
        for actor, name in people:
            busy = 0.02 if morning.weekday() > 4 else 0.8
            for _ in range(chance.randint(1, 12) if chance.random() < busy else 0):
                other = chance.choice(people)
                while other[1].split()[1] == name.split()[1]:
                    other = chance.choice(people)
                rows.append(
                    seen(
                        morning + timedelta(minutes=chance.randint(0, 560)),
                        actor=actor,
                        name=name,
                        reference=str(chance.randint(1, 5000)),
                        about=other[0],
                        about_name=other[1],
                    )
                )
            if chance.random() < 0.02:  # somebody mistypes a password
                rows += looks(chance.randint(1, 4), morning, actor="nobody", verb="person.sign_in_refused", reference=actor[7:], outcome="refused")  # fmt: skip
    planted = set()
    for place, rule in enumerate([*FIRES, *AGAIN]):
        actor = f"person:{200 + place}"
        for one in FIRES[rule]():
            mine = "nobody" if one.actor == "nobody" else actor
            about = actor if one.about == "person:7" else one.about
            reference = str(200 + place) if mine == "nobody" else one.reference
            rows.append(
                seen(
                    one.at,
                    actor=mine,
                    name=one.name,
                    verb=one.verb,
                    reference=reference,
                    outcome=one.outcome,
                    about=about,
                    about_name=one.about_name,
                )
            )
        who = f"account {200 + place}" if rule == "refused often" else actor
        planted.add(f"{rule}:{who}:2026-11-02")

    keys = {one.key for one in found(rows)}

    assert len(planted) == 12
    assert planted <= keys
    assert len(keys - planted) < 5, keys - planted


# ------------------------------------------------------- over the record, and the page


@pytest.fixture
def hal() -> Any:
    return make_person(
        "hal@example.org", name="Hal Ferrier", role="governance", agency=make_agency()
    )


def office_hours() -> datetime:
    """Eleven in the morning of a working day about a week ago."""
    day = timezone.localdate() - timedelta(days=7)
    off = _bank_holidays(day - timedelta(days=14), day)
    while not is_working_day(day, off=off):
        day -= timedelta(days=1)
    return datetime(day.year, day.month, day.day, 11, tzinfo=UTC)


def exports(how_many: int = 3, by: Actor | None = None) -> None:
    noon = office_hours()
    for place in range(how_many):
        act(
            "plan.exported",
            at=noon + timedelta(minutes=place),
            by=by or Actor("person:70", "Ottoline Fennick", "ottoline@example.org"),
            subject=Subject("delivery.plan", "", "the plan"),
        )


def client_of(person: Any) -> Client:
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return client


def found_now() -> list[Any]:
    today = timezone.localdate()
    return list(watch(today - timedelta(days=30), today + timedelta(days=1)))


@pytest.mark.django_db
def test_the_page_shows_what_waits_and_what_was_looked_into(hal: Any) -> None:
    exports()
    client = client_of(hal)
    page = client.get(reverse("record_watch")).content.decode()
    assert "Many exports: Ottoline Fennick" in page
    assert "Took 3 exports away in a day." in page
    assert Event.objects.filter(verb="record.watched").exists()
    [one] = found_now()

    told = {"key": one.oddity.key, "outcome": "explained", "note": "The yearly return."}
    after = client.post(reverse("record_watch"), told, follow=True).content.decode()

    assert "Nothing unusual waits" in after
    assert "The yearly return." in after
    event = Event.objects.get(verb="record.oddity_settled")
    assert event.actor_email == "hal@example.org"
    assert event.subject_reference == one.oddity.key


@pytest.mark.django_db
def test_an_answer_without_words_is_sent_back(hal: Any) -> None:
    exports()
    [one] = found_now()
    told = {"key": one.oddity.key, "outcome": "", "note": ""}

    page = client_of(hal).post(reverse("record_watch"), told).content.decode()

    assert "Choose what came of it" in page
    assert not Event.objects.filter(verb="record.oddity_settled").exists()


@pytest.mark.django_db
def test_nobody_settles_what_was_found_about_themselves(hal: Any) -> None:
    exports(by=hal.as_actor())
    [one] = found_now()
    told = {"key": one.oddity.key, "outcome": "explained", "note": "It was me."}

    page = client_of(hal).post(reverse("record_watch"), told).content.decode()

    assert "Nobody settles what was found about themselves" in page
    assert found_now()[0].settled is None


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["manager", "sysadmin", "chair", "agency_lead"])
def test_only_information_governance_sees_it(role: str) -> None:
    person = make_person(role=role)

    assert client_of(person).get(reverse("record_watch")).status_code == 403


@pytest.mark.django_db
def test_a_reader_who_looks_up_their_namesake_or_themselves_is_found() -> None:
    theirs = act(by=Actor("person:9", "Ada Ferrier", "ada@example.org"))
    own = act("person.invited", subject=Subject("partners.person", "8", "Hal Ferrier"))
    noon = office_hours()
    for one in (theirs, own):
        act(
            "record.act_read",
            at=noon,
            by=Actor("person:8", "Hal Ferrier", "hal@example.org"),
            subject=Subject("audit.event", str(one.uuid), "an act in the record"),
        )

    assert {one.oddity.rule for one in found_now()} == {"same name", "own record"}


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("key", "outcome", "note"),
    [
        ("no such rule:person:7:2026-11-02", "explained", "words"),
        ("much:person:7:2026-11-02", "forgotten", "words"),
        ("much:person:7:2026-11-02", "explained", " "),
        ("much:person:7:2026-11-02", "explained", "x" * 201),
    ],
)
def test_what_says_nothing_is_not_written_down(
    key: str, outcome: str, note: str
) -> None:
    reader = Actor("person:8", "Hal Ferrier")
    with pytest.raises(Refused):
        settle_oddity(key, outcome=outcome, note=note, by=reader, at=MONDAY)


@pytest.mark.django_db
def test_the_command_says_what_waits(run: Any, empty_home: Any) -> None:
    assert run("audit", "watch").code == 0
    exports()

    ended = run("audit", "watch")

    assert ended.code == 1
    assert "many exports: Ottoline Fennick (person:70)" in ended.out
    assert run("audit", "watch", "--from", "yesterday").code == 2


@pytest.mark.django_db
def test_those_who_read_the_record_are_told_the_next_morning_once(hal: Any) -> None:
    exports()
    make_person("ravi@example.org", role="manager")
    day = office_hours().date() + timedelta(days=1)
    six = datetime(day.year, day.month, day.day, 6, tzinfo=UTC)

    assert tell_of_oddities(on=day, at=six) == 1
    tell_of_oddities(on=day, at=six)
    assert tell_of_oddities(on=day + timedelta(days=1), at=six) == 0  # nothing new

    mail = OutgoingMail.objects.get()
    assert mail.to == "hal@example.org"
    assert "1 thing in the record asks for a look" in mail.body
    assert "Ottoline" not in mail.body
