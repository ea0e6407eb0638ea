"""Prints the reference pages from the code; `--check` says which are stale."""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"

# Page -> "module:function" that returns its text.
PAGES = {
    "command.md": "goldthread.cli.page:text",
    "lake-tables.md": "goldthread.evidence.tables:reference_page",
    "measures-file.md": "goldthread.performance.file.manual:reference_page",
    "questions.md": "goldthread.evidence.catalogue:reference_page",
    "record-rules.md": "goldthread.audit.oddities_page:reference_page",
    "roles.md": "goldthread.partners.policy_page:reference_page",
    "regular-work.md": "goldthread.desk.jobs:reference_page",
    "settings.md": "goldthread.config.declared:reference_page",
    "strategy-states.md": "goldthread.strategy.states:reference_page",
    "strategy-file.md": "goldthread.strategy.file.manual:reference_page",
}


def printed(page: str) -> str:
    """The text of one page, as the code says it now."""
    _ready()
    module, _, function = PAGES[page].partition(":")
    text: Callable[[], str] = getattr(import_module(module), function)
    return text()


def _ready() -> None:
    """Some pages are printed from models; Django is set up once, in a home of its own."""
    import django
    from django.apps import apps

    if not apps.ready:
        os.environ.setdefault("GOLDTHREAD_HOME", tempfile.mkdtemp())
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
        django.setup()


def stale() -> list[str]:
    """The pages whose file differs from what the code says."""
    return [
        page
        for page in PAGES
        if not (REFERENCE / page).exists()
        or (REFERENCE / page).read_text() != printed(page)
    ]


def main() -> int:
    """Write every page, or with --check only compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    if parser.parse_args().check:
        old = stale()
        for page in old:
            sys.stderr.write(f"docs/reference/{page} is stale: run `make docs`.\n")
        return bool(old)
    for page in PAGES:
        (REFERENCE / page).write_text(printed(page))
    return 0


if __name__ == "__main__":
    sys.exit(main())
