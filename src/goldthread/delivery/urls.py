"""Addresses of the plan's pages."""

from django.urls import URLPattern, path

from goldthread.delivery.views import (
    actions,
    bulk,
    effects,
    given,
    lists,
    notes,
    parts,
    record,
    settings,
    sheet_answers,
    sheet_exports,
    sheets,
    stating,
)

urlpatterns: list[URLPattern] = [
    path(
        "record/workstream/<int:key>/",
        record.workstream_record,
        name="workstream_record",
    ),
    path("plan/", lists.plan, name="plan"),
    path("plan/add/", actions.add, name="add_action"),
    path("plan/sums/", lists.summary, name="plan_summary"),
    path("plan/print/", lists.printed, name="print_plan"),
    path("plan/silent/", lists.silent, name="silent_actions"),
    path("plan/deleted/", lists.deleted, name="deleted_actions"),
    path("plan/undo/", bulk.undoable_changes, name="undoable_changes"),
    path("plan/bulk/", bulk.bulk, name="bulk_edit"),
    path("plan/bulk/<int:key>/", bulk.bulk_done, name="bulk_edit_done"),
    path("plan/bulk/<int:key>/undo/", bulk.undo, name="undo_bulk_edit"),
    path("plan/spreadsheet/", sheets.imports, name="plan_imports"),
    path("plan/spreadsheet/<int:key>/", sheets.plan_import, name="plan_import"),
    path(
        "plan/spreadsheet/<int:key>/columns/",
        sheet_answers.columns,
        name="plan_import_columns",
    ),
    path(
        "plan/spreadsheet/<int:key>/words/",
        sheet_answers.words,
        name="plan_import_words",
    ),
    path(
        "plan/spreadsheet/<int:key>/progress/",
        sheets.progress,
        name="plan_import_progress",
    ),
    path(
        "plan/spreadsheet/<int:key>/same/", sheet_answers.same, name="plan_import_same"
    ),
    path("plan/spreadsheet/<int:key>/load/", sheets.load, name="load_plan_import"),
    path("plan/spreadsheet/<int:key>/undo/", sheets.undo, name="undo_plan_import"),
    path(
        "plan/spreadsheet/<int:key>/set-aside/",
        sheet_exports.set_aside,
        name="plan_import_set_aside",
    ),
    path(
        "plan/export.xlsx",
        sheet_exports.export,
        {"kind": "xlsx"},
        name="export_plan_xlsx",
    ),
    path(
        "plan/export.csv", sheet_exports.export, {"kind": "csv"}, name="export_plan_csv"
    ),
    path("plan/settings/", settings.settings, name="plan_settings"),
    path(
        "plan/settings/closures/<int:key>/remove/",
        settings.remove_closure,
        name="remove_closure",
    ),
    path("plan/calendar/", settings.calendar, name="plan_calendar"),
    path(
        "plan/calendar/<int:key>/revoke/",
        settings.revoke_calendar,
        name="revoke_calendar",
    ),
    path("plan/feeds/<str:secret>.ics", settings.feed, name="plan_feed"),
    path("plan/worked/", effects.worked, name="what_worked"),
    path("plan/<slug:reference>/", actions.action, name="action"),
    path("plan/<slug:reference>/change/", actions.change, name="change_action"),
    path("plan/<slug:reference>/delete/", actions.delete, name="delete_action"),
    path("plan/<slug:reference>/restore/", actions.restore, name="restore_action"),
    path("plan/<slug:reference>/report/", parts.report, name="report_progress"),
    path("plan/<slug:reference>/keep-date/", parts.keep_day, name="keep_due_date"),
    path(
        "plan/<slug:reference>/milestones/add/",
        parts.milestone,
        name="add_milestone",
    ),
    path(
        "plan/<slug:reference>/milestones/<int:number>/done/",
        parts.finish_milestone,
        name="finish_milestone",
    ),
    path(
        "plan/<slug:reference>/milestones/<int:number>/remove/",
        parts.remove_milestone,
        name="remove_milestone",
    ),
    path("plan/<slug:reference>/waits/add/", parts.dependency, name="add_dependency"),
    path(
        "plan/<slug:reference>/waits/<int:key>/remove/",
        parts.remove_dependency,
        name="remove_dependency",
    ),
    path(
        "plan/<slug:reference>/threads/<int:number>/",
        parts.thread,
        name="answer_thread",
    ),
    path("plan/<slug:reference>/comments/", notes.comments, name="action_comments"),
    path("plan/<slug:reference>/files/", notes.files, name="action_files"),
    path("plan/<slug:reference>/files/<uuid:key>/", notes.file, name="action_file"),
    path("plan/<slug:reference>/effect/", stating.from_records, name="state_effect"),
    path(
        "plan/<slug:reference>/effect/by-hand/",
        stating.by_hand,
        name="state_effect_by_hand",
    ),
    path(
        "plan/<slug:reference>/effect/figures/",
        given.give_figures,
        name="give_figures",
    ),
    path("plan/<slug:reference>/effect/worked/", effects.effect, name="effect"),
    path("plan/<slug:reference>/effect/judge/", effects.judge, name="judge_effect"),
]
