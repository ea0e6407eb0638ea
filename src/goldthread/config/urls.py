"""Every address of the site, room by room."""

from django.urls import URLPattern, URLResolver, include, path

from goldthread.assessment.views.reading import front

urlpatterns: list[URLPattern | URLResolver] = [
    path("", front, name="home"),
    path("", include("goldthread.api.urls")),
    path("public/", include("goldthread.public.urls")),
    path("", include("goldthread.publishing.urls")),
    path("", include("goldthread.desk.urls")),
    path("", include("goldthread.thread.urls")),
    path("", include("goldthread.performance.urls")),
    path("", include("goldthread.governance.urls")),
    path("", include("goldthread.delivery.urls")),
    path("", include("goldthread.strategy.urls")),
    path("", include("goldthread.assessment.urls")),
    path("", include("goldthread.intake.urls")),
    path("", include("goldthread.notes.urls")),
    path("", include("goldthread.partners.urls")),
    path("", include("goldthread.partners.urls_people")),
    path("", include("goldthread.partners.urls_structure")),
    path("", include("goldthread.web.urls")),
]

handler500 = "goldthread.web.outage.server_error"
