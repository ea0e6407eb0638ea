"""Addresses that belong to no other room."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
