"""The partnership's own nouns: its area, its agencies and bodies, its people.

One noun a file; other rooms import from here.
"""

from goldthread.partners.models.agencies import Agency, Membership, Succession
from goldthread.partners.models.areas import Area, Installation
from goldthread.partners.models.bodies import (
    Body,
    Holding,
    Interest,
    LegalRole,
    Reporting,
    Seat,
)
from goldthread.partners.models.dated import Dated, DatedQuerySet
from goldthread.partners.models.glossary import Expansion, Term
from goldthread.partners.models.people import (
    Appointment,
    Invitation,
    Person,
    SignInAttempt,
)
from goldthread.partners.models.reviews import AccessReview, ReviewedAppointment

__all__ = [
    "AccessReview",
    "Agency",
    "Appointment",
    "Area",
    "Body",
    "Dated",
    "DatedQuerySet",
    "Expansion",
    "Holding",
    "Installation",
    "Interest",
    "Invitation",
    "LegalRole",
    "Membership",
    "Person",
    "Reporting",
    "ReviewedAppointment",
    "Seat",
    "SignInAttempt",
    "Succession",
    "Term",
]
