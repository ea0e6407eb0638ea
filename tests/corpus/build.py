"""Builds every file that must not hurt: name -> bytes, with what should become of it.

One entry for each class of hostile input that can reach a file reader. Readers, the
lake and the upload form are tried with all of them; nothing here is ever committed as
a file. `fate` is what the street reader owes:

    read       all rows are understood
    set aside  some rows are, the rest is given back with reasons
    refused    one sentence, and nothing is loaded
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import stat
import struct
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass

STREET = [
    "Crime ID",
    "Month",
    "Reported by",
    "Falls within",
    "Longitude",
    "Latitude",
    "Location",
    "LSOA code",
    "LSOA name",
    "Crime type",
    "Last outcome category",
    "Context",
]
STREET_2011 = [
    "Month",
    "Reported by",
    "Falls within",
    "Easting",
    "Northing",
    "Location",
    "Crime type",
    "Context",
]
OUTCOMES = [*STREET[:9], "Outcome type"]
STOPS = [
    "Type",
    "Date",
    "Part of a policing operation",
    "Policing operation",
    "Latitude",
    "Longitude",
    "Gender",
    "Age range",
    "Self-defined ethnicity",
    "Officer-defined ethnicity",
    "Legislation",
    "Object of search",
    "Outcome",
    "Outcome linked to object of search",
    "Removal of more than just outer clothing",
]

TYPES = (
    "Violence and sexual offences",
    "Anti-social behaviour",
    "Burglary",
    "Criminal damage and arson",
    "Other theft",
    "Shoplifting",
    "Vehicle crime",
    "Public order",
)
DONE = "Investigation complete; no suspect identified"
NAME = "2021-02-leicestershire-street.csv"


def crime_id(number: int) -> str:
    """A published-looking id."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def street_row(number: int = 0, **changes: str) -> dict[str, str]:
    """One row as the real file has them; every fourth is anti-social behaviour."""
    asb = number % 4 == 3
    row = {
        "Crime ID": "" if asb else crime_id(number),
        "Month": "2021-02",
        "Reported by": "Leicestershire Police",
        "Falls within": "Leicestershire Police",
        "Longitude": f"{-1.15 + number % 50 / 1000:.6f}",
        "Latitude": f"{52.6 + number % 40 / 1000:.6f}",
        "Location": f"On or near Example Street {number % 30}",
        "LSOA code": f"E010256{number % 20 + 10}",
        "LSOA name": f"Leicester 0{number % 20 + 10}A",
        "Crime type": TYPES[1] if asb else TYPES[number % 4 * 2],
        "Last outcome category": "" if asb else DONE,
        "Context": "",
    }
    return row | {key.replace("_", " "): value for key, value in changes.items()}


def as_csv(
    rows: Iterable[dict[str, str]],
    columns: list[str] = STREET,
    *,
    end: str = "\r\n",
    delimiter: str = ",",
) -> bytes:
    """Rows as the publisher writes them: CRLF, quotes only where needed."""
    text = io.StringIO()
    write = csv.DictWriter(text, columns, lineterminator=end, delimiter=delimiter)
    write.writeheader()
    write.writerows(rows)
    return text.getvalue().encode()


def month(count: int = 200, start: int = 0, **changes: str) -> bytes:
    """A small street file of good rows."""
    return as_csv(street_row(start + i, **changes) for i in range(count))


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip archive of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Hostile:
    """A file somebody may send: under which name, and what must become of it."""

    name: str
    make: Callable[[], bytes]
    fate: str
    says: str  # words that the sentence or the reason must hold
    good: int = 0  # rows that are understood all the same


def _with_rows(*spoilt: dict[str, str], good: int = 200) -> Callable[[], bytes]:
    return lambda: as_csv([*(street_row(i) for i in range(good)), *spoilt])


def _with_lines(*lines: bytes) -> Callable[[], bytes]:
    return lambda: month() + b"".join(line + b"\r\n" for line in lines)


def _swapped(count: int) -> list[dict[str, str]]:
    rows = [street_row(i) for i in range(count)]
    return [r | {"Longitude": r["Latitude"], "Latitude": r["Longitude"]} for r in rows]


def _nested() -> bytes:
    return zipped({"inner.zip": zipped({NAME: month()})})


def _symlink() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo(NAME)
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    return out.getvalue()


def _patched_entry(offset: int, value: bytes) -> bytes:
    """A zip of two files whose second central-directory record is changed."""
    packed = bytearray(zipped({"a.csv": month(), "b.csv": month(210)}))
    second = packed.rindex(b"PK\x01\x02")
    packed[second + offset : second + offset + len(value)] = value
    return bytes(packed)


def _bomb() -> bytes:
    return zipped({NAME: month() + b"0" * 60_000_000})


def _twice() -> bytes:
    packed = zipped({"a.csv": month(), "b.csv": month()})
    return packed.replace(b"b.csv", b"a.csv")


def _api(**changes: object) -> list[dict[str, object]]:
    record = {
        "category": "burglary",
        "location_type": "Force",
        "location": {
            "latitude": "52.562768",
            "street": {"id": 1, "name": "On or near Example Croft"},
            "longitude": "-2.079262",
        },
        "context": "",
        "outcome_status": None,
        "persistent_id": crime_id(1),
        "id": 1,
        "location_subtype": "",
        "month": "2018-06",
    }
    return [record | changes]


API = "wolverhampton_2018-06.json"
BIDI = "On or near \u202eteertS elpmaxE"

CORPUS: dict[str, Hostile] = {
    "plain": Hostile(NAME, month, "read", "", 200),
    "empty": Hostile(NAME, lambda: b"", "refused", "is empty"),
    "white space": Hostile(NAME, lambda: b" \r\n\t\r\n" * 500, "refused", "is empty"),
    "zero width": Hostile(
        NAME, lambda: "\u200b\u200d\n".encode() * 9, "refused", "lacks the column"
    ),
    "header only": Hostile(
        NAME, lambda: as_csv([]), "refused", "a header line and no rows"
    ),
    "picture": Hostile(
        "photo-street.csv",
        lambda: b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 40,
        "refused",
        "is a JPEG picture",
    ),
    "spreadsheet": Hostile(
        "2021-02-leicestershire-street.xlsx",
        lambda: zipped({"xl/workbook.xml": b"<workbook/>"}),
        "refused",
        "Excel",
    ),
    "PDF": Hostile(
        NAME, lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 99, "refused", "is a PDF"
    ),
    "zeros": Hostile(NAME, lambda: bytes(100_000), "refused", "lacks the column"),
    "zero bytes in rows": Hostile(
        NAME,
        _with_rows(street_row(0, Location="On or near A\x00B")),
        "set aside",
        "hidden characters",
        200,
    ),
    "UTF-16": Hostile(NAME, lambda: month().decode().encode("utf-16"), "read", "", 200),
    "UTF-16 without mark": Hostile(
        NAME, lambda: month().decode().encode("utf-16-le"), "read", "", 200
    ),
    "half UTF-16": Hostile(
        NAME,
        lambda: b"\xff\xfe" + month().decode().encode("utf-16-le")[:-201],
        "refused",
        "breaks off",
    ),
    "UTF-8 mark": Hostile(NAME, lambda: b"\xef\xbb\xbf" + month(), "read", "", 200),
    "Windows-1252": Hostile(
        NAME,
        lambda: month() + month(3, 500, Location="On or near Café Row").split(b"\r\n", 1)[1]
        .decode().encode("cp1252"),
        "read", "", 203,
    ),
    "surrogates": Hostile(
        NAME,
        lambda: month() + b"\xed\xa0\x80" + b"," * 11 + b"\r\n",
        "set aside",
        "",
        200,
    ),
    "reading order turned": Hostile(
        NAME, _with_rows(street_row(0, Location=BIDI)), "set aside", "hidden", 200
    ),
    "zero-width label": Hostile(
        NAME,
        _with_rows(street_row(0, Location="On or near A\u200bB")),
        "set aside",
        "hidden characters",
        200,
    ),
    "huge field": Hostile(
        NAME,
        _with_rows(street_row(0, Location="x" * 10_000_000)),
        "set aside",
        "at most 200 characters",
        200,
    ),
    "huge header": Hostile(
        NAME, lambda: b"x" * 10_000_000, "refused", "first line of more than"
    ),
    "10,000 columns": Hostile(
        NAME,
        lambda: ",".join(f"c{i}" for i in range(10_000)).encode() + b"\r\n1,2\r\n",
        "refused",
        "lacks the column",
    ),
    "a row of 10,000 columns": Hostile(
        NAME, _with_lines(b"," * 9_999), "set aside", "12 cells", 200
    ),
    "ragged rows": Hostile(
        NAME, _with_lines(b"a,b", b"", b"," * 12 + b"x"), "set aside", "12 cells", 200
    ),
    "line break in a cell": Hostile(
        NAME,
        _with_rows(street_row(0, Location="On or near\nExample"), street_row(901), good=199),
        "set aside",
        "quotation marks in pairs",
        200,
    ),
    "quotation mark never closed": Hostile(
        NAME,
        lambda: month(100) + b'x,2021-02,"Leicestershire Police,\r\n'
        + month(100, 500).split(b"\r\n", 1)[1],
        "set aside", "quotation marks in pairs", 200,
    ),
    "delimiter changes": Hostile(
        NAME,
        _with_lines(*[b";".join([b"x"] * 12)] * 5),
        "set aside",
        "12 cells",
        200,
    ),
    "semicolons": Hostile(
        NAME,
        lambda: as_csv((street_row(i) for i in range(200)), delimiter=";"),
        "read", "", 200,
    ),
    "old Mac": Hostile(
        NAME, lambda: as_csv((street_row(i) for i in range(200)), end="\r"), "read", "", 200
    ),
    "bare returns": Hostile(
        NAME, _with_lines(b"a,b\rc,d", b'"x",y'), "set aside", "", 200
    ),
    "columns swapped": Hostile(
        NAME, lambda: as_csv(_swapped(200)), "refused", "swapped"
    ),
    "rows swapped": Hostile(NAME, _with_rows(*_swapped(3)), "set aside", "swapped", 200),
    "future month": Hostile(
        "2027-05-leicestershire-street.csv",
        lambda: month(Month="2027-05"),
        "refused",
        "has not begun",
    ),
    "future rows": Hostile(
        "street.csv",
        _with_rows(street_row(0, Month="2031-05")),
        "set aside",
        "a month up to 2026-11",
        200,
    ),
    "impossible dates": Hostile(
        NAME,
        _with_rows(
            *(
                street_row(0, Month=m)
                for m in ("2021-13", "0001-01", "9999-12", "02/2021", "2021", "1066-10")
            )
        ),
        "set aside", "month", 200,
    ),
    "wrong force": Hostile(
        "2021-02-west-midlands-street.csv", month, "refused", "says 'west-midlands'"
    ),
    "rows of another force": Hostile(
        NAME,
        _with_rows(street_row(0, Reported_by="Staffordshire Police")),
        "set aside",
        "leicestershire, as the file's name says",
        200,
    ),
    "wrong month": Hostile(
        "2021-03-leicestershire-street.csv", month, "refused", "says '2021-03'"
    ),
    "numbers that are none": Hostile(
        NAME,
        _with_rows(
            *(
                street_row(0, Longitude=x)
                for x in ("NaN", "inf", "-Infinity", "1e400", "1e-999999999", "9" * 400)
            )
        ),
        "set aside", "a number", 200,
    ),
    "numbers too far": Hostile(
        NAME,
        _with_rows(*(street_row(0, Latitude=x) for x in ("0", "-0.0", "91", "12345678"))),
        "set aside", "a latitude from", 200,
    ),
    "half a place": Hostile(
        NAME,
        _with_rows(street_row(900, Longitude=""), street_row(901, Latitude="")),
        "set aside", "with the", 200,
    ),
    "mangled by a spreadsheet": Hostile(
        NAME,
        _with_rows(street_row(0, Crime_ID="1.23E+63")),
        "set aside",
        "64 digits",
        200,
    ),
    "unknown words": Hostile(
        NAME,
        _with_rows(street_row(0, Crime_type="Piracy"), street_row(1, LSOA_code="Leics")),
        "set aside", "", 200,
    ),
    "formula": Hostile(
        NAME,
        _with_rows(street_row(0, Location='=HYPERLINK("http://x","y")', Month="=1+1")),
        "set aside",
        "a month",
        200,
    ),
    "missing column": Hostile(
        NAME,
        lambda: as_csv(
            [{k: v for k, v in street_row().items() if k != "Crime type"}],
            [c for c in STREET if c != "Crime type"],
        ),
        "refused",
        "lacks the column 'Crime type'",
    ),
    "column twice": Hostile(
        NAME,
        lambda: b"Month," + month().replace(b"\r\n", b"\r\n2021-02,").removesuffix(b"2021-02,"),
        "refused",
        "twice",
    ),
    "100,000 bad rows": Hostile(
        NAME,
        lambda: month() + as_csv([street_row(1, Month="2021-13")]).split(b"\r\n", 1)[1] * 100_000,
        "set aside", "a month", 200,
    ),
    "100,000 ragged rows": Hostile(
        NAME, lambda: month() + b"bad row\r\n" * 100_000, "set aside", "12 cells", 200
    ),
    "nothing but bad rows": Hostile(
        NAME, lambda: month(5_000, Month="2021-13"), "refused", "None of the 5,000 rows"
    ),
    "unknown file": Hostile(
        "notes.txt", lambda: b"Dear analyst,\nplease find", "refused", "not a file"
    ),
    "zip": Hostile("months.zip", lambda: zipped({f"2021-02/{NAME}": month()}), "read", "", 200),
    "gzip": Hostile(NAME + ".gz", lambda: gzip.compress(month()), "read", "", 200),
    "empty zip": Hostile("m.zip", lambda: zipped({}), "refused", "empty zip"),
    "zip bomb": Hostile("m.zip", _bomb, "refused", "made to fill a disk"),
    "gzip bomb": Hostile(
        NAME + ".gz",
        lambda: gzip.compress(month() + b"0" * 60_000_000),
        "refused",
        "made to fill a disk",
    ),
    "zip slip": Hostile(
        "m.zip", lambda: zipped({"../../" + NAME: month()}), "refused", "outside its own"
    ),
    "absolute zip": Hostile(
        "m.zip", lambda: zipped({"/etc/" + NAME: month()}), "refused", "outside its own"
    ),
    "Windows path in zip": Hostile(
        "m.zip", lambda: zipped({"C:\\x\\" + NAME: month()}), "refused", "outside its own"
    ),
    "link in zip": Hostile("m.zip", _symlink, "refused", "a link to another place"),
    "zip in zip": Hostile("m.zip", _nested, "refused", "archive inside an archive"),
    "zip cut off": Hostile(
        "m.zip", lambda: zipped({NAME: month()})[:-400], "refused", "not a whole zip"
    ),
    "zip with wrong sum": Hostile(
        "m.zip", lambda: _patched_entry(16, b"\0\0\0\0"), "refused", "check sum"
    ),
    "zip that overlaps": Hostile(
        "m.zip", lambda: _patched_entry(42, struct.pack("<I", 0)), "refused", "overlap"
    ),
    "locked zip": Hostile(
        "m.zip", lambda: _patched_entry(8, b"\1\0"), "refused", "password"
    ),
    "zip with odd packing": Hostile(
        "m.zip", lambda: _patched_entry(10, b"\x63\0"), "refused", "does not open"
    ),
    "same name twice in zip": Hostile("m.zip", _twice, "refused", "same name"),
    "too many files in zip": Hostile(
        "m.zip",
        lambda: zipped({f"{i}.csv": b"x" for i in range(20_001)}),
        "refused",
        "more than 20,000 files",
    ),
    "no zip at all": Hostile("m.zip", month, "refused", "is not a zip archive"),
    "gzip cut off": Hostile(
        NAME + ".gz", lambda: gzip.compress(month(5000))[:-900], "refused", "breaks off"
    ),
    "gzip damaged": Hostile(
        NAME + ".gz",
        lambda: gzip.compress(month())[:-8] + b"\0" * 8,
        "refused",
        "damaged",
    ),
    "API answer": Hostile(API, lambda: json.dumps(_api()).encode(), "read", "", 1),
    "deep JSON": Hostile(
        API,
        lambda: json.dumps(_api()).encode()[:-1] + b"," + b"[" * 100_000,
        "refused",
        "nested",
    ),
    "JSON cut off": Hostile(
        API, lambda: json.dumps(_api() * 50).encode()[:-9], "refused", "breaks off"
    ),
    "JSON with an empty list": Hostile(API, lambda: b"[]", "refused", "no records"),
    "JSON of another month": Hostile(
        API,
        lambda: json.dumps(_api(month="2018-05")).encode(),
        "refused",
        "2018-06 was asked for and 2018-05 came",
    ),
    "JSON with numbers that are none": Hostile(
        API,
        lambda: json.dumps(
            [*_api(), *_api(id=2, location={"latitude": float("nan"), "longitude": 1e999})]
        ).encode(),
        "set aside",
        "number",
        1,
    ),
    "JSON of other things": Hostile(
        API,
        lambda: json.dumps([*_api(), 7, None, "x", [], _api(id=3, month={})[0]]).encode(),
        "set aside",
        "a month",
        1,
    ),
}  # fmt: skip
