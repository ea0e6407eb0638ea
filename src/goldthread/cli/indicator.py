"""The verbs of the numbers: list, show, load and dump definitions, read the lake, scorecard."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from goldthread.cli.booted import actor, boot_with_tables, now
from goldthread.cli.endings import DONE, CannotTell, Refused, UsedWrongly
from goldthread.cli.printing import print_csv, print_json, print_table
from goldthread.evidence.home import home

if TYPE_CHECKING:
    from goldthread.performance.models import Indicator
    from goldthread.performance.queries import Line

COLUMNS = [
    "code",
    "name",
    "owner",
    "period",
    "value",
    "unit",
    "previous",
    "year_ago",
    "target",
    "status",
    "sentence",
    "late_days",
]


def listed(chosen: argparse.Namespace) -> int:
    """Every measure in use."""
    boot_with_tables()
    from django.utils import timezone

    from goldthread.performance.models import Indicator

    found = Indicator.objects.in_use(timezone.localdate(now())).select_related("owner")
    rows = [
        {
            "code": each.code,
            "name": each.name,
            "owner": str(each.owner),
            "every": each.get_every_display(),
            "from": each.get_comes_from_display(),
        }
        for each in found.order_by("code", "pk")
    ]
    _print(
        ["code", "name", "owner", "every", "from"],
        rows,
        chosen,
        empty="No measure is defined. Load some: goldthread indicator load FILE",
    )
    return DONE


def show(chosen: argparse.Namespace) -> int:
    """The readings of one measure, along time."""
    boot_with_tables()
    from goldthread.performance.queries import series_of
    from goldthread.performance.sureness import limits_of

    found = _named(chosen.code)
    rows = [
        {
            "from": each.period_start,
            "until": each.period_end,
            "value": each.value,
            "numerator": each.numerator,
            "denominator": each.denominator,
            "low": limits_of(found, each)[0],
            "high": limits_of(found, each)[1],
            "vintage": each.vintage,
            "recorded": each.recorded_at,
        }
        for each in series_of(found, chosen.area or "")
    ]
    columns = [
        "from",
        "until",
        "value",
        "numerator",
        "denominator",
        "low",
        "high",
        "vintage",
        "recorded",
    ]
    _print(columns, rows, chosen, empty="There is no reading yet.")
    return DONE


def scorecard(chosen: argparse.Namespace) -> int:
    """How every measure of a board, priority, workstream or agency stands."""
    boot_with_tables()
    from django.utils import timezone

    from goldthread.performance import queries

    on = timezone.localdate(now())
    by, key = _whose(chosen.of) if chosen.of else ("all", None)
    found = queries.scorecard(by=by, key=key, on=on)
    assert found is not None  # `_whose` found it
    rows = [_row(line) for line in found.lines]
    if chosen.json:
        print_json({"title": found.title, "on": on, "measures": rows})
    else:
        columns = COLUMNS if chosen.csv else [c for c in COLUMNS if c != "sentence"]
        _print(columns, rows, chosen, empty="Nothing is measured here yet.")
    return DONE


def load(chosen: argparse.Namespace) -> int:
    """Define or change the measures of a file, all of them or none."""
    boot_with_tables()
    from goldthread.performance.file import Unreadable
    from goldthread.performance.file.loading import load as kept

    path = Path(chosen.file)
    if not path.is_file():
        raise UsedWrongly(f"expected a file that is there; found {path}.")
    try:
        text = path.read_text(encoding="utf-8-sig")
        found = kept(text, by=actor(chosen.as_email), at=now())
    except UnicodeDecodeError:
        raise Refused(
            f"{path.name} is not plain text in UTF-8. Save it so, and try again."
        ) from None
    except Unreadable as unreadable:
        said = "\n".join(
            f"{path.name}, line {f.line}: {f.words}" for f in unreadable.faults
        )
        raise Refused(f"nothing was loaded.\n{said}") from None
    if chosen.json:
        print_json([{"code": each.code, "name": each.name} for each in found])
    else:
        print(f"{_measures(len(found))} as the file says now.")
    return DONE


def record(chosen: argparse.Namespace) -> int:
    """Record the figures of a CSV file, all of them or none."""
    boot_with_tables()
    from goldthread.performance.file import Unreadable
    from goldthread.performance.sheet import record_sheet

    path = Path(chosen.file)
    if not path.is_file():
        raise UsedWrongly(f"expected a file that is there; found {path}.")
    try:
        text = path.read_text(encoding="utf-8-sig")
        kept = record_sheet(
            text, evidence=chosen.evidence, by=actor(chosen.as_email), at=now()
        )
    except UnicodeDecodeError:
        raise Refused(
            f"{path.name} is not plain text in UTF-8. Save it so, and try again."
        ) from None
    except Unreadable as unreadable:
        said = "\n".join(
            f"{path.name}, line {f.line}: {f.words}" for f in unreadable.faults
        )
        raise Refused(f"nothing was recorded.\n{said}") from None
    rows = [{"code": code, "new": count} for code, count in kept.items()]
    _print(["code", "new"], rows, chosen, empty="")
    return DONE


def dump(chosen: argparse.Namespace) -> int:
    """Write every measure in use as a file that `load` takes."""
    boot_with_tables()
    from django.utils import timezone

    from goldthread.performance.file.telling import dump as written
    from goldthread.strategy.models import Strategy
    from goldthread.strategy.queries import current

    on = timezone.localdate(now())
    strategy = (
        Strategy.objects.filter(key=chosen.strategy).first()
        if chosen.strategy
        else current(on)
    )
    if strategy is None:
        known = ", ".join(Strategy.objects.values_list("key", flat=True)) or "none yet"
        raise UsedWrongly(
            f"expected --strategy with the key of a strategy ({known}); found "
            f"{chosen.strategy or 'none in force'}."
        )
    text = written(strategy, on=on)
    if chosen.out == "-":
        sys.stdout.write(text)
    else:
        Path(chosen.out).write_text(text, encoding="utf-8")
    return DONE


def read(chosen: argparse.Namespace) -> int:
    """Put the questions of measures to the lake, and keep what is new."""
    boot_with_tables()
    from goldthread.evidence.engine import DuckEngine
    from goldthread.evidence.lake import Lake
    from goldthread.performance import rules, services
    from goldthread.performance.models import Indicator

    if not (home() / "lake").exists():
        raise CannotTell(f"There is no lake in {home()} yet.")
    wanted = (
        [_named(code) for code in chosen.codes]
        if chosen.codes
        else list(Indicator.objects.from_lake().order_by("code"))
    )
    engine = DuckEngine(Lake(home()).version())
    by = actor(chosen.as_email)
    rows = []
    for each in wanted:
        try:
            made = services.read_lake(each, engine, by=by, at=now())
        except rules.Refused as refusal:
            raise Refused(str(refusal)) from None
        rows.append({"code": each.code, "name": each.name, "new": len(made)})
    _print(
        ["code", "name", "new"], rows, chosen, empty="No measure comes from the lake."
    )
    return DONE


def restand(chosen: argparse.Namespace) -> int:
    """Derive again every status that an older rule derived."""
    boot_with_tables()
    from goldthread.performance import services

    done = services.restand_all(by=actor(chosen.as_email), at=now())
    if chosen.json:
        print_json({"measures": done})
    else:
        print(f"Derived again: {_measures(done)}.")
    return DONE


def _print(
    columns: list[str],
    rows: list[dict[str, Any]],
    chosen: argparse.Namespace,
    *,
    empty: str,
) -> None:
    if chosen.json:
        print_json(rows)
    elif getattr(chosen, "csv", False):
        print_csv(columns, rows)
    else:
        print_table(columns, rows, empty=empty)


def _row(line: "Line") -> dict[str, Any]:
    return {
        "code": line.code,
        "name": line.name,
        "owner": line.owner,
        "period": line.period,
        "value": line.value,
        "unit": line.unit,
        "previous": line.previous,
        "year_ago": line.year_ago,
        "target": line.target,
        "status": line.status.words,
        "variation": line.variation,
        "assurance": line.assurance,
        "colour": line.colour,
        "sentence": line.sentence,
        "rules": line.rules,
        "late_days": line.fresh.days_late,
    }


def _named(code: str) -> "Indicator":
    from goldthread.performance.queries import indicator_named

    found = indicator_named(code)
    if found is None:
        raise UsedWrongly(
            f"expected the code of a measure, as `goldthread indicator list` shows it; found {code}."
        )
    return found


def _whose(words: str) -> tuple[str, int]:
    """A board, agency, workstream or priority by its name or key."""
    from django.utils import timezone

    from goldthread.partners.models import Agency, Body
    from goldthread.strategy.queries import current

    strategy = current(timezone.localdate(now()))
    kinds: list[tuple[str, list[Any]]] = [
        ("board", list(Body.objects.all())),
        ("agency", list(Agency.objects.all())),
    ]
    if strategy is not None:
        kinds += [
            ("workstream", list(strategy.workstreams.all())),
            ("priority", list(strategy.priorities.all())),
        ]
    wanted = words.casefold()
    for kind, things in kinds:
        for thing in things:
            names = {
                str(getattr(thing, name, "")).casefold()
                for name in ("name", "short_name", "title", "key")
            }
            if wanted in names - {""}:
                return kind, thing.pk
    raise UsedWrongly(
        f"expected the name of a board, agency, workstream or priority; found {words}."
    )


def _measures(count: int) -> str:
    return f"{count} measure{'' if count == 1 else 's'}"
