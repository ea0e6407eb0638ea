"""Why a spreadsheet may not be brought in, loaded or taken back; no queries."""

from goldthread.delivery.models import PlanImport
from goldthread.delivery.rules import RUN, may
from goldthread.delivery.sheets.fields import FIELDS
from goldthread.delivery.sheets.mapping import Mapping
from goldthread.delivery.sheets.table import PlanTable
from goldthread.delivery.words import day
from goldthread.partners.models import Person

State = PlanImport.State


def refusal_to_bring(by: Person | None) -> str | None:
    """Why `by` may not bring a spreadsheet into the plan; None when they may."""
    if by is None:
        return (
            "A spreadsheet is brought in by a person, so that it is known who did it."
        )
    if not may(by, RUN):
        return "Only the partnership manager brings a spreadsheet into the plan."
    return None


def refusal_to_map(found: PlanImport, *, by: Person | None) -> str | None:
    """Why the columns may not be confirmed now; None when they may."""
    if refusal := refusal_to_bring(by):
        return refusal
    if found.state not in (State.MAPPING, State.READY):
        if found.state == State.LOADING:
            return "It is being loaded. Its columns and words stay as they are."
        return "It is loaded already. Bring the file in again to read it otherwise."
    return None


def refusal_of_mapping(mapping: Mapping, table: PlanTable) -> str | None:
    """Why a sheet cannot be read so; None when it can."""
    heads = {column.place: column.heading for column in table.columns}
    given: dict[str, str] = {}
    for at, name in mapping.columns.items():
        if at not in heads or name not in FIELDS:
            return "Choose each column again: the sheet has changed."
        if name in given:
            return f"{given[name]} and {heads[at]} are both said to be {FIELDS[name].heading}. Choose one of them."
        given[name] = heads[at]
    if not given.keys() & {"title", "reference"}:
        return "Say which column holds the action in words, or its reference. Without one no row can be told apart."
    return None


def refusal_to_load(found: PlanImport, *, by: Person | None) -> str | None:
    """Why a spreadsheet may not be loaded; None when it may."""
    if refusal := refusal_to_bring(by):
        return refusal
    if found.state == State.MAPPING:
        return "Say first what its columns are."
    if found.loaded_at:
        return f"It was loaded on {day(found.loaded_at.date())} already. Nothing was done again."
    return None


def refusal_to_ask(found: PlanImport, *, is_listed: bool) -> str | None:
    """Why the worker is not asked a second time; None when it is asked.

    `is_listed` says whether it has this file on its list.
    """
    if found.state in (State.LOADING, State.UNDOING) and is_listed:
        return f"{found.get_state_display()} already. This page says how far it is."
    return None


def refusal_to_take_back(found: PlanImport, *, by: Person | None) -> str | None:
    """Why an import may not be taken back; None when it may."""
    if refusal := refusal_to_bring(by):
        return refusal
    if found.state == State.UNDONE:
        return "It is taken back already."
    if found.state not in (State.LOADED, State.UNDOING):
        return "It was not loaded, so there is nothing to take back."
    return None


CHANGED_SINCE = "The plan changed since you looked, so nothing was loaded. What the file would do now stands below: look again, then load it."
CHANGING = "The plan was changed again and again while this was being worked out, so nothing was done. Ask again in a minute."
FAULT = "The work stopped at a fault of the software, and nothing was changed. Ask again; if it stops again, the log of the worker says why."
NOTHING_TO_DO = (
    "Nothing in this file would change the plan, so there is nothing to load."
)
EVERY_ROW_ASIDE = "No row of this file can be loaded; why is said beside each."
