"""Who confirms whose access, and when it lapses; no queries."""

from datetime import date, timedelta

from goldthread.partners.models import AccessReview, Appointment, Person
from goldthread.partners.policy import OWN_AGENCY, Policy, Role

SEES, ANSWERS = "see reviews of access", "review access"

# Four weeks from the question to the end: asked, chased, listed, lapsed.
DUE_AFTER = timedelta(days=14)
LISTED_AFTER = timedelta(days=7)  # after the answer was due
LAPSES_AFTER = timedelta(days=14)
# Whoever was brought in within the last month was looked at then.
NEW_FOR = timedelta(days=30)
# A worker that was away on the first day still opens the quarter's review; one that
# starts in the middle of a quarter waits for the next.
OPENS_WITHIN = timedelta(days=28)


def quarter_from(day: date) -> date:
    """The first day of a day's quarter; quarters begin in April (Z1)."""
    return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)


def words_of_quarter(first: date) -> str:
    """A quarter by its months: "October to December 2026"."""
    return f"{first:%B} to {first.replace(month=first.month + 2):%B %Y}"


def is_time_to_open(day: date) -> bool:
    """Whether a review that was not opened yet this quarter still is."""
    return day - quarter_from(day) < OPENS_WITHIN


def reviews_for(by: Person, found: Policy) -> Role | None:
    """The role in which somebody confirms access; None where they do not."""
    role = found.roles.get(by.acting.role) if by.acting else None
    return role if role and found.may(role.key, ANSWERS) else None


def is_of_the_partnership(role: Role) -> bool:
    """Whether a role reaches beyond its own agency: brings in anybody, or reads all."""
    return role.certifies_for != OWN_AGENCY or "read the record" in role.may


def refusal_to_answer(
    appointment: Appointment, *, by: Person, found: Policy
) -> str | None:
    """Why somebody may not say whether this appointment is still needed."""
    role = reviews_for(by, found)
    if role is None or by.acting is None:
        return "You do not confirm access. Whoever answers for the agency does, or the partnership manager."
    if appointment.person_id == by.pk:
        return "Nobody confirms their own access. Somebody else who answers for your agency does, or the partnership manager."
    own = role.certifies_for == OWN_AGENCY
    if own and appointment.agency_id != by.acting.agency_id:
        return f"As {role.short.lower()} you answer for the people of {by.acting.agency} only."
    return None


def refusal_to_end_here(
    appointment: Appointment, *, by: Person, found: Policy
) -> str | None:
    """Why somebody may confirm this appointment and not end it; None when they may."""
    role, held = reviews_for(by, found), found.roles.get(appointment.role)
    if role is None or held is None or role.certifies_for != OWN_AGENCY:
        return None
    if is_of_the_partnership(held):
        return f"{held.short} is a part for the whole partnership: only the chair, the manager or the administrator ends it."
    return None


def refusal_to_close(review: AccessReview) -> str | None:
    """Why a review takes no answers; None while it does."""
    if review.closed_at is not None:
        return f"This review is over since {review.closed_at:%d %B %Y}. End an appointment on the person's page.".replace(
            " 0", " "
        )
    return None
