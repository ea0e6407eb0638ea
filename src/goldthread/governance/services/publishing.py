"""Making a decision public, and taking it back."""

from datetime import datetime

from django.db import transaction

from goldthread.governance import rules
from goldthread.governance.models import Decision
from goldthread.governance.published import about, told_of
from goldthread.governance.services.writing import refuse, refuse_unless_runs
from goldthread.notes import publishing
from goldthread.notes.models import Publication
from goldthread.partners.models import Person

WHAT = "says what residents may read of its decisions"


@transaction.atomic
def publish_decision(decision: Decision, *, by: Person, at: datetime) -> Publication:
    """Let anybody read a decision and what came of it, as it stands now."""
    kept = locked_decision(decision)
    refuse_unless_runs(kept.body, by, at=at, what=WHAT)
    return freeze(kept, by=by, at=at)


@transaction.atomic
def take_back_decision(decision: Decision, *, by: Person, at: datetime) -> Publication:
    """Residents read nothing more of it."""
    kept = locked_decision(decision)
    refuse_unless_runs(kept.body, by, at=at, what=WHAT)
    ended = publishing.take_back(about(kept), thing=kept, by=by, at=at)
    kept.is_public = False
    kept.save(update_fields=["is_public"])
    return ended


def freeze(kept: Decision, *, by: Person, at: datetime) -> Publication:
    """The copy of a decision that its board said is for everybody."""
    content = told_of(kept)
    refuse(rules.refusal_to_publish_decision(kept))
    refuse(publishing.refusal_of_content(content))
    made = publishing.make_public(about(kept), content, thing=kept, by=by, at=at)
    kept.is_public = True
    kept.save(update_fields=["is_public"])
    return made


def locked_decision(decision: Decision) -> Decision:
    """The decision as it stands now, held until the act is done."""
    found: Decision = (
        Decision.objects.select_for_update(of=("self",))
        .select_related("body", "item")
        .get(pk=decision.pk)
    )
    return found
