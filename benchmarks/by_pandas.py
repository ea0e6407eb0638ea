"""The checks of our loader as a careful analyst would write them with pandas.

Vectorised throughout: no row is looped over but those set aside. What it leaves behind is
what our loader leaves behind: typed rows with their areas, rows set aside with line,
column, expected and found, repeats merged by the same rule, the counts behind our
remarks, a Parquet part in a fixed order and the hashes of both files.
"""

import hashlib
from pathlib import Path

import pandas as pd

SLUGS = {
    "Anti-social behaviour": "anti-social-behaviour",
    "Bicycle theft": "bicycle-theft",
    "Burglary": "burglary",
    "Criminal damage and arson": "criminal-damage-arson",
    "Drugs": "drugs",
    "Other crime": "other-crime",
    "Other theft": "other-theft",
    "Possession of weapons": "possession-of-weapons",
    "Public order": "public-order",
    "Robbery": "robbery",
    "Shoplifting": "shoplifting",
    "Theft from the person": "theft-from-the-person",
    "Vehicle crime": "vehicle-crime",
    "Violence and sexual offences": "violent-crime",
}
# Control characters and marks that turn text around, which no name may hold.
HIDDEN = r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufffd]"
WORDS = ("Falls within", "Location", "LSOA name", "Last outcome category")
CATCH_ALL = (
    r"Shopping Area|Supermarket|Police Station|Hospital|Prison|Parking Area|Nightclub"
)
# The later an outcome stands here, the further a case has come.
OUTCOMES = ("", "Under investigation", "Awaiting court outcome")


class Lookups:
    """Small area to the other census, district and partnership."""

    def __init__(self, folder: Path) -> None:
        change = pd.read_csv(folder / "lsoa11_lsoa21_lad22.csv", dtype=str)
        ward = pd.read_csv(folder / "lsoa21_ward24_lad24.csv", dtype=str)
        csp = pd.read_csv(folder / "lad24_csp24_pfa24.csv", dtype=str)
        self.to_21 = change.set_index("lsoa11_code")["lsoa21_code"]
        self.to_11 = change.set_index("lsoa21_code")["lsoa11_code"]
        self.district = ward.set_index("lsoa21_code")["ltla24_code"]
        self.partnership = csp.set_index("ltla24_code")["csp24_code"]
        self.police_area = csp.set_index("ltla24_code")["pfa24_code"]


def load_file(path: Path, lookups: Lookups, folder: Path) -> tuple[int, int]:
    """Check one file and write its part; rows read and rows set aside."""
    content = path.read_bytes()
    hashlib.sha256(content).hexdigest()
    month, force = path.name[:7], path.name[8:].removesuffix("-street.csv")
    content.decode("utf-8")
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    frame["source_row"] = range(2, len(frame) + 2)
    for column in frame.columns[:-1]:
        frame[column] = frame[column].str.strip()
    x = pd.to_numeric(frame["Longitude"], errors="coerce")
    y = pd.to_numeric(frame["Latitude"], errors="coerce")
    blank = (frame["Longitude"] == "") & (frame["Latitude"] == "")
    faults = {
        "Month": frame["Month"] != month,
        "Longitude": ~(blank | x.between(-9.5, 2.5)),
        "Latitude": ~(blank | y.between(49.0, 61.5)),
        "Crime type": ~frame["Crime type"].isin(SLUGS),
        "LSOA code": ~frame["LSOA code"].str.fullmatch(r"(?:[EW]01\d{6})?"),
        "Crime ID": ~frame["Crime ID"].str.fullmatch(r"(?:[0-9a-f]{64})?"),
        "Reported by": frame["Reported by"] == "",
    } | {column: frame[column].str.contains(HIDDEN) for column in WORDS}
    bad = pd.concat(faults, axis=1)
    is_bad = bad.any(axis=1)
    refused = _refused(frame[is_bad], bad[is_bad], content)
    good = _typed(frame[~is_bad], x[~is_bad], y[~is_bad], month, force)
    good = _merged(good)
    good = _placed(good, lookups)
    _counted(good, frame)
    good.groupby("lad_code").size(), good.groupby("csp_code").size()  # the manifest's
    good = good.sort_values(
        ["lad_code", "lsoa_published", "category", "source_row"], kind="stable"
    )
    part = folder / f"{path.stem}.parquet"
    good.to_parquet(part, compression="zstd", index=False)
    hashlib.sha256(part.read_bytes()).hexdigest()
    return len(frame), len(refused)


def _refused(frame: pd.DataFrame, bad: pd.DataFrame, content: bytes) -> pd.DataFrame:
    lines = content.split(b"\r\n") if len(frame) else []
    rows = []
    for index, row in frame.iterrows():
        column = bad.columns[bad.loc[index].to_numpy().argmax()]
        line = lines[row["source_row"] - 1].decode()
        rows.append((row["source_row"], column, row[column], line))
    return pd.DataFrame(rows, columns=["row", "column", "found", "line"])


def _typed(
    frame: pd.DataFrame, x: pd.Series, y: pd.Series, month: str, force: str
) -> pd.DataFrame:
    street = frame["Location"].str.removeprefix("On or near").str.strip()
    return pd.DataFrame(
        {
            "month": pd.to_datetime(f"{month}-01"),
            "force": pd.Categorical([force] * len(frame)),
            "reported_by": frame["Reported by"].astype("category"),
            "falls_within": frame["Falls within"].astype("category"),
            "crime_id": frame["Crime ID"].where(frame["Crime ID"] != ""),
            "category": frame["Crime type"].map(SLUGS).astype("category"),
            "is_crime": frame["Crime type"] != "Anti-social behaviour",
            "longitude": x,
            "latitude": y,
            "street": street.where((street != "") & (street != "No Location")),
            "located": x.notna(),
            "lsoa_published": frame["LSOA code"].where(frame["LSOA code"] != ""),
            "outcome": frame["Last outcome category"],
            "source_row": frame["source_row"],
        }
    )


def _merged(good: pd.DataFrame) -> pd.DataFrame:
    known = good["crime_id"].notna()
    if not good.loc[known, "crime_id"].duplicated().any():
        return good
    far = good["outcome"].map({name: rank for rank, name in enumerate(OUTCOMES)})
    order = (
        good[known]
        .assign(far=far.fillna(9))
        .sort_values(["located", "far", "source_row"], ascending=[False, False, True])
    )
    kept = order.drop_duplicates(["crime_id", "month"]).drop(columns="far")
    return pd.concat([kept, good[~known]])


def _placed(good: pd.DataFrame, lookups: Lookups) -> pd.DataFrame:
    code = good["lsoa_published"]
    only_21 = code.isin(lookups.to_11.index) & ~code.isin(lookups.to_21.index)
    only_11 = code.isin(lookups.to_21.index) & ~code.isin(lookups.to_11.index)
    newer = only_21.sum() >= only_11.sum()
    good["lsoa_vintage"] = "2021" if newer else "2011"
    good["lsoa21"] = code if newer else code.map(lookups.to_21)
    good["lsoa11"] = code.map(lookups.to_11) if newer else code
    good["lad_code"] = good["lsoa21"].map(lookups.district)
    good["csp_code"] = good["lad_code"].map(lookups.partnership)
    home = good["lad_code"].map(lookups.police_area)
    most = home.mode()
    good["outside_force_area"] = home.notna() & (home != (most[0] if len(most) else ""))
    return good


def _counted(good: pd.DataFrame, frame: pd.DataFrame) -> dict[str, float]:
    """What our remarks say of a file."""
    district = frame["LSOA name"].str.rsplit(" ", n=1).str[0].value_counts()
    by_area = good["lsoa_published"].value_counts()
    return {
        "without a place": float((~good["located"]).sum()),
        "anti-social behaviour": float((~good["is_crime"]).sum()),
        "unnamed streets": float((good["street"].isna() & good["located"]).sum()),
        "outside": float(good["outside_force_area"].sum()),
        "unknown outcomes": float(
            (good["outcome"] == "Status update unavailable").sum()
        ),
        "open outcomes": float((good["outcome"] == "Under investigation").sum()),
        "look alike": float(
            good.loc[
                good["crime_id"].isna(), ["month", "longitude", "latitude", "street"]
            ]
            .duplicated()
            .sum()
        ),
        "largest area": float(by_area.iloc[0]) if len(by_area) else 0.0,
        "median area": float(by_area.median()) if len(by_area) else 0.0,
        "far away": float((district < 0.005 * len(frame)).sum()),
        "other forces": float((frame["Reported by"] != frame["Falls within"]).sum()),
        "catch-all points": float(frame["Location"].str.contains(CATCH_ALL).sum()),
        "context": float((frame["Context"] != "").sum()),
        "unknown codes": float((good["lad_code"].isna() & good["located"]).sum()),
    }
