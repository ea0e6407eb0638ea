"""The actions that stand in one strategy's plan, as rows of a sheet are matched to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import fuzz, process

from goldthread.delivery.models import Action
from goldthread.delivery.sheets.plain_words import plainly
from goldthread.delivery.sheets.values import Wrong
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

    def match(self, reference: str, title: str) -> Action | None:
        """The action that a row means, by reference first, else by its title.

        Raises:
            Wrong: two could be meant, or one that is deleted.
        """
        own = plainly(reference)
        if own and own in self.by_own:
            return _only(self.by_own[own], f"the reference {reference}")
        if own and own in self.by_reference:
            return _only([self.by_reference[own]], reference)
        same = [
            each
            for each in self.by_title.get(plainly(title), ())
            if not own or not self.own_reference(each)
        ]
        standing = [each for each in same if not each.deleted_at]
        return _only(standing, f"the title {title[:60]!r}") if standing else None

    def own_reference(self, action: Action) -> str:
        """What the partnership's own sheet calls an action."""
        row = self.sheet_rows.get(action.pk)
        return row.reference if row else ""

    def alike(self, title: str) -> Action | None:
        """An action whose title is nearly the same, to be shown."""
        titles = [
            name for name, found in self.by_title.items() if not found[0].deleted_at
        ]
        found = process.extractOne(
            plainly(title), titles, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE
        )
        return self.by_title[found[0]][0] if found else None

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
        """The newest report, if there is one."""
        return next(iter(self.reports.get(action.pk, ())), None)

    def is_old(self, action: Action, *, status: str, text: str) -> bool:
        """Whether a sheet only repeats a report that a newer one has followed."""
        older = self.reports.get(action.pk, ())[1:]
        return bool(text) and any(
            each.text == text and each.status == status for each in older
        )


def _only(found: Sequence[Action], words: str) -> Action:
    if len(found) > 1:
        names = " and ".join(each.reference for each in found[:3])
        raise Wrong(
            "one action", f"{words} belongs to {names}. Write one of these references."
        )
    if found[0].deleted_at:
        name = found[0].reference
        raise Wrong(
            "an action that stands",
            f"{name} is deleted. Restore it first, or take the row out.",
        )
    return found[0]


def standing_in(strategy: Strategy) -> Standing:
    """Everything that rows can be matched to, in seven questions to the database."""
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
    found = Standing(actions, {}, {}, {}, {}, {})
    for action in actions:
        row = getattr(action, "sheet_row", None)
        if row is not None:
            found.sheet_rows[action.pk] = row
            if row.reference:
                found.by_own.setdefault(plainly(row.reference), []).append(action)
        found.by_reference[plainly(action.reference)] = action
        found.by_title.setdefault(plainly(action.title), []).append(action)
        found.reports[action.pk] = sorted(
            action.updates.all(), key=lambda each: -each.version
        )
    return found


def stands(action: Action, name: str) -> Any:
    """What stands in a field, as cells are compared with it."""
    if name in MANY:
        return {each.pk for each in getattr(action, name).all()}
    return getattr(action, name)
