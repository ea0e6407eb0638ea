"""Addresses of the data pages."""

from django.urls import path

from goldthread.intake import views

urlpatterns = [
    path("data/", views.data, name="data"),
    path("data/deliveries/<int:key>/", views.delivery, name="delivery"),
    path(
        "data/deliveries/<int:key>/progress/", views.progress, name="delivery_progress"
    ),
    path("data/deliveries/<int:key>/load/", views.load, name="load_delivery"),
    path(
        "data/deliveries/<int:key>/withdraw/", views.withdraw, name="withdraw_delivery"
    ),
    path("data/batches/", views.batches, name="batches"),
    path("data/batches/<int:number>/", views.batch, name="batch"),
    path("data/batches/<int:number>/take-back/", views.take_back, name="take_back"),
    path(
        "data/batches/<int:number>/set-aside/<int:place>/",
        views.set_aside,
        name="set_aside",
    ),
    path("data/coverage/", views.coverage, name="coverage"),
    path("data/quality/", views.quality, name="quality"),
]
