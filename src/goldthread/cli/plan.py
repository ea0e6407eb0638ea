"""The verb of the plan: every action with how it stands, as its page and the API say it."""

import argparse
from typing import Any

from goldthread.cli.booted import boot_with_tables, now
from goldthread.cli.endings import DONE, UsedWrongly
from goldthread.cli.printing import print_csv, print_json, print_table

COLUMNS = (
    "reference",
    "title",
    "workstream",
    "led_by",
    "owner",
    "due_on",
    "percent",
    "standing",
    "next_step",
)
SHORT = ("reference", "title", "led_by", "due_on", "percent", "standing")


def plan(chosen: argparse.Namespace) -> int:
    """Print the plan, or one action of it."""
    boot_with_tables()
    from django.utils import timezone

    from goldthread.delivery.queries import plan_settings
    from goldthread.delivery.queries.lines import as_data, in_the_plan, lines_of

    found = in_the_plan()
    if chosen.ref:
        found = found.filter(reference=chosen.ref.upper())
    lines = lines_of(found, on=timezone.localdate(now()), settings=plan_settings())
    if chosen.ref and not lines:
        raise UsedWrongly(
            f"expected an action of the plan, as A-014; found {chosen.ref}."
        )
    told = [as_data(line) for line in lines]
    if chosen.json:
        print_json(told[0] if chosen.ref else told)
    elif chosen.csv:
        print_csv(COLUMNS, _flat(told))
    else:
        print_table(SHORT, _flat(told), empty="There is no action in the plan yet.")
    return DONE


def _flat(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [row | {"standing": ", ".join(row["standing"])} for row in told]
