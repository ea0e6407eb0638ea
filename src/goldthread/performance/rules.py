"""Why something about the numbers is not allowed: sentences; no queries."""

from collections.abc import Mapping, Sequence
from datetime import date

from goldthread.core.echo import FEWEST
from goldthread.core.units import PER_CENT
from goldthread.partners.models import Agency, Person
from goldthread.partners.policy import policy
from goldthread.partners.rules import Refused as Refused
from goldthread.performance.models import Commentary, Indicator, Reading
from goldthread.performance.periods import label, later, months_apart

READ, KEY, DEFINE = "read measures", "key readings", "define measures"
PUBLISH = "make public"


def may(by: Person | None, act: str) -> bool:
    """Whether somebody may do this in the role they act in; the system account may."""
    if by is None or not isinstance(by, Person):
        return True
    return by.acting is not None and policy().may(by.acting.role, act)


def agency_of(by: Person | None) -> Agency | None:
    """The agency somebody acts for."""
    return by.acting.agency if isinstance(by, Person) and by.acting else None


def refusal_to_define(*, by: Person | None) -> str | None:
    """Why `by` may not define or change a measure; None when they may."""
    if may(by, DEFINE):
        return None
    return "Only the analyst and the partnership manager define measures. Tell them what should change and why."


RESERVED = ("early", "flow", "returns", "define", "file", "load")


def refusal_of_code(code: str) -> str | None:
    """Why a measure cannot be called so; None when it can."""
    if code.lower() in RESERVED:
        return f"{code} is the address of another page. Choose a code such as V1."
    return None


def refusal_of_question(
    question: str, column: str, *, known: Mapping[str, tuple[str, ...]]
) -> str | None:
    """Why a question to the lake cannot fill a measure; None when it can."""
    if question not in known:
        return f"The lake has no question called {question}. `goldthread questions` lists those there are."
    columns = known[question]
    if "month" not in columns:
        return f"The question {question} does not answer month by month, so no series comes of it."
    if column not in columns:
        return f"The question {question} answers {', '.join(columns)}; found {column}."
    return None


def refusal_of_companion(
    indicator: Indicator, companion: Indicator | None
) -> str | None:
    """Why this cannot stand beside a hidden crime's reports; None when it can."""
    if companion is None or not indicator.hidden_crime:
        return None
    if companion.hidden_crime:
        return f"{companion} counts reports of a hidden crime too. A companion is something else: a survey, repeats, outcomes, or how many use a service."
    if companion.better == "neutral":
        return f"{companion} has no direction, so it cannot say whether a rise in reports is good news."
    return None


def refusal_of_victims(indicator: Indicator, victims: Indicator | None) -> str | None:
    """Why this cannot count the different victims of a measure's offences; None when it can."""
    if victims is None:
        return None
    if indicator.kind != "count" or victims.kind != "count":
        return "Offences and their victims are both counts: repeats are the one less the other."
    if (indicator.every, indicator.area_code) != (victims.every, victims.area_code):
        return f"{victims} is counted {victims.get_every_display().lower()} in {victims.area_code}. Victims are counted as often, and of the same area, as their offences."
    if not indicator.victims_within or indicator.victims_within % indicator.every:
        return f"Victims are told apart over whole periods: expected a multiple of {indicator.every} month{'' if indicator.every == 1 else 's'}, such as 12; found {indicator.victims_within}."
    return None


def refusal_to_use(indicator: Indicator, *, on: date) -> str | None:
    """Why nothing new is tied to a measure; None when it may be."""
    if indicator.retired_on and indicator.retired_on <= on:
        return f"{indicator} is retired: {indicator.retired_because}"
    return None


def refusal_of_window(indicator: Indicator, start: date, end: date) -> str | None:
    """Why a measure's periods do not fill this window; None when they do."""
    if start.day != 1 or end.day != 1:
        return "The window begins and ends on the first of a month, so that whole months are judged."
    if indicator.every == 3 and (start.month % 3 != 1 or end.month % 3 != 1):
        return f"{indicator} has quarters, so the window begins and ends with one: on the first of January, April, July or October."
    return None


def refusal_of_few(indicator: Indicator, *, held: int, to_come: int) -> str | None:
    """Why too few figures stand before a window to judge by; None when enough do."""
    called = {1: "months", 3: "quarters"}[indicator.every]
    needed = FEWEST[indicator.every]
    if held + to_come >= needed:
        return None
    more = f" and {to_come} more to come" if to_come else ""
    return f"{indicator} holds {held or 'no'} figure{'' if held == 1 else 's'}{more} before that window. It takes {needed} {called} to know how far it strays of itself, so the effect could never be told from chance. Choose another measure, or a later window."


def warning_of_direction(indicator: Indicator, direction: str) -> str:
    """That an effect is hoped for against the aim of its measure; "" where it is not."""
    if indicator.better == "neutral" or indicator.better == direction:
        return ""
    aim, said = ("more", "fewer") if indicator.better == "up" else ("fewer", "more")
    return f"The aim of {indicator} is {aim}, and this effect is stated as {said}. If that is not what you mean, state it anew."


def refusal_to_count_otherwise(
    indicator: Indicator, *, every: int, judges: Sequence[str]
) -> str | None:
    """Why a measure is not counted more or less often; None when it may be.

    `judges` are the actions whose stated effect is judged by it.
    """
    if every == indicator.every:
        return None
    often = indicator.get_every_display().lower()
    if judges:
        return f"{indicator} is counted {often}, and {' and '.join(judges)} {'is' if len(judges) == 1 else 'are'} judged by it so. Define a new measure for the other rhythm, or state {'that effect' if len(judges) == 1 else 'those effects'} by another measure first."
    return None


def refusal_to_retire(indicator: Indicator, *, on: date, reason: str) -> str | None:
    """Why a measure is not retired; None when it is."""
    if indicator.retired_on:
        return f"{indicator} is retired already."
    if on < indicator.opened_on:
        return f"{indicator} begins after that day."
    if not reason.strip():
        return "Say why it is retired; it stands beside the series for good."
    return None


def refusal_to_key(indicator: Indicator, *, by: Person | None) -> str | None:
    """Why `by` may not give this measure's figures; None when they may."""
    if may(by, DEFINE):
        return None
    if not may(by, KEY):
        return "Agencies, analysts and the partnership manager give figures."
    own = agency_of(by)
    if own is None or own.pk != indicator.owner_id:
        return f"{indicator} is answered for by {indicator.owner}. You act for {own}."
    return None


def refusal_of_period(
    indicator: Indicator, start: date, *, known: date | None, on: date
) -> str | None:
    """Why there is no such period in this series; None when there is."""
    if start.day != 1:
        return f"A period begins on the first of a month; found {start}."
    first = known or (
        later(start, 0)
        if indicator.every != 3 or start.month in (1, 4, 7, 10)
        else date(start.year, 1, 1)
    )
    if months_apart(first, start) % indicator.every:
        return f"{indicator} runs {indicator.get_every_display().lower()} from {first:%B %Y}; {start:%B %Y} is no beginning of a period."
    if later(start, indicator.every) > on:
        end = later(start, indicator.every)
        return f"{label(start, end)} is not over yet."
    return None


def refusal_of_value(
    indicator: Indicator,
    value: float | None,
    numerator: float | None,
    denominator: float | None,
) -> str | None:
    """Why these numbers are no reading of this measure; None when they are."""
    if indicator.is_divided and numerator is not None and denominator is not None:
        if denominator <= 0:
            return f"{indicator}: “out of how many” must be more than 0; found {denominator:g}."
        if indicator.kind == Indicator.Kind.PERCENT and numerator > denominator:
            return f"{indicator}: {numerator:g} out of {denominator:g} is more than all of them."
        value = numerator / denominator * indicator.scale
    if value is None:
        wanted = "a number, and out of how many" if indicator.is_divided else "a number"
        return f"{indicator}: expected {wanted}; found nothing. Leave a period out where nobody knows the figure: missing is not zero."
    if value != value or value in (float("inf"), float("-inf")):
        return f"{indicator}: that is not a number."
    if value < 0 and indicator.kind != Indicator.Kind.SCORE:
        return f"{indicator}: a figure cannot be below 0; found {value:g}."
    if indicator.kind == Indicator.Kind.PERCENT and value > 100:
        return f"{indicator}: expected up to 100{PER_CENT}; found {value:g}."
    if indicator.kind == Indicator.Kind.COUNT and value != int(value):
        return f"{indicator} is a count: expected a whole number; found {value:g}."
    return None


def refusal_of_limits(
    indicator: Indicator, value: float, low: float | None, high: float | None
) -> str | None:
    """Why these are not the ends of a figure's interval; None when they are."""
    if low is None and high is None:
        return None
    if low is None or high is None:
        return f"{indicator}: an interval has both its ends. Enter both, or leave both empty."
    if not low <= value <= high:
        return f"{indicator}: expected the figure inside its interval; found {value:g} and {low:g} to {high:g}."
    if indicator.kind == Indicator.Kind.PERCENT and high > 100:
        return f"{indicator}: expected an interval up to 100{PER_CENT}; found {high:g}."
    return None


def refusal_to_revise(reading: Reading, *, reason: str) -> str | None:
    """Why a reading is not revised; None when it is."""
    if reading.superseded_at is not None:
        return "A newer reading stands in its place already. Revise that one."
    if not reason.strip():
        return "Say why it is revised: boards that saw the old figure will ask."
    return None


def refusal_to_comment(indicator: Indicator, *, by: Person | None) -> str | None:
    """Why `by` may not write on this measure; None when they may."""
    if may(by, DEFINE) or leads(indicator, by):
        return None
    own = agency_of(by)
    if may(by, KEY) and own is not None and own.pk == indicator.owner_id:
        return None
    return f"{indicator.owner} writes on {indicator}, for it answers for the figures."


def leads(indicator: Indicator, by: Person | None) -> bool:
    """Whether somebody is the lead of a measure: its own, else its workstream's."""
    if not isinstance(by, Person):
        return False
    if indicator.lead_id is not None:
        return indicator.lead_id == by.pk
    return indicator.workstream is not None and indicator.workstream.lead_id == by.pk


def refusal_to_approve(
    commentary: Commentary, *, unsupported: int, by: Person | None
) -> str | None:
    """Why `by` may not approve a commentary; None when they may.

    `unsupported` is how many of its sentences say more than the figures do.
    """
    if commentary.approved_at:
        return "It is approved already."
    if by is not None and not leads(commentary.indicator, by) and not _runs(by):
        return f"The lead of {commentary.indicator} or the partnership manager approves what is said on it."
    if by is not None and unsupported and commentary.written_by_id == by.pk:
        marked = "a sentence that says" if unsupported == 1 else "sentences that say"
        return f"You wrote {marked} more than the figures do, so somebody else approves it: the lead of {commentary.indicator} or the partnership manager. Or write it so that the figures support it."
    return None


def _runs(by: Person) -> bool:
    return by.acting is not None and policy().may(by.acting.role, "run the plan")


def refusal_to_publish(
    indicator: Indicator, *, has_pack: bool, by: Person | None
) -> str | None:
    """Why residents do not read a measure; None when they do."""
    if refusal := refusal_to_take_back(by=by):
        return refusal
    if indicator.about != Indicator.About.POPULATION:
        return f"{indicator} counts those a service reaches. That stays with the board; residents read how people in the area are."
    if not has_pack:
        return f"No pack was issued with a figure of {indicator} yet. Residents read what a board has had first."
    return None


def refusal_to_take_back(*, by: Person | None) -> str | None:
    """Why `by` does not say what residents read; None when they do."""
    if may(by, PUBLISH):
        return None
    return "The partnership manager says what residents may read. Ask them."


def refusal_to_lock(name: str, *, taken: bool) -> str | None:
    """Why readings are not locked under this name; None when they are."""
    if not name.strip():
        return "Name what was issued, such as “Board pack, January 2027”."
    if taken:
        return f"{name} was issued already. What it holds does not change."
    return None
