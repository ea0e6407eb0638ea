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
from goldthread.partners.services.contact import ContactTold, keep_contact
from goldthread.partners.services.glossary import (
    add_term,
    change_term,
    load_starter_glossary,
    remove_term,
)
from goldthread.partners.services.identities import (
    has_identity,
    link_identity,
    note_single_sign_on_refused,
    unlink_identity,
)
from goldthread.partners.services.installation import (
    found_demonstration,
    found_installation,
)
from goldthread.partners.services.invitations import (
    accept_as_known,
    accept_by_single_sign_on,
    accept_with_password,
    has_a_way_in,
    invitation_for,
    invite_person,
    note_mail_failed,
    resend_invitation,
    withdraw_invitation,
)
from goldthread.partners.services.leaving import Leaving, end_person
from goldthread.partners.services.people import (
    add_person,
    appoint,
    close_account,
    end_appointment,
    extend_appointment,
    wake_person,
)
from goldthread.partners.services.reviews import (
    Answered,
    answer_review,
    lapse_review,
    open_review,
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
from goldthread.partners.services.second_factor import (
    note_recovery_code_used,
    note_second_factor_changed,
    note_second_factor_refused,
    note_second_factor_used,
    reset_second_factor,
)
from goldthread.partners.services.sessions import (
    end_oldest_sessions,
    end_session,
    end_sessions,
)
from goldthread.partners.services.sign_in import (
    note_acting,
    note_asleep,
    note_password_changed,
    note_refused_sign_in,
    note_sign_in,
    note_sign_out,
)

__all__ = [
    "Answered",
    "BodyTold",
    "ContactTold",
    "Leaving",
    "accept_as_known",
    "accept_by_single_sign_on",
    "accept_with_password",
    "add_agency",
    "add_area",
    "add_body",
    "add_legal_role",
    "add_membership",
    "add_person",
    "add_reporting",
    "add_seat",
    "add_term",
    "answer_review",
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
    "end_oldest_sessions",
    "end_person",
    "end_reporting",
    "end_seat",
    "end_session",
    "end_sessions",
    "extend_appointment",
    "found_demonstration",
    "found_installation",
    "has_a_way_in",
    "has_identity",
    "invitation_for",
    "invite_person",
    "keep_contact",
    "lapse_review",
    "leave_seat",
    "link_identity",
    "load_starter_glossary",
    "nominate_facilitator",
    "note_acting",
    "note_asleep",
    "note_mail_failed",
    "note_password_changed",
    "note_recovery_code_used",
    "note_refused_sign_in",
    "note_second_factor_changed",
    "note_second_factor_refused",
    "note_second_factor_used",
    "note_sign_in",
    "note_sign_out",
    "note_single_sign_on_refused",
    "open_review",
    "remove_term",
    "resend_invitation",
    "reset_second_factor",
    "succeed",
    "take_seat",
    "unlink_identity",
    "wake_person",
    "withdraw_invitation",
]
