"""Links that let an agency key the figures it owes without signing in."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from goldthread.audit.services import record
from goldthread.core.uk_time import local_day
from goldthread.desk import rules, tokens
from goldthread.desk.models import ReturnLink
from goldthread.desk.queries.links import person_acting
from goldthread.desk.services.mail import queue_mail
from goldthread.partners.models import Agency, Person
from goldthread.performance import services
from goldthread.performance.models import Indicator, KeyedReturn
from goldthread.performance.queries.due import keyers_of
from goldthread.performance.services import Figure


@transaction.atomic
def issue_return_link(
    person: Person, *, agency: Agency, by: Person | None, at: datetime
) -> str:
    """A new link to one agency's form and nothing else; the token, told only now."""
    acts = person in keyers_of(agency, on=local_day(at))
    if refusal := rules.refusal_to_ask_for_figures(person, acts=acts):
        raise rules.Refused(refusal)
    secret = tokens.new_secret()
    ReturnLink.objects.create(
        person=person,
        agency=agency,
        token_hash=tokens.hash_of(secret),
        issued_at=at,
        expires_at=at + rules.LINK_LASTS,
    )
    record("return_link.issued", person, by=by, at=at, detail={"agency": str(agency)})
    return tokens.token_of(secret)


def return_address(
    person: Person, agency: Agency, *, by: Person | None, at: datetime
) -> str:
    """The whole address of a new link, as it stands in a mail."""
    token = issue_return_link(person, agency=agency, by=by, at=at)
    return f"{settings.ADDRESS}{reverse('return_link', args=[token])}"


@transaction.atomic
def send_return_link(
    person: Person, *, agency: Agency, by: Person | None, at: datetime
) -> None:
    """Ask somebody by mail for the figures that their agency owes."""
    address = return_address(person, agency, by=by, at=at)
    queue_mail(
        person,
        key=f"return:{person.pk}:{at.isoformat()}",
        kind="return",
        subject="Figures that your agency owes the partnership",
        body=(
            f"Hello {person.name},\n\nthis link opens a short form with the figures that "
            f"your agency owes. It works for three weeks:\n\n{address}\n\n"
            "It needs no password, so please do not pass it on.\n"
        ),
        by=by,
        at=at,
    )


@transaction.atomic
def key_by_link(
    link: ReturnLink,
    figures: Mapping[Indicator, Sequence[Figure]],
    *,
    token: UUID,
    via: str = "link",
    note: str = "",
    at: datetime,
) -> KeyedReturn:
    """Key an agency's figures as the person the link was sent to."""
    kept = (
        ReturnLink.objects.select_for_update(of=("self",))
        .select_related("person", "agency")
        .get(pk=link.pk)
    )
    person = person_acting(kept.person, on=local_day(at))
    if refusal := rules.refusal_to_open_return(kept, at=at):
        raise rules.Refused(refusal)
    made = services.key_return(
        kept.agency, figures, token=token, via=via, note=note, by=person, at=at
    )
    kept.last_used_at = at
    kept.save(update_fields=["last_used_at"])
    return made
