"""Addresses of the numbers."""

from django.urls import URLPattern, path

from goldthread.performance.views import defining, effects, reading, returns, writing

urlpatterns: list[URLPattern] = [
    path("measures/", reading.scorecard, name="measures"),
    path("measures/early/", reading.earliness, name="earliness"),
    path("measures/flow/", reading.information_flow, name="information_flow"),
    path("measures/early/count/", returns.count_early, name="count_early"),
    path("measures/returns/", returns.returns, name="returns"),
    path("measures/returns/key/", returns.key_return, name="key_return"),
    path("measures/returns/file/", returns.return_file, name="return_file"),
    path(
        "measures/returns/figures.<str:kind>",
        returns.return_template,
        name="return_template",
    ),
    path("measures/define/", defining.define, name="define_measure"),
    path("measures/file/", defining.as_file, name="measures_file"),
    path("measures/load/", defining.load_file, name="load_measures"),
    path(
        "plan/<slug:reference>/effect/measure/",
        effects.state_effect_by_measure,
        name="state_effect_by_measure",
    ),
    path(
        "plan/<slug:reference>/effect/measure/judge/",
        effects.judge_by_measure,
        name="judge_by_measure",
    ),
    path("measures/<slug:code>/", reading.measure, name="measure"),
    path(
        "measures/<slug:code>/readings.csv", reading.readings_csv, name="readings_csv"
    ),
    path("measures/<slug:code>/<int:key>/", reading.reading, name="reading"),
    path("measures/<slug:code>/change/", defining.change, name="change_measure"),
    path("measures/<slug:code>/lake/", defining.read_lake, name="read_measure"),
    path("measures/<slug:code>/record/", writing.record_reading, name="record_reading"),
    path(
        "measures/<slug:code>/say/", writing.write_commentary, name="write_commentary"
    ),
    path(
        "measures/<slug:code>/approve/",
        writing.approve_commentary,
        name="approve_commentary",
    ),
    path("measures/<slug:code>/target/", writing.set_target, name="set_target"),
    path("measures/<slug:code>/mark/", writing.mark_series, name="mark_series"),
    path(
        "measures/<slug:code>/retire/", writing.retire_indicator, name="retire_measure"
    ),
    path(
        "measures/<slug:code>/<int:key>/revise/",
        writing.revise_reading,
        name="revise_reading",
    ),
]
