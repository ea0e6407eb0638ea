"""Addresses of the public site, below wherever it is put."""

from django.urls import URLPattern, path

from goldthread.public import views

urlpatterns: list[URLPattern] = [
    path("", views.summary, name="public_summary"),
    path("strategy/", views.strategy, name="public_strategy"),
    path("strategy/next/", views.next_strategy, name="public_next_strategy"),
    path("priorities/", views.priorities, name="public_priorities"),
    path("priorities.csv", views.priorities_csv, name="public_priorities_csv"),
    path("priorities/<slug:key>/", views.priority, name="public_priority"),
    path("what-we-do/", views.doing, name="public_doing"),
    path("what-we-do.csv", views.doing_csv, name="public_doing_csv"),
    path("measures/", views.measures, name="public_measures"),
    path("measures/<str:code>.csv", views.measure_csv, name="public_measure_csv"),
    path("measures/<str:code>/", views.measure, name="public_measure"),
    path("measures.csv", views.measures_csv, name="public_measures_csv"),
    path("decisions/", views.decisions, name="public_decisions"),
    path("decisions.csv", views.decisions_csv, name="public_decisions_csv"),
    path("who-we-are/", views.structure_page, name="public_structure"),
    path("who-we-are.csv", views.members_csv, name="public_members_csv"),
    path("get-involved/", views.involved, name="public_involved"),
]
