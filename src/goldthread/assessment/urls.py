"""Addresses of the assessment's pages."""

from django.urls import path

from goldthread.assessment.views import reading, taking, writing

urlpatterns = [
    path("assessments/", writing.assessments, name="assessments"),
    path("assessments/<int:key>/", reading.contents, name="assessment"),
    path(
        "assessments/<int:key>/progress/", reading.progress, name="assessment_progress"
    ),
    path("assessments/<int:key>/publish/", writing.publish, name="publish_assessment"),
    path("assessments/<int:key>/words/<slug:heading>/", writing.words, name="words"),
    path("assessments/<int:key>/findings/<slug:ref>/", reading.finding, name="finding"),
    path(
        "assessments/<int:key>/findings/<slug:ref>/result.json",
        taking.finding_result,
        name="finding_result",
    ),
    path(
        "assessments/<int:key>/findings/<slug:ref>/again/",
        writing.reproduce,
        name="reproduce_finding",
    ),
    path(
        "assessments/<int:key>/tables/<slug:name>.csv",
        taking.table,
        name="assessment_table",
    ),
    path(
        "assessments/<int:key>/pictures/<slug:name>.json",
        taking.specification,
        name="assessment_specification",
    ),
    path(
        "assessments/<int:key>/assessment.<slug:kind>",
        taking.file,
        name="assessment_file",
    ),
    path("assessments/<int:key>/<slug:section>/", reading.chapter, name="chapter"),
]
