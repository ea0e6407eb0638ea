"""The verb of the thread: why anything is done, what it led to, where it is broken."""

import argparse
from typing import TYPE_CHECKING, Any

from goldthread.cli.booted import actor, boot_with_tables, now
from goldthread.cli.endings import DONE, REFUSED, UsedWrongly
from goldthread.cli.printing import print_csv, print_json, print_table

if TYPE_CHECKING:
    from goldthread.thread.nouns import Reader


def thread(chosen: argparse.Namespace) -> int:
    """Print the thread of one thing, or everything that is broken."""
    boot_with_tables()
    reader = _reader(chosen.as_email)
    return _broken(chosen, reader) if chosen.broken else _one(chosen, reader)


def _reader(email: str | None) -> "Reader":
    from django.utils import timezone

    from goldthread.partners.middleware import appointments_of
    from goldthread.partners.policy import NOBODY
    from goldthread.thread.nouns import SYSTEM, reader_in

    person = actor(email)
    if person is None:
        return SYSTEM
    held = appointments_of(person, on=timezone.localdate(now()))
    return reader_in(held[0].role if held else NOBODY, person)


def _one(chosen: argparse.Namespace, reader: "Reader") -> int:
    from django.utils import timezone

    from goldthread.thread.queries import as_data, thread_page
    from goldthread.thread.spine import NOUNS
    from goldthread.thread.walk import knot_called

    knot = knot_called(chosen.ref, reader)
    if knot is None:
        known = ", ".join(noun.key for noun in NOUNS)
        raise UsedWrongly(
            "expected what something is called, as A-014, or its kind and its name, as "
            f"priority/2026/violence ({known}); found {chosen.ref}."
        )
    told = as_data(thread_page(knot, reader=reader, on=timezone.localdate(now())))
    if chosen.json:
        print_json(told)
    elif chosen.csv:
        rows = list(_flat(told))
        print_csv(["place", "noun", "reference", "title", "status"], rows)
    else:
        print("\n".join(_lines(told)))
    return DONE


def _flat(told: dict[str, Any]) -> Any:
    """The thread as rows: what is above, the thing itself, what is below."""
    for each in told["why"]:
        yield {**each, "place": "above"}
    yield {**told, "place": "here"}
    rest = list(told["below"])
    while rest:
        each = rest.pop(0)
        yield {**each, "place": "below"}
        rest = [*each["below"], *rest]


def _lines(told: dict[str, Any]) -> Any:
    for each in told["why"]:
        yield f"  {_named(each)}"
    yield f"> {_named(told)}"
    yield from _hanging(told["below"], "    ")
    if told["broken"]:
        yield "\nBroken:"
        yield from (f"  {each['sentence']}" for each in told["broken"])


def _hanging(below: list[dict[str, Any]], indent: str) -> Any:
    for each in below:
        yield f"{indent}{_named(each)}"
        yield from _hanging(each["below"], f"{indent}  ")


def _named(told: dict[str, Any]) -> str:
    stands = f" ({told['status'].lower()})" if told["status"] else ""
    return f"{told['noun']} {told['reference']}: {told['title']}{stands}"


def _broken(chosen: argparse.Namespace, reader: "Reader") -> int:
    from django.conf import settings
    from django.utils import timezone

    from goldthread.thread.broken import broken

    rows = [
        {
            "kind": one.kind.key,
            "what": each.called,
            "sentence": each.sentence,
            "mend": f"{settings.ADDRESS}{each.mend.href}",
        }
        for one in broken(reader, on=timezone.localdate(now()))
        for each in one.breaks
    ]
    columns = ["kind", "what", "sentence", "mend"]
    if chosen.json:
        print_json(rows)
    elif chosen.csv:
        print_csv(columns, rows)
    else:
        print_table(["kind", "sentence", "mend"], rows, empty="The thread is whole.")
    return REFUSED if rows else DONE
