"""The first page after sign-in: what needs me, before what there is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q
from django.urls import reverse

from goldthread.delivery.models import Action, Change, Update
from goldthread.delivery.queries.lines import ActionLine, lines_by_key
from goldthread.delivery.queries.own import plan_settings
from goldthread.delivery.queries.remembered import Memory
from goldthread.delivery.silence import silent_if_before
from goldthread.delivery.words import label
from goldthread.desk.models import OutgoingMail
from goldthread.desk.queries.kept import KeptList, lists_for
from goldthread.desk.queries.kinds import places_for
from goldthread.desk.queries.silences import came_up_to
from goldthread.governance.queries.board import due_at_the_desk
from goldthread.governance.rules import reader_of
from goldthread.notes.queries import mentions_for
from goldthread.partners.models import Holding, Person
from goldthread.partners.policy import policy
from goldthread.partners.queries.reviews import questions_for
from goldthread.performance.queries.due import due_of, waiting_for
from goldthread.strategy.models import Approval, Section, Strategy, Workstream
from goldthread.thread.broken import count
from goldthread.thread.nouns import reader_in
from goldthread.web.kit import Link

AHEAD = timedelta(days=14)
MOST = 8  # of each kind; the list behind it shows all
LOOK_BACK = timedelta(days=30)  # for somebody's very first visit
MINDS_THE_THREAD = ("manager", "chair", "board")
PILES = {  # its title, and how the plan's list is asked for all of it
    "overdue": ("Overdue", "needs=overdue"),
    "due": ("Due in the next two weeks", "due=month&sort=due"),
    "silent": ("Without a word from you for a while", "needs=silent"),
}


@dataclass(frozen=True, slots=True)
class Pile:
    """One kind of thing that waits: its words, its lines, how many there are in all."""

    name: str
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

    piles: tuple[Pile, ...]  # those that hold something
    owned: int
    waiting: tuple[Errand, ...]  # for others
    errands: tuple[Errand, ...]
    news: tuple[News, ...]
    since: datetime | None
    lists: tuple[KeptList, ...]
    first_steps: tuple[Link, ...]  # for whoever owns nothing yet

    @property
    def is_clear(self) -> bool:
        """Whether nothing at all is due from this person."""
        return not self.piles and not self.errands

    @property
    def due(self) -> int:
        """How many things wait for this person."""
        return sum(pile.total for pile in self.piles) + len(self.errands)


def desk_page(
    person: Person, *, on: date, at: datetime, since: datetime | None
) -> DeskPage:
    """The desk of a person who last looked at `since`."""
    piles, owned = _piles(person, on)
    return DeskPage(
        piles=piles,
        owned=owned,
        waiting=tuple(_waiting(person)),
        errands=tuple(_errands(person, on=on, at=at, since=since)),
        news=_news(person, since=since or at - LOOK_BACK),
        since=since,
        lists=lists_for(person),
        first_steps=() if owned else _first_steps(person),
    )


def _piles(person: Person, on: date) -> tuple[tuple[Pile, ...], int]:
    """What is due, each action in one pile only, and how many somebody owns.

    Three columns of all of them, then the lines of the few that are shown.
    """
    settings = plan_settings()
    silent_before = silent_if_before(on, settings.owner_days)
    own = (
        Action.objects.open()
        .of_person(person)
        .order_by(F("due_on").asc(nulls_last=True), "pk")
        .values_list("pk", "due_on", "heard_on")
    )
    keys: dict[str, list[int]] = {"overdue": [], "due": [], "silent": [], "fine": []}
    for key, due_on, heard_on in own:
        if due_on and due_on < on + AHEAD:
            keys["overdue" if due_on < on else "due"].append(key)
        else:
            keys["silent" if heard_on < silent_before else "fine"].append(key)
    shown = [key for name in PILES for key in keys[name][:MOST]]
    lines = {line.key: line for line in lines_by_key(shown, on=on, settings=settings)}
    piles = tuple(
        Pile(
            name,
            title,
            tuple(lines[key] for key in keys[name][:MOST] if key in lines),
            len(keys[name]),
            f"{reverse('plan')}?owner={person.pk}&{asked}",
        )
        for name, (title, asked) in PILES.items()
        if keys[name]
    )
    return piles, sum(map(len, keys.values()))


# What somebody who owns nothing yet would do next, by what their role lets them do.
STEPS: tuple[tuple[str, str, str], ...] = (
    ("propose actions", "Put an action into the plan", "add_action"),
    ("steer the strategy", "See what the strategy still needs", "strategies"),
    ("change the partnership", "See who belongs and who is missing", "partnership"),
    ("load data", "Hand in files", "data"),
    ("make assessments", "Make or read an assessment", "assessments"),
    ("read the record", "Read the record of who did what", "record"),
    ("read the plan", "See what is being done", "plan"),
    ("read the partnership", "See who belongs to the partnership", "partnership"),
    ("own account", "See what you may do here", "account"),
)


# Where nobody has begun a strategy, that comes first, and what needs one is not offered.
BEGIN = ("steer the strategy", "Begin the strategy", "start_strategy")
NEED_A_STRATEGY = frozenset({"add_action", "strategies", "plan"})


def _first_steps(person: Person) -> tuple[Link, ...]:
    role = person.acting.role if person.acting else ""
    gates = policy().gates
    told: dict[str, Link] = {}
    begun = Strategy.objects.exists()
    for act, words, page in STEPS if begun else (BEGIN, *STEPS):
        if page in NEED_A_STRATEGY and not begun:
            continue
        if page in gates and policy().may(role, act):
            told.setdefault(page, Link(words, reverse(page)))
    return tuple(told.values())[:4]


def _waiting(person: Person) -> list[Errand]:
    """What I cannot go on with before others have done something."""
    held_up = (
        Action.objects.open()
        .filter(holds_up__owner=person, holds_up__status__in=Action.OPEN)
        .exclude(owner=person)
        .select_related("lead_agency", "owner")
        .only(
            "reference",
            "title",
            "due_on",
            "community_owner",
            "lead_agency__name",
            "lead_agency__short_name",
            "owner__name",
        )
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
    role, may = person.acting.role if person.acting else "", policy().may
    found = _mentions(person, on, since or at - LOOK_BACK)
    if may(role, "write the strategy") or may(role, "sign the foreword"):
        found += _sections(person)
    if may(role, "approve for a board"):
        found += _approvals(person, on)
    if role in MINDS_THE_THREAD:
        found += _broken(role, person, on)
    if may(role, "key readings"):
        found += _figures(person, on)
    if may(role, "run the plan"):
        found += _running(on)
    elif silent := came_up_to(person, on=on):
        words = f"{silent} action{'' if silent == 1 else 's'} went silent and came up to you"
        found.append(Errand(words, reverse("silent_actions")))
    if may(role, "read the board"):
        found += _of_the_board(person, on)
    return found + _access(person, on)


def _figures(person: Person, on: date) -> list[Errand]:
    """Figures that one's agency owes by today, and words that wait for one's approval."""
    found = []
    late = [each for each in due_of(person, on=on) if each.days_late > 0]
    if late:
        words = "figure that is" if len(late) == 1 else "figures that are"
        note = f"the oldest since {late[0].days_late} days"
        found.append(
            Errand(f"Enter {len(late)} {words} late", reverse("key_return"), note)
        )
    found += [
        Errand(f"Approve what is said on {each}", reverse("measure", args=[each.code]))
        for each in waiting_for(person)[:MOST]
    ]
    return found


def _access(person: Person, on: date) -> list[Errand]:
    """Whose access this person is asked to confirm this quarter."""
    review, asked = questions_for(person, on=on)
    if review is None or not asked:
        return []
    due = f"{review.due_on.day} {review.due_on:%B %Y}"
    words = f"Say whether {asked} {'person still needs' if asked == 1 else 'people still need'} access"
    return [Errand(words, reverse("access_review"), f"by {due}")]


def _broken(role: str, person: Person, on: date) -> list[Errand]:
    """Where the thread is broken: for who steers the partnership and who answers for it."""
    total = count(reader_in(role, person), on=on)
    if not total:
        return []
    words = "place where the thread is" if total == 1 else "places where the thread is"
    note = "A reason, an owner, an effect or an agreement is missing"
    return [Errand(f"{total} {words} broken", reverse("broken_threads"), note)]


def _of_the_board(person: Person, on: date) -> list[Errand]:
    """Overdue reviews and asks, decisions due, and what a board waits for (G11)."""
    needs = due_at_the_desk(reader_of(person), on=on)
    return [Errand(need.words, need.href, need.note) for need in needs]


def _mentions(person: Person, on: date, since: datetime) -> list[Errand]:
    """Where somebody called this person by name, as far as they may see it."""
    told = mentions_for(person, since=since)
    seen = places_for(person, on=on) if told else []
    places = {each.kind.about: each for each in seen}
    named = {
        kind: places[kind].named(
            each.about.reference for each in told if each.about.kind == kind
        )
        for kind in {each.about.kind for each in told} & places.keys() - {""}
    }
    found = []
    for each in told:
        hit = named.get(each.about.kind, {}).get(each.about.reference)
        if hit is not None:
            talk = places[each.about.kind].talk(hit, each.about.reference)
            found.append(
                Errand(
                    f"{each.by} called you on “{hit.words}”",
                    f"{talk}#comment-{each.comment}",
                    f"{hit.kind}, {each.at.day} {each.at:%B}",
                )
            )
    return found[:MOST]


def _sections(person: Person) -> list[Errand]:
    owed = (
        Section.objects.filter(
            author=person, is_finished=False, strategy__state__in=Strategy.OPEN
        )
        .select_related("strategy")
        .only("title", "key", "strategy__key", "strategy__title")
        .order_by("strategy_id", "number")
    )
    return [
        Errand(
            f"Write “{one.title}”",
            reverse("strategy_section", args=[one.strategy.key, one.key]),
            str(one.strategy),
        )
        for one in owed[:MOST]
    ]


def _approvals(person: Person, on: date) -> list[Errand]:
    """Decisions that a board owes, for whoever chairs it."""
    seats = Holding.objects.on(on).filter(person=person, seat__kind="chair")
    chaired = list(seats.values_list("seat__body", flat=True))
    if not chaired:  # most people, and what follows joins four tables
        return []
    owed = (
        Approval.objects.filter(
            Q(body__in=chaired), decision="", strategy__state=Strategy.State.PROPOSED
        )
        .select_related("strategy", "body", "workstream")
        .only(
            "strategy__key",
            "strategy__title",
            "body__name",
            "body__short_name",
            "workstream__title",
        )
        .order_by("pk")
    )
    return [
        Errand(
            f"{one.body} has not decided on “{one.workstream or one.strategy}”",
            reverse("strategy_approvals", args=[one.strategy.key]),
        )
        for one in owed[:MOST]
    ]


def _running(on: date) -> list[Errand]:
    """What the one who runs the plan looks at: who is silent, who left something behind,
    which mail came back."""
    quiet_day = silent_if_before(on, plan_settings().owner_days)
    silent = Memory().of(
        f"silent:{quiet_day}", lambda: Action.objects.silent_since(quiet_day).count()
    )
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
    return [*found, *_left_behind()]


def _left_behind() -> list[Errand]:
    """People who left, and whose open actions nobody took over."""
    left = list(Person.objects.filter(is_active=False).values_list("pk", flat=True))
    if not left:  # else the whole plan would be read to find that out
        return []
    gone = (
        Action.objects.open()
        .filter(owner__in=left)
        .values("owner", "owner__name")
        .annotate(count=Count("pk"))
        .order_by("owner__name", "owner")[:MOST]
    )
    return [
        Errand(
            f"{one['owner__name']} left {one['count']} action{'' if one['count'] == 1 else 's'} behind",
            reverse("hand_over", args=[one["owner"]]),
        )
        for one in gone
    ]


def _news(person: Person, *, since: datetime) -> tuple[News, ...]:
    """What others did to my actions, and to those of my workstreams, since I looked."""
    standing = Action.objects.standing()
    led = list(Workstream.objects.filter(lead=person).values_list("pk", flat=True))
    # Two short lists of keys: asked as one condition, SQLite reads the whole plan (25 ms).
    mine = set(standing.filter(owner=person).values_list("pk", flat=True))
    if led:
        mine.update(standing.filter(workstream__in=led).values_list("pk", flat=True))
    words = {"field": "“{}” changed", "status": "{}"}
    found = []
    for model, column in ((Change, "field"), (Update, "status")) if mine else ():
        rows = (
            model.objects.filter(action__in=mine, at__gt=since)
            .exclude(by=person)
            .order_by("-at", "-pk")
            .values_list("action__reference", column, "by__name", "at")[:MOST]
        )
        found += [_told(*row, words=words[column]) for row in rows]
    return tuple(sorted(found, key=lambda one: one.at, reverse=True)[:MOST])


def _told(
    reference: str, what: str, by: str | None, at: datetime, *, words: str
) -> News:
    status = dict(Action.Status.choices).get(what)
    said = words.format(str(status).lower() if status else label(what))
    href = reverse("action", args=[reference])
    return News(f"{reference}: {said}", href, by or "Goldthread", at)
