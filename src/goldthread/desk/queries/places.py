"""Where a search looks: each kind of thing that somebody may see, and its own page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Length
from django.urls import reverse

from goldthread.assessment.models import Assessment, Finding
from goldthread.delivery.models import Action
from goldthread.partners.models import Agency, Body, Person, Term
from goldthread.partners.policy import policy
from goldthread.strategy.models import Priority, Section, Strategy, Workstream


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is, what it is called, where it is."""

    kind: str
    words: str
    href: str
    note: str = ""


Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """One kind of thing: its rows as (name, what its address and note are made of)."""

    kind: str
    plural: str
    found: "QuerySet[Any]"
    name: str  # the column that says what it is called
    columns: tuple[str, ...]
    lead: Callable[[Row], str]  # to its page, from the columns
    note: str = ""  # one of the columns
    also: tuple[str, ...] = ()  # columns that are looked through as typed

    def called(self, asked: str, most: int) -> list[Hit]:
        """Those whose name holds these words as they stand, the best first."""
        wanted = Q(**{f"{self.name}__icontains": asked})
        for column in self.also:
            wanted |= Q(**{f"{column}__icontains": asked})
        begins = Case(
            When(**{f"{self.name}__istartswith": asked}, then=Value(0)),
            default=Value(1),
            output_field=IntegerField(),
        )
        best = self.found.filter(wanted).order_by(begins, Length(self.name), "pk")
        rows = best.values_list(self.name, *self.columns).distinct()[:most]
        return [self.hit(row) for row in rows]

    def rows(self) -> list[Row]:
        """All of them, for a search that has to guess."""
        return list(self.found.values_list(self.name, *self.columns))

    def hit(self, row: Row) -> Hit:
        note = str(row[1 + self.columns.index(self.note)]) if self.note else ""
        return Hit(self.kind, row[0], self.lead(row[1:]), note)


def places_for(person: Person) -> list[Place]:
    """Where this person may look, in the role they act in."""
    role = person.acting.role if person.acting else ""
    may = policy().may
    return [
        *(_plan() if may(role, "read the plan") else ()),
        *_strategies(drafts=may(role, "read the strategy")),
        *(_partnership() if may(role, "read the partnership") else ()),
        *_findings(drafts=may(role, "read assessments")),
    ]


def _plan() -> list[Place]:
    return [
        Place(
            "Action",
            "actions",
            Action.objects.standing(),
            "title",
            ("reference",),
            lambda row: reverse("action", args=row),
            note="reference",
            also=("reference", "community_owner"),
        )
    ]


def _strategies(*, drafts: bool) -> list[Place]:
    if not drafts:
        return [_strategy(Strategy.objects.published(), "published_strategy")]
    parts: tuple[tuple[str, str, Any, str], ...] = (
        ("Priority", "priorities", Priority, "strategy_priority"),
        ("Workstream", "workstreams", Workstream, "strategy_workstream"),
        ("Section", "sections of a strategy", Section, "strategy_section"),
    )
    return [
        _strategy(Strategy.objects.all(), "strategy"),
        *(_part(*part) for part in parts),
    ]


def _strategy(found: "QuerySet[Strategy]", page: str) -> Place:
    return Place(
        "Strategy",
        "strategies",
        found,
        "title",
        ("key",),
        lambda row: reverse(page, args=row),
    )


def _part(kind: str, plural: str, model: Any, page: str) -> Place:
    return Place(
        kind,
        plural,
        model.objects.all(),
        "title",
        ("strategy__key", "key", "strategy__title"),
        lambda row: reverse(page, args=row[:2]),
        note="strategy__title",
    )


def _partnership() -> list[Place]:
    named: tuple[tuple[str, str, Any], ...] = (
        ("Organisation", "organisations", Agency),
        ("Body", "bodies", Body),
    )
    return [
        *(
            Place(
                kind,
                plural,
                model.objects.all(),
                "name",
                ("pk",),
                lambda row, page=model._meta.model_name: reverse(page, args=row),  # type: ignore[misc]
            )
            for kind, plural, model in named
        ),
        Place(
            "Word",
            "words of the glossary",
            Term.objects.all(),
            "term",
            ("meaning",),
            lambda row: reverse("glossary"),
            note="meaning",
            also=("meaning", "expansions__words"),
        ),
    ]


def _findings(*, drafts: bool) -> list[Place]:
    seen = Assessment.objects.filter(made_at__isnull=False)
    if not drafts:
        seen = seen.filter(state=Assessment.State.PUBLISHED)
    return [
        Place(
            "Finding",
            "findings of assessments",
            Finding.objects.filter(assessment__in=seen),
            "heading",
            ("assessment", "ref", "assessment__period_label"),
            lambda row: reverse("finding", args=row[:2]),
            note="assessment__period_label",
        )
    ]
