"""Who is told that an action has gone silent, and the weekly word to everybody else."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from itertools import chain

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from goldthread.delivery.models import Action, Chase
from goldthread.delivery.queries.own import (
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


Told = dict[Person, dict[str, list[Action]]]


@transaction.atomic
def chase_silent(*, on: date, at: datetime) -> int:
    """Tell owners, then leads, then chairs of what went silent (C41); how many mails.

    Every silence is told once at each level, whatever the clock or a restart does; a
    person gets one mail a day, however many actions it is about. What finds nobody to
    tell, or only people who had their mail today, is told another day.
    """
    told: Told = defaultdict(lambda: defaultdict(list))
    had_mail = _had_mail(on)
    noted = set(Chase.objects.values_list("action", "level", "silent_since"))
    for silent in silent_actions(on=on):
        reached = Chase.LADDER.index(silent.silence.level)
        for level in Chase.LADDER[: reached + 1]:
            if (silent.action.pk, level, silent.silence.since) in noted:
                continue
            people, hears_as = _who(silent.action, level, on), level
            if not people:  # nobody owns it, or whoever did has left
                people, hears_as = chairs(on=on), Chase.Level.CHAIR
            if not people or had_mail.intersection(one.pk for one in people):
                continue
            if note_chase(silent.action, level=level, on=on, by=None, at=at) is None:
                continue
            for person in people:
                told[person][hears_as].append(silent.action)
    for person, levels in sorted(told.items(), key=lambda pair: pair[0].pk):
        _tell(person, levels, on=on, at=at)
    return len(told)


def _had_mail(on: date) -> set[int]:
    """Who had their mail about silence today."""
    mails = OutgoingMail.objects.filter(
        kind="chase", key__startswith="chase:", key__endswith=f":{on.isoformat()}"
    )
    return {key for key in mails.values_list("person", flat=True) if key}


def _who(action: Action, level: str, on: date) -> list[Person]:
    if level == Chase.Level.OWNER:
        return owners_of(action, on=on)
    if level == Chase.Level.LEAD:
        return leads_of(action, on=on)
    return chairs(on=on)


def _tell(
    person: Person, levels: dict[str, list[Action]], *, on: date, at: datetime
) -> None:
    own = levels.get("owner", [])
    told = {each.pk for each in chain.from_iterable(levels.values())}
    others = len(told - {each.pk for each in own})
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
    if others:
        lines += [
            "",
            f"{_count(others)} went silent and came up to you:",
            "",
            f"{settings.ADDRESS}{reverse('silent_actions')}",
        ]
    queue_mail(
        person,
        key=f"chase:{person.pk}:{on.isoformat()}",
        kind="chase",
        subject=f"{_count(len(told))} waiting for a word",
        body="\n".join([*lines, "", "Goldthread"]) + "\n",
        by=None,
        at=at,
    )


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
