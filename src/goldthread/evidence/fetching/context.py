"""Fetches lookups, population, deprivation and outlines from where they are published."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goldthread.evidence.fetching.addresses import Address
from goldthread.evidence.fetching.client import (
    Client,
    FetchFailed,
    Refused,
    host_of,
    with_query,
)
from goldthread.evidence.fetching.downloads import download

MOST_BYTES = 600 * 1024**2
# A map service answers at most 2,000 rows at once; outlines are asked for in smaller
# pages, because one page of 2,000 outlines is 10 MB and often times out.
ROWS_A_PAGE = 2_000
OUTLINES_A_PAGE = 500
# Nomis gives a visitor without a key 25,000 rows and stops without saying so.
NOMIS_ROWS_A_PAGE = 25_000


@dataclass(frozen=True, slots=True)
class ContextCame:
    """Files that came, and what could not be fetched, one sentence each."""

    files: tuple[Path, ...]
    absent: tuple[str, ...]


def fetch_each(
    client: Client,
    addresses: Sequence[Address],
    to: Path,
    *,
    where: str = "1=1",
    say: Callable[[str], None] = lambda words: None,
) -> ContextCame:
    """Fetch each file; one that is gone does not stop the others."""
    to.mkdir(parents=True, exist_ok=True)
    files: list[Path] = []
    absent: list[str] = []
    for address in addresses:
        path = to / address.file_name
        say(f"Fetching: {address.what}.")
        try:
            if address.kind == "layer":
                _layer(client, address, path, where)
            elif address.kind == "nomis":
                _nomis(client, address, path)
            else:
                url = with_query(address.url, dict(address.query))
                download(client, url, path, most_bytes=MOST_BYTES, check=_not_a_page)
        except Refused as refusal:
            absent.append(
                f"{address.what}: {refusal} This address "
                f"{'worked once' if address.checked else 'was never checked'}; look for "
                f"it on {address.page} and save it as {address.file_name}."
            )
        else:
            files.append(path)
    return ContextCame(tuple(files), tuple(absent))


def _not_a_page(path: Path) -> None:
    """Servers answer an error page with 200; a CSV does not begin with a tag."""
    with path.open("rb") as stream:
        start = stream.read(200).lstrip(b"\xef\xbb\xbf \r\n").lower()
    if not start or start.startswith((b"<!doctype", b"<html", b"<?xml")):
        raise FetchFailed(
            f"What came as {path.name.removesuffix('.part')} is a web page or nothing, "
            "not a file of figures; open the publisher's page in a browser."
        )


def _layer(client: Client, address: Address, path: Path, where: str) -> None:
    """Ask a map service page by page; the file appears only when all rows are there."""
    outlines = path.suffix == ".geojson"
    asked = {"where": where, "returnCountOnly": "true", "f": "json"}
    count = client.get(address.url, asked).json().get("count")
    if not isinstance(count, int):
        raise FetchFailed(f"{host_of(address.url)} did not say how many rows it has.")
    rows = list(_pages(client, address, where, count, outlines=outlines))
    if len(rows) != count:
        raise FetchFailed(
            f"{address.what}: {count:,} rows were promised and {len(rows):,} came; "
            "nothing was kept. Run the same command again."
        )
    part = path.with_name(path.name + ".part")
    if outlines:
        text = json.dumps({"type": "FeatureCollection", "features": rows})
    else:
        text = _csv(address.fields, [row["attributes"] for row in rows])
    part.write_text(text, encoding="utf-8")
    part.replace(path)


def _pages(
    client: Client, address: Address, where: str, count: int, *, outlines: bool
) -> Iterator[dict[str, Any]]:
    size = OUTLINES_A_PAGE if outlines else ROWS_A_PAGE
    at = 0
    while at < count:
        page = client.get(
            address.url,
            {
                "where": where,
                "outFields": ",".join(address.fields),
                "returnGeometry": "true" if outlines else "false",
                "outSR": "4326",
                # Without an order the service may give a row twice and another never.
                "orderByFields": address.fields[0],
                "resultOffset": str(at),
                "resultRecordCount": str(size),
                "f": "geojson" if outlines else "json",
            },
        ).json()
        rows = page.get("features") if isinstance(page, dict) else None
        if not isinstance(rows, list) or not rows:
            return
        yield from rows
        at += len(rows)


def _nomis(client: Client, address: Address, path: Path) -> None:
    """Ask Nomis page by page; every row carries how many there are in all."""
    part = path.with_name(path.name + ".part")
    at, count = 0, 1
    with part.open("w", encoding="utf-8", newline="") as out:
        while at < count:
            query = dict(address.query) | {
                "RecordOffset": str(at),
                "RecordLimit": str(NOMIS_ROWS_A_PAGE),
            }
            text = client.get(address.url, query).body.decode("utf-8-sig", "replace")
            header, *rows = text.splitlines() or [""]
            counts = [row.rsplit(",", 1)[-1].strip('"') for row in rows]
            if not header.upper().strip('"').endswith("RECORD_COUNT") or not all(
                count.isdecimal() for count in counts
            ):
                raise FetchFailed(
                    f"Nomis answered something other than {address.what.lower()} (it "
                    f"begins “{text[:60]}”); nothing was kept."
                )
            if not rows:
                break
            count = int(counts[0])
            out.writelines(f"{line}\n" for line in ([] if at else [header]) + rows)
            at += len(rows)
    if at != count:
        part.unlink()
        raise FetchFailed(
            f"{address.what}: {count:,} rows were promised and {at:,} came; nothing was "
            "kept. Run the same command again."
        )
    part.replace(path)


def _csv(fields: Sequence[str], rows: Sequence[dict[str, Any]]) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, fields, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()
