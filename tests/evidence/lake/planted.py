"""Readers that go wrong, planted into the processes that read, and nowhere else.

Python imports `sitecustomize` by itself when it starts: a folder with one, named in
PYTHONPATH, reaches every process that is started from here on.
"""

from pathlib import Path

import pytest

PLANT = """
import ctypes, time, types
from goldthread.evidence import sources

def eats(): b"x" * 60_000_000_000
def spins():
    while True: pass
def waits(): time.sleep(600)
def crashes(): ctypes.string_at(0)
def raises(): raise KeyError("a fault of ours")

WRONG = {f.__name__: f for f in (eats, spins, waits, crashes, raises)}

def wrong(name):
    return WRONG.get(name.rsplit("/", 1)[-1].split(".")[0])

def recognises(name, head):
    return wrong(name) is not None

def read(member, *, today):
    wrong(member.name)()
    yield

sources.SOURCES = (types.SimpleNamespace(recognises=recognises, read=read), *sources.SOURCES)
"""

WRONGS = ("eats", "spins", "waits", "crashes", "raises")


def plant(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on processes started here have readers for `eats.csv` and its like."""
    folder.mkdir(parents=True)
    (folder / "sitecustomize.py").write_text(PLANT)
    monkeypatch.setenv("PYTHONPATH", str(folder))


def wrong_files(folder: Path, *names: str) -> list[Path]:
    """A file for each of the readers that go wrong."""
    folder.mkdir(parents=True, exist_ok=True)
    files = [folder / f"{name}.csv" for name in names or WRONGS]
    for file in files:
        file.write_text("anything\n")
    return files
