"""Every write of the plan, one noun a file; other rooms import from here."""

from goldthread.delivery.services.actions import (
    add_action,
    add_agreed_action,
    change_action,
)
from goldthread.delivery.services.bulk import apply_bulk_edit, undo_bulk_edit
from goldthread.delivery.services.chases import note_asked, note_chase
from goldthread.delivery.services.dependencies import add_dependency, remove_dependency
from goldthread.delivery.services.effects import area_of, state_effect
from goldthread.delivery.services.feeds import open_feed, revoke_feed
from goldthread.delivery.services.fields import ActionFields, ChangedFields
from goldthread.delivery.services.giving import give_figures, series_by_hand
from goldthread.delivery.services.import_asking import (
    ask_to_load,
    ask_to_undo,
    carry_out_asked,
    give_up,
    is_listed,
)
from goldthread.delivery.services.import_loading import load_import
from goldthread.delivery.services.import_undoing import undo_import
from goldthread.delivery.services.imports import (
    confirm_columns,
    confirm_words,
    hand_in_plan,
    say_which,
)
from goldthread.delivery.services.judging import (
    began_on,
    due_by_measure,
    due_to_judge,
    judge_by,
    judge_due_effects,
    judge_effect,
    judge_given,
)
from goldthread.delivery.services.milestones import (
    add_milestone,
    finish_milestone,
    remove_milestone,
)
from goldthread.delivery.services.plan_settings import (
    add_closure,
    remove_closure,
    set_silence,
)
from goldthread.delivery.services.publishing import publish_action, take_back_action
from goldthread.delivery.services.removal import (
    delete_action,
    purge_deleted,
    restore_action,
)
from goldthread.delivery.services.threads import answer_thread
from goldthread.delivery.services.updates import keep_due_date, report_progress

__all__ = [
    "ActionFields",
    "ChangedFields",
    "add_action",
    "add_agreed_action",
    "add_closure",
    "add_dependency",
    "add_milestone",
    "answer_thread",
    "apply_bulk_edit",
    "area_of",
    "ask_to_load",
    "ask_to_undo",
    "began_on",
    "carry_out_asked",
    "change_action",
    "confirm_columns",
    "confirm_words",
    "delete_action",
    "due_by_measure",
    "due_to_judge",
    "finish_milestone",
    "give_figures",
    "give_up",
    "hand_in_plan",
    "is_listed",
    "judge_by",
    "judge_due_effects",
    "judge_effect",
    "judge_given",
    "keep_due_date",
    "load_import",
    "note_asked",
    "note_chase",
    "open_feed",
    "publish_action",
    "purge_deleted",
    "remove_closure",
    "remove_dependency",
    "remove_milestone",
    "report_progress",
    "restore_action",
    "revoke_feed",
    "say_which",
    "series_by_hand",
    "set_silence",
    "state_effect",
    "take_back_action",
    "undo_bulk_edit",
    "undo_import",
]
