"""Who is told that an action has gone silent, and the weekly word to everybody else."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from goldthread.delivery.models import Action, Chase
from goldthread.delivery.queries.own import (
    actions_of,
    due_for,
    overdue_for,
    silent_actions,
    silent_for,
)
from goldthread.delivery.services import note_chase
from goldthread.desk.models import OutgoingMail
from goldthread.desk.queries.links import actions_for, link_address
from goldthread.desk.queries.who import chairs, leads_of, owners_of, people_with_actions
from goldthread.desk.services.links import issue_link
from goldthread.desk.services.mail import queue_mail
from goldthread.partners.models import Person

AHEAD = timedelta(days=14)


@transaction.atomic
def chase_silent(*, on: date, at: datetime) -> int:
    """Tell owners, then leads, then chairs of what went silent (C41); how many mails.

    Every silence is told once at each level, whatever the clock or a restart does; a
    person gets one mail a day, however many actions it is about.
    """
    told: dict[Person, dict[str, list[Action]]] = defaultdict(lambda: defaultdict(list))
    for silent in silent_actions(on=on):
        reached = Chase.LADDER.index(silent.silence.level)
        for level in Chase.LADDER[: reached + 1]:
            if note_chase(silent.action, level=level, on=on, by=None, at=at) is None:
                continue
            for person in _who(silent.action, level, on):
                told[person][level].append(silent.action)
    return sum(
        _tell(person, levels, on=on, at=at)
        for person, levels in sorted(told.items(), key=lambda pair: pair[0].pk)
    )


def _who(action: Action, level: str, on: date) -> list[Person]:
    if level == Chase.Level.OWNER:
        return owners_of(action, on=on)
    if level == Chase.Level.LEAD:
        return leads_of(action, on=on)
    return chairs(on=on)


def _tell(
    person: Person, levels: dict[str, list[Action]], *, on: date, at: datetime
) -> int:
    key = f"chase:{person.pk}:{on.isoformat()}"
    if OutgoingMail.objects.filter(key=key).exists():
        return 0  # no second link for a mail that is written already
    own = levels.get("owner", [])
    others = len(levels.get("lead", [])) + len(levels.get("chair", []))
    lines = [f"Hello {person.name},", ""]
    if own:
        token = issue_link(person, actions=actions_for(person) or own, by=None, at=at)
        lines += [
            f"{_count(len(own))} of yours had no word for a while. Two minutes are enough, "
            "no password is needed:",
            "",
            link_address(token),
        ]
    if others:
        lines += [
            "",
            f"{_count(others)} of others went silent and came up to you:",
            "",
            f"{settings.ADDRESS}{reverse('silent_actions')}",
        ]
    mail = queue_mail(
        person,
        key=key,
        kind="chase",
        subject=f"{_count(len(own) + others)} waiting for a word",
        body="\n".join([*lines, "", "Goldthread"]) + "\n",
        by=None,
        at=at,
    )
    return int(mail is not None)


@transaction.atomic
def send_digests(*, on: date, at: datetime) -> int:
    """The weekly word: how much is due from me; how many mails.

    Counts only, never a title; nothing to somebody from whom nothing is due.
    """
    year, week, _ = on.isocalendar()
    sent = 0
    for person in people_with_actions(on=on):
        overdue = overdue_for(person, on=on).count()
        due = due_for(person, start=on, end=on + AHEAD).count()
        silent = silent_for(person, on=on).count()
        if not overdue and not due and not silent:
            continue
        key = f"digest:{person.pk}:{year}-W{week:02}"
        sent += _digest(person, key, (overdue, due, silent), at=at)
    return sent


def _digest(
    person: Person, key: str, counts: tuple[int, int, int], *, at: datetime
) -> int:
    if OutgoingMail.objects.filter(key=key).exists():
        return 0
    overdue, due, silent = counts
    token = issue_link(
        person,
        actions=list(actions_of(person).order_by("due_on", "pk")[:100]),
        by=None,
        at=at,
    )
    told = [
        (overdue, "overdue"),
        (due, "due in the next two weeks"),
        (silent, "without a word for a while"),
    ]
    lines = [f"- {number} {words}" for number, words in told if number]
    body = "\n".join(
        [
            f"Hello {person.name},",
            "",
            "this is what is due from you in the partnership's plan:",
            "",
            *lines,
            "",
            "Say how they stand here, without a password:",
            "",
            link_address(token),
            "",
            "Goldthread",
            "",
        ]
    )
    mail = queue_mail(
        person,
        key=key,
        kind="digest",
        subject="What is due from you this week",
        body=body,
        by=None,
        at=at,
    )
    return int(mail is not None)


def _count(number: int) -> str:
    return f"{number} action{'' if number == 1 else 's'}"
