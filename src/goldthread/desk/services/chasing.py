"""Who is told that an action has gone silent, and the weekly word to everybody else."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse

from goldthread.core.uk_time import local_day, start_of_day
from goldthread.delivery.models import Action, Chase
from goldthread.delivery.queries.own import (
    due_for,
    overdue_for,
    plan_settings,
    silent_actions,
    silent_for,
)
from goldthread.delivery.services import note_asked, note_chase
from goldthread.desk import rules
from goldthread.desk.models import OutgoingMail
from goldthread.desk.queries.links import actions_for, link_address, person_acting
from goldthread.desk.queries.who import chairs, leads_of, owners_of, people_with_actions
from goldthread.desk.services.links import issue_link
from goldthread.desk.services.mail import queue_mail
from goldthread.desk.services.returns import return_address
from goldthread.partners.models import Person
from goldthread.performance.asking import levels_reached
from goldthread.performance.queries.due import Owing, owed_by_all
from goldthread.performance.services import note_figure_chase

AHEAD = timedelta(days=14)
ASKED = ("asked", "owner")  # whoever gives the figures hears of these


@dataclass(slots=True)
class Heard:
    """What one person hears of in one mail: by the level at which they hear of it."""

    actions: dict[str, list[Action]] = field(default_factory=lambda: defaultdict(list))
    figures: dict[str, list[Owing]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True)
class Turn:
    """Something that has come to a level: who hears of it, as what, and its note."""

    people: Sequence[Person]
    note: Callable[[], object]  # nothing where it was noted before
    hear: Callable[[Heard], None]


@transaction.atomic
def chase_silent(*, on: date, at: datetime) -> int:
    """Tell of silence: owners, then leads, then chairs (C41); how many mails.

    One chain for actions without a word and for figures that are owed. Every silence is
    told once at each level, whatever the clock or a restart does; a person gets one
    mail a day, whatever it is about. What finds nobody to tell, or only people who had
    their mail today, is told another day.
    """
    told: dict[Person, Heard] = defaultdict(Heard)
    had_mail = _had_mail(on)
    for turn in chain(_of_actions(on, at), _of_figures(on, at)):
        if not turn.people or had_mail.intersection(one.pk for one in turn.people):
            continue
        if turn.note() is None:
            continue
        for person in turn.people:
            turn.hear(told[person])
    for person, heard in sorted(told.items(), key=lambda pair: pair[0].pk):
        _tell(person, heard, on=on, at=at)
    return len(told)


def _of_actions(on: date, at: datetime) -> Iterator[Turn]:
    """Every silent action at each level that was not told of it."""
    noted = set(Chase.objects.values_list("action", "level", "silent_since"))
    for silent in silent_actions(on=on):
        action, reached = silent.action, Chase.LADDER.index(silent.silence.level)
        for level in Chase.LADDER[: reached + 1]:
            if (action.pk, level, silent.silence.since) in noted:
                continue
            people, hears_as = _who(action, level, on), level
            if not people:  # nobody owns it, or whoever did has left
                people, hears_as = chairs(on=on), Chase.Level.CHAIR
            yield Turn(
                people,
                partial(note_chase, action, level=level, on=on, by=None, at=at),
                partial(_hear_action, action, hears_as),
            )


def _of_figures(on: date, at: datetime) -> Iterator[Turn]:
    """Every agency that owes figures at each level that was not told of it."""
    settings_of_plan = plan_settings()
    for owing in owed_by_all(on=on):
        if not owing.due:
            continue
        noted = {chase.level for chase in owing.chases}
        for level in levels_reached(
            owing.due[0].due_on, on=on, settings=settings_of_plan
        ):
            if level in noted:
                continue
            people = _who_of(owing, level, on)
            hears_as = level if people else "chair"
            yield Turn(
                people or chairs(on=on),
                partial(
                    note_figure_chase,
                    owing.agency,
                    level=level,
                    owed_since=owing.due[0].due_on,
                    figures=len(owing.due),
                    on=on,
                    by=None,
                    at=at,
                ),
                partial(_hear_figures, owing, hears_as),
            )


@transaction.atomic
def ask_after_action(
    action: Action, *, by: Person | None, at: datetime
) -> Sequence[Person]:
    """Ask the owner now, before the reminder would; who was asked. Once a day each.

    Where nobody owns it, whoever answers for the agency that leads it is asked.
    """
    today = local_day(at)
    acting = [person_acting(one, on=today) for one in owners_of(action, on=today)]
    people = [one for one in acting if one.acting is not None]
    asked = [one for one in people if _asked(one, action, today, by=by, at=at)]
    if refusal := rules.refusal_to_ask_after(action, people=people, asked=asked):
        raise rules.Refused(refusal)
    note_asked(action, by=by, at=at)
    return asked


def _asked(
    person: Person, action: Action, on: date, *, by: Person | None, at: datetime
) -> bool:
    key = f"asked:{action.pk}:{person.pk}:{on.isoformat()}"
    if OutgoingMail.objects.filter(key=key).exists():
        return False
    others = [each for each in actions_for(person) if each.pk != action.pk]
    token = issue_link(person, actions=[action, *others], by=by, at=at)
    body = [
        f"Hello {person.name},",
        "",
        "the partnership would like to know how an action of yours stands. Two minutes "
        "are enough, no password is needed:",
        "",
        link_address(token),
    ]
    queue_mail(
        person,
        key=key,
        kind="asked",
        subject="1 action waiting for a word",
        body="\n".join(body),
        by=by,
        at=at,
    )
    return True


def _hear_action(action: Action, level: str, heard: Heard) -> None:
    heard.actions[level].append(action)


def _hear_figures(owing: Owing, level: str, heard: Heard) -> None:
    heard.figures[level].append(owing)


def _had_mail(on: date) -> set[int]:
    """Who had their mail about silence today, or the weekly word that holds it too."""
    year, week, _ = on.isocalendar()
    mails = OutgoingMail.objects.filter(
        Q(kind="chase", key__startswith="chase:", key__endswith=f":{on.isoformat()}")
        | Q(
            kind="digest",
            key__endswith=f":{year}-W{week:02}",
            written_at__gte=start_of_day(on),
        )
    )
    return {key for key in mails.values_list("person", flat=True) if key}


def _who(action: Action, level: str, on: date) -> list[Person]:
    if level == Chase.Level.OWNER:
        return owners_of(action, on=on)
    if level == Chase.Level.LEAD:
        return leads_of(action, on=on)
    return chairs(on=on)


def _who_of(owing: Owing, level: str, on: date) -> Sequence[Person]:
    if level in ASKED:
        return owing.asked
    return owing.leads if level == "lead" else chairs(on=on)


def _tell(person: Person, heard: Heard, *, on: date, at: datetime) -> None:
    own = heard.actions.get("owner", [])
    told = {each.pk for each in chain.from_iterable(heard.actions.values())}
    lines = [f"Hello {person.name},", ""]
    if own:
        actions = {each.pk: each for each in (*own, *actions_for(person))}
        token = issue_link(person, actions=list(actions.values()), by=None, at=at)
        lines += [
            f"{_count(len(own))} had no word from you for a while. Two minutes are "
            "enough, no password is needed:",
            "",
            link_address(token),
        ]
    if others := len(told - {each.pk for each in own}):
        lines += [
            "",
            f"{_count(others)} went silent and came up to you:",
            "",
            f"{settings.ADDRESS}{reverse('silent_actions')}",
        ]
    figures = _figure_lines(person, heard, at=at)
    queue_mail(
        person,
        key=f"chase:{person.pk}:{on.isoformat()}",
        kind="chase",
        subject=_subject(len(told), heard),
        body="\n".join([*lines, *figures]),
        by=None,
        at=at,
    )


def _subject(actions: int, heard: Heard) -> str:
    asked = [one for level in ASKED for one in heard.figures.get(level, [])]
    figures = {each.agency.pk: len(each.due) for each in asked}
    parts = [_count(actions)] if actions else []
    if count := sum(figures.values()):
        parts.append(f"{count} figure{'' if count == 1 else 's'}")
    if not parts:
        return "Figures that have not come"
    return f"{' and '.join(parts)} waiting for {'a word' if actions else 'you'}"


def _figure_lines(person: Person, heard: Heard, *, at: datetime) -> list[str]:
    """What is said of figures: a link for whoever gives them, else where they stand."""
    lines: list[str] = []
    asked = {
        one.agency.pk: one for level in ASKED for one in heard.figures.get(level, [])
    }
    for owing in asked.values():
        address = return_address(person, owing.agency, by=None, at=at)
        late = f", {owing.late} of them late" if owing.late else ""
        count = len(owing.due)
        lines += [
            "",
            f"{owing.agency} owes the partnership {count} figure"
            f"{'' if count == 1 else 's'}{late}. A short form or a file is enough, no "
            "password is needed:",
            "",
            address,
        ]
    came_up = {
        one.agency.pk
        for level, found in heard.figures.items()
        if level not in ASKED
        for one in found
    }
    if came_up:
        agencies = "one agency" if len(came_up) == 1 else f"{len(came_up)} agencies"
        lines += [
            "",
            f"Figures of {agencies} have not come, and that came up to you:",
            "",
            f"{settings.ADDRESS}{reverse('returns')}",
        ]
    return lines


@transaction.atomic
def send_digests(*, on: date, at: datetime) -> int:
    """The weekly word: how much is due from me; how many mails.

    Counts only, never a title; nothing to somebody from whom nothing is due.
    """
    year, week, _ = on.isocalendar()
    sent = 0
    for person in people_with_actions(on=on):
        key = f"digest:{person.pk}:{year}-W{week:02}"
        counts = (
            overdue_for(person, on=on).count(),
            due_for(person, start=on, end=on + AHEAD).count(),
            silent_for(person, on=on).count(),
        )
        if any(counts) and not OutgoingMail.objects.filter(key=key).exists():
            _digest(person, key, counts, at=at)
            sent += 1
    return sent


def _digest(
    person: Person, key: str, counts: tuple[int, int, int], *, at: datetime
) -> None:
    overdue, due, silent = counts
    token = issue_link(
        person,
        actions=actions_for(person),
        by=None,
        at=at,
    )
    told = [
        (overdue, "past the day that was agreed"),
        (due, "due in the next two weeks"),
        (silent, "without a word from you for a while"),
    ]
    lines = [f"- {_count(number)} {words}" for number, words in told if number]
    body = "\n".join(
        [
            f"Hello {person.name},",
            "",
            "in the partnership's plan these wait for a word from you:",
            "",
            *lines,
            "",
            "Say in two minutes how they stand; no password is needed:",
            "",
            link_address(token),
        ]
    )
    queue_mail(
        person,
        key=key,
        kind="digest",
        subject="What is due from you this week",
        body=body,
        by=None,
        at=at,
    )


def _count(number: int) -> str:
    return f"{number} action{'' if number == 1 else 's'}"
