"""Publishing: the document is frozen as the boards agreed it, and anybody may read it."""

from datetime import date, datetime

from django.db import transaction

from goldthread.documents import stored
from goldthread.partners import glossary
from goldthread.partners.models import Installation, Person
from goldthread.strategy import requirements, rules
from goldthread.strategy.composition import document_of
from goldthread.strategy.models import Strategy
from goldthread.strategy.one_page import gold_threads, one_page_of, to_json
from goldthread.strategy.queries.lists import is_changed_since_published
from goldthread.strategy.queries.whole import whole
from goldthread.strategy.services.versions import first_published, save_text
from goldthread.strategy.services.writing import keep, locked, refuse, tell


@transaction.atomic
def publish_strategy(
    strategy: Strategy, *, on: date, by: Person, at: datetime
) -> Strategy:
    """Freeze the document, the page and the thread as they stand; open them to everybody.

    Published again inside the term (a workstream opened), the frozen document is
    replaced, and both stand among the versions.
    """
    kept = locked(strategy)
    owed = requirements.open_ones(requirements.for_publication(whole(kept, on=on)))
    is_changed = is_changed_since_published(kept)
    refuse(rules.refusal_to_publish(kept, owed, is_changed=is_changed, on=on))
    save_text(kept, note="Published", label=_label(kept), by=by, at=at)
    known = whole(kept, on=on)
    installation = Installation.objects.first()
    invented = bool(installation and installation.is_demonstration)
    document = document_of(
        known,
        on=on,
        words=glossary.words(),
        invented=invented,
        prepared_by=kept.partnership,
    )
    page = one_page_of(known, on=on, invented=invented)
    kept.published_document = stored.to_json(document).decode()
    kept.published_page = to_json(page, gold_threads(known))
    kept.published_by, kept.published_at = by, at
    keep(kept)
    detail = {"after": {"version": kept.version_label}}
    tell("strategy.published", kept, kept, by=by, at=at, detail=detail)
    return kept


def _label(strategy: Strategy) -> str:
    """A whole number the first time; counted on behind the point inside the term."""
    if strategy.versions.filter(note="Published").exists():
        return ""
    taken = list(strategy.versions.values_list("label", flat=True))
    return first_published(strategy.version_label, taken=taken)


@transaction.atomic
def take_back_strategy(strategy: Strategy, *, by: Person, at: datetime) -> Strategy:
    """Nobody but the partnership reads it any more; its published versions stay."""
    kept = locked(strategy)
    refuse(rules.refusal_to_take_back(kept))
    kept.published_document = kept.published_page = ""
    kept.published_by = kept.published_at = None
    keep(kept)
    tell("strategy.taken_back", kept, kept, by=by, at=at)
    return kept
