"""Addresses that belong to no other room."""

from django.urls import path

from goldthread.web import views

urlpatterns = [
    path("session/left/", views.session_left, name="session_left"),
    path("session/stay/", views.session_stay, name="session_stay"),
]
