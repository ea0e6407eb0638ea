"""Django's `migrate`, three times as quick: see goldthread.backup.migrating."""

from typing import Any

from django.core.management.commands import migrate

from goldthread.backup.migrating import QuickExecutor


class Command(migrate.Command):
    """The same command with an executor of our own."""

    def handle(self, *words: Any, **options: Any) -> None:
        """Run it; the executor is named in Django's module and nowhere else."""
        module: Any = migrate
        theirs, module.MigrationExecutor = module.MigrationExecutor, QuickExecutor
        try:
            super().handle(*words, **options)
        finally:
            module.MigrationExecutor = theirs
