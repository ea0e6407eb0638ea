"""The whole text under a number, so that any two can be compared (S58)."""

from datetime import datetime

from django.db import transaction

from goldthread.partners.rules import Refused
from goldthread.strategy.file.telling import dump
from goldthread.strategy.models import Strategy, StrategyVersion
from goldthread.strategy.services.writing import By, keep, locked, tell


@transaction.atomic
def save_version(
    strategy: Strategy, *, note: str = "", label: str = "", by: By, at: datetime
) -> StrategyVersion:
    """Keep the strategy as it stands under the next number, or the one given."""
    return save_text(locked(strategy), note=note, label=label, by=by, at=at)


def save_text(
    strategy: Strategy, *, note: str, label: str = "", by: By, at: datetime
) -> StrategyVersion:
    """The same for a strategy that is locked already."""
    labels = list(strategy.versions.values_list("label", flat=True))
    given = label.strip() or next_label(strategy.version_label, taken=labels)
    if labels and parts_of(given) <= max(parts_of(each) for each in labels):
        newest = max(labels, key=parts_of)
        raise Refused(f"Numbers rise: {given} is not after {newest}.")
    strategy.version_label = given  # the text kept under a number carries that number
    version = StrategyVersion(
        strategy=strategy,
        label=given,
        revision=strategy.revision + 1,  # telling the record raises it to this
        text=dump(strategy),
        note=note.strip(),
        at=at,
    )
    version.by_id = getattr(by, "pk", None)
    strategy.save(update_fields=["version_label"])
    keep(version)
    detail = {"after": {"version": given}}
    tell("strategy.version_saved", strategy, strategy, by=by, at=at, detail=detail)
    return version


def next_label(label: str, *, taken: list[str]) -> str:
    """The number after this one: 1.9 is followed by 1.10. The first is itself."""
    if label not in taken:
        return label
    *head, last = parts_of(label)
    return ".".join(map(str, [*head, last + 1]))


def first_published(label: str, *, taken: list[str]) -> str:
    """What a strategy is called when it is first published: a whole number.

    Numbers behind the point count what was written; the boards adopt, and everybody
    reads, 1.0 after 0.10, and 2.0 after a draft 1.9. One that was numbered whole by hand
    is counted on from there.
    """
    major, *rest = parts_of(label)
    if any(rest) or major == 0:
        return f"{major + 1}.0"
    return next_label(label, taken=taken)


def parts_of(label: str) -> tuple[int, ...]:
    """1.10 as (1, 10), so that it stands after 1.9; refuses anything else."""
    parts = label.split(".")
    if not all(part.isascii() and part.isdigit() and len(part) < 7 for part in parts):
        raise Refused(f"A version is numbered like 1.10; found {label!r}.")
    return tuple(int(part) for part in parts)
