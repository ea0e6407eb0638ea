"""What others did since somebody last looked."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from goldthread.delivery.models import Action, Change, Update
from goldthread.delivery.words import label
from goldthread.desk.queries.errand import MOST
from goldthread.partners.models import Person
from goldthread.strategy.models import Workstream


@dataclass(frozen=True, slots=True)
class News:
    """What somebody else did since the last visit to what is mine."""

    words: str
    href: str
    by: str
    at: datetime


def news_for(person: Person, *, since: datetime) -> tuple[News, ...]:
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
            .values_list(
                "action__reference", "action__title", column, "by__name", "at"
            )[: MOST * 3]
        )
        found += [_told(*row, words=words[column]) for row in rows]
    # What was changed and changed back is one piece of news, the newest.
    newest: dict[str, News] = {}
    for one in sorted(found, key=lambda one: one.at, reverse=True):
        newest.setdefault(one.words, one)
    return tuple(list(newest.values())[:MOST])


def _told(
    reference: str, title: str, what: str, by: str | None, at: datetime, *, words: str
) -> News:
    status = dict(Action.Status.choices).get(what)
    said = words.format(str(status).lower() if status else label(what))
    href = reverse("action", args=[reference])
    return News(f"{reference} {title}: {said}", href, by or "Goldthread", at)
