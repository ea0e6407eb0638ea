"""Only drafts have addresses of their own; other notes live on their objects' pages."""

from django.urls import URLPattern, path

from goldthread.notes import views

urlpatterns: list[URLPattern] = [
    path("notes/drafts/", views.draft, name="draft"),
    path(
        "notes/drafts/<uuid:sheet>/away/",
        views.throw_away_draft,
        name="throw_away_draft",
    ),
]
