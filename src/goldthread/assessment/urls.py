"""Addresses of the assessment's pages."""

from django.urls import path

from goldthread.assessment import views

urlpatterns = [
    path("assessments/", views.assessments, name="assessments"),
    path("assessments/<int:key>/", views.contents, name="assessment"),
    path("assessments/<int:key>/progress/", views.progress, name="assessment_progress"),
    path("assessments/<int:key>/publish/", views.publish, name="publish_assessment"),
    path("assessments/<int:key>/words/<slug:heading>/", views.words, name="words"),
    path("assessments/<int:key>/findings/<slug:ref>/", views.finding, name="finding"),
    path(
        "assessments/<int:key>/findings/<slug:ref>/result.json",
        views.finding_result,
        name="finding_result",
    ),
    path(
        "assessments/<int:key>/findings/<slug:ref>/again/",
        views.reproduce,
        name="reproduce_finding",
    ),
    path(
        "assessments/<int:key>/tables/<slug:name>.csv",
        views.table,
        name="assessment_table",
    ),
    path(
        "assessments/<int:key>/pictures/<slug:name>.json",
        views.specification,
        name="assessment_specification",
    ),
    path(
        "assessments/<int:key>/assessment.<slug:kind>",
        views.file,
        name="assessment_file",
    ),
    path("assessments/<int:key>/<slug:section>/", views.chapter, name="chapter"),
]
