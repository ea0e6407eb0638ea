"""Django made ready for a verb that writes, and the person a verb acts for."""

import getpass
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from goldthread.cli.endings import CannotTell, Refused, UsedWrongly
from goldthread.cli.printing import progress

if TYPE_CHECKING:
    from goldthread.audit.services import Actor
    from goldthread.partners.models import Person


def boot() -> None:
    """Set Django up once, in this process; not beside a restore that was cut off."""
    from goldthread.backup.unpacking import refusal_to_start

    if refusal := refusal_to_start():
        raise Refused(refusal)
    boot_to_restore()


def boot_to_restore() -> None:
    """Set Django up on a home folder that is only half there."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goldthread.config.settings")
    try:
        django.setup()
    except ImproperlyConfigured as wrong:
        raise UsedWrongly(str(wrong)) from None


def boot_with_tables() -> None:
    """Set Django up, and bring the database's tables to this version."""
    boot()
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import OperationalError

    try:
        executor = MigrationExecutor(connection)
        behind = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as down:
        raise CannotTell(
            f"The database cannot be reached ({str(down).strip()}). Start it, or "
            "correct GOLDTHREAD_DATABASE."
        ) from None
    if behind:
        from goldthread.web.one_version import upgrading

        progress("Bringing the database to this version.")
        with upgrading():  # a site that runs beside it answers that it waits
            call_command("migrate", verbosity=0, interactive=False)
    if connection.vendor == "sqlite":
        file = Path(connection.settings_dict["NAME"])
        if file.is_file():  # people's names are in it: its owner's alone
            file.chmod(0o600)


def now() -> datetime:
    """The clock is read here, at the command, and passed down."""
    return datetime.now(UTC)


def actor(email: str | None) -> "Person | None":
    """The person whose act this is; None for the system account.

    Raises:
        UsedWrongly: nobody who may sign in has that e-mail.
    """
    if email is None:
        return None
    from goldthread.partners.models import Person

    person: Person | None = Person.objects.filter(
        email__iexact=email, is_active=True
    ).first()
    if person is None:
        raise UsedWrongly(
            f"expected the e-mail of somebody with an account; found {email}. "
            "Leave --as out to act as the system account."
        )
    return person


def login_name() -> str:
    """The operating system's name for whoever runs the command."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container without a user entry
        return f"user {os.getuid()}"


def acting(email: str | None) -> "Actor | Person":
    """Who an act is recorded under: the person named, else the system account with the
    operating system's name for whoever runs the command."""
    from goldthread.audit.services import Actor

    return actor(email) or Actor(
        reference="system", label=f"the system account ({login_name()})"
    )
