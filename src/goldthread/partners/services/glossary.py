"""Every change to the words of the field."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from goldthread.audit.services import Subject, record
from goldthread.partners import rules
from goldthread.partners.glossary import starter
from goldthread.partners.models import Expansion, Term
from goldthread.partners.services.checks import By, check, difference


@transaction.atomic
def add_term(
    *,
    term: str,
    expansions: Sequence[str],
    meaning: str = "",
    avoid: str = "",
    by: By,
    at: datetime,
) -> Term:
    """Add a word, with one expansion or several where real use is ambiguous."""
    word = Term(term=term.strip(), meaning=meaning.strip(), avoid=avoid.strip())
    already = Term.objects.filter(term__iexact=word.term).first()
    if refusal := rules.refusal_to_add_term(word, already, expansions):
        raise rules.Refused(refusal)
    check(word)
    word.save()
    _expand(word, expansions)
    record("term.added", word, by=by, at=at)
    return word


@transaction.atomic
def change_term(
    term: Term,
    *,
    expansions: Sequence[str],
    meaning: str,
    avoid: str,
    by: By,
    at: datetime,
) -> Term:
    """Say anew what a word stands for and means."""
    kept = Term.objects.select_for_update().get(pk=term.pk)
    if refusal := rules.refusal_to_add_term(kept, None, expansions or [meaning]):
        raise rules.Refused(refusal)
    detail = difference(kept, meaning=meaning.strip(), avoid=avoid.strip())
    check(kept)
    kept.save()
    kept.expansions.all().delete()
    _expand(kept, expansions)
    record("term.changed", kept, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def remove_term(term: Term, *, by: By, at: datetime) -> None:
    """Take a word out of the glossary."""
    kept = Term.objects.select_for_update().get(pk=term.pk)
    record("term.removed", kept, by=by, at=at)
    kept.delete()


def _expand(term: Term, expansions: Sequence[str]) -> None:
    for number, words in enumerate(filter(None, map(str.strip, expansions)), start=1):
        Expansion.objects.create(term=term, words=words, number=number)


@transaction.atomic
def load_starter_glossary(*, by: By, at: datetime) -> int:
    """Give a new partnership the words of the field; what it has stays. How many came."""
    known = {term.casefold() for term in Term.objects.values_list("term", flat=True)}
    fresh = [word for word in starter() if word.term.casefold() not in known]
    for word in fresh:
        kept = Term.objects.create(
            term=word.term, meaning=word.meaning, avoid=word.avoid
        )
        _expand(kept, word.expansions)
    subject = Subject("partners.term", "", "the glossary")
    record("glossary.loaded", subject, by=by, at=at, detail={"terms": len(fresh)})
    return len(fresh)
