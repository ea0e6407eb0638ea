"""Addresses of the strategy's pages."""

from django.urls import URLPattern, path

from goldthread.strategy.views import (
    boards,
    citing,
    consultation,
    crosswalk,
    evidence,
    files,
    means,
    means_forms,
    order,
    overview,
    plans,
    priorities,
    public,
    reading,
    requirements,
    section_forms,
    sections,
    steps,
    threads,
    versions,
    workstream_forms,
    workstreams,
)

_ONE = "strategies/<slug:key>/"


def _page(rest: str, view: object, name: str) -> URLPattern:
    return path(f"{_ONE}{rest}", view, name=name)  # type: ignore[call-overload, no-any-return]


urlpatterns: list[URLPattern] = [
    path("strategy/", public.front, name="strategy_front"),
    path("strategies/", overview.strategies, name="strategies"),
    path("strategies/start/", overview.start, name="start_strategy"),
    path("strategies/template/", files.from_template, name="strategy_template"),
    path("strategies/file/", files.from_file, name="strategy_from_file"),
    _page("", overview.overview, "strategy"),
    _page("file/", files.as_file, "strategy_as_file"),
    _page("change/", overview.change, "strategy_change"),
    _page("move/<slug:verb>/", steps.move, "strategy_move"),
    _page("publish/", steps.publish, "publish_strategy"),
    _page("take-back/", steps.take_back, "take_back_strategy"),
    _page("public/", public.as_it_reads, "published_strategy"),
    _page("consultation/", consultation.consultation, "strategy_consultation"),
    _page("on-a-page/", public.on_a_page, "strategy_on_a_page"),
    _page("files/<slug:kind>/", public.file, "strategy_file"),
    _page("export/", public.export, "export_strategy"),
    _page("priorities/", priorities.priorities, "strategy_priorities"),
    _page("priorities/<slug:name>/", priorities.priority, "strategy_priority"),
    _page(
        "priorities/<slug:name>/change/", priorities.change_priority, "change_priority"
    ),
    _page(
        "priorities/<slug:name>/remove/", priorities.remove_priority, "remove_priority"
    ),
    _page("order/priorities/", order.priorities, "order_priorities"),
    _page("order/sections/", order.sections, "order_sections"),
    _page("add-priority/", priorities.add_priority, "add_priority"),
    _page("hidden-crimes/", priorities.hidden_crimes, "write_hidden_crimes"),
    _page("workstreams/", workstreams.workstreams, "strategy_workstreams"),
    _page("workstreams/<slug:name>/", workstreams.workstream, "strategy_workstream"),
    _page(
        "workstreams/<slug:name>/change/",
        workstream_forms.change_workstream,
        "change_workstream",
    ),
    _page(
        "workstreams/<slug:name>/close/",
        workstream_forms.close_workstream,
        "close_workstream",
    ),
    _page(
        "workstreams/<slug:name>/remove/",
        workstream_forms.remove_workstream,
        "remove_workstream",
    ),
    _page("open-workstream/", workstream_forms.open_workstream, "open_workstream"),
    _page("matrix/", workstreams.matrix, "strategy_matrix"),
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
    _page("cite/", citing.cite_findings, "cite_findings"),
    _page("cite/<slug:reference>/", citing.cite_finding, "cite_finding"),
    _page("means/", means.means, "strategy_means"),
    _page("add-resource/", means_forms.add_resource, "add_resource"),
    _page("resources/<int:pk>/", means_forms.change_resource, "change_resource"),
    _page("resources/<int:pk>/remove/", means_forms.remove_resource, "remove_resource"),
    _page("add-measure/", means_forms.add_measure, "add_measure"),
    _page("measures/<int:pk>/remove/", means_forms.remove_measure, "remove_measure"),
    _page("plans/", plans.plans, "strategy_plans"),
    _page("add-plan/", plans.add_plan, "add_plan"),
    _page("follow-plans/", plans.follow_plans, "follow_plans"),
    _page("plans/<int:pk>/", plans.change_plan, "change_plan"),
    _page("plans/<int:pk>/check/", plans.check_plan, "check_plan"),
    _page("plans/<int:pk>/remove/", plans.remove_plan, "remove_plan"),
    _page("crosswalk/", crosswalk.crosswalk, "strategy_crosswalk"),
    _page("crosswalk/<int:pk>/", crosswalk.write_crossing, "write_crossing"),
    _page("crosswalk/<int:pk>/remove/", crosswalk.remove_crossing, "remove_crossing"),
    _page("sections/", sections.sections, "strategy_sections"),
    _page("sections/<slug:name>/", sections.section, "strategy_section"),
    _page("sections/<slug:name>/history/", versions.history, "section_history"),
    _page("sections/<slug:name>/place/", section_forms.place_section, "place_section"),
    _page(
        "sections/<slug:name>/finish/", section_forms.finish_section, "finish_section"
    ),
    _page(
        "sections/<slug:name>/reopen/", section_forms.reopen_section, "reopen_section"
    ),
    _page("sections/<slug:name>/sign/", section_forms.sign_section, "sign_section"),
    _page(
        "sections/<slug:name>/remove/", section_forms.remove_section, "remove_section"
    ),
    _page("add-section/", section_forms.add_section, "add_section"),
    _page("reading/", reading.reading, "strategy_reading"),
    _page("versions/", versions.versions, "strategy_versions"),
    _page("save-version/", versions.save_version, "save_version"),
    _page("approvals/", boards.approvals, "strategy_approvals"),
    _page("approvals/<int:pk>/", boards.record_decision, "record_decision"),
    _page("approvals/<int:pk>/drop/", boards.drop_body, "drop_body"),
    _page("name-board/", boards.name_body, "name_body"),
    _page("requirements/", requirements.requirements_page, "strategy_requirements"),
    _page("requirements/<slug:name>/waive/", requirements.waive, "waive_requirement"),
    _page(
        "requirements/<slug:name>/ask-again/",
        requirements.take_back_waiver,
        "take_back_waiver",
    ),
]
