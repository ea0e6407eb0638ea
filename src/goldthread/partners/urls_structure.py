"""Addresses of the partnership: members, structure, bodies and seats, glossary."""

from django.urls import URLPattern, path

from goldthread.partners.views import (
    agencies,
    bodies,
    glossary,
    partnership,
    seats,
)

urlpatterns: list[URLPattern] = [
    path("partnership/", partnership.partnership, name="partnership"),
    path("partnership/contact/", partnership.contact, name="contact"),
    path("partnership/structure/", partnership.structure_page, name="structure"),
    path(
        "partnership/who-sits-where/",
        partnership.cross_members_page,
        name="cross_members",
    ),
    path("partnership/agencies/add/", agencies.add, name="agency_add"),
    path("partnership/agencies/<int:key>/", agencies.agency, name="agency"),
    path(
        "partnership/agencies/<int:key>/change/",
        agencies.change,
        name="agency_change",
    ),
    path("partnership/agencies/<int:key>/join/", agencies.join, name="agency_join"),
    path(
        "partnership/agencies/<int:key>/successor/",
        agencies.successor,
        name="agency_successor",
    ),
    path(
        "partnership/memberships/<int:key>/end/",
        agencies.leave,
        name="membership_end",
    ),
    path(
        "partnership/memberships/<int:key>/facilitator/",
        agencies.facilitator,
        name="facilitator",
    ),
    path("partnership/bodies/", bodies.bodies, name="bodies"),
    path("partnership/bodies/add/", bodies.add_body, name="body_add"),
    path("partnership/bodies/<int:key>/", bodies.body, name="body"),
    path(
        "partnership/bodies/<int:key>/change/",
        bodies.change_body,
        name="body_change",
    ),
    path(
        "partnership/bodies/<int:key>/legal-roles/add/",
        bodies.add_legal_role,
        name="legal_role_add",
    ),
    path(
        "partnership/legal-roles/<int:key>/end/",
        bodies.end_legal_role,
        name="legal_role_end",
    ),
    path(
        "partnership/bodies/<int:key>/lines/add/",
        bodies.add_reporting,
        name="line_add",
    ),
    path("partnership/lines/<int:key>/end/", bodies.end_reporting, name="line_end"),
    path(
        "partnership/bodies/<int:key>/seats/add/",
        seats.add_seat,
        name="seat_add",
    ),
    path(
        "partnership/seats/<int:key>/change/",
        seats.change_seat,
        name="seat_change",
    ),
    path("partnership/seats/<int:key>/end/", seats.end_seat, name="seat_end"),
    path("partnership/seats/<int:key>/take/", seats.take_seat, name="seat_take"),
    path(
        "partnership/holdings/<int:key>/end/",
        seats.leave_seat,
        name="seat_leave",
    ),
    path(
        "partnership/people/<int:key>/interests/add/",
        seats.declare_interest,
        name="interest_add",
    ),
    path(
        "partnership/interests/<int:key>/end/",
        seats.end_interest,
        name="interest_end",
    ),
    path("glossary/", glossary.all_words, name="glossary"),
    path("glossary/add/", glossary.add, name="term_add"),
    path("glossary/<int:key>/change/", glossary.change, name="term_change"),
    path("glossary/<int:key>/remove/", glossary.remove, name="term_remove"),
]
