"""Every address of the site, room by room."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("goldthread.intake.urls")),
    path("", include("goldthread.partners.urls")),
    path("", include("goldthread.web.urls")),
]
