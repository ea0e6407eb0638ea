"""A stranger's attachment is opened by a process that may come to harm in our stead."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.notes import files

from goldthread.notes.inert import child
from goldthread.notes.inert.opening import HARMED, opened
from goldthread.notes.inert.refusal import NotInert
from goldthread.notes.inspection import inspect
from goldthread.partners.rules import Refused

JPEG = "image/jpeg"


def confined(then: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """What a process does that has bound itself as the one that opens files does."""
    source = f"from goldthread.notes.inert.child import confine; confine(); {then}"
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    return subprocess.run(
        [sys.executable, "-c", source],
        capture_output=True,
        text=True,
        env=environment,
        cwd=folder,
        check=False,
        timeout=60,
    )


def test_it_has_little_memory_and_writes_no_file(tmp_path: Path) -> None:
    greedy = confined(f"bytearray({child.MEMORY})", tmp_path)
    writing = confined("print('y', file=open('x', 'w'), flush=True)", tmp_path)

    assert greedy.returncode != 0 and "MemoryError" in greedy.stderr
    assert writing.returncode != 0
    assert not (tmp_path / "x").exists() or not (tmp_path / "x").read_text()


def test_a_file_that_takes_too_long_is_refused_and_nothing_else_is_lost() -> None:
    with pytest.raises(NotInert, match="more memory or time"):
        opened("jpeg", files.photo(), wait_s=0.001)

    assert opened("jpeg", files.photo())


def test_a_file_that_ends_its_process_is_refused() -> None:
    with pytest.raises(NotInert) as refusal:
        opened("no such kind", b"x")

    assert str(refusal.value) == HARMED


def test_the_sentence_of_the_process_is_the_one_that_people_read() -> None:
    with pytest.raises(Refused, match=r"^a\.jpg cannot be read as a picture"):
        inspect("a.jpg", declared=JPEG, content=b"\xff\xd8\xff" + b"x" * 99)


def test_it_knows_no_secret_and_no_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    tells = tmp_path / "tells"  # in the place of Python: says what it was given
    tells.write_text("#!/bin/sh\nprintf K; env\n")
    tells.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(tells))
    monkeypatch.setenv("GOLDTHREAD_SECRET_KEY", "canary")

    given = opened("pdf", b"x").decode()

    assert "PYTHONPATH=" in given
    assert "canary" not in given and "GOLDTHREAD" not in given
