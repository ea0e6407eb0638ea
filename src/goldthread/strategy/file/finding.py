"""Names in a file looked up in the database; what leads nowhere is a fault with its line."""

import difflib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from django.db.models import QuerySet

from goldthread.assessment.models import Finding
from goldthread.partners.models import Agency, Area, Body, Person
from goldthread.partners.rules import Refused
from goldthread.strategy.file.lines import Fault, Unreadable
from goldthread.strategy.file.reading import Placed
from goldthread.strategy.models import Priority

Found = TypeVar("Found")


class Unfound(Exception):
    """A name that leads nowhere; the message says where it should have."""


class Finder:
    """Looks names up, and collects what is wrong with the line where it stands."""

    def __init__(self, placed: Placed) -> None:
        self.placed = placed
        self.faults: list[Fault] = []

    @contextmanager
    def at(self, attribute: str, index: int = 0) -> Iterator[None]:
        """Work on one heading of the file; a refusal becomes a fault with its line."""
        try:
            yield
        except (Unfound, Refused) as wrong:
            self.faults.append(Fault(self.placed.line(attribute, index), str(wrong)))

    def stop_at_faults(self) -> None:
        """Refuse the file where anything was wrong so far.

        Raises:
            Unreadable: with every fault.
        """
        if self.faults:
            raise Unreadable(self.faults)

    def agency(self, name: str) -> Agency:
        found: Agency = _named(Agency.objects, name, "agency")
        return found

    def body(self, name: str) -> Body:
        found: Body = _named(Body.objects, name, "body")
        return found

    def area(self, name: str) -> Area:
        found: Area = _named(Area.objects, name, "area")
        return found

    def person(self, email: str) -> Person:
        found: Person | None = Person.objects.filter(email=email.lower()).first()
        if found is None:
            raise Unfound(f"nobody here has the e-mail {email}. Invite them first.")
        return found

    def finding(self, reference: str) -> Finding:
        told = re.fullmatch(r"A(\d{1,9})-([a-z0-9-]{1,60})", reference)
        found = (
            told
            and Finding.objects.filter(assessment_id=int(told[1]), ref=told[2])
            .select_related("assessment")
            .first()
        )
        if not found:
            raise Unfound(f"no assessment here has the finding {reference}.")
        return found

    def old_priority(self, before: Any, key: str) -> Priority:
        """A priority of the strategy before, by its key."""
        found = before and Priority.objects.filter(strategy=before, key=key).first()
        if not found:
            raise Unfound(f"the strategy before has no priority with the key {key}.")
        return found

    @staticmethod
    def needed(value: Found | None, name: str) -> Found:
        """A value that must be there."""
        if value is None:
            raise Unfound(f"“{name}: ...” is missing.")
        return value


def _named(rows: Any, name: str, what: str) -> Any:
    found = rows.filter(name=name).first()
    if found is None:
        near = difflib.get_close_matches(name, _names(rows.all()), n=1)
        hint = (
            f" Did you mean {near[0]}?" if near else " Add it to the partnership first."
        )
        raise Unfound(f"no {what} here is called {name}.{hint}")
    return found


def _names(rows: "QuerySet[Any]") -> list[str]:
    return list(rows.values_list("name", flat=True))
