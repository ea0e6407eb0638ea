"""A server on this machine that behaves like data.police.uk on a bad day.

Each misbehaviour is a switch, because each was seen or is documented: see the last
paragraph of the data notes. Nothing in these tests leaves the loopback address.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import threading
import time
import urllib.parse
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,"
    "LSOA name,Crime type,Last outcome category,Context"
)
NEWEST = "2024-03"
# Two small areas of 2011 that became one in 2021: the vintage switch.
OLD_CODE, NEW_CODE = "E01010410", "E01035000"
MOST_RECORDS = 20  # the real limit is 10,000


@dataclass
class StandIn:
    """What the server holds, how it misbehaves, and what it was asked."""

    months: tuple[str, ...] = ("2024-01", "2024-02", "2024-03")
    forces: tuple[str, ...] = ("leicestershire", "west-midlands")
    absent_force: str = "greater-manchester"
    outcome: str = "Under investigation"
    wrong_month_inside: str = ""  # this month's file holds another month's records
    same_months: bool = False  # every month's file is byte for byte the same
    truncate_zip: bool = False
    burst: int = 0  # after this many requests: 429 until one second has passed
    retry_after: str = "1"
    ranges: bool = True
    drop_after: int = 0  # break the connection after this many bytes, once per request
    drops: int = 0  # how many more times to do so
    wrong_length: int = 0  # added to the Content-Length that is announced
    endless: bool = False
    drip_s: float = 0.0  # a pause before every byte
    etag: str = ""
    ignore_month: bool = False  # the month is not understood: newest month, 200
    outage: int = 0  # answer 503 this many more times, whatever is asked
    redirect_to: str = ""
    crimes: list[tuple[float, float]] = field(default_factory=list)
    table: list[dict[str, object]] = field(default_factory=list)
    short_table: bool = False  # promise one row more than is given
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    ranges_asked: list[str] = field(default_factory=list)
    _stamps: list[float] = field(default_factory=list)

    def street_file(self, month: str, force: str) -> bytes:
        """A month of a force: three rows, one without a place, CRLF ends."""
        said = self.wrong_month_inside if month == "2024-02" else ""
        stated = "2024-01" if self.same_months else said or month
        code = NEW_CODE if stated >= "2024-03" else OLD_CODE
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        out.write(HEADER + "\r\n")
        for number, (kind, where) in enumerate(
            [("Burglary", True), ("Robbery", True), ("Drugs", False)]
        ):
            crime = hashlib.sha256(f"{stated}{force}{number}".encode()).hexdigest()
            place = ("-2.0741", "52.5582", "On or near High Street", code, "W 033A")
            name = force.replace("-", " ").title() + " Police"
            writer.writerow(
                (crime, stated, name, name)
                + (place if where else ("", "", "No Location", "", ""))
                + (kind, self.outcome, "")
            )
        return out.getvalue().encode()

    def archive(self) -> bytes:
        """A zip with every month and force, but for the force that never delivers."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
            for month in self.months:
                for force in self.forces:
                    entry = zipfile.ZipInfo(f"{month}/{month}-{force}-street.csv")
                    zipped.writestr(entry, self.street_file(month, force))
        whole = out.getvalue()
        return whole[: len(whole) // 2] if self.truncate_zip else whole

    def records(self, polygon: str, month: str) -> list[dict[str, object]] | None:
        """The API's records in a polygon; None where they are too many."""
        points = [tuple(map(float, pair.split(","))) for pair in polygon.split(":")]
        low_lat, high_lat = min(p[0] for p in points), max(p[0] for p in points)
        low_lon, high_lon = min(p[1] for p in points), max(p[1] for p in points)
        found = [
            _record(number, lat, lon, month)
            for number, (lat, lon) in enumerate(self.crimes)
            if low_lat <= lat <= high_lat and low_lon <= lon <= high_lon
        ]
        return None if len(found) > MOST_RECORDS else found

    def too_often(self) -> bool:
        """Whether this request comes above the burst."""
        now = time.monotonic()
        self._stamps = [stamp for stamp in self._stamps if now - stamp < 0.2]
        self._stamps.append(now)
        return bool(self.burst) and len(self._stamps) > self.burst


def _record(number: int, lat: float, lon: float, month: str) -> dict[str, object]:
    return {
        "category": "burglary",
        "location_type": "Force",
        "location": {
            "latitude": f"{lat:.6f}",
            "longitude": f"{lon:.6f}",
            "street": {"id": 900 + number, "name": "On or near High Street"},
        },
        "context": "",
        "outcome_status": None,
        "persistent_id": hashlib.sha256(f"{month}{number}".encode()).hexdigest(),
        "id": int(month.replace("-", "")) * 1000 + number,
        "location_subtype": "",
        "month": month,
    }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, format: str, *args: object) -> None:
        """The tests read `asked` instead."""

    def do_GET(self) -> None:
        path, _, query = self.path.partition("?")
        self._answer("GET", path, dict(urllib.parse.parse_qsl(query)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self._answer("POST", self.path, dict(urllib.parse.parse_qsl(body)))

    def _answer(self, verb: str, path: str, query: dict[str, str]) -> None:
        state = self.server.state
        state.asked.append((verb, path, query))
        state.ranges_asked.append(self.headers.get("Range", ""))
        if state.outage > 0:
            state.outage -= 1
            self._say(503, b"")
        elif state.too_often():
            self._say(429, b"", {"Retry-After": state.retry_after})
        elif verb == "GET" and len(self._full_address()) > 4094:
            self._say(400, b"")
        elif state.redirect_to:
            self._say(302, b"", {"Location": state.redirect_to})
        elif path.startswith("/archive/"):
            self._archive(path)
        elif path.startswith("/api/"):
            self._api(path, query)
        elif path == "/layer":
            self._layer(query)
        elif path == "/nomis":
            self._nomis(query)
        else:
            self._say(404, b"")

    def _full_address(self) -> str:
        return f"http://{self.headers['Host']}{self.path}"

    def _say(
        self, status: int, body: bytes, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _json(self, answer: object) -> None:
        self._say(200, json.dumps(answer).encode())

    def _archive(self, path: str) -> None:
        state = self.server.state
        newest = path.removeprefix("/archive/").removesuffix(".zip")
        if newest != state.months[-1]:
            self._say(404, b"")
            return
        body = state.archive()
        etag = state.etag or f'"{hashlib.sha256(body).hexdigest()[:16]}"'
        start, status, headers = 0, 200, {"ETag": etag}
        asked = self.headers.get("Range", "")
        if state.ranges and asked and self.headers.get("If-Range") == etag:
            start, status = int(asked.removeprefix("bytes=").rstrip("-")), 206
            if start >= len(body):
                self._say(416, b"", {"Content-Range": f"bytes */{len(body)}"})
                return
            headers["Content-Range"] = f"bytes {start}-{len(body) - 1}/{len(body)}"
        self._body(status, body[start:], headers)

    def _body(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """A body that may be dripped, broken off, endless, or not as long as announced."""
        state = self.server.state
        self.close_connection = True
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if not state.endless:
            self.send_header("Content-Length", str(len(body) + state.wrong_length))
        self.end_headers()
        if state.drops > 0:
            state.drops -= 1
            body = body[: state.drop_after]
        try:
            if state.endless:
                while True:
                    self.wfile.write(b"\0" * 65_536)
            elif state.drip_s:
                for at in range(len(body)):
                    self.wfile.write(body[at : at + 1])
                    self.wfile.flush()
                    time.sleep(state.drip_s)
            else:
                self.wfile.write(body)
        except OSError:  # the client has gone, as it should
            pass

    def _api(self, path: str, query: dict[str, str]) -> None:
        state = self.server.state
        # A parameter by another name is ignored, and the newest month answered.
        month = query.get("date", NEWEST)
        if state.ignore_month or month not in state.months:
            month = NEWEST
        if path.endswith("/crimes-no-location"):
            record = _record(999, 0.0, 0.0, month)
            self._json([record | {"location": None, "location_type": None}])
            return
        found = state.records(query["poly"], month)
        if found is None:
            self._say(503, b"")
        else:
            self._json(found)

    def _layer(self, query: dict[str, str]) -> None:
        rows = self.server.state.table
        if query.get("returnCountOnly") == "true":
            self._json({"count": len(rows) + self.server.state.short_table})
            return
        start = int(query["resultOffset"])
        page = rows[start : start + min(int(query["resultRecordCount"]), 2)]
        if query["f"] == "geojson":
            self._json({"type": "FeatureCollection", "features": page})
        else:
            self._json({"features": [{"attributes": row} for row in page]})

    def _nomis(self, query: dict[str, str]) -> None:
        rows = self.server.state.table
        start = int(query["RecordOffset"])
        lines = ['"DATE_NAME","GEOGRAPHY_CODE","C_AGE_NAME","OBS_VALUE","RECORD_COUNT"']
        count = len(rows) + self.server.state.short_table
        lines += [
            ",".join(f'"{cell}"' for cell in row.values()) + f",{count}"
            for row in rows[start : start + 50]
        ]
        self._say(200, "\n".join(lines).encode())


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    state: StandIn

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hangs up is part of the play."""


@contextmanager
def serving(state: StandIn) -> Iterator[str]:
    """Run the stand-in; gives its address."""
    server = _Server(("127.0.0.1", 0), _Handler)
    server.state = state
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
