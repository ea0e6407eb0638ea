"""Saxonbridge on a clock that the story moves: the demonstration's copy, site and worker.

Everything runs as it does at work, in processes of its own; only the clock they read is
ahead (moved/sitecustomize.py). What came of a step is read from the database's file.
"""

import csv
import json
import sqlite3
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from tests.audit.test_kills import environment_of
from tests.desk.post import Post
from tests.journeys.conftest import Place
from tests.shared import copy_home

MOVED = Path(__file__).parent / "moved"
FORCE = "saxonshire"
PATIENCE = 240.0  # seconds that the worker may take on a crowded machine


class City(Place):
    """The demonstration as it stands today, and later whenever the story says so."""

    def __init__(self, built: Path, post: Post, folder: Path) -> None:
        self.home, self.clock = folder / "home", folder / "clock"
        self.suppliers = built / "suppliers"  # to read only
        copy_home(built, self.home, but=("suppliers",))
        self.clock.write_text("0")
        environment = environment_of(self.home)
        environment["PYTHONPATH"] = f"{MOVED}:{environment['PYTHONPATH']}"
        environment["GOLDTHREAD_TEST_CLOCK"] = str(self.clock)
        # Its people sign in when the story wants them, months apart.
        environment["GOLDTHREAD_DORMANT_DAYS"] = "0"
        super().__init__(environment, post, folder)

    @property
    def today(self) -> date:
        return datetime.fromtimestamp(_ahead(self.clock), UTC).date()

    def moves_to(self, day: date) -> None:
        """It is ten in the morning of this day, for the site and its worker at once."""
        self.clock.write_text(str(_until(day)))

    def command_on(self, day: date, *words: str) -> str:
        """What a command says on a later day, on which the site does not live yet."""
        later = self.folder / "later"
        later.write_text(str(_until(day)))
        return self.command(*words, GOLDTHREAD_TEST_CLOCK=str(later))

    def rows(self, question: str, *told: object) -> list[tuple[Any, ...]]:
        """What the database's file holds."""
        file = self.home / "goldthread.sqlite3"
        base = sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=60)
        try:
            return base.execute(question, told).fetchall()
        finally:
            base.close()

    def record(self, verb: str) -> tuple[str, str, dict[str, Any]]:
        """The newest act of this name: who, on what, with what detail."""
        ((who, what, detail),) = self.rows(
            "select actor_label, subject_label, detail from audit_event"
            " where verb = ? order by id desc limit 1",
            verb,
        )
        return who, what, json.loads(detail)

    def waits(self, true: Callable[[], object]) -> None:
        """Until the worker has done it."""
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert time.monotonic() < deadline, (self.folder / "log").read_text()[
                -2000:
            ]
            time.sleep(0.3)

    def ward_with_most(self, category: str) -> tuple[str, str]:
        """Code and name of the ward in which most of it was recorded, of the newest year."""
        ward_of = {
            row["LSOA21CD"]: (row["WD24CD"], row["WD24NM"]) for row in self._wards()
        }
        counts: Counter[tuple[str, str]] = Counter()
        for month in self._months()[-12:]:
            for row in self._street(month):
                if row[9] == category and row[7] in ward_of:
                    counts[ward_of[row[7]]] += 1
        return counts.most_common(1)[0][0]

    def months_of_the_police(
        self, until: date, *, less: str, ward: str, since: date
    ) -> Path:
        """Files of the months from the newest held up to `until`, as a year ago but for one thing.

        Of one category in one ward four records of five are missing from `since` on.
        """
        small = {row["LSOA21CD"] for row in self._wards() if row["WD24CD"] == ward}
        folder = self.folder / "delivered"
        held = self._months()
        month = _next(date.fromisoformat(f"{held[-1]}-01"))
        while month < until:
            like = next(m for m in reversed(held) if m[5:] == f"{month:%m}")
            self._deliver(folder, like, month, less, small if month >= since else set())
            month = _next(month)
        return folder

    def _deliver(
        self, folder: Path, like: str, month: date, less: str, small: set[str]
    ) -> None:
        name = f"{month:%Y-%m}"
        file = folder / name / f"{name}-{FORCE}-street.csv"
        file.parent.mkdir(parents=True)
        with file.open("w", newline="", encoding="ascii") as out:
            written = csv.writer(out)
            written.writerow(self._heading(like))
            spared = 0
            for row in self._street(like):
                if row[9] == less and row[7] in small:
                    spared += 1
                    if spared % 5:
                        continue
                row[0] = row[0] and f"{month:%Y%m}{row[0][6:]}"  # a crime of its own
                written.writerow([row[0], name, *row[2:]])

    def _months(self) -> list[str]:
        return sorted(path.name for path in (self.suppliers / "police").iterdir())

    def _file(self, month: str) -> Path:
        return self.suppliers / "police" / month / f"{month}-{FORCE}-street.csv"

    def _heading(self, month: str) -> list[str]:
        with self._file(month).open(newline="", encoding="ascii") as file:
            return next(csv.reader(file))

    def _street(self, month: str) -> Iterator[list[str]]:
        with self._file(month).open(newline="", encoding="ascii") as file:
            told = csv.reader(file)
            next(told)
            yield from (row for row in told if len(row) == 12)  # some months are spoilt

    def _wards(self) -> list[dict[str, str]]:
        (file,) = self.suppliers.glob("context/lookups/LSOA21_WD24_*.csv")
        with file.open(newline="", encoding="utf-8-sig") as lines:
            return list(csv.DictReader(lines))


def _until(day: date) -> float:
    return (
        datetime(day.year, day.month, day.day, 10, tzinfo=UTC).timestamp() - time.time()
    )


def _ahead(clock: Path) -> float:
    return time.time() + float(clock.read_text())


def _next(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
