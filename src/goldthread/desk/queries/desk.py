"""The first page after sign-in: what needs me, before what there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.urls import reverse

from goldthread.delivery.models import Action, Change, Update
from goldthread.delivery.queries.lines import ActionLine, line_of
from goldthread.delivery.queries.own import (
    actions_of,
    plan_settings,
    silent_actions,
)
from goldthread.desk.models import OutgoingMail, SavedView
from goldthread.notes.queries import mentions_for
from goldthread.partners.models import Holding, Person
from goldthread.partners.policy import policy
from goldthread.strategy.models import Approval, Section, Strategy

AHEAD = timedelta(days=14)
MOST = 8  # of each kind; the list behind it shows all
LOOK_BACK = timedelta(days=30)  # for somebody's very first visit


@dataclass(frozen=True, slots=True)
class Pile:
    """One kind of thing that waits: its words, its lines, how many there are in all."""

    title: str
    lines: tuple[ActionLine, ...]
    total: int
    href: str


@dataclass(frozen=True, slots=True)
class Errand:
    """Something else that waits for this person: what, where, since when."""

    words: str
    href: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class News:
    """What somebody else did since the last visit to what is mine."""

    words: str
    href: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Everything on the desk of one person."""

    overdue: Pile
    due: Pile
    silent: Pile
    waiting: tuple[Errand, ...]  # for others
    errands: tuple[Errand, ...]
    news: tuple[News, ...]
    since: datetime | None
    views: tuple[SavedView, ...]

    @property
    def is_clear(self) -> bool:
        """Whether nothing at all is due from this person."""
        return not (
            self.overdue.total or self.due.total or self.silent.total or self.errands
        )


def desk_page(
    person: Person, *, on: date, at: datetime, since: datetime | None
) -> DeskPage:
    """The desk of a person who last looked at `since`."""
    held = list(actions_of(person)[:2000])
    kept = plan_settings()
    lines = [(one, line_of(one, on=on, settings=kept)) for one in held]
    mine = f"{reverse('plan')}?owner={person.pk}"
    overdue = [line for one, line in lines if one.due_on and one.due_on < on]
    due = [line for one, line in lines if one.due_on and on <= one.due_on < on + AHEAD]
    taken = {line.key for line in (*overdue, *due)}
    silent = [
        line
        for _, line in lines
        if line.silent_days and line.warnings and line.key not in taken
    ]
    return DeskPage(
        overdue=_pile("Overdue", overdue, f"{mine}&due=overdue"),
        due=_pile("Due in the next two weeks", due, mine),
        silent=_pile("Without a word from you for a while", silent, mine),
        waiting=tuple(_waiting(person)),
        errands=tuple(_errands(person, on=on, at=at, since=since)),
        news=_news(person, since=since or at - LOOK_BACK),
        since=since,
        views=views_for(person),
    )


def _pile(title: str, lines: Sequence[ActionLine], href: str) -> Pile:
    return Pile(title, tuple(lines[:MOST]), len(lines), href)


def _waiting(person: Person) -> list[Errand]:
    """What I cannot go on with before others have done something."""
    held_up = (
        Action.objects.open()
        .filter(holds_up__owner=person, holds_up__status__in=Action.OPEN)
        .exclude(owner=person)
        .select_related("lead_agency", "owner")
        .order_by("due_on", "pk")
        .distinct()[:MOST]
    )
    return [
        Errand(
            one.title,
            reverse("action", args=[one.reference]),
            f"{one.reference}, with {one.owner or one.lead_agency or one.community_owner}",
        )
        for one in held_up
    ]


def _errands(
    person: Person, *, on: date, at: datetime, since: datetime | None
) -> list[Errand]:
    found = [
        *_mentions(person, since or at - LOOK_BACK),
        *_sections(person),
        *_approvals(person, on),
    ]
    role = person.acting.role if person.acting else ""
    if policy().may(role, "run the plan"):
        found += _running(on)
    return found


def _mentions(person: Person, since: datetime) -> list[Errand]:
    return [
        Errand(
            f"{told.by} called you",
            _place(told.about.kind, told.about.reference),
            f"{told.at:%d %B}".lstrip("0"),
        )
        for told in mentions_for(person, since=since)[:MOST]
        if _place(told.about.kind, told.about.reference)
    ]


def _place(kind: str, reference: str) -> str:
    return reverse("action", args=[reference]) if kind == "delivery.action" else ""


def _sections(person: Person) -> list[Errand]:
    owed = (
        Section.objects.filter(
            author=person, is_finished=False, strategy__state__in=Strategy.OPEN
        )
        .select_related("strategy")
        .order_by("strategy_id", "number")
    )
    return [
        Errand(f"Write “{one.title}”", _strategy(one.strategy), str(one.strategy))
        for one in owed[:MOST]
    ]


def _approvals(person: Person, on: date) -> list[Errand]:
    """Decisions that a board owes, for whoever chairs it."""
    chaired = (
        Holding.objects.on(on)
        .filter(person=person, seat__kind="chair")
        .values("seat__body")
    )
    owed = (
        Approval.objects.filter(
            Q(body__in=chaired), decision="", strategy__state=Strategy.State.PROPOSED
        )
        .select_related("strategy", "body", "workstream")
        .order_by("pk")
    )
    return [
        Errand(
            f"{one.body} has not decided on “{one.workstream or one.strategy}”",
            _strategy(one.strategy),
        )
        for one in owed[:MOST]
    ]


def _strategy(strategy: Strategy) -> str:
    return reverse("strategy", args=[strategy.key])


def _running(on: date) -> list[Errand]:
    """What the one who runs the plan looks at: who is silent, which mail came back."""
    silent = len(silent_actions(on=on))
    back = OutgoingMail.objects.filter(state__in=["bounced", "failed"]).count()
    found = []
    if silent:
        words = "action is" if silent == 1 else "actions are"
        found.append(
            Errand(f"{silent} {words} without a word", reverse("silent_actions"))
        )
    if back:
        words = "mail did" if back == 1 else "mails did"
        found.append(Errand(f"{back} {words} not arrive", reverse("mail")))
    return found


def _news(person: Person, *, since: datetime) -> tuple[News, ...]:
    """What others did to my actions since I last looked."""
    mine = Action.objects.standing().filter(
        Q(owner=person) | Q(workstream__lead=person)
    )
    changes = (
        Change.objects.filter(action__in=mine, at__gt=since)
        .exclude(by=person)
        .select_related("action", "by")
        .order_by("-at", "-pk")[:MOST]
    )
    updates = (
        Update.objects.filter(action__in=mine, at__gt=since)
        .exclude(by=person)
        .select_related("action", "by")
        .order_by("-at", "-pk")[:MOST]
    )
    found = [
        *(
            _told(one, f"{one.action.reference}: {one.field.replace('_', ' ')} changed")
            for one in changes
        ),
        *(
            _told(one, f"{one.action.reference}: {one.get_status_display().lower()}")
            for one in updates
        ),
    ]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:MOST])


def _told(one: "Change | Update", words: str) -> News:
    href = reverse("action", args=[one.action.reference])
    return News(words, href, one.by.name if one.by else "Goldthread", one.at)


def views_for(person: Person) -> tuple[SavedView, ...]:
    """One's own lists, then those that others share."""
    found = SavedView.objects.filter(Q(owner=person) | Q(is_shared=True))
    return tuple(
        sorted(
            found.select_related("owner"),
            key=lambda view: (view.owner_id != person.pk, view.name.casefold()),
        )
    )
