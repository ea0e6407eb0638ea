"""Prints which statements of the domain book are proven by which test.

A test claims a statement with `@pytest.mark.covers("S48", "Z9")`. The list of
known ids is `docs/reference/statements.txt`; an unknown id stops the test run
(see tests/conftest.py), so that a slip of the pen proves nothing.
"""

import contextlib
import io
import sys
from collections import defaultdict
from pathlib import Path

import pytest

STATEMENTS = Path(__file__).parents[1] / "docs" / "reference" / "statements.txt"


class Claims:
    """Collects the ids on each test without running any."""

    def __init__(self) -> None:
        self.by_id: dict[str, set[str]] = defaultdict(set)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for mark in item.iter_markers("covers"):
                for statement in mark.args:
                    self.by_id[statement].add(item.nodeid.split("[")[0])


def main(*rooms: str) -> int:
    """Collect, print the proven statements with their tests, then the others; of some
    rooms' tests alone where they are named."""
    claims = Claims()
    with contextlib.redirect_stdout(
        io.StringIO()
    ):  # the list of tests is not asked for
        status = pytest.main(["--collect-only", "-q", *rooms], plugins=[claims])
    if status not in (pytest.ExitCode.OK, pytest.ExitCode.NO_TESTS_COLLECTED):
        sys.stderr.write("The tests could not be collected, so nothing is proven.\n")
        return 3
    known = STATEMENTS.read_text().split()
    proven = [statement for statement in known if statement in claims.by_id]
    for statement in proven:
        for test in sorted(claims.by_id[statement]):
            sys.stdout.write(f"{statement:6} {test}\n")
    missing = [statement for statement in known if statement not in claims.by_id]
    sys.stdout.write(f"\n{len(proven)} of {len(known)} statements are proven.\n")
    sys.stdout.write("Not proven: " + " ".join(missing) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
