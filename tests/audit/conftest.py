"""The command, run in this process, for the tests of the record's long life."""

from tests.cli.conftest import run

__all__ = ["run"]
