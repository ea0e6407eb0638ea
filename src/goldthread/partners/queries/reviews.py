"""The review of access: who is asked about whom, what waits, what became of the last ones."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.db.models import Count, Q, QuerySet

from goldthread.partners import rules_review
from goldthread.partners.models import (
    AccessReview,
    Agency,
    Appointment,
    Installation,
    Person,
    ReviewedAppointment,
)
from goldthread.partners.policy import OWN_AGENCY, policy
from goldthread.web.kit import Status

Answer = ReviewedAppointment.Answer
_MARKS = {
    Answer.KEPT: Status(str(Answer.KEPT.label), "done"),
    Answer.ENDED: Status(str(Answer.ENDED.label), "quiet"),
    Answer.LAPSED: Status(str(Answer.LAPSED.label), "concern"),
    Answer.OVER: Status(str(Answer.OVER.label), "quiet"),
}
_KEPT_BACK = 8  # two years of reviews are shown


@dataclass(frozen=True, slots=True)
class Question:
    """One appointment on the page: who, as what, and what may be answered."""

    key: int
    person: Person
    words: str
    since: date | None
    until: date | None
    seen: datetime | None  # when they last signed in
    answer: Status | None  # None while nobody answered
    answered_by: str
    refusal: str | None  # why the reader may not answer
    no_end: str | None  # why the reader may confirm and not end

    @property
    def name(self) -> str:
        """What its answer is called in the form."""
        return f"line-{self.key}"

    @property
    def is_asked(self) -> bool:
        """Whether it waits for the reader."""
        return self.answer is None and self.refusal is None


@dataclass(frozen=True, slots=True)
class AgencyPart:
    """The people of one agency."""

    agency: Agency
    questions: tuple[Question, ...]
    asked: str  # who answers for them

    @property
    def waiting(self) -> int:
        return sum(one.answer is None for one in self.questions)


@dataclass(frozen=True, slots=True)
class Past:
    """A review that is over, in figures."""

    words: str
    closed_at: datetime | None  # never None: the query asks for those that are closed
    kept: int
    ended: int
    lapsed: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """What the page of the review shows one reader."""

    review: AccessReview | None
    words: str
    mine: tuple[AgencyPart, ...]  # the reader is the one who is asked
    others: tuple[AgencyPart, ...]
    waiting: int
    all: int
    is_late: bool
    lapses: bool  # not in a demonstration
    past: tuple[Past, ...]

    @property
    def may_answer_for_others(self) -> bool:
        """Whether the reader may answer where others are asked."""
        return any(one.is_asked for part in self.others for one in part.questions)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Everything that the reader may answer now."""
        parts = (*self.mine, *self.others)
        return tuple(one for part in parts for one in part.questions if one.is_asked)


def review_page(by: Person, *, on: date) -> ReviewPage:
    """The review that runs, as far as `by` may see it, and those before it."""
    review = AccessReview.objects.open().order_by("-quarter_from").first()
    mine, others = _parts(review, by, on) if review else ((), ())
    return ReviewPage(
        review=review,
        words=rules_review.words_of_quarter(review.quarter_from) if review else "",
        mine=mine,
        others=others,
        waiting=sum(part.waiting for part in (*mine, *others)),
        all=sum(len(part.questions) for part in (*mine, *others)),
        is_late=bool(review and review.due_on <= on),
        lapses=not Installation.objects.filter(is_demonstration=True).exists(),
        past=_past(),
    )


def questions_for(by: Person, *, on: date) -> tuple[AccessReview | None, int]:
    """The review that runs and how many people it asks `by` about; cheap when none runs."""
    if rules_review.reviews_for(by, policy()) is None:
        return None, 0
    review = AccessReview.objects.open().order_by("-quarter_from").first()
    if review is None:
        return None, 0
    return review, _asked_of(review, on=on).get(by.pk, 0)


def _asked_of(review: AccessReview, *, on: date) -> dict[int, int]:
    """How many people each reviewer is asked about."""
    waiting, reviewers = list(_lines(review, on).filter(answer="")), _reviewers(on)
    asked: dict[int, int] = defaultdict(int)
    for line in waiting:
        for person in _who_answers(line.appointment, reviewers):
            asked[person.pk] += 1
    return asked


def _lines(
    review: AccessReview, on: date
) -> QuerySet[ReviewedAppointment, ReviewedAppointment]:
    """What is asked about and still runs, or was answered here."""
    running = Q(
        appointment__in=Appointment.objects.on(on), appointment__person__is_active=True
    )
    found: QuerySet[ReviewedAppointment, ReviewedAppointment] = (
        ReviewedAppointment.objects.filter(review=review)
        .filter(running | ~Q(answer=""))
        .select_related("appointment__person", "appointment__agency", "answered_by")
        .order_by(
            "appointment__agency__name",
            "appointment__agency",
            "appointment__person__name",
            "pk",
        )
    )
    return found


def _reviewers(on: date) -> list[Appointment]:
    """Everybody who may answer for somebody, by their appointment."""
    roles = [role.key for role in policy().who_may(rules_review.ANSWERS)]
    held = Appointment.objects.on(on).filter(role__in=roles, person__is_active=True)
    return list(held.select_related("person", "agency").order_by("pk"))


def _who_answers(about: Appointment, reviewers: Iterable[Appointment]) -> list[Person]:
    """Who is asked: those of the agency itself; where there is nobody, the manager;
    about the manager, the chair; never whoever it is about."""
    others = [one for one in reviewers if one.person_id != about.person_id]
    own = [
        one.person
        for one in others
        if one.agency_id == about.agency_id and _reach(one) == OWN_AGENCY
    ]
    if own:
        return _once(own)
    for role in ("manager", "chair", "sysadmin"):
        if found := [one.person for one in others if one.role == role]:
            return _once(found)
    return _once([one.person for one in others if _reach(one) != OWN_AGENCY])


def _once(people: Iterable[Person]) -> list[Person]:
    return list({one.pk: one for one in people}.values())


def _reach(one: Appointment) -> str:
    return policy().roles[one.role].certifies_for


def _parts(
    review: AccessReview, by: Person, on: date
) -> tuple[tuple[AgencyPart, ...], tuple[AgencyPart, ...]]:
    """Agency by agency: what the reader is asked about, and what others are."""
    role, found = by.acting.role if by.acting else "", policy()
    own = found.may(role, rules_review.ANSWERS) and (
        found.roles[role].certifies_for == OWN_AGENCY
    )
    lines, reviewers = _lines(review, on), _reviewers(on)
    if own and by.acting:
        lines = lines.filter(appointment__agency=by.acting.agency)
    mine: list[AgencyPart] = []
    others: list[AgencyPart] = []
    for agency, some in groupby(lines, key=lambda line: line.appointment.agency):
        asked = [
            (line, [] if line.answer else _who_answers(line.appointment, reviewers))
            for line in some
        ]
        for parts, held in (
            (mine, [pair for pair in asked if by in pair[1]]),
            (others, [pair for pair in asked if by not in pair[1]]),
        ):
            if held:
                parts.append(_part(agency, held, by))
    return tuple(mine), tuple(others)


def _part(
    agency: Agency,
    asked: list[tuple[ReviewedAppointment, list[Person]]],
    by: Person,
) -> AgencyPart:
    people = _once(person for _, persons in asked for person in persons)
    return AgencyPart(
        agency=agency,
        questions=tuple(_question(line, by) for line, _ in asked),
        asked=", ".join(sorted(person.name for person in people)),
    )


def _question(line: ReviewedAppointment, by: Person) -> Question:
    held, found = line.appointment, policy()
    answer = Answer(line.answer) if line.answer else None
    return Question(
        key=line.pk,
        person=held.person,
        words=_words(held.title, found.words(held.role)),
        since=held.from_on,
        until=held.until_on,
        seen=held.person.last_login,
        answer=_MARKS[answer] if answer else None,
        answered_by=str(line.answered_by or ""),
        refusal=rules_review.refusal_to_answer(held, by=by, found=found),
        no_end=rules_review.refusal_to_end_here(held, by=by, found=found),
    )


def _words(title: str, role: str) -> str:
    """What somebody is called and what they may do, once where both say the same."""
    if not title or title.casefold() == role.casefold():
        return role
    return f"{title}, {role.lower()}"


def _past() -> tuple[Past, ...]:
    def count(answer: str) -> Count:
        return Count("lines", filter=Q(lines__answer=answer))

    rows = (
        AccessReview.objects.filter(closed_at__isnull=False)
        .annotate(
            kept=count("kept"),
            ended=count("ended"),
            lapsed=count("lapsed"),
            unanswered=count(""),
        )
        .order_by("-quarter_from")
        .values_list(
            "quarter_from", "closed_at", "kept", "ended", "lapsed", "unanswered"
        )[:_KEPT_BACK]
    )
    return tuple(Past(rules_review.words_of_quarter(row[0]), *row[1:]) for row in rows)


# ------------------------------------------------------------------ whom to tell


@dataclass(frozen=True, slots=True)
class Notice:
    """A word that is due about the review: to whom, which, about how many."""

    person: Person
    kind: str  # "asked", "chased", "listed"
    count: int


def notices(review: AccessReview, *, on: date) -> tuple[Notice, ...]:
    """Who hears of this review on this day: those who are asked; from the due day the
    same people again; a week later whoever chairs and manages."""
    asked, reviewers = _asked_of(review, on=on), _reviewers(on)
    people = {one.person_id: one.person for one in reviewers}
    kind = "asked" if on < review.due_on else "chased"
    told = [Notice(people[key], kind, n) for key, n in sorted(asked.items())]
    if on >= review.due_on + rules_review.LISTED_AFTER:
        waiting = _lines(review, on).filter(answer="").count()
        listed = _once(
            one.person for one in reviewers if one.role in ("chair", "manager")
        )
        told += [Notice(one, "listed", waiting) for one in listed if waiting]
    return tuple(told)
