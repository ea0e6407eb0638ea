"""A small country in the suppliers' own file formats: what the lake's tests load.

Three authorities, two forces. Alpha is one partnership; Beta holds two, Northby and
Southby, whose names the small areas of 2011 still carry; Gamma belongs to the other
force. One small area of Alpha was split in 2021, two of Beta's Northby were merged.

    2011        2021          authority  partnership
    E01000001   E01000001     Alpha      Alpha         x 0..1   y 51..52
    E01000002   E01000012     Alpha      Alpha         x 1..1.5
                E01000013     Alpha      Alpha         x 1.5..2
    E01000003   E01000014     Beta       Northby       x -1..-0.5
    E01000004   E01000014     Beta       Northby       x -0.5..0
    E01000005   E01000005     Beta       Southby       x -2..-1
    E01000006   E01000006     Gamma      Gamma         x -3..-2
"""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

LADS = {
    "E06000001": ("Alpha", "E22000001", "Alpha", "E23000001", "Ourshire"),
    "E06000003": ("Gamma", "E22000004", "Gamma", "E23000002", "Othershire"),
}
NAMES_11 = {
    "E01000001": ("Alpha 001A", "E06000001", "Alpha"),
    "E01000002": ("Alpha 001B", "E06000001", "Alpha"),
    "E01000003": ("Northby 001A", "E06000002", "Beta"),
    "E01000004": ("Northby 001B", "E06000002", "Beta"),
    "E01000005": ("Southby 001A", "E06000002", "Beta"),
    "E01000006": ("Gamma 001A", "E06000003", "Gamma"),
}
CHANGES = (
    ("E01000001", "U", "E01000001"),
    ("E01000002", "S", "E01000012"),
    ("E01000002", "S", "E01000013"),
    ("E01000003", "M", "E01000014"),
    ("E01000004", "M", "E01000014"),
    ("E01000005", "U", "E01000005"),
    ("E01000006", "U", "E01000006"),
)
SQUARES_11 = {
    "E01000001": (0, 1),
    "E01000002": (1, 2),
    "E01000003": (-1, -0.5),
    "E01000004": (-0.5, 0),
    "E01000005": (-2, -1),
    "E01000006": (-3, -2),
}
SQUARES_21 = {
    "E01000001": (0, 1),
    "E01000012": (1, 1.5),
    "E01000013": (1.5, 2),
    "E01000014": (-1, 0),
    "E01000005": (-2, -1),
    "E01000006": (-3, -2),
}
HEADER = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,"
    "LSOA name,Crime type,Last outcome category,Context"
)


def _csv(path: Path, header: str, rows: Iterable[Sequence[str]]) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [header, *(",".join(row) for row in rows)]
    path.write_text("\r\n".join(lines) + "\r\n", newline="")
    return path


def lookups(folder: Path) -> list[Path]:
    """The lookups of the small country, as published."""
    small = _csv(
        folder / "lookup_lsoa11_ltla21.csv",
        "lsoa11_name,lsoa11_code,ltla21_name,ltla21_code",
        (
            (name, code, lad_name, lad)
            for code, (name, lad, lad_name) in NAMES_11.items()
        ),
    )
    change = _csv(
        folder / "lookup_lsoa11_lsoa21_ltla22.csv",
        "lsoa11_name,lsoa11_code,change_code,lsoa21_name,lsoa21_code,ltla22_name,ltla22_code",
        (
            (NAMES_11[old][0], old, how, f"{NAMES_11[old][2]} {new[-3:]}A", new,
             NAMES_11[old][2], NAMES_11[old][1])
            for old, how, new in CHANGES
        ),
    )  # fmt: skip
    parent = {new: old for old, _, new in CHANGES}
    wards = _csv(
        folder / "lookup_lsoa21_ward24_ltla24.csv",
        "lsoa21_name,lsoa21_code,ward24_name,ward24_code,ltla24_name,ltla24_code",
        (
            (f"{NAMES_11[old][2]} {new[-3:]}A", new, f"Ward of {NAMES_11[old][2]}",
             f"E05{NAMES_11[old][1][3:]}", NAMES_11[old][2], NAMES_11[old][1])
            for new, old in parent.items()
        ),
    )  # fmt: skip
    return [small, change, wards, partnerships(folder)]


def partnerships(folder: Path, *, alpha: str = "E22000001") -> Path:
    """Local authority, partnership, force."""
    rows = [
        ("E06000001", "Alpha", alpha, "Alpha", "E23000001", "Ourshire"),
        ("E06000002", "Beta", "E22000002", "Northby", "E23000001", "Ourshire"),
        ("E06000002", "Beta", "E22000003", "Southby", "E23000001", "Ourshire"),
        ("E06000003", "Gamma", "E22000004", "Gamma", "E23000002", "Othershire"),
    ]
    return _csv(
        folder / "lookup_ltla24_csp24_pfa24.csv",
        "ltla24_code,ltla24_name,csp24_code,csp24_name,pfa24_code,pfa24_name",
        rows,
    )


def boundaries(folder: Path) -> list[Path]:
    """Squares for every small area of both vintages."""
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for year, squares in (("11", SQUARES_11), ("21", SQUARES_21)):
        features = [
            {
                "type": "Feature",
                "properties": {
                    f"LSOA{year}CD": code,
                    f"LSOA{year}NM": f"Alpha {code[-3:]}A",
                },
                "geometry": {
                    "type": "Polygon",
                    "coordinates": [[[a, 51], [b, 51], [b, 52], [a, 52], [a, 51]]],
                },
            }
            for code, (a, b) in squares.items()
        ]
        path = folder / f"country_lsoa{year}.geojson"
        text = {"type": "FeatureCollection", "features": features}
        path.write_text(json.dumps(text))
        made.append(path)
    return made


def crime_id(*what: object) -> str:
    """An id as the publisher writes them."""
    return hashlib.sha256(repr(what).encode()).hexdigest()


def row(
    number: int,
    month: str,
    *,
    force: str = "Ourshire Police",
    code: str = "E01000001",
    x: float | str = 0.5,
    y: float | str = 51.5,
    kind: str = "Burglary",
    outcome: str = "Under investigation",
) -> tuple[str, ...]:
    """One street record; an empty code makes it unlocated."""
    asb = kind == "Anti-social behaviour"
    located = bool(code) or x != 0.5
    return (
        "" if asb else crime_id(force, month, number),
        month,
        force,
        force,
        f"{x:.6f}" if located and isinstance(x, float) else (str(x) if located else ""),
        f"{y:.6f}" if located and isinstance(y, float) else (str(y) if located else ""),
        f"On or near Street {number % 7}" if located else "No Location",
        code,
        "Alpha 001A" if code else "",
        kind,
        "" if asb else outcome,
        "",
    )


def street(
    folder: Path, month: str, rows: Sequence[Sequence[str]], force: str = "ourshire"
) -> Path:
    """One force's month, named as the archive names it."""
    return _csv(folder / f"{month}-{force}-street.csv", HEADER, rows)


def usual_month(
    folder: Path,
    month: str,
    *,
    burglaries: int = 30,
    outcome: str = "Under investigation",
) -> Path:
    """A month of our force: burglaries in Alpha, ASB in Southby, some unlocated."""
    rows = [row(i, month, outcome=outcome) for i in range(burglaries)]
    rows += [
        row(100 + i, month, code="E01000005", x=-1.5, kind="Anti-social behaviour")
        for i in range(12)
    ]
    rows += [row(200 + i, month, code="", kind="Robbery") for i in range(3)]
    return street(folder, month, rows)
