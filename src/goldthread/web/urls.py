"""Addresses that belong to no other room."""

from django.urls import URLPattern, path

from goldthread.web import agency_record, record, views, watch

urlpatterns: list[URLPattern] = [
    path("record/", record.record, name="record"),
    path("record/watch/", watch.record_watch, name="record_watch"),
    path("record/export/", record.record_export, name="record_export"),
    path("record/<uuid:uuid>/", record.record_event, name="record_event"),
    path("record/agency/", agency_record.agency_record, name="agency_record"),
    path("account/record/", record.my_record, name="my_record"),
    path("account/record/<uuid:uuid>/", record.my_record_event, name="my_record_event"),
    path("session/left/", views.session_left, name="session_left"),
    path("session/stay/", views.session_stay, name="session_stay"),
]
