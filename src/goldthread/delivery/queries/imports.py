"""What the pages of the plan's spreadsheets show."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from goldthread.delivery.models import PlanImport
from goldthread.delivery.queries.filters import PlanFilter, selected
from goldthread.delivery.queries.listing import plannable_strategies, strategy_for
from goldthread.delivery.queries.own import plan_settings
from goldthread.delivery.services.import_asking import is_listed
from goldthread.delivery.sheets.standing import standing_in
from goldthread.delivery.sheets.writing import (
    Layout,
    Value,
    canonical,
    layout_of,
    lines,
)
from goldthread.strategy.models import Strategy
from goldthread.web.kit import Progress

RECENT = 20
State = PlanImport.State
_DOING: dict[str, str] = {State.LOADING: "Loading", State.UNDOING: "Taking back"}


@dataclass(frozen=True, slots=True)
class Sheet:
    """The plan, or the list as filtered, ready to be written."""

    strategy: Strategy
    layout: Layout
    rows: list[list[Value]]


def plan_sheet(asked: PlanFilter, *, on: date, own: bool = True) -> Sheet | None:
    """The plan under the columns that came in, or under our own; None without a plan."""
    strategy = strategy_for(asked, plannable_strategies(on))
    if strategy is None:
        return None
    found = selected(asked.within(strategy), on=on, settings=plan_settings())
    wanted = set(found.values_list("pk", flat=True))
    standing = standing_in(strategy, on=on)
    layout = layout_of(last_loaded(strategy)) if own else canonical()
    actions = [each for each in standing.actions if each.pk in wanted]
    return Sheet(strategy, layout, lines(actions, layout, standing))


def last_loaded(strategy: Strategy) -> PlanImport | None:
    """The newest spreadsheet that stands loaded: its columns go out again."""
    found: PlanImport | None = (
        PlanImport.objects.filter(strategy=strategy, state=PlanImport.State.LOADED)
        .order_by("-loaded_at", "-pk")
        .first()
    )
    return found


def recent_imports() -> list[PlanImport]:
    """The spreadsheets handed in last, without what stands in them."""
    found = PlanImport.objects.select_related("by", "strategy").defer(
        "content", "touched", "set_aside", "mapping", "headings"
    )
    return list(found.order_by("-at", "-pk")[:RECENT])


def loaded_before(found: PlanImport) -> PlanImport | None:
    """The very same file, loaded before under whatever name."""
    same: PlanImport | None = (
        PlanImport.objects.filter(
            file_hash=found.file_hash,
            strategy=found.strategy_id,
            state=PlanImport.State.LOADED,
        )
        .exclude(pk=found.pk)
        .order_by("-loaded_at", "-pk")
        .first()
    )
    return same


def progress_of(found: PlanImport) -> Progress | None:
    """How far the worker is with a file; None where nothing is under way."""
    words = _DOING.get(found.state)
    if words is None:
        return None
    stopped = "The work stopped before its end, and nothing was changed."
    return Progress(
        words=f"{words} {found.file_name}",
        done=found.done,
        total=found.whole,
        failed="" if is_listed(found) else stopped,
        href=reverse("plan_import_progress", args=[found.pk]),
    )
