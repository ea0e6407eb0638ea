"""The word to whoever must say, each quarter, who still needs access."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from goldthread.desk.services.mail import queue_mail
from goldthread.partners.models import AccessReview, Person, ReviewedAppointment
from goldthread.partners.queries.reviews import Notice, notices
from goldthread.partners.rules_review import is_time_to_open
from goldthread.partners.services import lapse_review, open_review

SUBJECTS = {
    "asked": "Who still needs access?",
    "chased": "Your answer about access is late",
    "listed": "Access that nobody has confirmed",
    "lapsed": "Your access has ended",
}


@transaction.atomic
def review_access(*, on: date, at: datetime) -> int:
    """Open the quarter's review, ask, chase, list, let lapse; how many mails.

    Each word is said once to a person, whatever the clock or a restart does.
    """
    if is_time_to_open(on):
        open_review(on=on, by=None, at=at)
    mails = 0
    for review in AccessReview.objects.open().order_by("quarter_from"):
        for lapsed in lapse_review(review, on=on, by=None, at=at):
            mails += _tell_of_lapse(review, lapsed, at=at)
        review.refresh_from_db()
        if review.closed_at is None:
            mails += sum(_tell(review, one, at=at) for one in notices(review, on=on))
    return mails


def _tell(review: AccessReview, notice: Notice, *, at: datetime) -> bool:
    people = f"{notice.count} {'person' if notice.count == 1 else 'people'}"
    due, last = _day(review.due_on), _day(review.lapses_on)
    words = {
        "asked": f"Every quarter somebody says who still needs access here. You are asked\nabout {people}. Please answer by {due}; it takes two minutes:",
        "chased": f"Your answer about the access of {people} was due on {due}.\nWhat nobody confirms by {last} ends by itself:",
        "listed": f"Nobody has confirmed the access of {people} yet, though the answer was\ndue on {due}. You may answer for them. What nobody confirms by {last}\nends by itself:",
    }
    return _queue(review, notice.person, notice.kind, words[notice.kind], at=at)


def _tell_of_lapse(
    review: AccessReview, lapsed: ReviewedAppointment, *, at: datetime
) -> bool:
    words = "Nobody confirmed this quarter that you still need what you held here, so it has\nended. If you do need it, ask whoever answers for your agency to invite you again:"
    person = lapsed.appointment.person
    return _queue(review, person, "lapsed", words, at=at, page="account", of=lapsed.pk)


def _queue(
    review: AccessReview,
    person: Person,
    kind: str,
    words: str,
    *,
    at: datetime,
    page: str = "access_review",
    of: int = 0,
) -> bool:
    address = f"{settings.ADDRESS}{reverse(page)}"
    mail = queue_mail(
        person,
        key=f"access:{review.pk}:{kind}:{of or person.pk}",
        kind="access",
        subject=SUBJECTS[kind],
        body=f"Hello {person.name},\n\n{words}\n\n{address}\n",
        by=None,
        at=at,
    )
    return mail is not None


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
