"""Who brings whom in, who sees whom out, and when an account sleeps; no queries."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from goldthread.partners.models import Agency, Appointment, Invitation, Person
from goldthread.partners.policy import OWN_AGENCY, Policy, Role


def refusal_to_appoint(
    role: str,
    agency: Agency,
    *,
    person: Person | None,
    by: Person | None,
    found: Policy,
    known: Mapping[str, str],
) -> str | None:
    """Why nobody may be appointed so by this person; None when they may.

    The system account (`by` is None) founds partnerships and demonstrations.
    """
    if role not in known:
        return f"Expected one of the roles {', '.join(known)}; found {role!r}."
    if by is None:
        return None
    if person is not None and by.pk == person.pk:
        return "Nobody appoints themselves. Ask another person who appoints people."
    return _refusal_to_give(role, agency, by=by, found=found)


def _refusal_to_give(
    role: str, agency: Agency, *, by: Person, found: Policy
) -> str | None:
    own = found.roles.get(by.acting.role) if by.acting else None
    if own is None or by.acting is None or not own.appoints:
        return f"You do not bring people in. These do: {_who_gives(role, found)}."
    if own.appoints_for == OWN_AGENCY and by.acting.agency_id != agency.pk:
        return f"As {own.short.lower()} you bring in the people of {by.acting.agency} only. Ask the agency administrator of {agency}, or the partnership manager."
    if role not in own.appoints:
        return f"As {own.short.lower()} you cannot make anybody {found.words(role).lower()}. These can: {_who_gives(role, found)}."
    return None


def _who_gives(role: str, found: Policy) -> str:
    gives: list[Role] = [one for one in found.roles.values() if role in one.appoints]
    return ", ".join(one.short.lower() for one in gives) or "nobody"


def refusal_to_change_person(
    person: Person,
    held: Iterable[Appointment],
    *,
    by: Person | None,
    found: Policy,
    act: str,
) -> str | None:
    """Why `by` may not do this to somebody else's account; None when they may.

    Only who could give somebody everything they hold may see them out or let them in
    again: nobody takes down a person above themselves.
    """
    if by is None:
        return None
    if by.pk == person.pk:
        return f"Nobody does this for themselves. Ask another person who appoints people to {act}."
    for one in held:
        if refusal := _refusal_to_give(one.role, one.agency, by=by, found=found):
            return refusal
    if not (by.acting and found.may(by.acting.role, "appoint people")):
        return (
            "You do not bring people in or see them out. Ask your partnership manager."
        )
    return None


def refusal_to_leave_nobody(person: Person, *, others_appoint: bool) -> str | None:
    """Why this person may not go yet; None when they may."""
    if others_appoint:
        return None
    return f"{person} is the last one here who can bring people in. Appoint somebody else first."


def refusal_to_end(appointment: Appointment, *, on: date) -> str | None:
    """Why an appointment may not end on that day; None when it may."""
    if appointment.from_on and on <= appointment.from_on:
        return f"This appointment began on {_day(appointment.from_on)}. Choose a later day."
    if appointment.until_on and appointment.until_on <= on:
        return f"This appointment ends on {_day(appointment.until_on)} already."
    return None


def refusal_to_extend(
    appointment: Appointment, *, until_on: date | None, today: date
) -> str | None:
    """Why an appointment may not run until that day; None when it may."""
    if appointment.until_on and appointment.until_on <= today:
        return f"This appointment ended on {_day(appointment.until_on)}. Invite {appointment.person} again instead."
    if until_on and until_on <= today:
        return "Choose a day that is still to come."
    return None


def refusal_to_invite(
    person: Person | None,
    agency: Agency,
    role: str,
    *,
    name: str,
    until_on: date | None,
    today: date,
    holds_it: bool,
    is_asked: bool,
) -> str | None:
    """Why somebody may not be invited so; None when they may."""
    if until_on and until_on <= today:
        return "The appointment must end on a day that is still to come."
    if not agency.is_true_on(today):
        return f"{agency} does not exist today. Choose another agency."
    if person is None:
        return None
    if not person.is_active:
        return f"The account of {person.email} is closed. Ask the administrator of the installation."
    if person.name.casefold() != name.strip().casefold():
        return f"{person.email} belongs to {person.name}. Correct the name or the e-mail address."
    if holds_it:
        return f"{person} holds this appointment already."
    if is_asked:
        return (
            f"{person} is invited to this already. Send that invitation again instead."
        )
    return None


def refusal_to_accept(invitation: Invitation | None, *, at: datetime) -> str | None:
    """Why an invitation lets nobody in any more; None when it does.

    The same sentence for a link that never was: it tells a stranger nothing.
    """
    good = (
        invitation is not None
        and invitation.used_at is None
        and invitation.withdrawn_at is None
        and invitation.expires_at > at
        and invitation.person.is_active
    )
    if good:
        return None
    return "This invitation does not work any more. Each works once and for a limited time. Ask whoever invited you to send it again."


def refusal_to_send_again(invitation: Invitation) -> str | None:
    """Why an invitation may not be sent again or withdrawn; None when it may."""
    if invitation.used_at is not None:
        return f"{invitation.person} has accepted this invitation already."
    if invitation.withdrawn_at is not None:
        return "This invitation was withdrawn. Invite the person anew."
    return None


def refusal_to_leave_on(on: date, *, today: date) -> str | None:
    """Why somebody may not be said to have left on that day; None when they may."""
    if on > today:
        return "Choose today or a day before it. For a day to come, end the appointments on that day: access ends with them."
    return None


def refusal_to_hand_over(person: Person, hand_to: Person | None) -> str | None:
    """Why somebody's work may not go to this person; None when it may."""
    if hand_to is None:
        return None
    if hand_to.pk == person.pk:
        return "Nobody hands over to themselves. Choose another person."
    if not hand_to.is_active or hand_to.left_on is not None:
        return f"{hand_to} has left too. Choose somebody who is still here."
    return None


def refusal_to_sleeper(person: Person, *, at: datetime, days: int) -> str | None:
    """Why a long unused account lets nobody in; None while it is awake."""
    if not days or at - person.awake_since <= timedelta(days=days):
        return None
    return f"Nobody has signed in to this account for {days} days, so it is asleep. Reset your password to wake it, or ask your partnership manager."


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
