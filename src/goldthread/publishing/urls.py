"""Addresses of the switches: signed in, never on the public site's host."""

from django.urls import URLPattern, path

from goldthread.publishing import views

urlpatterns: list[URLPattern] = [
    path("publishing/", views.overview, name="publishing_overview"),
    path("publishing/<str:noun>/<str:reference>/", views.switch, name="publishing"),
    path(
        "publishing/<str:noun>/<str:reference>/take-back/",
        views.take_back,
        name="take_back_public",
    ),
]
