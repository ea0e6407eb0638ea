"""Many actions added, changed and reported on as one act, written in one short moment.

What each will say, and whether it may, is worked out before anything is locked; the
writing then takes a few statements for all of them. Row by row through the services, 300
rows held SQLite's only write lock for six seconds.
"""

import copy
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Sum

from goldthread.audit.services import record_together
from goldthread.delivery import rules
from goldthread.delivery.models import Action, Change, Update
from goldthread.delivery.services.actions import (
    added_in_words,
    changed_in_words,
    new_action,
    put_changed,
    refusal_of_change,
)
from goldthread.delivery.services.checks import (
    check_reason,
    check_words,
    locked_settings,
    logged,
    refused_by_the_database,
)
from goldthread.delivery.services.parts_together import logged_as, write_parts
from goldthread.delivery.services.updates import (
    Told,
    answer_chases,
    put_report,
    refusal_of,
    reported_in_words,
)
from goldthread.delivery.sheets.parts import Parts
from goldthread.delivery.words import MANY
from goldthread.partners.models import Person
from goldthread.strategy.models import Strategy, Workstream

_SAVED = [
    each.name
    for each in Action._meta.concrete_fields
    if not each.primary_key and each.name != "reference"
]

_LOGGED = {"steps": "milestone", "waits": "dependency", "effect": "effect"}


@dataclass(slots=True)
class Draft:
    """One action as it will stand, with all that is written beside it."""

    action: Action
    many: dict[str, list[Any]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    update: Update | None = None
    acts: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    rests_on: int = 0  # the version of the action that was read
    parts: Parts = field(default_factory=Parts)

    @property
    def is_new(self) -> bool:
        return self.action.pk is None


@dataclass(frozen=True, slots=True)
class Drafting:
    """Who drafts, when."""

    by: Person | None
    at: datetime

    def added(self, workstream: Workstream, told: Any, *, origin: str) -> Draft:
        """A new action; it gets its reference when it is written."""
        action = new_action(workstream, told, origin=origin, by=self.by, at=self.at)
        check_words(action)
        draft = Draft(action, _many(told))
        draft.acts.append(("action.added", added_in_words(action)))
        return draft

    def changed(self, action: Action, told: Any, *, reason: str) -> Draft:
        """An action that stands, changed; `action` itself stays as it is."""
        draft = Draft(copy.copy(action), rests_on=action.version)
        if refusal := refusal_of_change(action, told, by=self.by, at=self.at):
            raise rules.Refused(refusal)
        changed = put_changed(draft.action, told)
        if not changed:
            return draft
        reason = check_reason(reason)
        check_words(draft.action)
        draft.many = _many(told)
        draft.changes = logged(
            draft.action, changed, reason=reason, by=self.by, at=self.at
        )
        detail = changed_in_words(draft.action, changed, reason)
        draft.acts.append(("action.changed", detail))
        return draft

    def with_parts(self, draft: Draft, parts: Parts, *, reason: str) -> Draft:
        """The same with its milestones, what it waits for, its expected effect anew."""
        if not parts:
            return draft
        if (
            refusal := None
            if draft.is_new
            else rules.refusal_to_change(draft.action, by=self.by)
        ):
            raise rules.Refused(refusal)
        draft.parts = parts
        changed = {name: (before, after) for name, before, after in logged_as(parts)}
        if not draft.is_new:
            draft.changes += logged(
                draft.action, changed, reason=reason, by=self.by, at=self.at
            )
        detail = changed_in_words(draft.action, changed, reason)
        draft.acts.append(("action.changed", detail))
        return draft

    def put_back(self, draft: Draft, parts: Iterable[str], *, reason: str) -> None:
        """A change of these parts, which the caller puts back as they stood."""
        told = {_LOGGED[name]: ("", "as before") for name in parts}
        draft.changes += logged(
            draft.action, told, reason=reason, by=self.by, at=self.at
        )
        detail = changed_in_words(draft.action, told, reason)
        draft.acts.append(("action.changed", detail))

    def reported(
        self, draft: Draft, told: Told, *, token: uuid.UUID, via: str
    ) -> Draft:
        """The same with a report on it."""
        refusal = refusal_of(
            draft.action, told, by=self.by, supports=self._supports(draft)
        )
        if refusal:
            raise rules.Refused(refusal)
        stood = draft.action.status
        draft.update = put_report(draft.action, told, by=self.by, at=self.at)
        draft.update.token, draft.update.via = token, via
        detail = reported_in_words(stood, draft.update)
        draft.acts.append(("action.reported", detail))
        return draft

    def deleted(self, action: Action, *, reason: str) -> Draft:
        """An action taken out of the plan; `action` itself stays as it is."""
        draft = Draft(copy.copy(action), rests_on=action.version)
        self.take_out(draft, reason=reason)
        return draft

    def take_out(self, draft: Draft, *, reason: str) -> None:
        """The same, deleted."""
        if refusal := rules.refusal_to_delete(draft.action, by=self.by):
            raise rules.Refused(refusal)
        reason = check_reason(reason)
        draft.action.deleted_at, draft.action.deleted_by = self.at, self.by
        gone = {"deleted": ("", "deleted")}
        draft.changes += logged(
            draft.action, gone, reason=reason, by=self.by, at=self.at
        )
        draft.acts.append(("action.deleted", {"reason": reason}))

    def restored(self, action: Action, told: Any, *, reason: str) -> Draft:
        """A deleted action put back, changed; `action` itself stays as it is."""
        if refusal := rules.refusal_to_restore(action, by=self.by, at=self.at):
            raise rules.Refused(refusal)
        reason, stands = check_reason(reason), copy.copy(action)
        stands.deleted_at = stands.deleted_by = None
        there = {"deleted": ("deleted", "")}
        changes = logged(stands, there, reason=reason, by=self.by, at=self.at)
        draft = self.changed(stands, told, reason=reason)
        draft.rests_on = action.version
        draft.changes = changes + draft.changes
        draft.acts.insert(0, ("action.restored", {}))
        return draft

    def _supports(self, draft: Draft) -> bool:
        own = rules.agency_of(self.by)
        if own is None or draft.action.pk is None:
            return False
        return own in draft.action.support_agencies.all()

    def write(
        self, drafts: Sequence[Draft], *, named: Mapping[str, Draft] | None = None
    ) -> None:
        """Write all of them; the caller holds the transaction, and what they rest on.

        `named` are those that others of them wait for, by the names of the sheet.
        """
        _number([each.action for each in drafts if each.is_new])
        new = [each.action for each in drafts if each.is_new]
        old = [each.action for each in drafts if not each.is_new and each.acts]
        with refused_by_the_database():
            Action.objects.bulk_create(new)
            Action.objects.bulk_create(
                old, update_conflicts=True, unique_fields=["id"], update_fields=_SAVED
            )
            _link(drafts)
            Change.objects.bulk_create(row for each in drafts for row in each.changes)
            reports = [each.update for each in drafts if each.update is not None]
            for report in reports:
                report.action_id = report.action.pk
            Update.objects.bulk_create(reports)
            write_parts(
                [(each.action, each.parts) for each in drafts if each.parts],
                named or {},
                by=self.by,
                at=self.at,
            )
        answer_chases([each.action for each in drafts if each.update], self.at)
        record_together(
            [(verb, each.action, told) for each in drafts for verb, told in each.acts],
            by=self.by,
            at=self.at,
        )


def hold(drafts: Iterable[Draft]) -> bool:
    """Hold the actions that drafts rest on; whether each is as it was read."""
    read = {each.action.pk: each.rests_on for each in drafts if not each.is_new}
    found = Action.objects.select_for_update(of=("self",)).filter(pk__in=read)
    return dict(found.order_by("pk").values_list("pk", "version")) == read


def _many(told: Any) -> dict[str, list[Any]]:
    return {name: list(told[name]) for name in MANY if name in told}


def _number(actions: Sequence[Action]) -> None:
    """Give new actions the next references."""
    if not actions:
        return
    settings = locked_settings()
    for action in actions:
        settings.last_number += 1
        action.reference = f"A-{settings.last_number:03d}"
    settings.save(update_fields=["last_number"])


def _link(drafts: Iterable[Draft]) -> None:
    """Set the supporting agencies and the areas of saved actions."""
    for name in MANY:
        told = [each for each in drafts if name in each.many]
        relation: Any = Action._meta.get_field(name)
        through, target = relation.remote_field.through, relation.m2m_reverse_name()
        through.objects.filter(action__in=[each.action for each in told]).delete()
        through.objects.bulk_create(
            through(action_id=each.action.pk, **{target: one.pk})
            for each in told
            for one in dict.fromkeys(each.many[name])
        )


def stamp_of(strategy: Strategy) -> dict[str, Any]:
    """What is another whenever any action of the strategy's plan is another."""
    found = Action.objects.filter(workstream__strategy=strategy)
    return found.aggregate(
        count=Count("pk"),
        newest=Max("pk"),
        versions=Sum("version"),
        gone=Count("deleted_at"),
    )
