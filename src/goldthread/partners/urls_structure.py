"""Addresses of the partnership: members, structure, bodies and seats, glossary."""

from django.urls import URLPattern, path

from goldthread.partners import (
    views_agencies,
    views_bodies,
    views_glossary,
    views_partnership,
)

urlpatterns: list[URLPattern] = [
    path("partnership/", views_partnership.partnership, name="partnership"),
    path("partnership/structure/", views_partnership.structure_page, name="structure"),
    path(
        "partnership/who-sits-where/",
        views_partnership.cross_members_page,
        name="cross_members",
    ),
    path("partnership/agencies/add/", views_agencies.add, name="agency_add"),
    path("partnership/agencies/<int:key>/", views_agencies.agency, name="agency"),
    path(
        "partnership/agencies/<int:key>/change/",
        views_agencies.change,
        name="agency_change",
    ),
    path(
        "partnership/agencies/<int:key>/join/", views_agencies.join, name="agency_join"
    ),
    path(
        "partnership/agencies/<int:key>/successor/",
        views_agencies.successor,
        name="agency_successor",
    ),
    path(
        "partnership/memberships/<int:key>/end/",
        views_agencies.leave,
        name="membership_end",
    ),
    path(
        "partnership/memberships/<int:key>/facilitator/",
        views_agencies.facilitator,
        name="facilitator",
    ),
    path("partnership/bodies/", views_bodies.bodies, name="bodies"),
    path("partnership/bodies/add/", views_bodies.add_body, name="body_add"),
    path("partnership/bodies/<int:key>/", views_bodies.body, name="body"),
    path(
        "partnership/bodies/<int:key>/change/",
        views_bodies.change_body,
        name="body_change",
    ),
    path(
        "partnership/bodies/<int:key>/legal-roles/add/",
        views_bodies.add_legal_role,
        name="legal_role_add",
    ),
    path(
        "partnership/legal-roles/<int:key>/end/",
        views_bodies.end_legal_role,
        name="legal_role_end",
    ),
    path(
        "partnership/bodies/<int:key>/lines/add/",
        views_bodies.add_reporting,
        name="line_add",
    ),
    path(
        "partnership/lines/<int:key>/end/", views_bodies.end_reporting, name="line_end"
    ),
    path(
        "partnership/bodies/<int:key>/seats/add/",
        views_bodies.add_seat,
        name="seat_add",
    ),
    path(
        "partnership/seats/<int:key>/change/",
        views_bodies.change_seat,
        name="seat_change",
    ),
    path("partnership/seats/<int:key>/end/", views_bodies.end_seat, name="seat_end"),
    path("partnership/seats/<int:key>/take/", views_bodies.take_seat, name="seat_take"),
    path(
        "partnership/holdings/<int:key>/end/",
        views_bodies.leave_seat,
        name="seat_leave",
    ),
    path(
        "partnership/people/<int:key>/interests/add/",
        views_bodies.declare_interest,
        name="interest_add",
    ),
    path(
        "partnership/interests/<int:key>/end/",
        views_bodies.end_interest,
        name="interest_end",
    ),
    path("glossary/", views_glossary.all_words, name="glossary"),
    path("glossary/add/", views_glossary.add, name="term_add"),
    path("glossary/<int:key>/change/", views_glossary.change, name="term_change"),
    path("glossary/<int:key>/remove/", views_glossary.remove, name="term_remove"),
]
