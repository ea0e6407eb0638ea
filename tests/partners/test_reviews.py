"""Every quarter somebody says who still needs access; what nobody says so of, ends."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.partners.people import (
    PASSWORD,
    make_agency,
    make_demonstration,
    make_person,
)

from goldthread.audit.models import Event
from goldthread.desk.models import OutgoingMail
from goldthread.desk.services import review_access, send_waiting
from goldthread.partners import rules_review, services
from goldthread.partners.models import (
    AccessReview,
    Agency,
    Appointment,
    Person,
    ReviewedAppointment,
)
from goldthread.partners.policy import policy
from goldthread.partners.queries.reviews import questions_for, review_page
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db
FIRST = date(2026, 10, 1)  # the first working day of a quarter


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 7, 30, tzinfo=UTC)


class Here:
    """A council with a manager and a chair, and a police force with a lead and two more."""

    def __init__(self) -> None:
        self.council, self.police = make_agency(), make_agency("Saxonshire Police")
        self.manager = make_person(role="manager")
        self.chair = self.somebody("ifeoma", "chair", self.council)
        self.lead = self.somebody("morwenna", "agency_lead", self.police)
        self.idris = self.somebody("idris", "practitioner", self.police)
        self.petra = self.somebody("petra", "analyst", self.police)

    def somebody(self, name: str, role: str, agency: Agency) -> Person:
        return make_person(
            f"{name}@example.org", name=name.capitalize(), role=role, agency=agency
        )

    def line(self, person: Person) -> ReviewedAppointment:
        found: ReviewedAppointment = ReviewedAppointment.objects.get(
            appointment__person=person
        )
        return found

    def holds(self, person: Person, on: date) -> bool:
        return bool(Appointment.objects.on(on).filter(person=person).exists())


@pytest.fixture
def here() -> Here:
    return Here()


def opened(on: date = FIRST) -> AccessReview:
    review = services.open_review(on=on, by=None, at=at(on))
    assert review is not None
    return review


def answer(
    review: AccessReview, by: Person, on: date = FIRST, **answers: str
) -> services.Answered:
    keys = {
        ReviewedAppointment.objects.get(
            review=review, appointment__person__email=f"{name}@example.org"
        ).pk: told
        for name, told in answers.items()
    }
    return services.answer_review(review, keys, on=on, by=by, at=at(on))


# ------------------------------------------------------------------ asked and answered


def test_one_review_a_quarter_asks_about_everybody_who_was_here_a_month_ago(
    here: Here,
) -> None:
    newcomer = make_person("new@example.org", name="New", role=None)
    services.appoint(
        newcomer,
        agency=here.police,
        role="practitioner",
        from_on=FIRST - timedelta(days=10),
        by=None,
        at=at(FIRST),
    )

    review = opened()

    assert review.lines.count() == 5
    assert not review.lines.filter(appointment__person=newcomer).exists()
    assert review.due_on == date(2026, 10, 15)
    assert review.lapses_on == date(2026, 10, 29)
    assert services.open_review(on=date(2026, 12, 1), by=None, at=at(FIRST)) is None
    event = Event.objects.get(verb="access.review_opened")
    assert event.detail["appointments"] == 5


def test_a_partnership_with_nobody_long_enough_here_asks_nothing() -> None:
    assert services.open_review(on=date(2024, 4, 10), by=None, at=at(FIRST)) is None
    assert not AccessReview.objects.exists()


def test_a_lead_confirms_one_and_ends_another_and_access_ends_at_once(
    here: Here,
) -> None:
    review = opened()

    told = answer(review, here.lead, idris="kept", petra="ended")

    assert (told.kept, told.ended, told.late) == (1, 1, 0)
    assert here.holds(here.idris, FIRST)
    assert not here.holds(here.petra, FIRST)
    assert here.line(here.petra).answered_by == here.lead
    event = Event.objects.get(verb="access.reviewed")
    assert event.actor_email == "morwenna@example.org"
    assert event.detail == {
        "kept": [str(here.line(here.idris).appointment_id)],
        "ended": [str(here.line(here.petra).appointment_id)],
    }
    assert Event.objects.filter(verb="person.appointment_ended").count() == 1


@pytest.mark.parametrize(
    ("who", "about", "told", "sentence"),
    [
        ("lead", "morwenna", "kept", "Nobody confirms their own access"),
        ("manager", "amar", "kept", "Nobody confirms their own access"),
        ("lead", "ifeoma", "kept", "the people of Saxonshire Police only"),
        ("idris", "petra", "kept", "You do not confirm access"),
        ("chair", "amar", "ended", "last one here who can bring people in"),
    ],
)
def test_who_may_not_answer_is_told_why(
    here: Here, who: str, about: str, told: str, sentence: str
) -> None:
    review = opened()

    with pytest.raises(Refused, match=sentence):
        answer(review, getattr(here, who), **{about: told})

    assert not review.lines.exclude(answer="").exists()
    assert not Event.objects.filter(verb="access.reviewed").exists()


def test_a_lead_confirms_the_manager_of_their_agency_and_cannot_end_them(
    here: Here,
) -> None:
    head = here.somebody("yolanda", "agency_lead", here.council)
    review = opened()

    with pytest.raises(Refused, match="part for the whole partnership"):
        answer(review, head, amar="ended")
    answer(review, head, amar="kept")

    assert here.line(here.manager).answer == "kept"


def test_what_somebody_else_answered_meanwhile_stays(here: Here) -> None:
    review = opened()
    answer(review, here.lead, idris="kept")

    told = answer(review, here.manager, idris="ended", petra="kept")

    assert (told.kept, told.ended, told.late) == (1, 0, 1)
    assert here.line(here.idris).answer == "kept"
    assert here.holds(here.idris, FIRST)


def test_a_review_is_over_when_everybody_is_answered_for(here: Here) -> None:
    review = opened()
    services.end_appointment(here.petra.acting, on=FIRST, by=here.manager, at=at(FIRST))
    answer(review, here.manager, idris="kept", morwenna="kept", ifeoma="kept")
    answer(review, here.chair, amar="kept")

    review.refresh_from_db()
    assert review.closed_at == at(FIRST)
    assert here.line(here.petra).answer == "over"
    assert Event.objects.filter(verb="access.review_closed").count() == 1
    with pytest.raises(Refused, match="over since 1 October 2026"):
        answer(review, here.manager, petra="kept")


# ------------------------------------------------------------------------- the clock


def mails(kind: str) -> set[str]:
    found = OutgoingMail.objects.filter(key__contains=f":{kind}:")
    return {each.partition("@")[0] for each in found.values_list("to", flat=True)}


def test_those_asked_are_told_then_chased_then_listed_and_then_it_lapses(
    here: Here,
) -> None:
    review_access(on=FIRST, at=at(FIRST))
    review_access(on=FIRST, at=at(FIRST))  # a second worker, or one that was killed

    assert mails("asked") == {"morwenna", "amar", "ifeoma"}
    assert OutgoingMail.objects.count() == 3

    review = AccessReview.objects.get()
    answer(review, here.chair, amar="kept")
    answer(review, here.manager, ifeoma="kept", morwenna="kept")
    review_access(on=review.due_on, at=at(review.due_on))
    assert mails("chased") == {"morwenna"}
    assert mails("listed") == set()

    week = review.due_on + timedelta(days=7)
    review_access(on=week, at=at(week))
    assert mails("listed") == {"amar", "ifeoma"}
    assert here.holds(here.idris, week)

    review_access(on=review.lapses_on, at=at(review.lapses_on))

    assert not here.holds(here.idris, review.lapses_on)
    assert not here.holds(here.petra, review.lapses_on)
    assert here.holds(here.lead, review.lapses_on)
    assert mails("lapsed") == {"idris", "petra"}
    assert here.line(here.idris).answer == "lapsed"
    review.refresh_from_db()
    assert review.closed_at is not None
    assert len(Event.objects.get(verb="access.lapsed").detail["ended"]) == 2
    ended = Event.objects.filter(verb="person.appointment_ended")
    assert {each.actor_reference for each in ended} == {"system"}


def test_a_mail_says_how_many_and_never_who(here: Here, settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    review_access(on=FIRST, at=at(FIRST))
    send_waiting(at=at(FIRST), most=10)

    [body] = [str(one.body) for one in mail.outbox if one.to == [here.lead.email]]
    assert "2 people" in body
    assert reverse("access_review") in body
    assert "15 October 2026" in body
    assert not any(name in body for name in ("Idris", "Petra", "practitioner"))


def test_the_last_who_can_bring_people_in_stays_whatever_nobody_confirmed(
    here: Here,
) -> None:
    review = opened()

    services.lapse_review(review, on=review.lapses_on, by=None, at=at(review.lapses_on))

    assert here.holds(here.manager, review.lapses_on)
    assert here.line(here.manager).answer == ""
    assert not here.holds(here.lead, review.lapses_on)


def test_before_its_last_day_nothing_lapses(here: Here) -> None:
    review = opened()
    eve = review.lapses_on - timedelta(days=1)

    assert services.lapse_review(review, on=eve, by=None, at=at(eve)) == []
    assert here.holds(here.idris, eve)


def test_a_demonstration_ends_nobody(here: Here) -> None:
    make_demonstration()
    review = opened()

    assert not services.lapse_review(
        review, on=review.lapses_on, by=None, at=at(review.lapses_on)
    )
    assert here.holds(here.idris, review.lapses_on)
    review.refresh_from_db()
    assert review.closed_at is not None


@pytest.mark.parametrize(
    ("day", "first", "opens"),
    [
        (date(2026, 10, 1), date(2026, 10, 1), True),
        (date(2026, 10, 28), date(2026, 10, 1), True),
        (date(2026, 10, 29), date(2026, 10, 1), False),
        (date(2027, 3, 31), date(2027, 1, 1), False),
        (date(2027, 1, 4), date(2027, 1, 1), True),
    ],
)
def test_quarters_begin_in_april_july_october_and_january(
    day: date, first: date, opens: bool
) -> None:
    assert rules_review.quarter_from(day) == first
    assert rules_review.is_time_to_open(day) is opens


def test_a_worker_that_starts_in_the_middle_of_a_quarter_waits_for_the_next(
    here: Here,
) -> None:
    review_access(on=date(2026, 11, 20), at=at(date(2026, 11, 20)))

    assert not AccessReview.objects.exists()


# ------------------------------------------------------------------------------ pages


def client_of(person: Person) -> Client:
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    return client


def running() -> AccessReview:
    """A review that runs today, by the real clock of the pages."""
    today = timezone.localdate()
    review = services.open_review(on=today, by=None, at=datetime.now(UTC))
    assert review is not None
    return review


def test_a_lead_answers_on_one_page(here: Here) -> None:
    running()
    client = client_of(here.lead)
    page = client.get(reverse("access_review")).content.decode()
    assert "3 of 3 wait for an answer" in page
    assert "Idris" in page
    assert "Ifeoma" not in page  # the council's people are not theirs to answer for
    assert "Nobody confirms their own access" in page

    sent = {
        f"line-{here.line(here.idris).pk}": "kept",
        f"line-{here.line(here.petra).pk}": "ended",
    }
    after = client.post(reverse("access_review"), sent, follow=True).content.decode()

    assert "1 confirmed and 1 ended: they give no access any more." in after
    assert "1 of 3 waits for an answer" in after
    assert not here.holds(here.petra, timezone.localdate())


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [({}, "Nothing was answered"), ({"x": "lapsed"}, "Choose keep or end for Idris")],
)
def test_an_answer_that_says_nothing_is_said_so(
    here: Here, sent: dict[str, str], sentence: str
) -> None:
    running()
    named = {f"line-{here.line(here.idris).pk}": told for told in sent.values()}

    answered = client_of(here.lead).post(reverse("access_review"), named)

    assert sentence in answered.content.decode()
    assert not ReviewedAppointment.objects.exclude(answer="").exists()


def test_a_line_of_another_agency_cannot_be_answered_by_its_number(here: Here) -> None:
    running()
    stolen = {f"line-{here.line(here.chair).pk}": "ended"}

    client_of(here.lead).post(reverse("access_review"), stolen)

    assert here.line(here.chair).answer == ""
    assert here.holds(here.chair, timezone.localdate())


def test_the_manager_sees_every_agency_those_that_fall_to_them_first(
    here: Here,
) -> None:
    running()
    page = review_page(here.manager, on=timezone.localdate())

    assert [str(part.agency) for part in page.mine] == [
        "Saxonbridge City Council",
        "Saxonshire Police",  # its lead cannot confirm themselves
    ]
    asked = [[one.person.name for one in part.questions] for part in page.mine]
    assert asked == [["Ifeoma"], ["Morwenna"]]
    assert [part.asked for part in page.others] == ["Ifeoma", "Morwenna"]
    assert page.others[0].questions[0].refusal is not None  # about oneself
    assert questions_for(here.manager, on=timezone.localdate())[1] == 2
    assert questions_for(here.chair, on=timezone.localdate())[1] == 1
    assert questions_for(here.idris, on=timezone.localdate()) == (None, 0)


def test_the_desk_says_that_answers_are_wanted(here: Here) -> None:
    running()

    desk = client_of(here.lead).get(reverse("desk")).content.decode()

    assert "Say whether 2 people still need access" in desk


def test_information_governance_looks_and_answers_nothing(here: Here) -> None:
    running()
    data = here.somebody("hal", "governance", here.council)
    client = client_of(data)

    page = client.get(reverse("access_review")).content.decode()

    assert "Petra" in page
    assert 'type="radio"' not in page
    assert client.post(reverse("access_review"), {}).status_code == 403


def test_without_a_review_the_page_says_when_the_next_one_comes(here: Here) -> None:
    page = client_of(here.lead).get(reverse("access_review")).content.decode()

    assert "No review runs now" in page
    assert "January, April, July and October" in page


def test_the_page_asks_the_database_as_often_for_fifty_people_as_for_five(
    here: Here,
) -> None:
    client = client_of(here.manager)

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert client.get(reverse("access_review")).status_code == 200
        return len(asked)

    running()
    few = queries()
    for number in range(20):
        person = here.somebody(f"p{number}", "practitioner", here.police)
        ReviewedAppointment.objects.create(
            review=AccessReview.objects.get(), appointment=person.acting
        )

    assert queries() <= few <= 14


# -------------------------------------------------------------------- never true wrongly


def test_the_database_keeps_an_answer_whole(here: Here) -> None:
    review = opened()
    lines = ReviewedAppointment.objects.filter(review=review)
    for wrong in (
        {"answer": "kept"},
        {"answered_by": here.lead},
        {"answer": "lapsed", "answered_by": here.lead, "answered_at": at(FIRST)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            lines.update(**wrong)
    line = lines.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewedAppointment.objects.create(review=review, appointment=line.appointment)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessReview.objects.update(lapses_on=review.due_on)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessReview.objects.update(closed_at=review.opened_at - timedelta(1))


def test_the_file_of_roles_says_for_whom(here: Here) -> None:
    roles = policy().roles
    reach = {key: role.certifies_for for key, role in roles.items()}

    assert {key for key in roles if rules_review.ANSWERS in roles[key].may} == {
        "chair",
        "agency_lead",
        "manager",
        "agency_admin",
        "sysadmin",
    }
    assert reach["agency_lead"] == "their own agency"
    assert reach["manager"] == "any agency"
