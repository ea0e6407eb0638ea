"""Reads what the data.police.uk API answered: a list of records, or a harvest of them.

    [{"category": "burglary", "location_type": "Force", "location": {...}, "id": 1,
      "persistent_id": "...", "outcome_status": {...}, "month": "2018-06"}, ...]

or one object a line, as a harvester keeps them, with what was asked beside the answer:

    {"ward_code": "E05001321", "requested_month": "2018-01", "response": [...]}

The records are written out as the twelve-column street file says the same things, and
read by the same code, so one rule serves both. The API does not name the force, and a
download of an area is never a force's month: it is kept under the download's own name
("api-wolverhampton-wards"), and who holds both must not add them up.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from goldthread.evidence.containers import Member
from goldthread.evidence.crosswalk import LABELS, force_slug, scheme_in_use
from goldthread.evidence.forces import AREA_DOWNLOAD
from goldthread.evidence.reading import Portion, Remark, Unreadable
from goldthread.evidence.sources import police_street
from goldthread.evidence.sources.delimited import sheet_of
from goldthread.evidence.sources.faults import counted, show
from goldthread.evidence.sources.plain_text import text_of
from goldthread.evidence.sources.police_columns import (
    NO_LOCATION,
    month_of,
)

TRANSPORT_POLICE = "British Transport Police"
UNNAMED_FORCE = "Local force, not named by the API"

_MONTH = re.compile(r"(?<!\d)\d{4}-\d{2}(?!\d)")


def recognises(name: str, head: bytes) -> bool:
    """Whether the file holds the API's answer, by its first record."""
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return b'"response"' in head and b'"requested_month"' in head
    if start.startswith(b"["):
        return b'"location_type"' in head or not start[1:].strip(b" \t\r\n]")
    return False


def read(member: Member, *, today: date) -> Iterator[Portion]:
    """The records of one download; refused when the API answered another month."""
    answers = list(_answers(member))
    for answer in answers:
        _refuse_other_months(member.name, answer)
    yield from _portions(member, answers, (), today=today)


def read_as_answered(member: Member, *, today: date) -> Iterator[Portion]:
    """The records of one download, whatever month was asked for; says so in a remark."""
    answers = list(_answers(member))
    wrong = sum(
        _month(r) != a.asked for a in answers if a.asked is not None for r in a.records
    )
    remarks: tuple[Remark, ...] = ()
    if wrong:
        remarks = (
            Remark(
                "oddity-12",
                f"{counted(wrong)} of another month than was asked for: the API gives "
                "its newest month when it does not understand the question. They were "
                "read as the month they say.",
                wrong,
            ),
        )
    yield from _portions(member, answers, remarks, today=today)


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of the API: the records and the month that was asked for, if known."""

    line: int
    asked: str | None
    records: list[Any]


def _answers(member: Member) -> Iterator[Answer]:
    text, _ = text_of(member)
    name = member.name
    if text.lstrip().startswith(b"["):
        yield Answer(1, _asked_by_name(name), _records(_loaded(text, name, 1), name, 1))
        return
    for number, line in enumerate(text.split(b"\n"), start=1):
        if not line.strip():
            continue
        said = _loaded(line, name, number)
        if not isinstance(said, dict) or "response" not in said:
            raise Unreadable(
                f"{name}, line {number:,}, is no answer of the API; expected an object "
                "with 'requested_month' and 'response'."
            )
        asked = said.get("requested_month")
        records = _records(said["response"], name, number)
        yield Answer(number, asked if isinstance(asked, str) else None, records)


def _loaded(text: bytes, name: str, line: int) -> Any:
    try:
        return json.loads(text)
    except RecursionError:
        raise Unreadable(
            f"{name}, line {line:,}, is nested far deeper than the API answers; it was "
            "not read."
        ) from None
    except ValueError as error:
        raise Unreadable(
            f"{name}, line {line:,}, breaks off or is not JSON "
            f"({str(error)[:80]}); download it again."
        ) from None


def _records(answer: object, name: str, line: int) -> list[Any]:
    if not isinstance(answer, list):
        raise Unreadable(
            f"{name}, line {line:,}, holds no list of records but {show(str(answer)[:80])}; "
            "the API answered with an error. Download it again."
        )
    return answer


def _asked_by_name(name: str) -> str | None:
    said = _MONTH.findall(name.rsplit("/", 1)[-1])
    return said[0] if len(said) == 1 and month_of(said[0]) else None


def _month(record: object) -> object:
    return record.get("month") if isinstance(record, dict) else None


def _refuse_other_months(name: str, answer: Answer) -> None:
    others = [
        m
        for r in answer.records
        if (m := _month(r)) != answer.asked and month_of(_text(m))
    ]
    if answer.asked is not None and others:
        raise Unreadable(
            f"{name}, line {answer.line:,}: {answer.asked} was asked for and "
            f"{others[0]} came ({len(others):,} of {counted(len(answer.records))}). The "
            "API gives its newest month when it does not understand the question; "
            "download it again with the parameter 'date'."
        )


def _portions(
    member: Member, answers: list[Answer], remarks: tuple[Remark, ...], *, today: date
) -> Iterator[Portion]:
    records, copies = _once([r for answer in answers for r in answer.records])
    if not records:
        raise Unreadable(
            f"{member.name} holds no records: either the month is not published or the "
            "area is wrong. A month without records is missing, not zero."
        )
    said = _MONTH.sub("", member.name.rsplit("/", 1)[-1].split(".")[0])
    download = AREA_DOWNLOAD + force_slug(said.replace("_", " "))
    text = _as_street_file(records, download)
    sheet = sheet_of(text, member.name, police_street.COLUMNS)
    sheet = replace(sheet, remarks=(*remarks, *_about(records, copies, download)))
    yield from police_street.portions_of(sheet, today=today, merged=copies)


def _once(records: list[Any]) -> tuple[list[Any], Counter[str]]:
    """Every record once: two wards both answer for a street point on their boundary."""
    seen: set[int] = set()
    kept: list[Any] = []
    copies: Counter[str] = Counter()
    for record in records:
        number = record.get("id") if isinstance(record, dict) else None
        if isinstance(number, int) and number in seen:
            copies[_text(record.get("month"))] += 1
            continue
        if isinstance(number, int):
            seen.add(number)
        kept.append(record)
    return kept, copies


def _about(records: list[Any], copies: Counter[str], download: str) -> Iterable[Remark]:
    yield Remark(
        "area-download",
        f"These records were fetched for an area and are kept as '{download}'. They are "
        "not a force's whole month: do not add them to the force's own file.",
        len(records),
    )
    if total := copies.total():
        yield Remark(
            "oddity-11",
            f"{counted(total)} came twice because their street point lies on the "
            "boundary of two areas; each record is counted once.",
            total,
        )
    without = sum(isinstance(r, dict) and not r.get("persistent_id") for r in records)
    if without:
        yield Remark(
            "oddity-13",
            f"{counted(without)} without a persistent id, mostly anti-social behaviour; "
            "they cannot be followed from one download to the next. The API's own id "
            "changes and is not kept.",
            without,
        )


def _as_street_file(records: list[Any], download: str) -> bytes:
    out = io.StringIO()
    write = csv.writer(out, lineterminator="\n").writerow
    write(police_street.COLUMNS)
    for record in records:
        write(
            [
                cell.replace("\n", "\ufffd").replace("\r", "\ufffd")
                for cell in _cells(record, download)
            ]
        )
    return out.getvalue().encode("utf-8", errors="replace")


def _cells(record: Any, download: str) -> list[str]:
    if not isinstance(record, dict):
        return ["", _text(record), "?", download, *[""] * 8]
    place = record.get("location")
    place = place if isinstance(place, dict) else {}
    street = place.get("street")
    outcome = record.get("outcome_status")
    transport = record.get("location_type") == "BTP"
    return [
        _text(record.get("persistent_id")),
        _text(record.get("month")),
        TRANSPORT_POLICE if transport else UNNAMED_FORCE,
        download,
        _text(place.get("longitude")),
        _text(place.get("latitude")),
        _text(street.get("name")) if isinstance(street, dict) else NO_LOCATION,
        "",
        "",
        _crime_type(record),
        _text(outcome.get("category")) if isinstance(outcome, dict) else "",
        _text(record.get("context")),
    ]


def _crime_type(record: dict[str, Any]) -> str:
    """The label of the API's short name, in the list of crime types of that month."""
    slug = _text(record.get("category"))
    month = month_of(_text(record.get("month")))
    usual = [scheme_in_use(month)] if month else []
    for scheme in (*usual, *LABELS):
        if slug in LABELS[scheme]:
            return LABELS[scheme][slug]
    return slug or "nothing"


def _text(value: object) -> str:
    """A JSON value as the cell of a table; what should be text and is not stays visible."""
    if isinstance(value, str):
        return value
    return "" if value is None else json.dumps(value)[:1000]
