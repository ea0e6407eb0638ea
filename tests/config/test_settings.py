"""The settings file as a whole, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from goldthread.config import settings as product


def ran(home: Path, *words: str, **environ: str) -> subprocess.CompletedProcess[str]:
    mine = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GOLDTHREAD_", "DJANGO_"))
    }
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "django", *words],
        env=mine
        | {
            "GOLDTHREAD_HOME": str(home),
            "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
        }
        | environ,
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
def test_a_deployment_passes_djangos_own_check_with_nothing_silenced(
    tmp_path: Path,
) -> None:
    done = ran(
        tmp_path,
        "check",
        "--deploy",
        "--fail-level",
        "WARNING",
        GOLDTHREAD_HOSTS="csp.example.org",
        GOLDTHREAD_HTTPS="yes",
        GOLDTHREAD_PROXIES="1",
    )

    assert done.returncode == 0, done.stderr
    assert "(0 silenced)" in done.stdout


def test_a_wrong_setting_stops_the_program_with_its_sentence(tmp_path: Path) -> None:
    done = ran(tmp_path, "check", GOLDTHREAD_DATABASE="oracle://x")

    assert done.returncode != 0
    assert "only a path to a SQLite file or postgres:// is understood" in done.stderr


@pytest.mark.slow
def test_no_model_waits_for_a_migration(tmp_path: Path) -> None:
    done = ran(tmp_path, "makemigrations", "--check", "--dry-run")

    assert done.returncode == 0, done.stdout + done.stderr


def test_passwords_are_kept_by_argon2_alone_at_its_usual_cost() -> None:
    from django.utils.module_loading import import_string

    hasher = import_string(product.PASSWORD_HASHERS[0])()

    assert len(product.PASSWORD_HASHERS) == 1
    assert hasher.algorithm == "argon2"
    assert (hasher.time_cost, hasher.memory_cost) == (2, 102400)
