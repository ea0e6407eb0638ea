"""Every write of this room, one noun a file; other rooms import from here."""

from goldthread.partners.services.agencies import add_agency
from goldthread.partners.services.installation import (
    found_demonstration,
    found_installation,
)
from goldthread.partners.services.people import (
    add_person,
    appoint,
    close_account,
    end_appointment,
)
from goldthread.partners.services.sign_in import (
    note_acting,
    note_password_changed,
    note_refused_sign_in,
    note_sign_in,
    note_sign_out,
)

__all__ = [
    "add_agency",
    "add_person",
    "appoint",
    "close_account",
    "end_appointment",
    "found_demonstration",
    "found_installation",
    "note_acting",
    "note_password_changed",
    "note_refused_sign_in",
    "note_sign_in",
    "note_sign_out",
]
