"""The actions that stand in one strategy's plan, as rows of a sheet are matched to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rapidfuzz import fuzz, process

from goldthread.delivery.models import Action
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.taken_back import TakenBack, taken_back
from goldthread.delivery.words import MANY
from goldthread.strategy.models import Strategy

ALIKE = 88.0  # of 100: so near that a new action may be one that stands


@dataclass(slots=True)
class Standing:
    """Every action of a strategy, with what was reported on it and its row of a sheet."""

    actions: Sequence[Action]
    by_own: dict[str, list[Action]]
    by_reference: dict[str, Action]
    by_title: dict[str, list[Action]]
    reports: dict[int, list[Any]]  # the newest first
    sheet_rows: dict[int, Any]
    there: dict[str, Action]  # plain title -> the first that is not deleted
    taken_back: TakenBack  # with their sheets

    def numbered(self, reference: str) -> Sequence[Action]:
        """The actions that bear a number, theirs or ours; deleted ones too."""
        own = plainly(reference)
        if own and own in self.by_own:
            return self.by_own[own]
        return [self.by_reference[own]] if own in self.by_reference else []

    def comes_back(self, action: Action) -> bool:
        """Whether a deleted action is only gone because its sheet was taken back."""
        return any(each.action is action for each in self.taken_back.actions)

    def own_reference(self, action: Action) -> str:
        """What the partnership's own sheet calls an action."""
        row = self.sheet_rows.get(action.pk)
        return row.reference if row else ""

    def alike(self, title: str) -> Action | None:
        """An action whose title is nearly the same, to be shown."""
        found = process.extractOne(
            plainly(title),
            list(self.there),
            scorer=fuzz.token_sort_ratio,
            score_cutoff=ALIKE,
        )
        return self.there[found[0]] if found else None

    def called(self, reference: str) -> int | None:
        """The one action that stands under a reference, theirs or ours."""
        name = plainly(reference)
        found = self.by_own.get(name, [])
        if not found and name in self.by_reference:
            found = [self.by_reference[name]]
        is_one = len(found) == 1 and not found[0].deleted_at
        return found[0].pk if is_one else None

    def name(self, action: Action) -> str:
        """What a sheet calls an action that another waits for: their name, else ours."""
        own = self.own_reference(action)
        return own if own and len(self.by_own[plainly(own)]) == 1 else action.reference

    def report(self, action: Action) -> Any:
        """The newest report, if there is one; what was taken back is none."""
        told, void = self.reports.get(action.pk, ()), self.taken_back.reports
        return next((each for each in told if each.token not in void), None)

    def is_old(self, action: Action, *, status: str, text: str) -> bool:
        """Whether a sheet only repeats a report that a newer one has followed.

        One that was taken back, and the word that took it back, follow nothing: the same
        sheet loads the same again.
        """
        is_followed, void = False, self.taken_back.reports
        for each in self.reports.get(action.pk, ()):
            if is_followed and text and (each.text, each.status) == (text, status):
                return True
            is_followed = is_followed or each.token not in void
        return False


def standing_in(strategy: Strategy, *, on: date) -> Standing:
    """Everything that rows can be matched to, in ten questions to the database."""
    actions = list(
        Action.objects.filter(workstream__strategy=strategy)
        .select_related(
            "workstream",
            "lead_agency",
            "owner",
            "outcome",
            "finding",
            "expected_effect__area",
        )
        .prefetch_related("support_agencies", "areas", "updates", "sheet_row")
        .prefetch_related("milestones", "waits__on")
        .order_by("pk")
    )
    left = taken_back(strategy, actions, on=on)
    found = Standing(actions, {}, {}, {}, {}, {}, {}, left)
    for action in actions:
        row = getattr(action, "sheet_row", None)
        if row is not None:
            found.sheet_rows[action.pk] = row
            if row.reference:
                found.by_own.setdefault(plainly(row.reference), []).append(action)
        found.by_reference[plainly(action.reference)] = action
        found.by_title.setdefault(plainly(action.title), []).append(action)
        if not action.deleted_at:
            found.there.setdefault(plainly(action.title), action)
        found.reports[action.pk] = sorted(
            action.updates.all(), key=lambda each: -each.version
        )
    return found


def stands(action: Action, name: str) -> Any:
    """What stands in a field, as cells are compared with it."""
    if name in MANY:
        return {each.pk for each in getattr(action, name).all()}
    return getattr(action, name)
