"""Every address of the public site where it runs on a host of its own."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("goldthread.public.urls")),
]

handler404 = "goldthread.public.keeping.missing"
handler500 = "goldthread.public.keeping.failed"
