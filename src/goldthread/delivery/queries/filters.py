"""What a list of the plan was asked for: read from the address, put to the database."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from urllib.parse import urlencode

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Value, When

from goldthread.delivery.models import Action, PlanSettings
from goldthread.delivery.models.actions import Actions, silent_before
from goldthread.delivery.silence import silent_if_before
from goldthread.strategy.models import Strategy, Workstream, WorkstreamPriority

KEYS = ("strategy", "workstream", "priority", "agency", "owner", "area")
NEEDS = {
    "any": "Needs attention",
    "overdue": "Overdue",
    "at_risk": "At risk or off track",
    "silent": "Silent",
}
DUE = {
    "month": "In the next 30 days",
    "quarter": "In the next 90 days",
    "later": "Later than that",
    "none": "No date",
}
SILENT = {"owner": "Owner told", "lead": "Lead told", "chair": "On the chair's list"}
LED = {"community": "By the community", "agency": "By an agency"}
SORTS = {
    "needs": "What needs attention first",
    "due": "Due date",
    "reference": "Reference",
    "heard": "Longest without a word",
    "agency": "Lead agency",
}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "needs": NEEDS,
    "due": DUE,
    "silent": SILENT,
    "led": LED,
    "status": dict(Action.Status.choices),
    "kind": dict(Action.Kind.choices),
    "origin": dict(Action.Origin.choices),
    "sort": SORTS,
}
LONGEST_TEXT = 100


@dataclass(frozen=True, slots=True)
class PlanFilter:
    """One list of actions, as its address asks for it; nothing asked is everything."""

    strategy: int | None = None
    workstream: int | None = None
    priority: int | None = None
    agency: int | None = None
    owner: int | None = None  # 0: those that nobody owns
    area: int | None = None
    needs: str = ""
    due: str = ""
    silent: str = ""
    led: str = ""
    status: str = ""
    kind: str = ""
    origin: str = ""
    text: str = ""
    sort: str = "needs"
    not_understood: tuple[str, ...] = ()

    def address(self, **changed: object) -> str:
        """The filter as the query of an address, with some of it changed."""
        now = replace(self, **changed)  # type: ignore[arg-type]
        asked = {
            name: getattr(now, name)
            for name in (*KEYS, *CHOICES, "text")
            if getattr(now, name) not in (None, "")
        }
        if asked.get("sort") == "needs":
            del asked["sort"]
        return urlencode(asked)

    def within(self, strategy: Strategy | None) -> "PlanFilter":
        """The same within one strategy."""
        return replace(self, strategy=strategy.pk if strategy else None)

    @property
    def is_narrowed(self) -> bool:
        """Whether anything but the order is asked for."""
        return bool(self.address(sort="needs", strategy=None))


def filter_from(asked: Mapping[str, str]) -> PlanFilter:
    """The filter that an address asks for; what it cannot mean is named and left out."""
    found: dict[str, object] = {}
    strange: list[str] = []
    for name in KEYS:
        value = asked.get(name, "")
        if value.isascii() and value.isdigit() and len(value) < 16:
            found[name] = int(value)
        elif value:
            strange.append(name)
    for name, choices in CHOICES.items():
        value = asked.get(name, "")
        if value in choices:
            found[name] = value
        elif value:
            strange.append(name)
    text = asked.get("text", "").replace("\0", "").strip()
    found["text"] = text[:LONGEST_TEXT]
    return PlanFilter(**found, not_understood=tuple(strange))  # type: ignore[arg-type]


def selected(asked: PlanFilter, *, on: date, settings: PlanSettings) -> Actions:
    """The standing actions that a filter asks for, in no order yet."""
    found: Actions = Action.objects.standing().filter(_keyed(asked), _chosen(asked, on))
    if asked.needs:
        found = found.filter(needed(on, settings)[asked.needs])
    if asked.silent:
        days = getattr(settings, f"{asked.silent}_days")
        found = found.silent_since(silent_if_before(on, days))
    if asked.area:
        found = found.filter(
            Exists(
                Action.areas.through.objects.filter(
                    action=OuterRef("pk"), area=asked.area
                )
            )
        )
    if asked.text:
        found = found.filter(
            Q(title__icontains=asked.text)
            | Q(detail__icontains=asked.text)
            | Q(next_step__icontains=asked.text)
            | Q(community_owner__icontains=asked.text)
            | Q(reference__iexact=asked.text)
        )
    return found


def _keyed(asked: PlanFilter) -> Q:
    wanted = Q()
    if asked.workstream is not None:
        wanted &= Q(workstream=asked.workstream)
    elif asked.strategy is not None:
        workstreams = Workstream.objects.filter(strategy=asked.strategy)
        wanted &= Q(workstream__in=workstreams.values("pk"))
    if asked.priority is not None:
        # By the primary link alone, so that sums over priorities add up (Z6).
        links = WorkstreamPriority.objects.filter(
            priority=asked.priority, is_primary=True
        )
        wanted &= Q(workstream__in=links.values("workstream"))
    if asked.agency is not None:
        wanted &= Q(lead_agency=asked.agency)
    if asked.owner is not None:
        wanted &= Q(owner=asked.owner) if asked.owner else Q(owner__isnull=True)
    return wanted


def _chosen(asked: PlanFilter, on: date) -> Q:
    wanted = Q()
    for field in ("status", "kind", "origin"):
        if value := getattr(asked, field):
            wanted &= Q(**{field: value})
    if asked.led:
        is_community = ~Q(community_owner="")
        wanted &= is_community if asked.led == "community" else ~is_community
    if asked.due:
        month, quarter = on + timedelta(days=30), on + timedelta(days=90)
        wanted &= {
            "month": Q(due_on__gte=on, due_on__lt=month),
            "quarter": Q(due_on__gte=on, due_on__lt=quarter),
            "later": Q(due_on__gte=quarter),
            "none": Q(due_on__isnull=True),
        }[asked.due] & Q(stage__lt=Action.OVER)
    return wanted


def needed(on: date, settings: PlanSettings) -> Mapping[str, Q]:
    """What each kind of need means on this day, as a condition."""
    quiet_day = silent_if_before(on, settings.owner_days)
    is_open = Q(stage__lt=Action.OVER)
    at_risk = Q(stage=Action.WORRYING)
    late, quiet = Q(due_on__lt=on), silent_before(quiet_day)
    overdue, silent = is_open & late, is_open & quiet
    return {
        "any": at_risk | (is_open & (late | quiet)),
        "overdue": overdue,
        "at_risk": at_risk,
        "silent": silent,
    }


def ordered(
    found: Actions, asked: PlanFilter, *, on: date, settings: PlanSettings
) -> Actions:
    """The actions in the order asked for; always ending in the reference's own order."""
    if asked.sort == "due":
        return found.order_by(F("due_on").asc(nulls_last=True), "pk")
    if asked.sort == "reference":
        return found.order_by("pk")
    if asked.sort == "heard":
        return found.order_by("heard_on", "pk")
    if asked.sort == "agency":
        return found.order_by(F("lead_agency__name").asc(nulls_last=True), "pk")
    needs = needed(on, settings)
    rank = Case(
        When(stage=Action.OVER, then=Value(4)),
        When(needs["overdue"], then=Value(0)),
        When(needs["at_risk"], then=Value(1)),
        When(needs["silent"], then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return found.order_by(rank, F("due_on").asc(nulls_last=True), "pk")
