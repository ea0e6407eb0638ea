"""Addresses of the numbers."""

from django.urls import URLPattern, path

from goldthread.performance.views import reading

urlpatterns: list[URLPattern] = [
    path("measures/", reading.scorecard, name="measures"),
    path("measures/early/", reading.earliness, name="earliness"),
    path("measures/flow/", reading.information_flow, name="information_flow"),
    path("measures/<slug:code>/", reading.measure, name="measure"),
    path(
        "measures/<slug:code>/readings.csv", reading.readings_csv, name="readings_csv"
    ),
    path("measures/<slug:code>/<int:key>/", reading.reading, name="reading"),
]
