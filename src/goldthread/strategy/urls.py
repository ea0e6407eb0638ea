"""Addresses of the strategy pages."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
