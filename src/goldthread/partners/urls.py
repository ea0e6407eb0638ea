"""Sign-in, the account and the first set-up."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
