"""Making a measure public as a pack held it, and taking it back."""

from datetime import datetime

from django.db import transaction

from goldthread.notes import publishing
from goldthread.notes.models import Publication
from goldthread.partners.models import Person
from goldthread.performance import freezing, rules
from goldthread.performance.models import Indicator
from goldthread.performance.published import about


@transaction.atomic
def publish_measure(indicator: Indicator, *, by: Person, at: datetime) -> Publication:
    """Let anybody read a measure, up to the newest figure that a pack was issued with."""
    kept = _locked(indicator)
    content = freezing.told_of(kept, at=at)
    if refusal := rules.refusal_to_publish(kept, has_pack=content is not None, by=by):
        raise rules.Refused(refusal)
    assert content is not None
    return publishing.make_public(
        about(kept), content, thing=kept, of_version=kept.version, by=by, at=at
    )


@transaction.atomic
def take_back_measure(indicator: Indicator, *, by: Person, at: datetime) -> Publication:
    """Residents read nothing more of it."""
    kept = _locked(indicator)
    if refusal := rules.refusal_to_take_back(by=by):
        raise rules.Refused(refusal)
    return publishing.take_back(about(kept), thing=kept, by=by, at=at)


def _locked(indicator: Indicator) -> Indicator:
    found: Indicator = (
        Indicator.objects.select_for_update(of=("self",))
        .select_related("companion", "workstream")
        .get(pk=indicator.pk)
    )
    return found
