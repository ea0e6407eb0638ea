"""The running text: written, finished, signed; every version is kept (S4, S24, S58)."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from goldthread.notes.editing import OVERTAKEN, Overtaken
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused
from goldthread.strategy import rules
from goldthread.strategy.models import Section, SectionVersion, Strategy
from goldthread.strategy.sections import MADE
from goldthread.strategy.services.signing import take_signature_away
from goldthread.strategy.services.writing import (
    By,
    differing,
    forget,
    keep,
    key_of,
    refuse,
    tell,
    writable,
)


@transaction.atomic
def add_section(
    strategy: Strategy,
    *,
    title: str,
    key: str = "",
    gate: str = "",
    author: Person | None = None,
    by: By,
    at: datetime,
) -> Section:
    """Add a section at the end of the contents."""
    kept = writable(strategy)
    taken = kept.sections.values_list("key", flat=True)
    most = kept.sections.aggregate(most=Max("number"))["most"] or 0
    section = keep(
        Section(
            strategy=kept,
            key=key or key_of(title, taken),
            number=most + 1,
            title=title.strip(),
            gate=gate,
            author=author,
        )
    )
    tell("section.added", section, kept, by=by, at=at)
    return section


@transaction.atomic
def change_section(
    section: Section,
    *,
    title: str,
    gate: str,
    author: Person | None,
    by: By,
    at: datetime,
) -> Section:
    """Change what a section is called, who writes it, and what it waits for."""
    strategy = writable(section.strategy)
    kept = Section.objects.get(pk=section.pk)
    detail = differing(kept, {"title": title.strip(), "gate": gate, "author": author})
    keep(kept)
    tell("section.changed", kept, strategy, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def order_sections(
    strategy: Strategy,
    keys: Sequence[str],
    *,
    seen: Sequence[str] | None = None,
    by: By,
    at: datetime,
) -> None:
    """Put the contents into this order; `seen` is the order its writer saw."""
    kept = writable(strategy)
    stood = list(kept.sections.order_by("number", "pk").values_list("key", flat=True))
    refuse(rules.refusal_of_order(keys, stood=stood, seen=seen))
    for number, key in enumerate(keys, start=1):
        kept.sections.filter(key=key).update(number=number)
    detail = {"before": {"order": stood}, "after": {"order": list(keys)}}
    tell("strategy.sections_ordered", kept, kept, by=by, at=at, detail=detail)


@transaction.atomic
def remove_section(section: Section, *, by: By, at: datetime) -> None:
    """Take a section out of the contents; one with words stays."""
    strategy = writable(section.strategy)
    kept = Section.objects.get(pk=section.pk)
    if kept.text.strip():
        raise Refused(
            f"“{kept}” holds words. Empty it first, so that nobody's are lost."
        )
    tell("section.removed", kept, strategy, by=by, at=at)
    forget(kept)


@transaction.atomic
def write_section(
    section: Section,
    *,
    text: str,
    seen: int | None = None,
    on: date,
    by: By,
    at: datetime,
) -> Section:
    """Save a section's text as its next version; newer words are never overwritten.

    `seen` is the version its writer saw; None (a file that is loaded) asks nothing. New
    words take away the signature and the word that it is finished.

    Raises:
        Overtaken: somebody saved meanwhile; the page shows both versions.
    """
    strategy = writable(section.strategy)
    kept = Section.objects.select_related("strategy", "author").get(pk=section.pk)
    refuse(
        rules.refusal_to_author(kept, by=by)
        or rules.refusal_to_write_section(
            kept, strategy, on=on, unfinished=_unfinished(strategy, kept)
        )
    )
    text = text.replace("\r\n", "\n").strip()
    if seen is not None and seen != kept.version:
        if text == kept.text:
            return kept  # the same form came twice
        raise Overtaken(OVERTAKEN)
    if text == kept.text and kept.version:
        return kept
    kept.text, kept.version, kept.is_finished = text, kept.version + 1, False
    was_signed = kept.signed_name
    take_signature_away(kept)
    keep(kept)
    written = SectionVersion(section=kept, version=kept.version, text=text, at=at)
    written.by_id = getattr(by, "pk", None)
    keep(written)
    detail = {"after": {"version": kept.version, "signature taken away": was_signed}}
    tell("section.written", kept, strategy, by=by, at=at, detail=detail)
    return kept


@transaction.atomic
def finish_section(section: Section, *, on: date, by: By, at: datetime) -> Section:
    """Say that a section is finished; the summary waits for all of them."""
    strategy = writable(section.strategy)
    kept = Section.objects.get(pk=section.pk)
    refuse(
        rules.refusal_to_write_section(
            kept, strategy, on=on, unfinished=_unfinished(strategy, kept)
        )
        or rules.refusal_to_finish(kept, stands_alone=kept.key not in MADE)
    )
    kept.is_finished = True
    keep(kept)
    tell("section.finished", kept, strategy, by=by, at=at)
    return kept


@transaction.atomic
def reopen_section(section: Section, *, by: By, at: datetime) -> Section:
    """Say that a section is not finished after all."""
    strategy = writable(section.strategy)
    kept = Section.objects.get(pk=section.pk)
    kept.is_finished = False
    keep(kept)
    tell("section.reopened", kept, strategy, by=by, at=at)
    return kept


def _unfinished(strategy: Strategy, section: Section) -> list[str]:
    """The other sections that a summary waits for; those with gates of their own do not count."""
    others = strategy.sections.filter(gate=Section.Gate.NONE, is_finished=False)
    return list(
        others.exclude(pk=section.pk)
        .order_by("number", "pk")
        .values_list("title", flat=True)
    )
