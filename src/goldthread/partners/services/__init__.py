"""Every write of this room, one noun a file; other rooms import from here."""

from goldthread.partners.services.agencies import (
    add_agency,
    add_membership,
    change_agency,
    end_membership,
    nominate_facilitator,
    succeed,
)
from goldthread.partners.services.areas import add_area
from goldthread.partners.services.bodies import (
    BodyTold,
    add_body,
    add_legal_role,
    add_reporting,
    change_body,
    end_legal_role,
    end_reporting,
)
from goldthread.partners.services.glossary import (
    add_term,
    change_term,
    load_starter_glossary,
    remove_term,
)
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
from goldthread.partners.services.seats import (
    add_seat,
    change_seat,
    declare_interest,
    end_interest,
    end_seat,
    leave_seat,
    take_seat,
)
from goldthread.partners.services.sign_in import (
    note_acting,
    note_password_changed,
    note_refused_sign_in,
    note_sign_in,
    note_sign_out,
)

__all__ = [
    "BodyTold",
    "add_agency",
    "add_area",
    "add_body",
    "add_legal_role",
    "add_membership",
    "add_person",
    "add_reporting",
    "add_seat",
    "add_term",
    "appoint",
    "change_agency",
    "change_body",
    "change_seat",
    "change_term",
    "close_account",
    "declare_interest",
    "end_appointment",
    "end_interest",
    "end_legal_role",
    "end_membership",
    "end_reporting",
    "end_seat",
    "found_demonstration",
    "found_installation",
    "leave_seat",
    "load_starter_glossary",
    "nominate_facilitator",
    "note_acting",
    "note_password_changed",
    "note_refused_sign_in",
    "note_sign_in",
    "note_sign_out",
    "remove_term",
    "succeed",
    "take_seat",
]
