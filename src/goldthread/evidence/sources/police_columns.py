"""The columns that all files of data.police.uk share: month, forces, place, identity.

Every check here looks at the distinct values of a column (one month, one force, a few
thousand streets) or at a whole column of numbers, never at a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from goldthread.evidence.crosswalk import force_slug
from goldthread.evidence.forces import AREA_DOWNLOAD
from goldthread.evidence.reading import Unreadable
from goldthread.evidence.sources.delimited import NUMBER, Sheet
from goldthread.evidence.sources.faults import Mask, Rules, show

Numbers = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int32]

# The United Kingdom with Shetland, Scilly and Fermanagh; BTP records all over it.
WEST, EAST, SOUTH, NORTH = -8.7, 2.1, 49.7, 61.0

FIRST_MONTH = date(2010, 12, 1)  # data.police.uk holds nothing earlier

ON_OR_NEAR = "On or near"
NO_LOCATION = "No Location"

LONGEST_LABEL = 200
_AREA_CODE = r"^([EWSNX]\d{8}|95[A-Z]{2}\d{2}[A-Z]\d)$"
# Control characters, the replacement mark, and marks that change the reading order or
# cannot be seen: a label with one is not the label it looks like.
_HIDDEN = r"[\x{00}-\x{1f}\x{7f}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{2069}\x{feff}\x{fffd}]"
_NAME = re.compile(
    r"(?P<month>\d{4}-\d{2})-(?P<force>[a-z][a-z-]*?)-"
    r"(?P<kind>street|outcomes|stop-and-search)\b"
)


@dataclass(frozen=True, slots=True)
class Named:
    """What a file's name says about it, as the archive names its files."""

    month: date | None
    force: str | None


def named(member: str) -> Named:
    """Month and force from a name such as 2021-02-leicestershire-street.csv."""
    found = _NAME.search(member.rsplit("/", 1)[-1].lower())
    if not found:
        return Named(None, None)
    return Named(month_of(found["month"]), found["force"])


def month_of(text: str | None) -> date | None:
    """The first day of a month written 2021-02; None for anything else."""
    if text and re.fullmatch(r"[12]\d{3}-(0[1-9]|1[0-2])", text, re.ASCII):
        return date(int(text[:4]), int(text[5:]), 1)
    return None


def label(month: date) -> str:
    """2021-02."""
    return f"{month:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Labels:
    """A column as codes into its few distinct values; code -1 is an empty cell."""

    codes: Codes
    values: list[str | None]

    def choose(self, rows: npt.NDArray[np.bool_]) -> Labels:
        """The same column for some of the rows."""
        return Labels(self.codes[rows], self.values)

    def where(self, values: list[bool], *, empty: bool = False) -> Mask:
        """Rows whose value is marked in `values`."""
        return np.array([*values, empty], bool)[self.codes]

    def text(self) -> pa.DictionaryArray:
        """The column as text, empty where a cell was empty; every word is held once."""
        known = np.array([*(v is not None for v in self.values), False])
        place = np.where(known, np.cumsum(known) - 1, -1).astype(np.int32)
        codes = place[self.codes]
        given = [v for v in self.values if v is not None]
        return pa.DictionaryArray.from_arrays(
            pa.array(codes, mask=codes < 0), pa.array(given, pa.string())
        )

    def counts(self) -> npt.NDArray[np.int64]:
        """How many rows have each value."""
        return np.bincount(self.codes[self.codes >= 0], minlength=len(self.values))


def labels(sheet: Sheet, column: str, rules: Rules | None = None) -> Labels:
    """A column of words, spaces trimmed; one with hidden characters is set aside."""
    rows = sheet.columns.num_rows
    if column not in sheet.columns.column_names:
        return Labels(np.full(rows, -1, np.int32), [])
    chunk = sheet.columns[column].combine_chunks()
    if rows == 0:
        return Labels(np.zeros(0, np.int32), [])
    words = chunk.dictionary
    codes = chunk.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    trimmed = pc.utf8_trim_whitespace(words)
    found = Labels(codes.astype(np.int32, copy=False), trimmed.to_pylist())
    if rules is not None:
        longest = pc.max(pc.binary_length(trimmed)).as_py() or 0
        if longest > LONGEST_LABEL:
            long = pc.greater(pc.utf8_length(trimmed), LONGEST_LABEL).to_pylist()
            expected = f"at most {LONGEST_LABEL} characters"
            rules.refuse(found.where(long), column, expected)
        hidden = pc.match_substring_regex(trimmed, _HIDDEN).to_pylist()
        rules.refuse(found.where(hidden), column, "text without hidden characters")
    return found


def required(rules: Rules, found: Labels, column: str, expected: str) -> None:
    """Set aside rows where the cell is empty."""
    empty = found.where([not v for v in found.values], empty=True)
    rules.refuse(empty, column, expected)


@dataclass(frozen=True, slots=True)
class Months:
    """The month of every row, as codes into the distinct months."""

    codes: Codes
    values: list[date]


def months(sheet: Sheet, rules: Rules, says: Named, *, today: date) -> Months:
    """The month of every row; refuses the file when all of it is of another month."""
    found = labels(sheet, "Month")
    read = [month_of(value) for value in found.values]
    rules.refuse(
        found.where([m is None for m in read], empty=True),
        "Month",
        "a month like 2021-02",
    )
    future = [m is not None and m > today.replace(day=1) for m in read]
    rows = found.where(future)
    if rows.any() and rows.all():
        latest = max(m for m in read if m)
        raise Unreadable(
            f"{sheet.member} is of {label(latest)}, which has not begun; expected a "
            f"month up to {label(today)}. Check the clock of this computer and the file."
        )
    rules.refuse(rows, "Month", f"a month up to {label(today)}")
    before = [m is not None and m < FIRST_MONTH for m in read]
    rules.refuse(found.where(before), "Month", f"a month from {label(FIRST_MONTH)} on")
    if says.month is not None:
        _match_name(sheet, rules, found, "Month", label(says.month))
    return Months(found.codes, [m or FIRST_MONTH for m in read])


def forces(sheet: Sheet, rules: Rules, says: Named) -> tuple[Labels, Labels]:
    """Who reported every row, in full and as the short name the archive uses."""
    found = labels(sheet, "Reported by", rules)
    required(rules, found, "Reported by", "the name of a police force")
    slugs = Labels(found.codes, [force_slug(v or "") for v in found.values])
    download = labels(sheet, "Falls within")
    if any(v and v.startswith(AREA_DOWNLOAD) for v in download.values):
        slugs = Labels(download.codes, [force_slug(v or "") for v in download.values])
    rules.refuse(
        found.where([not s for s in slugs.values]), "Reported by", "the name of a force"
    )
    if says.force is not None:
        _match_name(sheet, rules, slugs, "Reported by", says.force)
    return found, slugs


def _match_name(
    sheet: Sheet, rules: Rules, found: Labels, column: str, says: str
) -> None:
    """Rows that contradict the file's own name are set aside; all of them: refused."""
    other = found.where([v != says for v in found.values]) & ~rules.broken
    if not other.any():
        return
    if (other | rules.broken).all():
        counts = np.bincount(found.codes[other], minlength=len(found.values))
        holds = show(found.values[int(np.argmax(counts))] or "")
        raise Unreadable(
            f"{sheet.member} says {says!r} in its name but its rows say {holds!r} in "
            f"the column {column}: a file has been named or sent wrongly. Rename it "
            "to what it holds, or ask for the right one."
        )
    rules.refuse(other, column, f"{says}, as the file's name says")


def numbers(sheet: Sheet, rules: Rules, column: str) -> Numbers:
    """A column of numbers, NaN where the cell is empty; what is no number is set aside."""
    chunk = sheet.columns[column].combine_chunks()
    if chunk.type == NUMBER:
        values: Numbers = chunk.to_numpy(zero_copy_only=False)
        given = ~pc.is_null(chunk).to_numpy(zero_copy_only=False)
    else:
        values, given = _some_numbers(chunk)
    rules.refuse(given & ~np.isfinite(values), column, "a number")
    return values


_DIGITS = np.zeros(256, bool)
_DIGITS[list(b"0123456789.-")] = True


def _some_numbers(cells: pa.StringArray) -> tuple[Numbers, Mask]:
    """Numbers where the cells are some, and which cells hold anything at all."""
    _, offsets, letters = cells.buffers()
    ends = np.frombuffer(offsets, np.int32)[
        cells.offset : cells.offset + len(cells) + 1
    ]
    # Cells with anything but digits are few: only they are looked at one by one.
    odd = np.flatnonzero(~_DIGITS[np.frombuffer(letters, np.uint8)[: ends[-1]]])
    odd = odd[odd >= ends[0]]
    strange = np.zeros(len(cells), bool)
    strange[np.searchsorted(ends, odd, side="right") - 1] = True
    empty = pa.scalar(None, pa.string())
    try:
        plain = pc.if_else(pa.array(strange), empty, cells).cast(NUMBER)
    except pa.ArrowInvalid:
        strange[:] = True
        plain = pa.nulls(len(cells), NUMBER)
    values = plain.to_numpy(zero_copy_only=False).copy()
    words = pc.utf8_trim_whitespace(cells.filter(pa.array(strange)))
    fine = pc.match_substring_regex(words, r"^[-+]?\d{1,12}(\.\d{1,20})?$")
    read = pc.if_else(fine, words, empty).cast(NUMBER)
    values[strange] = read.to_numpy(zero_copy_only=False)
    given = ~pc.is_null(cells).to_numpy(zero_copy_only=False)
    given[strange] &= ~pc.equal(words, "").fill_null(True).to_numpy(
        zero_copy_only=False
    )
    return values, given


def places(sheet: Sheet, rules: Rules) -> tuple[Numbers, Numbers]:
    """Longitude and latitude, both or neither, in the United Kingdom."""
    longitude = numbers(sheet, rules, "Longitude")
    latitude = numbers(sheet, rules, "Latitude")
    half = np.isnan(longitude) != np.isnan(latitude)
    rules.refuse(
        half & np.isnan(longitude), "Longitude", "a longitude with the latitude"
    )
    rules.refuse(half, "Latitude", "a latitude with the longitude")
    refuse_swapped(sheet.member, rules, longitude, latitude)
    with np.errstate(invalid="ignore"):
        rules.refuse(
            (longitude < WEST) | (longitude > EAST),
            "Longitude",
            f"a longitude from {WEST} to {EAST}",
        )
        rules.refuse(
            (latitude < SOUTH) | (latitude > NORTH),
            "Latitude",
            f"a latitude from {SOUTH} to {NORTH}",
        )
    return longitude, latitude


def refuse_swapped(
    member: str, rules: Rules, longitude: Numbers, latitude: Numbers
) -> None:
    """Longitudes under Latitude: the file is refused when it is most of them."""
    with np.errstate(invalid="ignore"):
        swapped = (longitude >= SOUTH) & (longitude <= NORTH)
        swapped &= (latitude >= WEST) & (latitude <= EAST)
    count = int(swapped.sum())
    if not count:
        return
    located = int((~np.isnan(longitude)).sum())
    if 2 * count > located:
        raise Unreadable(
            f"{member} has longitude and latitude swapped in {count:,} of {located:,} "
            f"located rows (longitude {longitude[swapped][0]:.4f}, latitude "
            f"{latitude[swapped][0]:.4f}); exchange the names of the two columns and "
            "send the file again."
        )
    expected = "a longitude here and a latitude there; the two look swapped"
    rules.refuse(swapped, "Longitude", expected)


def area_codes(sheet: Sheet, rules: Rules) -> Labels:
    """The small-area code of every row, of whatever vintage; empty where not located."""
    found = labels(sheet, "LSOA code")
    if found.values:
        good = pc.match_substring_regex(pa.array(found.values, pa.string()), _AREA_CODE)
        bad = [
            v != "" and not g
            for v, g in zip(found.values, good.to_pylist(), strict=True)
        ]
        rules.refuse(found.where(bad), "LSOA code", "a small-area code like E01010521")
    return Labels(found.codes, [v or None for v in found.values])


def streets(sheet: Sheet, rules: Rules) -> Labels:
    """The published place name; None for "No Location" and for a street without a name."""
    found = labels(sheet, "Location", rules)
    nameless = ("", ON_OR_NEAR, NO_LOCATION)
    return Labels(found.codes, [None if v in nameless else v for v in found.values])


_HEX = np.zeros(256, bool)
_HEX[list(b"0123456789abcdefABCDEF")] = True


def crime_ids(sheet: Sheet, rules: Rules) -> pa.Array:
    """The published id of every crime: 64 hexadecimal digits, or an empty cell."""
    column = sheet.columns["Crime ID"].combine_chunks()
    if isinstance(column, pa.ChunkedArray):
        column = pa.array([], pa.string())
    lengths = pc.binary_length(column).fill_null(0).to_numpy(zero_copy_only=False)
    wrong = (lengths != 0) & (lengths != 64)
    _, offsets, digits = column.buffers()
    if digits is not None and len(column):
        start, end = np.frombuffer(offsets, np.int32)[
            [column.offset, column.offset + len(column)]
        ]
        # A look-up over the bytes costs 1 ns each; a regular expression 15.
        if not _HEX[np.frombuffer(digits, np.uint8)[start:end]].all():
            fine = pc.match_substring_regex(column, "^[0-9a-fA-F]{64}$")
            wrong |= (lengths != 0) & ~fine.fill_null(True).to_numpy(
                zero_copy_only=False
            )
    rules.refuse(wrong, "Crime ID", "64 digits and letters a to f, or nothing")
    return column
