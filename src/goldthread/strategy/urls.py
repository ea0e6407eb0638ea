"""Addresses of the strategy's pages."""

from django.urls import URLPattern, path

from goldthread.strategy.views import (
    agreement,
    content,
    evidence,
    means,
    overview,
    plans,
    public,
    text,
    threads,
)

_ONE = "strategies/<slug:key>/"


def _page(rest: str, view: object, name: str) -> URLPattern:
    return path(f"{_ONE}{rest}", view, name=name)  # type: ignore[call-overload, no-any-return]


urlpatterns: list[URLPattern] = [
    path("strategy/", public.front, name="strategy_front"),
    path("strategies/", overview.strategies, name="strategies"),
    path("strategies/start/", overview.start, name="start_strategy"),
    _page("", overview.overview, "strategy"),
    _page("change/", overview.change, "strategy_change"),
    _page("move/<slug:verb>/", overview.move, "strategy_move"),
    _page("publish/", overview.publish, "publish_strategy"),
    _page("public/", public.as_it_reads, "published_strategy"),
    _page("on-a-page/", public.on_a_page, "strategy_on_a_page"),
    _page("files/<slug:kind>/", public.file, "strategy_file"),
    _page("export/", public.export, "export_strategy"),
    _page("priorities/", content.priorities, "strategy_priorities"),
    _page("priorities/<slug:name>/", content.priority, "strategy_priority"),
    _page("priorities/<slug:name>/change/", content.change_priority, "change_priority"),
    _page("priorities/<slug:name>/remove/", content.remove_priority, "remove_priority"),
    _page("add-priority/", content.add_priority, "add_priority"),
    _page("hidden-crimes/", content.hidden_crimes, "write_hidden_crimes"),
    _page("workstreams/", content.workstreams, "strategy_workstreams"),
    _page("workstreams/<slug:name>/", content.workstream, "strategy_workstream"),
    _page(
        "workstreams/<slug:name>/change/",
        content.change_workstream,
        "change_workstream",
    ),
    _page(
        "workstreams/<slug:name>/close/", content.close_workstream, "close_workstream"
    ),
    _page(
        "workstreams/<slug:name>/remove/",
        content.remove_workstream,
        "remove_workstream",
    ),
    _page("open-workstream/", content.open_workstream, "open_workstream"),
    _page("matrix/", content.matrix, "strategy_matrix"),
    _page("threads/", threads.threads, "strategy_threads"),
    _page("add-thread/", threads.add_thread, "add_thread"),
    _page("threads/<int:number>/", threads.name_thread, "name_thread"),
    _page("threads/<int:number>/remove/", threads.remove_thread, "remove_thread"),
    _page(
        "threads/<int:number>/in/<slug:name>/",
        threads.write_statement,
        "write_statement",
    ),
    _page("evidence/", evidence.evidence, "strategy_evidence"),
    _page("evidence/<int:number>/", evidence.change_evidence, "change_evidence"),
    _page("evidence/<int:number>/remove/", evidence.remove_evidence, "remove_evidence"),
    _page("add-evidence/", evidence.add_evidence, "add_evidence"),
    _page("cite/", evidence.cite_findings, "cite_findings"),
    _page("cite/<slug:reference>/", evidence.cite_finding, "cite_finding"),
    _page("means/", means.means, "strategy_means"),
    _page("add-resource/", means.add_resource, "add_resource"),
    _page("resources/<int:pk>/", means.change_resource, "change_resource"),
    _page("resources/<int:pk>/remove/", means.remove_resource, "remove_resource"),
    _page("add-measure/", means.add_measure, "add_measure"),
    _page("measures/<int:pk>/remove/", means.remove_measure, "remove_measure"),
    _page("plans/", plans.plans, "strategy_plans"),
    _page("add-plan/", plans.add_plan, "add_plan"),
    _page("plans/<int:pk>/", plans.change_plan, "change_plan"),
    _page("plans/<int:pk>/check/", plans.check_plan, "check_plan"),
    _page("plans/<int:pk>/remove/", plans.remove_plan, "remove_plan"),
    _page("crosswalk/", plans.crosswalk, "strategy_crosswalk"),
    _page("crosswalk/<int:pk>/", plans.write_crossing, "write_crossing"),
    _page("crosswalk/<int:pk>/remove/", plans.remove_crossing, "remove_crossing"),
    _page("sections/", text.sections, "strategy_sections"),
    _page("sections/<slug:name>/", text.section, "strategy_section"),
    _page("sections/<slug:name>/history/", text.history, "section_history"),
    _page("sections/<slug:name>/place/", text.place_section, "place_section"),
    _page("sections/<slug:name>/finish/", text.finish_section, "finish_section"),
    _page("sections/<slug:name>/reopen/", text.reopen_section, "reopen_section"),
    _page("sections/<slug:name>/sign/", text.sign_section, "sign_section"),
    _page("sections/<slug:name>/remove/", text.remove_section, "remove_section"),
    _page("add-section/", text.add_section, "add_section"),
    _page("reading/", text.reading, "strategy_reading"),
    _page("versions/", text.versions, "strategy_versions"),
    _page("save-version/", text.save_version, "save_version"),
    _page("approvals/", agreement.approvals, "strategy_approvals"),
    _page("approvals/<int:pk>/", agreement.record_decision, "record_decision"),
    _page("approvals/<int:pk>/drop/", agreement.drop_body, "drop_body"),
    _page("name-board/", agreement.name_body, "name_body"),
    _page("requirements/", agreement.requirements_page, "strategy_requirements"),
    _page("requirements/<slug:name>/waive/", agreement.waive, "waive_requirement"),
    _page(
        "requirements/<slug:name>/ask-again/",
        agreement.take_back_waiver,
        "take_back_waiver",
    ),
]
