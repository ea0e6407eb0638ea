"""`goldthread lake fetch`: brings published files into a folder, for `lake add` to read.

goldthread lake fetch archive --months 2024-01..2024-03 --force leicestershire --to DIR
goldthread lake fetch street --area ward.geojson --months 2024-01 --to DIR
goldthread lake fetch lookups --to DIR          (population, deprivation, boundaries)
goldthread lake fetch addresses
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from goldthread.evidence.fetching import addresses
from goldthread.evidence.fetching.months import months_of, named, number

if TYPE_CHECKING:
    from shapely.geometry import Polygon

    from goldthread.evidence.fetching.client import Client

# `goldthread --help` passes here: what is heavy is imported where it is used.
DONE, REFUSED, MISUSED = 0, 1, 2

_CONTEXT = {
    "lookups": addresses.LOOKUPS,
    "population": addresses.POPULATION,
    "deprivation": addresses.DEPRIVATION,
    "boundaries": addresses.BOUNDARIES,
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the verb's arguments on a parser that the command owns."""
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="WHAT")
    police = kinds.add_parser("archive", help="police files by month, from the archive")
    police.add_argument("--months", required=True, help="2024-01 or 2024-01..2024-03")
    police.add_argument("--force", action="append", default=[], help="leicestershire")
    police.add_argument(
        "--files",
        action="append",
        choices=addresses.POLICE_FILES,
        help="street unless named",
    )
    police.add_argument("--to", type=Path, required=True, help="the folder to fill")
    street = kinds.add_parser("street", help="an area's records, from the API")
    street.add_argument("--months", required=True, help="2024-01 or 2024-01..2024-03")
    street.add_argument("--area", type=Path, required=True, help="a GeoJSON outline")
    street.add_argument(
        "--force", action="append", default=[], help="adds its records without location"
    )
    street.add_argument("--to", type=Path, required=True, help="the folder to fill")
    for kind, known in _CONTEXT.items():
        each = kinds.add_parser(kind, help=f"{len(known)} published files")
        each.add_argument("--to", type=Path, required=True, help="the folder to fill")
        each.add_argument("--only", action="append", choices=[a.name for a in known])
        if kind == "boundaries":
            each.add_argument("--place", help="only names that begin so: Wolverhampton")
    kinds.add_parser("addresses", help="lists where everything is published")


def run(
    arguments: argparse.Namespace,
    *,
    today: date,
    say: Callable[[str], None],
    client: Client | None = None,
) -> int:
    """Do what was asked; each sentence goes to `say`. Gives the exit code."""
    from goldthread.evidence.fetching.client import Client, FetchFailed

    client = client or Client()
    try:
        if arguments.kind == "addresses":
            return _list_addresses(say)
        if arguments.kind == "archive":
            return _archive(arguments, client, today, say)
        if arguments.kind == "street":
            return _street(arguments, client, today, say)
        return _context(arguments, client, say)
    except ValueError as misuse:
        say(str(misuse))
        return MISUSED
    except FetchFailed as failure:
        say(str(failure))
        return REFUSED
    except OSError as trouble:
        say(
            f"The folder cannot be written ({trouble.strerror}); nothing was half done."
        )
        return REFUSED


def _published(text: str, today: date) -> tuple[str, ...]:
    months = months_of(text)
    this_month = named(today.year * 12 + today.month - 1)
    if number(months[-1]) >= number(this_month):
        raise ValueError(
            f"{months[-1]} is not published yet: a month appears about two months after "
            "its end."
        )
    return months


def _archive(
    arguments: argparse.Namespace,
    client: Client,
    today: date,
    say: Callable[[str], None],
) -> int:
    from goldthread.evidence.fetching import archive

    came = archive.fetch_months(
        client,
        _published(arguments.months, today),
        arguments.to,
        forces=_slugs(arguments.force),
        kinds=arguments.files or ("street",),
        say=say,
    )
    say(f"{len(came.files):,} files are in {arguments.to}.")
    for name in came.changed:
        say(f"{name} differs from what was here: the publisher has revised it.")
    for sentence in came.absent:
        say(f"Not published: {sentence}")
    say(f"Next: goldthread lake add {arguments.to} --dry-run")
    return REFUSED if came.absent else DONE


def _slugs(forces: Sequence[str]) -> tuple[str, ...]:
    for force in forces:
        if not re.fullmatch(r"[a-z]+(-[a-z]+)*", force):
            raise ValueError(
                f"“{force}” is not a force's short name; write it as in the file names, "
                "such as west-midlands or city-of-london."
            )
    return tuple(forces)


def _street(
    arguments: argparse.Namespace,
    client: Client,
    today: date,
    say: Callable[[str], None],
) -> int:
    from goldthread.evidence.fetching import street_api

    name = re.sub(r"[^a-z0-9]+", "-", arguments.area.name.split(".")[0].lower())
    files = street_api.fetch_area(
        client,
        name.strip("-"),
        outlines_in(arguments.area, today),
        _published(arguments.months, today),
        arguments.to,
        forces=_slugs(arguments.force),
        say=say,
    )
    say(f"{len(files):,} files are in {arguments.to}.")
    say(f"Next: goldthread lake add {arguments.to} --dry-run")
    return DONE


def outlines_in(path: Path, today: date) -> tuple[Polygon, ...]:
    """The polygons of a boundary file, read as `lake add` would read it."""
    import shapely

    from goldthread.evidence.containers import members
    from goldthread.evidence.fetching.client import FetchFailed
    from goldthread.evidence.reading import Unreadable
    from goldthread.evidence.sources import boundaries

    found: list[Polygon] = []
    for member in members(path):
        try:
            if isinstance(member, Unreadable):
                raise member
            for portion in boundaries.read(member, today=today):
                shapes = shapely.from_wkb(portion.rows["geometry"].to_pylist())
                found += list(shapely.get_parts(shapes))
        except Unreadable as refusal:
            raise FetchFailed(str(refusal)) from None
    return tuple(found)


def _context(
    arguments: argparse.Namespace, client: Client, say: Callable[[str], None]
) -> int:
    from goldthread.evidence.fetching.context import fetch_each

    known = _CONTEXT[arguments.kind]
    wanted = [a for a in known if not arguments.only or a.name in arguments.only]
    absent: list[str] = []
    for address in wanted:
        where = _where(address, getattr(arguments, "place", None))
        came = fetch_each(client, [address], arguments.to, where=where, say=say)
        absent += came.absent
    for sentence in absent:
        say(sentence)
    say(f"Next: goldthread lake add {arguments.to} --dry-run")
    return REFUSED if absent else DONE


def _where(address: addresses.Address, place: str | None) -> str:
    if not place:
        return "1=1"
    quoted = place.replace("'", "''")
    return f"{address.fields[1]} LIKE '{quoted}%'"


def _list_addresses(say: Callable[[str], None]) -> int:
    for address in addresses.EVERY:
        checked = "checked" if address.checked else "not checked"
        say(f"{address.name} ({checked}): {address.what}\n    {address.url}")
    return DONE
