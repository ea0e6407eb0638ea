"""Addresses of the thread."""

from django.urls import URLPattern, path

from goldthread.thread import views

urlpatterns: list[URLPattern] = [
    path("thread/", views.broken_threads, name="broken_threads"),
    path("thread/broken/<slug:kind>/", views.broken_kind, name="broken_kind"),
    path("thread/<slug:noun>/<path:reference>/", views.thread, name="thread"),
]
