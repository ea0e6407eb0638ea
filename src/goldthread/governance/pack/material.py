"""What goes into a pack, read from live data for one board and one kind of reader."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q

from goldthread.core.periods import Period
from goldthread.delivery.models import Action, Effect
from goldthread.delivery.models.actions import silent_before
from goldthread.delivery.queries.own import plan_settings
from goldthread.delivery.silence import silent_if_before
from goldthread.documents.model import Chart
from goldthread.governance.models import (
    AgendaItem,
    Arising,
    Ask,
    Attendance,
    Challenge,
    Decision,
    Meeting,
    Risk,
    ScrutinyRequest,
)
from goldthread.governance.pack.depth import Depth, depth_of
from goldthread.governance.pack.money import Money, money_of
from goldthread.governance.pack.places import Places, places_of
from goldthread.partners.models import Body, Installation
from goldthread.performance import charts
from goldthread.performance.models import Indicator, Standing
from goldthread.performance.queries import (
    Line,
    Revision,
    SilentAgency,
    revisions_of,
    scorecard,
)
from goldthread.performance.services.standings import behind
from goldthread.strategy.models import Approval, Workstream
from goldthread.strategy.queries import current

EVERYBODY, MEMBERS = "everybody", "members"
MOST_ROWS = 12


@dataclass(frozen=True, slots=True)
class Plan:
    """How the plan of this board stands: counts, and only what is out of order."""

    total: int
    by_status: dict[str, int]
    overdue: int
    silent: int
    silent_days: int
    exceptions: tuple[Action, ...]
    money: tuple[Money, ...]
    places: Places
    worked: Effect | None  # of the effects that were judged to have worked, the newest


@dataclass(frozen=True, slots=True)
class Material:
    """Everything that a pack says, before it is put into words."""

    body: Body
    period: Period
    on: date
    audience: str
    invented: bool
    area: str
    meeting: Meeting | None  # the one it is for
    following: date | None  # the day of the one after it
    last: Meeting | None
    lines: tuple[Line, ...]
    silent: tuple[SilentAgency, ...]
    charts: tuple[Chart, ...]
    commentaries: dict[int, Any]
    items: tuple[AgendaItem, ...]
    depths: tuple[Depth, ...]  # the topics that the meeting looks into
    last_decisions: tuple[Decision, ...]
    due: tuple[Decision, ...]
    between: tuple[Decision, ...]
    back: tuple[Decision, ...]  # deferred, and on no agenda yet
    plan: Plan
    risks: tuple[Risk, ...]
    asks: tuple[Ask, ...]
    challenges: tuple[Challenge, ...]
    scrutiny: tuple[ScrutinyRequest, ...]  # due before the meeting after next
    came: tuple[Attendance, ...]
    revisions: tuple[Revision, ...]
    hidden: int  # items that this edition leaves out

    @property
    def readings(self) -> list[int]:
        """The readings that it shows, to be locked when it is issued."""
        deep = (line for one in self.depths for line in one.lines)
        keys = (line.reading_key for line in (*self.lines, *deep))
        return list(dict.fromkeys(key for key in keys if key))


def material_for(
    body: Body, period: Period, *, audience: str, on: date, meeting: Meeting | None
) -> Material:
    """Read what a pack of this board says of a quarter, for this kind of reader."""
    card = scorecard(by="board", key=body.pk, on=on)
    lines = card.lines if card else ()
    last = (
        Meeting.objects.took_place().of(body).filter(held_on__lte=on).newest_first()
    ).first()
    installation = Installation.objects.select_related("area").first()
    every = list(Indicator.objects.filter(pk__in=[line.key for line in lines]))
    items = meeting.items.in_order() if meeting else AgendaItem.objects.none()
    seen = _seen(items, audience, "audience")
    decisions = _seen(Decision.objects.of(body), audience)
    return Material(
        body=body,
        period=period,
        on=on,
        audience=audience,
        invented=bool(installation and installation.is_demonstration),
        area=installation.area.name if installation else "",
        meeting=meeting,
        following=(following := _following(body, meeting)),
        last=last,
        lines=lines,
        silent=card.silent if card else (),
        charts=_charts(lines, every),
        commentaries=_commentaries(every),
        items=tuple(seen.select_related("presenter")),
        depths=tuple(depth_of(one, on) for one in _topics(seen)),
        last_decisions=tuple(
            decisions.filter(meeting=last).order_by("pk") if last else ()
        ),
        due=tuple(decisions.due(on).order_by("effect_by", "pk")),
        between=tuple(decisions.unreported().order_by("pk")),
        back=tuple(decisions.coming_back().order_by("deferred_to", "pk")),
        plan=_plan(body, on),
        risks=tuple(
            Risk.objects.open()
            .of(body)
            .select_related("owner", "owner_agency")
            .prefetch_related("reviews")
            .highest_first()
        ),
        asks=tuple(
            _seen(Ask.objects.of(body), audience)
            .filter(Q(state="open") | Q(replied_on__gte=period.start))
            .select_related("agency")
            .order_by("due_on", "pk")
        ),
        challenges=tuple(
            _seen(Challenge.objects.of(body), audience)
            .filter(Q(answered_on__isnull=True) | Q(asked_on__gte=period.start))
            .select_related("asked_by", "asked_of")
            .order_by("pk")
        ),
        scrutiny=_scrutiny(following),
        came=tuple(
            last.attendance.select_related("seat__agency").order_by("seat__number")
            if last
            else ()
        ),
        revisions=revisions_of(every),
        hidden=items.count() - seen.count(),
    )


def _following(body: Body, meeting: Meeting | None) -> date | None:
    """When the board meets again after this meeting."""
    if meeting is None:
        return None
    after = Meeting.objects.ahead(meeting.held_on).of(body).exclude(pk=meeting.pk)
    found: Meeting | None = after.order_by("held_on", "pk").first()
    return found.held_on if found else None


def _scrutiny(until: date | None) -> tuple[ScrutinyRequest, ...]:
    """What scrutiny waits for until then."""
    rows = ScrutinyRequest.objects.open().order_by("due_on", "pk")
    return tuple(rows.filter(due_on__lt=until) if until else rows)


def _seen(rows: Any, audience: str, column: str = "item__audience") -> Any:
    """What this edition may say: open things, and for members what members may read."""
    allowed = ["all", "members"] if audience == MEMBERS else ["all"]
    told = Q(**{f"{column}__in": allowed})
    return rows.filter(told if column == "audience" else told | Q(item__isnull=True))


def _topics(seen: Any) -> list[Workstream]:
    """The workstreams that the items of this edition look into, each once."""
    rows = seen.filter(in_depth__isnull=False).select_related("in_depth__lead_agency")
    return list(dict.fromkeys(item.in_depth for item in rows))


def _charts(lines: tuple[Line, ...], every: list[Indicator]) -> tuple[Chart, ...]:
    """A picture of each measure that is of concern."""
    wanted = [line.key for line in lines if line.colour == "orange"]
    known = {one.pk: one for one in every}
    stand = {
        one.indicator_id: one
        for one in Standing.objects.filter(indicator__in=wanted)
        if one.area_code == known[one.indicator_id].area_code
    }
    found = (
        charts.chart_of(
            known[key], behind(known[key], known[key].area_code), stand[key]
        )
        for key in wanted
        if key in stand
    )
    return tuple(chart for chart in found if chart is not None)


def _commentaries(every: list[Indicator]) -> dict[int, Any]:
    """The newest approved words on each measure, with what they were held against."""
    from goldthread.performance.models import Commentary

    rows = (
        Commentary.objects.approved()
        .filter(indicator__in=[one.pk for one in every])
        .select_related("indicator", "reading__indicator", "written_by")
        .newest_first()
    )
    found: dict[int, Any] = {}
    for row in rows:
        found.setdefault(row.indicator_id, row)
    return found


def workstreams_of(body: Body, on: date) -> Any:
    """All of the strategy for who agrees it; else the workstreams a board governs."""
    strategy = current(on)
    open_ = Workstream.objects.open_on(on).filter(strategy=strategy)
    asked = Approval.objects.filter(body=body, strategy=strategy)
    if asked.filter(workstream__isnull=True).exists():
        return open_
    return open_.filter(pk__in=asked.values("workstream"))


def _plan(body: Body, on: date) -> Plan:
    actions = Action.objects.standing().filter(workstream__in=workstreams_of(body, on))
    settings = plan_settings()
    quiet = silent_if_before(on, settings.owner_days)
    counts = dict(
        actions.order_by()
        .values_list("status")
        .annotate(Count("pk"))
        .order_by("status")
    )
    wrong = actions.open().filter(
        Q(due_on__lt=on) | Q(stage=Action.WORRYING) | silent_before(quiet)
    )
    return Plan(
        total=actions.count(),
        by_status=counts,
        overdue=actions.overdue(on).count(),
        silent=actions.silent_since(quiet).count(),
        silent_days=settings.owner_days,
        exceptions=tuple(
            wrong.select_related("lead_agency", "owner").order_by(
                "stage", "due_on", "pk"
            )[:MOST_ROWS]
        ),
        money=money_of(actions),
        places=places_of(actions, on=on),
        worked=Effect.objects.newest()
        .filter(action__in=actions, result=Effect.Result.WORKED)
        .select_related("action")
        .order_by("-judged_at", "-pk")
        .first(),
    )


def born_of(decisions: tuple[Decision, ...]) -> dict[int, list[Action]]:
    """The actions that carry out these decisions."""
    found: dict[int, list[Action]] = {}
    rows = Arising.objects.filter(decision__in=decisions).select_related("action")
    for row in rows.order_by("pk"):
        if row.decision_id:
            found.setdefault(row.decision_id, []).append(row.action)
    return found


def next_meeting(body: Body, on: date) -> Meeting | None:
    """The meeting that a pack built today is for."""
    found: Meeting | None = Meeting.objects.ahead(on).of(body).first()
    return found


def silence_limit(plan: Plan) -> timedelta:
    """After how long without a word an action counts as silent."""
    return timedelta(days=plan.silent_days)
