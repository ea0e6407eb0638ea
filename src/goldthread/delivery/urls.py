"""Addresses of the delivery pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
