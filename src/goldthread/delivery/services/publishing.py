"""Making an action public in words for residents, and taking it back."""

from datetime import datetime

from django.db import transaction

from goldthread.delivery import rules
from goldthread.delivery.models import Action
from goldthread.delivery.published import about, told_of
from goldthread.delivery.services.checks import locked
from goldthread.notes import publishing
from goldthread.notes.models import Publication
from goldthread.partners.models import Person


@transaction.atomic
def publish_action(
    action: Action, *, words: str, by: Person, at: datetime
) -> Publication:
    """Let residents read an action as it stands, in these words."""
    kept = locked(action)
    content = told_of(kept, words)
    if refusal := rules.refusal_to_publish(
        kept, words=words, by=by
    ) or publishing.refusal_of_content(content):
        raise rules.Refused(refusal)
    return publishing.make_public(about(kept), content, thing=kept, by=by, at=at)


@transaction.atomic
def take_back_action(action: Action, *, by: Person, at: datetime) -> Publication:
    """Residents read nothing more of it."""
    kept = locked(action)
    if refusal := rules.refusal_to_take_back(by=by):
        raise rules.Refused(refusal)
    return publishing.take_back(about(kept), thing=kept, by=by, at=at)
