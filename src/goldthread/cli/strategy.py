"""The verbs of the strategy: list, load from a file, write to a file."""

import argparse
import sys
from pathlib import Path

from goldthread.cli.booted import acting, boot, boot_with_tables, now
from goldthread.cli.endings import DONE, Refused, UsedWrongly
from goldthread.cli.printing import print_json, print_table


def listed(chosen: argparse.Namespace) -> int:
    """Every strategy here, the newest period first."""
    boot_with_tables()
    from django.utils import timezone

    from goldthread.strategy.models import Strategy

    today = timezone.localdate(now())
    rows = [
        {
            "key": one.key,
            "title": one.title,
            "from": one.period_start,
            "version": one.version_label,
            "state": one.words_on(today),
        }
        for one in Strategy.objects.newest_first()
    ]
    if chosen.json:
        print_json(rows)
    else:
        nothing = "No strategy is kept here. Load one: goldthread strategy load FILE"
        print_table(["key", "title", "from", "version", "state"], rows, empty=nothing)
    return DONE


def templates(chosen: argparse.Namespace) -> int:
    """The templates that ship with the product."""
    boot()
    from goldthread.strategy.file.ready import TEMPLATES

    rows = [{"name": name, "what": what} for name, what in TEMPLATES.items()]
    if chosen.json:
        print_json(rows)
    else:
        print_table(["name", "what"], rows, empty="")
    return DONE


def load(chosen: argparse.Namespace) -> int:
    """Make a draft of a file, or of a template; nothing is kept where it has a fault."""
    boot_with_tables()
    text, name = _text(chosen)
    from django.utils import timezone

    from goldthread.strategy.file import Unreadable, loading

    at = now()
    try:
        made = loading.load(
            text, on=timezone.localdate(at), by=acting(chosen.as_email), at=at
        )
    except Unreadable as unreadable:
        said = "\n".join(f"{name}, line {f.line}: {f.words}" for f in unreadable.faults)
        raise Refused(f"nothing was loaded.\n{said}") from None
    if chosen.json:
        print_json({"key": made.key, "title": made.title, "state": made.state})
    else:
        print(
            f"“{made.title}” is a draft now. See it on the site, or: goldthread strategy dump {made.key}"
        )
    return DONE


def dump(chosen: argparse.Namespace) -> int:
    """Write a strategy as its file, to standard output or where asked."""
    boot_with_tables()
    from goldthread.strategy.file.telling import dump as written
    from goldthread.strategy.models import Strategy

    strategy = Strategy.objects.filter(key=chosen.key).first()
    if strategy is None:
        known = ", ".join(Strategy.objects.values_list("key", flat=True)) or "none yet"
        raise UsedWrongly(
            f"expected the key of a strategy ({known}); found {chosen.key}."
        )
    text = written(strategy, with_partnership=chosen.with_partnership)
    if chosen.out == "-":
        sys.stdout.write(text)
    else:
        Path(chosen.out).write_text(text, encoding="utf-8")
    return DONE


def _text(chosen: argparse.Namespace) -> tuple[str, str]:
    from goldthread.strategy.file.ready import TEMPLATES, template

    if bool(chosen.file) == bool(chosen.template):
        raise UsedWrongly("expected one file, or --template with its name.")
    if chosen.template:
        if chosen.template not in TEMPLATES:
            known = ", ".join(TEMPLATES)
            raise UsedWrongly(
                f"expected a template ({known}); found {chosen.template}."
            )
        return template(chosen.template), chosen.template
    path = Path(chosen.file)
    if not path.is_file():
        raise UsedWrongly(f"expected a file that is there; found {path}.")
    try:
        return path.read_text(encoding="utf-8-sig"), path.name
    except UnicodeDecodeError:
        raise Refused(
            f"{path.name} is not plain text in UTF-8. Save it so, and try again."
        ) from None
