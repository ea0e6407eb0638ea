"""Addresses of the thread."""

from django.urls import URLPattern, path

from goldthread.thread import views

urlpatterns: list[URLPattern] = [
    path("thread/", views.broken_threads, name="broken_threads"),
    path("thread/broken/<slug:kind>/", views.broken_kind, name="broken_kind"),
    path("thread/strategy/", views.live, name="live_strategy"),
    path(
        "thread/in-brief/<slug:key>/<slug:name>/",
        views.in_brief,
        name="priority_in_brief",
    ),
    path("thread/<slug:noun>/<path:reference>/", views.thread, name="thread"),
]
