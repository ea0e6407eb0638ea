"""Why something about the plan is not allowed: sentences for whoever asked; no queries.

The file of roles says who may run, propose and update in general. What depends on the
action itself stands here: an agency changes its own actions, a workstream's lead those of
the workstream, and the partnership manager all of them.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from goldthread.delivery.effect_counted import QUESTION, known_categories
from goldthread.delivery.models import Action, BulkEdit, ExpectedEffect, PlanSettings
from goldthread.delivery.models.actions import KEPT_AFTER_DELETION
from goldthread.delivery.words import day
from goldthread.notes.editing import OVERTAKEN as OVERTAKEN
from goldthread.notes.editing import Overtaken as Overtaken
from goldthread.partners.models import Agency, Person
from goldthread.partners.policy import policy
from goldthread.partners.rules import Refused as Refused
from goldthread.strategy.models import Workstream

RUN, PROPOSE, UPDATE = "run the plan", "propose actions", "update actions"
PUBLISH = "make public"


def may(by: Person | None, act: str) -> bool:
    """Whether somebody may do this in the role they act in; the system account may."""
    if by is None:
        return True
    return by.acting is not None and policy().may(by.acting.role, act)


def leads(workstream: Workstream, by: Person | None) -> bool:
    """Whether the workstream is theirs to lead."""
    return by is not None and workstream.lead_id == by.pk and may(by, PROPOSE)


def agency_of(by: Person | None) -> Agency | None:
    """The agency somebody acts for."""
    return by.acting.agency if by is not None and by.acting else None


def refusal_to_put(
    *, workstream: Workstream, lead_agency: Agency | None, by: Person | None
) -> str | None:
    """Why `by` may not put an action of this agency there; None when they may."""
    if may(by, RUN) or leads(workstream, by):
        return None
    if not may(by, PROPOSE):
        return "Only agency leads, workstream leads, analysts and the partnership manager put actions into the plan."
    own = agency_of(by)
    if lead_agency != own:
        return f"You act for {own}, so you put in actions that {own} leads. For any other, ask the partnership manager."
    return None


def refusal_to_use(workstream: Workstream, *, on: date) -> str | None:
    """Why a workstream takes no action on this day; None when it does."""
    if workstream.closed_on and workstream.closed_on <= on:
        return f"The workstream {workstream} closed on {day(workstream.closed_on)}. Choose one that is open."
    return None


def refusal_to_change(action: Action, *, by: Person | None) -> str | None:
    """Why `by` may not change this action; None when they may."""
    if action.deleted_at:
        return f"{action.reference} is deleted. Restore it first."
    if may(by, RUN) or leads(action.workstream, by):
        return None
    own = agency_of(by)
    if may(by, PROPOSE) and own is not None and action.lead_agency_id == own.pk:
        return None
    return f"{action.reference} is led by {leader_of(action)}. Its agency's lead, the lead of its workstream and the partnership manager change it."


def refusal_to_hand_over(
    action: Action, *, to: Agency | None, by: Person | None
) -> str | None:
    """Why `by` may not give the action to another agency; None when they may."""
    is_same = action.lead_agency_id == (to.pk if to else None)
    if is_same or may(by, RUN) or leads(action.workstream, by):
        return None
    return "Only the partnership manager or the workstream's lead gives an action to another agency."


def refusal_to_move(
    action: Action, *, to: Workstream, by: Person | None, on: date
) -> str | None:
    """Why `by` may not move the action to this workstream; None when they may."""
    if action.workstream_id == to.pk:
        return None
    if not may(by, RUN) and not leads(action.workstream, by):
        return (
            "Only the partnership manager or the workstream's lead moves an action "
            "to another workstream."
        )
    return refusal_to_use(to, on=on)


def refusal_to_report(
    action: Action, *, by: Person | None, supports: bool
) -> str | None:
    """Why `by` may not report on this action; None when they may.

    `supports` says whether the agency they act for is one of those that support it.
    """
    if action.deleted_at:
        return f"{action.reference} is deleted, so nothing is reported on it."
    if by is None or action.owner_id == by.pk:
        return None
    if may(by, RUN) or leads(action.workstream, by):
        return None
    own = agency_of(by)
    is_theirs = own is not None and (action.lead_agency_id == own.pk or supports)
    if may(by, UPDATE) and is_theirs:
        return None
    return f"{action.reference} is led by {leader_of(action)}. Its owner, people of the agencies that lead or support it and the partnership manager report on it."


def refusal_of_report(*, status: str, percent: int, text: str) -> str | None:
    """Why a report cannot stand as it is; None when it can."""
    if status not in Action.Status.values:
        return f"Expected one of the states {', '.join(Action.Status.labels)}; found {status!r}."
    if not 0 <= percent <= 100:
        return f"Expected how far it is between 0 and 100 per cent; found {percent}."
    if status in ("at_risk", "off_track", "stopped") and not text:
        said = Action.Status(status).label.lower()
        return f"Say in a sentence why it is {said}, so that others can help."
    return None


def refusal_to_delete(action: Action, *, by: Person | None) -> str | None:
    """Why `by` may not delete this action; None when they may."""
    if action.deleted_at:
        return f"{action.reference} is deleted already."
    if by is None:
        return "An action is deleted by a person, so that it is known who did it."
    if not may(by, RUN):
        return "Only the partnership manager deletes an action. To end one, report that it is stopped and why."
    return None


def refusal_to_restore(
    action: Action, *, by: Person | None, at: datetime
) -> str | None:
    """Why `by` may not restore this action; None when they may."""
    if action.deleted_at is None:
        return f"{action.reference} is not deleted."
    if not may(by, RUN):
        return "Only the partnership manager restores an action."
    if action.deleted_at + KEPT_AFTER_DELETION <= at:
        return f"{action.reference} was deleted more than {KEPT_AFTER_DELETION.days} days ago. Put it in again."
    return None


def refusal_to_run(by: Person | None) -> str | None:
    """Why `by` may not change the plan's own settings; None when they may."""
    return None if may(by, RUN) else "Only the partnership manager changes this."


def refusal_of_reason(reason: str) -> str | None:
    """Why a change without this reason does not stand; None when it does."""
    if not reason.strip():
        return "Say in a few words why, for the change log."
    return None


def refusal_to_wait(path: Sequence[str]) -> str | None:
    """Why one action may not wait for another; `path` is how the other waits for it.

    ("A-003", "A-002", "A-001") says that A-003 waits for A-002, which waits for A-001.
    """
    if not path:
        return None
    if len(path) == 1:
        return f"{path[0]} cannot wait for itself."
    links = [f"{path[0]} waits for {path[1]}"]
    links += [f"which waits for {each}" for each in path[2:]]
    return f"{path[-1]} cannot wait for {path[0]}: {', '.join(links)}."


def refusal_to_state_effect(
    standing: ExpectedEffect | None, *, window_from: date, on: date
) -> str | None:
    """Why an expected effect may not be stated or changed now; None when it may.

    What is stated after the result can be seen proves nothing.
    """
    if standing is not None and standing.window_from <= on:
        return f"The effect is judged from {day(standing.window_from)} on, so what was expected stands as it was stated."
    if window_from <= on:
        return f"An effect is stated before it can be seen. Its window has to begin after {day(on)}; found {day(window_from)}."
    return None


def refusal_to_judge(
    action: Action, expected: ExpectedEffect | None, *, by: Person | None
) -> str | None:
    """Why `by` may not have this action judged; None when they may."""
    if action.deleted_at:
        return f"{action.reference} is deleted, so nothing is judged of it."
    if expected is None:
        return f"{action.reference} stated no effect in advance, so nothing can be judged fairly."
    if may(by, RUN) or leads(action.workstream, by):
        return None
    return "Only the partnership manager or the workstream's lead has an effect judged again; the first time it is judged by itself."


MOST_PLACES = 20


def refusal_of_comparison(
    places: Sequence[str], *, is_lake: bool, place: str
) -> str | None:
    """Why an effect cannot be compared with these places; None when it can."""
    if is_lake and places:
        return "What is asked of the lake is compared by a rule, not with places of somebody's choice. Leave them out."
    if place and place in places:
        return f"{place} is where the effect is expected, so it cannot be compared with itself."
    if len(places) > MOST_PLACES:
        return (
            f"Name at most {MOST_PLACES} places to compare with; found {len(places)}."
        )
    if long := [each for each in places if len(each) > 80]:
        return f"A place has a name of at most 80 signs; found {long[0][:40]}…"
    return None


def refusal_to_give_figures(
    action: Action,
    expected: ExpectedEffect | None,
    *,
    source: str,
    reason: str,
    is_first: bool,
    by: Person | None,
) -> str | None:
    """Why `by` may not give figures for an effect by hand; None when they may."""
    if refusal := refusal_to_change(action, by=by):
        return refusal
    if expected is None:
        return f"{action.reference} stated no effect in advance, so figures would prove nothing."
    if not expected.is_by_hand:
        return f"{action.reference} is judged from figures that are held here already; none are given by hand."
    if not source.strip():
        return "Say where the figures come from, so that anybody may check them."
    if not is_first and not reason.strip():
        return "Figures were given before. Say why they are given again; what was given stays readable."
    return None


def refusal_of_question(
    question: str,
    parameters: Mapping[str, str],
    *,
    known: Mapping[str, Sequence[str]],
) -> str | None:
    """Why the lake cannot be asked this; `known` is each question's parameters."""
    if question not in known:
        return f"The lake has no question {question!r}. The page of questions lists them all."
    if question != QUESTION:
        return f"The question {question} does not count one kind of crime in one place month by month, so no effect can be judged by it. {QUESTION} does; anything else is judged by a measure or by figures given by hand."
    # A category is no parameter of a question that answers for all of them at once.
    if strange := sorted(parameters.keys() - set(known[question]) - {"category"}):
        return f"The question {question} needs {', '.join(known[question])}; found {', '.join(strange)}."
    given = {*parameters, "start", "end"}  # the window gives its start and its end
    if missing := [name for name in known[question] if name not in given]:
        return f"The question {question} also needs {', '.join(missing)}."
    kind = parameters.get("category", "")
    if kind and kind not in known_categories():
        return f"The police publish no kind of crime called {kind!r}. Expected one such as violent-crime, or all-crime."
    return None


def refusal_to_ask_for_day(action: Action, asked: date, *, on: date) -> str | None:
    """Why another due date cannot be asked for; None when it can."""
    if action.due_on is None:
        return f"{action.reference} has no due date that could move."
    if asked <= on:
        return f"Ask for a day that is still to come; found {day(asked)}."
    return None


def refusal_to_keep_day(action: Action, *, by: Person | None) -> str | None:
    """Why it may not be answered that the due date stays; None when it may."""
    if refusal := refusal_to_change(action, by=by):
        return refusal
    if action.asks_due_on is None:
        return f"Nobody asks for another day for {action.reference}."
    return None


def refusal_of_thresholds(owner: int, lead: int, chair: int) -> str | None:
    """Why silence cannot be told in this order; None when it can."""
    if not 1 <= owner < lead < chair <= 730:
        return f"Expected three numbers of days, each larger than the one before, up to 730; found {owner}, {lead} and {chair}."
    return None


def refusal_to_undo(edit: BulkEdit, *, by: Person | None) -> str | None:
    """Why a bulk edit may not be undone; None when it may."""
    if edit.undone_at:
        return "This bulk edit is undone already."
    if by is None:
        return "A bulk edit is undone by a person, so that it is known who did it."
    if edit.by_id != by.pk and not may(by, RUN):
        return "Only whoever made a bulk edit or the partnership manager undoes it."
    return None


def refusal_to_chase(level: str, *, reached: str, reference: str) -> str | None:
    """Why nobody is told at this level; None when somebody is."""
    ladder = ("", "owner", "lead", "chair")
    if level not in ladder[1:]:
        return f"Expected owner, lead or chair; found {level!r}."
    if ladder.index(level) > ladder.index(reached):
        return f"{reference} has not been silent for so long."
    return None


def refusal_to_read_record(workstream: Workstream, *, by: Person | None) -> str | None:
    """Why `by` may not read what was done in a workstream; None when they may."""
    if may(by, RUN) or leads(workstream, by):
        return None
    return (
        f"Who leads {workstream} and the partnership manager read what was done in it."
    )


def refusal_to_publish(action: Action, *, words: str, by: Person | None) -> str | None:
    """Why residents do not read this action in these words; None when they do."""
    if refusal := refusal_to_take_back(by=by):
        return refusal
    if action.deleted_at:
        return f"{action.reference} is deleted. Restore it first."
    if not words.strip():
        return "Say in plain words what is done, as you would tell a neighbour."
    return None


def refusal_to_take_back(*, by: Person | None) -> str | None:
    """Why `by` does not say what residents read; None when they do."""
    if may(by, PUBLISH):
        return None
    return "The partnership manager says what residents may read. Ask them."


def leader_of(action: Action) -> str:
    """Who leads an action: the agency, or the group of the community."""
    return action.community_owner or str(action.lead_agency)


def default_settings() -> PlanSettings:
    """The plan's settings where nobody has set any."""
    return PlanSettings()
