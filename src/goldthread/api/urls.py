"""Addresses of keys, and of what programs read with them."""

from django.urls import URLPattern, URLResolver, include, path

from goldthread.api import views
from goldthread.api.site import addresses

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/keys/", views.keys, name="api_keys"),
    path("account/keys/<int:key>/revoke/", views.revoke, name="revoke_api_key"),
    path("account/keys/about/", views.described, name="api_described"),
    path("api/v1/", include(addresses())),
]
