"""Reasons not to take a file: each a sentence with what was expected and found."""

from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from goldthread.evidence.forces import key_words
from goldthread.evidence.invented import CODE, FORCES
from goldthread.evidence.reading import Portion
from goldthread.evidence.tables import TABLES

_CODES = (
    "lsoa_published",
    "code",
    "lsoa11",
    "lsoa21",
    "lsoa_code",
    "ward_code",
    "lad_code",
    "csp_code",
    "force_code",
)
# A file of which most rows are not understood has another shape than it claims.
MOST = 0.5
# A corrected month may lose some rows; one that loses this share is a cut file.
SHRINKS = 0.3
WORTH_ASKING = 20


def codes_in(rows: pa.Table) -> set[str]:
    """Every area code in the rows of a portion."""
    found: set[str] = set()
    for name in _CODES:
        if name in rows.column_names:
            found.update(_words(rows[name].combine_chunks()))
    return found


def _words(column: pa.Array) -> list[str]:
    if pa.types.is_dictionary(column.type):
        return list(column.dictionary.to_pylist())
    return list(pc.unique(column).drop_null().to_pylist())


def refusal_of_month(portion: Portion, today: date) -> str | None:
    """Why a month is not taken: it has not begun yet."""
    table = TABLES[portion.table]
    if "month" not in table.key or portion.key[-1] <= f"{today:%Y-%m}":
        return None
    return (
        f"{portion.member} is of {portion.key[-1]}; expected a month up to"
        f" {today:%Y-%m}. Check the month in the file's name and rows."
    )


def refusal_of_codes(portion: Portion, *, demonstration: bool) -> str | None:
    """Why a lake does not take invented areas beside real ones, or the reverse."""
    codes = codes_in(portion.rows)
    invented = {code for code in codes if CODE.fullmatch(code)}
    real = codes - invented
    if TABLES[portion.table].is_placed and portion.key[0] in FORCES:
        invented.add(portion.key[0])
    elif TABLES[portion.table].is_placed:
        real.add(portion.key[0])
    if not demonstration and invented:
        return (
            f"{portion.member} is of the invented demonstration ({max(invented)}); this"
            " lake holds real areas and takes no invented ones. Load it into a"
            " demonstration lake."
        )
    if demonstration and real:
        return (
            f"{portion.member} is of real places ({max(real)}); this lake is the"
            " invented demonstration and takes nothing real. Load it into a lake of"
            " your own (`goldthread setup`)."
        )
    return None


def refusal_of_rubbish(portion: Portion) -> str | None:
    """Why a file is not taken: most of its rows were not understood."""
    bad = portion.set_aside.num_rows
    if not portion.rows_read:
        return (
            f"{portion.member} has a header and no rows; a month without records is"
            " not known to exist, so nothing was taken. Ask for the file again."
        )
    if bad <= MOST * portion.rows_read:
        return None
    first = portion.set_aside.slice(0, 1).to_pylist()[0]
    return (
        f"{bad:,} of {portion.rows_read:,} rows of {portion.member} could not be read"
        f" (line {first['row']}, {first['column']}: expected {first['expected']}, found"
        f" {first['found']}); nothing was taken. Check that columns are not swapped and"
        " that the file is the one meant."
    )


def refusal_of_shrinking(portion: Portion, rows_held: int) -> str | None:
    """Why a month is not replaced unasked: much of it would be gone."""
    rows = portion.rows.num_rows
    if portion.mends or rows_held < WORTH_ASKING or rows >= (1 - SHRINKS) * rows_held:
        return None
    return (
        f"{portion.member} has {rows:,} rows where {rows_held:,} are held for"
        f" {key_words(portion.key)}: it looks cut short, and nothing was taken. Fetch it"
        " again; if it is right, load it once more and confirm."
    )


def refusal_of_unknown(portion: Portion, unknown: int, located: int) -> str | None:
    """Why a file is not taken unasked: its areas are none that the lookups know."""
    if unknown <= MOST * located or unknown < WORTH_ASKING:
        return None
    return (
        f"{unknown:,} of {located:,} located rows of {portion.member} carry small-area"
        " codes that no lookup held knows; nothing was taken. Check the code column;"
        " if it is right, add the lookups first, or load it once more and confirm."
    )
