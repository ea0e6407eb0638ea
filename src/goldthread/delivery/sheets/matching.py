"""Which action a row of a sheet means: its number says where to look, its words decide.

Numbers restart with every list, so two that are alike prove nothing. A row is an action
that stands where its words say so too; where they do not, a person is asked, and until
they say otherwise the row is a new action, so that nothing is overwritten. What was
deleted only because its sheet was taken back is meant again by the same words.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from goldthread.delivery.models import Action
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.standing import Standing
from goldthread.delivery.sheets.table import PlanTable
from goldthread.delivery.sheets.values import Wrong
from goldthread.partners.models import Agency
from goldthread.strategy.models import Workstream

NEW = "new"  # instead of the key of an action
ONE_WORD = 80.0  # of 100: the same word, wrongly typed
ENOUGH = 0.5  # of the words of the shorter title; more than that is a rewording
_FILLING = {"the", "of", "and", "for", "in", "on", "to", "at", "with", "by", "an"}


@dataclass(frozen=True, slots=True)
class Told:
    """What a row says that tells one action from another."""

    reference: str
    title: str
    workstream: Workstream | None = None
    lead_agency: Agency | None = None
    answer: str = ""  # the key of an action, or NEW, as a person said


@dataclass(frozen=True, slots=True)
class Match:
    """The action that a row is taken for, None for a new one; and what else it may be."""

    action: Action | None
    choices: tuple[Action, ...] = ()  # a person may say which of them it is
    is_asked: bool = False  # they did not say so yet, and the words do not


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is known of the sheet as a whole.

    went_out  whether it is one that was taken out of this plan
    titles    plain number -> the titles of the rows under it
    """

    went_out: bool
    titles: Mapping[str, Sequence[str]]


def sheet_as_whole(
    table: PlanTable, *, number: int | None, title: int | None, went_out: bool
) -> Sheet:
    """The sheet whose numbers and titles stand in these columns."""
    titles: dict[str, list[str]] = {}
    if number is not None and title is not None:
        for row in table.rows:
            titles.setdefault(plainly(row.cell(number)), []).append(row.cell(title))
    return Sheet(went_out, titles)


def matched(told: Told, sheet: Sheet, standing: Standing) -> Match:
    """The action that a row means.

    Raises:
        Wrong: two could be meant, or one that is deleted.
    """
    named = standing.numbered(told.reference)
    there = tuple(each for each in named if not each.deleted_at)
    if not told.title:
        return _without_words(told, named, there, sheet, standing)
    if same := [each for each in named if is_close(told.title, each.title)]:
        return Match(_only(same, told, standing))
    found = _reworded(told, named, there, sheet, standing)
    found = found or _renumbered(told, sheet, standing)
    is_exact = found is not None and plainly(found.title) == plainly(told.title)
    if not is_exact and (back := _coming_back(told, sheet, standing)):
        return Match(back)
    choices = tuple(dict.fromkeys([*([found] if found else ()), *there]))
    own = standing.own_reference(found) if found else ""
    is_sure = found is not None and not there and not (told.reference and own)
    if not choices and (alike := standing.alike(told.title)):
        choices = (alike,)
    if told.answer:
        said = [each for each in choices if str(each.pk) == told.answer]
        if said or told.answer == NEW:
            return Match(said[0] if said else None, choices)
    return Match(found, () if is_sure else choices, bool(choices) and found is None)


def is_close(one: str, other: str) -> bool:
    """Whether two titles are the same words, but for their order and how they are typed."""
    ours, theirs = _words(one), _words(other)
    return plainly(one) == plainly(other) or bool(
        ours
        and _shared(ours, theirs) == len(ours)
        and _shared(theirs, ours) == len(theirs)
    )


def is_like(one: str, other: str) -> bool:
    """Whether enough of two titles is the same for one to be the other in new words."""
    short, long = sorted((_words(one), _words(other)), key=len)
    return bool(short) and _shared(short, long) / len(short) > ENOUGH


def _words(title: str) -> list[str]:
    words = dict.fromkeys(plainly(title).split())
    return [
        each
        for each in words
        if each.isdigit() or (len(each) > 1 and each not in _FILLING)
    ]


def _shared(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """How many of our words stand among theirs."""
    return sum(any(_is_one_word(each, other) for other in theirs) for each in ours)


def _is_one_word(one: str, other: str) -> bool:
    """A count or a year is another count or year; "train" and "training" are one word."""
    if one == other or any(mark.isdigit() for mark in one + other):
        return one == other
    short, long = sorted((one, other), key=len)
    is_longer = len(short) > 3 and long.startswith(short)
    return is_longer or fuzz.ratio(one, other) >= ONE_WORD


def _without_words(
    told: Told,
    named: Sequence[Action],
    there: tuple[Action, ...],
    sheet: Sheet,
    standing: Standing,
) -> Match:
    """A row that only has a number: one given here is enough, one of theirs is not."""
    if not named:
        return Match(None)
    given_here = standing.by_reference.get(plainly(told.reference))
    if sheet.went_out or given_here in named:
        return Match(_only(named, told, standing))
    said = [each for each in there if str(each.pk) == told.answer]
    return Match(said[0] if said else None, there, not said and told.answer != NEW)


def _reworded(
    told: Told,
    named: Sequence[Action],
    there: Sequence[Action],
    sheet: Sheet,
    standing: Standing,
) -> Action | None:
    """The action under the row's number, where its title only has other words now."""
    given_here = standing.by_reference.get(plainly(told.reference))
    like = [
        each
        for each in named
        if is_like(told.title, each.title)
        and (each is given_here or not _moved(told, each) + _handed_over(told, each))
    ]
    if like and not any(each in there for each in like):
        return _only(like, told, standing)  # says that it is deleted
    like = [each for each in like if each in there]
    if len(like) == 1:
        return like[0]
    if sheet.went_out and len(there) == 1:
        one = there[0]
        return None if _moved(told, one) + _handed_over(told, one) > 1 else one
    return None


def _renumbered(told: Told, sheet: Sheet, standing: Standing) -> Action | None:
    """The one action of this very title, unless another row of the sheet is that one."""
    found = [
        each
        for each in standing.by_title.get(plainly(told.title), ())
        if not each.deleted_at and not _is_taken(told, each, sheet, standing)
    ]
    return _only(found, told, standing) if found else None


def _coming_back(told: Told, sheet: Sheet, standing: Standing) -> Action | None:
    """The action that these words were before their sheet was taken back, the newest."""
    number, title = plainly(told.reference), plainly(told.title)
    found = []
    for each in standing.taken_back.actions:
        action, is_its_number = each.action, each.number == number
        if _moved(told, action):
            continue
        if each.title == title:
            titles = () if is_its_number else sheet.titles.get(each.number, ())
            is_meant = not any(is_close(one, action.title) for one in titles)
        else:
            is_like_it = is_its_number and is_like(told.title, action.title)
            is_meant = bool(number) and is_like_it and not _handed_over(told, action)
        if is_meant:
            found.append((is_its_number, action.pk, action))
    return max(found)[-1] if found else None


def _is_taken(told: Told, action: Action, sheet: Sheet, standing: Standing) -> bool:
    own = standing.own_reference(action)
    if not own or not told.reference or plainly(own) == plainly(told.reference):
        return False
    titles = sheet.titles.get(plainly(own), ())
    return bool(_moved(told, action)) or any(
        is_close(title, action.title) for title in titles
    )


def _moved(told: Told, action: Action) -> int:
    stream = told.workstream
    return int(stream is not None and stream.pk != action.workstream_id)


def _handed_over(told: Told, action: Action) -> int:
    agency = told.lead_agency
    return int(agency is not None and agency.pk != action.lead_agency_id)


def _only(found: Sequence[Action], told: Told, standing: Standing) -> Action:
    there = [each for each in found if not each.deleted_at]
    exact = [each for each in there if plainly(each.title) == plainly(told.title)]
    there = exact or there
    if len(there) > 1:
        words = (
            f"the reference {told.reference}"
            if told.reference
            else f"the title {told.title[:60]!r}"
        )
        names = " and ".join(each.reference for each in there[:3])
        raise Wrong(
            "one action", f"{words} belongs to {names}. Write one of these references."
        )
    if not there:
        if back := [each for each in found if standing.comes_back(each)]:
            return back[-1]
        name = found[0].reference
        raise Wrong(
            "an action that stands",
            f"{name} is deleted. Restore it first, or take the row out.",
        )
    return there[0]
