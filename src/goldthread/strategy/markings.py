"""Which markings a strategy may carry, and what a retired label is called today (S57)."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from goldthread.evidence.home import home

OWN = "markings.toml"  # in the home folder: the partnership's own list


@dataclass(frozen=True, slots=True)
class Markings:
    """The labels in use, and the retired ones with their successors."""

    current: tuple[str, ...]
    retired: Mapping[str, str]

    def today(self, label: str) -> str | None:
        """What this label is called today; None where nobody knows it."""
        wanted = " ".join(label.upper().split())
        return next(
            (each for each in self.current if each.upper() == wanted),
            self.retired.get(wanted),
        )

    def told(self, label: str) -> str:
        """The sentence for somebody who gave a retired label; empty for a current one."""
        found = self.today(label)
        if found is None or found.upper() == " ".join(label.upper().split()):
            return ""
        return f"“{label}” belongs to a scheme that is no longer used. It is marked {found} now."


def markings() -> Markings:
    """The markings of this installation: its own file, else the one that ships."""
    own = home() / OWN
    if own.exists():
        return _read(own.read_text(encoding="utf-8"))
    return _read(_shipped())


@lru_cache(maxsize=1)
def _shipped() -> str:
    shipped = Path(str(files("goldthread.strategy"))) / OWN
    return shipped.read_text(encoding="utf-8")


@lru_cache(maxsize=4)
def _read(text: str) -> Markings:
    told = tomllib.loads(text)
    retired = {key.upper(): value for key, value in told.get("retired", {}).items()}
    return Markings(tuple(told["current"]), retired)
