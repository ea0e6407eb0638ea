"""Every read of the plan; other rooms import from here."""

from goldthread.delivery.queries.action_page import (
    ActionPage,
    action_named,
    action_page,
    asked_for_day,
    latest_change,
    latest_update,
)
from goldthread.delivery.queries.effects import WAITS, effect_page, what_worked
from goldthread.delivery.queries.filters import PlanFilter, filter_from, selected
from goldthread.delivery.queries.listing import PlanPage, plan_page
from goldthread.delivery.queries.own import (
    Silences,
    SilentAction,
    actions_of,
    chairs_list,
    due_for,
    overdue_for,
    plan_settings,
    silences,
    silent_actions,
    silent_for,
)
from goldthread.delivery.queries.printed import PrintedPlan, printed_plan
from goldthread.delivery.queries.recorded import recorded_things
from goldthread.delivery.queries.stating import (
    BY_HAND,
    BY_MEASURE,
    BY_RECORDS,
    Stating,
    stating,
)
from goldthread.delivery.queries.summaries import Summary, summary

__all__ = [
    "BY_HAND",
    "BY_MEASURE",
    "BY_RECORDS",
    "WAITS",
    "ActionPage",
    "PlanFilter",
    "PlanPage",
    "PrintedPlan",
    "Silences",
    "SilentAction",
    "Stating",
    "Summary",
    "action_named",
    "action_page",
    "actions_of",
    "asked_for_day",
    "chairs_list",
    "due_for",
    "effect_page",
    "filter_from",
    "latest_change",
    "latest_update",
    "overdue_for",
    "plan_page",
    "plan_settings",
    "printed_plan",
    "recorded_things",
    "selected",
    "silences",
    "silent_actions",
    "silent_for",
    "stating",
    "summary",
    "what_worked",
]
