"""Every question answered the slow, obvious way, from plain rows."""

from collections import Counter, defaultdict
from collections.abc import Callable
from typing import Any

from tests.evidence.questions.made import Rows

Tables = dict[str, Rows]
Twin = Callable[..., Rows]
LAST = "￿"  # sorts after every word: where missing comes last


def _located(t: Tables, table: str, area: str, start: Any, end: Any) -> Rows:
    members = {
        (m["vintage"], m["lsoa_code"])
        for m in t["area_member"]
        if m["area_code"] == area and m["level"] in ("ward", "small_area")
    }
    # The newest census that the ward or small area is told in decides alone.
    vintage = max((v for v, _ in members), default="2021")
    return [
        r
        for r in t[table]
        if (
            area in (r.get("csp_code"), r.get("lad_code"))
            or (vintage, _lsoa(r, vintage)) in members
        )
        and start <= r["month"] < end
    ]


def _counted(keys: list[tuple[Any, ...]], names: tuple[str, ...], count: str) -> Rows:
    def order(pair: tuple[tuple[Any, ...], int]) -> list[Any]:
        return [LAST if part is None else part for part in pair[0]]

    return [
        {**dict(zip(names, key, strict=True)), count: n}
        for key, n in sorted(Counter(keys).items(), key=order)
    ]


def _members(t: Tables, area: str, vintage: str | None = None) -> set[tuple[str, str]]:
    return {
        (m["vintage"], m["lsoa_code"])
        for m in t["area_member"]
        if m["area_code"] == area and vintage in (None, m["vintage"])
    }


def _lsoa(row: dict[str, Any], vintage: str) -> str | None:
    return row.get("lsoa21") if vintage == "2021" else row.get("lsoa11")


def monthly_by_category(t: Tables, *, area: str, start: Any, end: Any) -> Rows:
    names = ("month", "scheme", "category", "is_crime")
    keys = [
        tuple(r[n] for n in names) for r in _located(t, "offence", area, start, end)
    ]
    return _counted(keys, names, "offences")


def by_small_area_and_month(
    t: Tables, *, area: str, vintage: str, start: Any, end: Any
) -> Rows:
    found: dict[tuple[str, Any], list[int]] = defaultdict(lambda: [0, 0])
    for row in _located(t, "offence", area, start, end):
        if code := _lsoa(row, vintage):
            found[code, row["month"]][0 if row["is_crime"] else 1] += 1
    return [
        {"small_area": code, "month": month, "crimes": crimes, "asb": asb}
        for (code, month), (crimes, asb) in sorted(found.items())
    ]


def by_small_area_and_category(
    t: Tables, *, area: str, vintage: str, start: Any, end: Any
) -> Rows:
    keys = [
        (code, r["category"], r["is_crime"])
        for r in _located(t, "offence", area, start, end)
        if (code := _lsoa(r, vintage))
    ]
    return _counted(keys, ("small_area", "category", "is_crime"), "offences")


def by_ward_and_category(
    t: Tables, *, area: str, vintage: str, ward_year: int, start: Any, end: Any
) -> Rows:
    ward = {
        m["lsoa_code"]: m["ward_code"]
        for m in t["ward_member"]
        if m["ward_year"] == ward_year and m["lsoa_vintage"] == vintage
    }
    keys = [
        (ward[code], r["month"], r["category"], r["is_crime"])
        for r in _located(t, "offence", area, start, end)
        if (code := _lsoa(r, vintage)) in ward
    ]
    return _counted(keys, ("ward", "month", "category", "is_crime"), "offences")


def by_partnership_and_category(t: Tables, *, start: Any, end: Any) -> Rows:
    months: dict[tuple[str, str, bool], list[Any]] = defaultdict(list)
    for r in t["offence"]:
        if r.get("csp_code") and start <= r["month"] < end:
            months[r["csp_code"], r["category"], r["is_crime"]].append(r["month"])
    return [
        {"partnership": csp, "category": category, "is_crime": crime,
         "months": len(set(found)), "offences": len(found)}
        for (csp, category, crime), found in sorted(months.items())
    ]  # fmt: skip


def reported_by(t: Tables, *, area: str, start: Any, end: Any) -> Rows:
    rows = _located(t, "offence", area, start, end)
    return [
        {
            "force": force,
            "months": len({r["month"] for r in rows if r["force"] == force}),
            "crimes": sum(r["force"] == force and r["is_crime"] for r in rows),
            "asb": sum(r["force"] == force and not r["is_crime"] for r in rows),
        }
        for force in sorted({r["force"] for r in rows})
    ]


def force_months(t: Tables, *, force: str, start: Any, end: Any) -> Rows:
    rows = [
        r for r in t["offence"] if r["force"] == force and start <= r["month"] < end
    ]
    found = []
    for month in sorted({r["month"] for r in rows}):
        mine = [r for r in rows if r["month"] == month]
        found.append(
            {
                "month": month,
                "records": len(mine),
                "unlocated": sum(not r["located"] for r in mine),
                "unnamed_street": sum(
                    r["located"] and r["street"] is None for r in mine
                ),
                "outside_force": sum(r.get("outside_force_area") is True for r in mine),
                "outcome_missing": sum(
                    r["is_crime"] and r["outcome"] == "Status update unavailable"
                    for r in mine
                ),
                "crimes": sum(r["is_crime"] for r in mine),
            }
        )
    return found


def placed_by_vintage(t: Tables, *, area: str, start: Any, end: Any) -> Rows:
    rows = _located(t, "offence", area, start, end)
    return [
        {
            "records": len(rows),
            "placed_2011": sum(r["lsoa11"] is not None for r in rows),
            "placed_2021": sum(r["lsoa21"] is not None for r in rows),
        }
    ]


def outcomes_by_month(t: Tables, *, area: str, start: Any, end: Any) -> Rows:
    names = ("month", "category", "outcome")
    keys = [
        tuple(r[n] for n in names)
        for r in _located(t, "offence", area, start, end)
        if r["is_crime"]
    ]
    return _counted(keys, names, "crimes")


def artefact_places(t: Tables, *, area: str, start: Any, end: Any) -> Rows:
    def collects(street: str | None) -> bool:
        return street is not None and (
            any(word in street for word in ("Police Station", "Hospital", "Prison"))
            or ("Court" in street and "House" in street.split("Court", 1)[1])
        )

    rows = [
        r for r in _located(t, "offence", area, start, end) if collects(r["street"])
    ]
    return [
        {
            "label": label,
            "records": sum(r["street"] == label for r in rows),
            "crimes": sum(r["street"] == label and r["is_crime"] for r in rows),
        }
        for label in sorted({r["street"] for r in rows})
    ]


def population_held(t: Tables, *, area: str) -> Rows:
    members = _members(t, area)
    mine = [p for p in t["population"] if (p["vintage"], p["code"]) in members]
    keys = sorted({(p["vintage"], p["year"]) for p in mine})
    return [
        {
            "vintage": vintage,
            "year": year,
            "areas": len(
                {
                    p["code"]
                    for p in mine
                    if (p["vintage"], p["year"]) == (vintage, year)
                }
            ),
            "persons": sum(
                p["persons"]
                for p in mine
                if (p["vintage"], p["year"]) == (vintage, year)
            ),
        }
        for vintage, year in keys
    ]


def population_by_age(t: Tables, *, area: str, vintage: str, year: int) -> Rows:
    members = _members(t, area, vintage)
    found: dict[int, float] = defaultdict(float)
    for p in t["population"]:
        if (p["vintage"], p["code"]) in members and p["year"] == year:
            found[p["age"]] += p["persons"]
    return [{"age": age, "persons": found[age]} for age in sorted(found)]


def _persons(t: Tables, code: str, vintage: str, year: int) -> float | None:
    found = [
        p["persons"]
        for p in t["population"]
        if (p["code"], p["vintage"], p["year"]) == (code, vintage, year)
    ]
    return sum(found) if found else None


def small_areas_of(t: Tables, *, area: str, vintage: str, year: int) -> Rows:
    names = {a["code"]: a["name"] for a in t["small_area"] if a["vintage"] == vintage}
    return [
        {
            "small_area": code,
            "name": names.get(code),
            "persons": _persons(t, code, vintage, year),
        }
        for _, code in sorted(_members(t, area, vintage))
    ]


def population_by_partnership(t: Tables, *, vintage: str, year: int) -> Rows:
    found = []
    for area in sorted(
        (a for a in t["area"] if a["level"] == "csp"), key=lambda a: a["code"]
    ):
        codes = [c for _, c in _members(t, area["code"], vintage)]
        counts = [n for c in codes if (n := _persons(t, c, vintage, year)) is not None]
        if counts:
            found.append({"partnership": area["code"], "name": area["name"],
                          "areas": len(counts), "persons": sum(counts)})  # fmt: skip
    return found


def deprivation_held(t: Tables, *, area: str) -> Rows:
    members = _members(t, area)
    keys = [
        (d["edition"], d["vintage"], d["measure"])
        for d in t["deprivation"]
        if (d["vintage"], d["code"]) in members and d["value"] is not None
    ]
    return _counted(keys, ("edition", "vintage", "measure"), "areas")


def deprivation_by_small_area(
    t: Tables, *, area: str, edition: int, measure: str
) -> Rows:
    members = _members(t, area)
    mine = [
        {"small_area": d["code"], "value": d["value"]}
        for d in t["deprivation"]
        if (d["vintage"], d["code"]) in members
        and (d["edition"], d["measure"]) == (edition, measure)
    ]
    return sorted(mine, key=lambda r: r["small_area"])


def deprivation_by_partnership(t: Tables, *, edition: int, measure: str) -> Rows:
    found = []
    for csp in sorted(
        {m["area_code"] for m in t["area_member"] if m["level"] == "csp"}
    ):
        values = [
            r["value"]
            for r in deprivation_by_small_area(
                t, area=csp, edition=edition, measure=measure
            )
        ]
        if values:
            found.append({"partnership": csp, "areas": len(values),
                          "mean_value": sum(values) / len(values),
                          "most_deprived_fifth": sum(v <= 2 for v in values)})  # fmt: skip
    return found


def _outlines(rows: Rows) -> Rows:
    return [
        {n: r[n] for n in ("code", "name", "generalised", "geometry")} for r in rows
    ]


def outlines_of_small_areas(t: Tables, *, area: str, vintage: str) -> Rows:
    codes = {code for _, code in _members(t, area, vintage)}
    mine = [
        b
        for b in t["boundary"]
        if b["level"] == "small_area" and b["vintage"] == vintage and b["code"] in codes
    ]
    return _outlines(sorted(mine, key=lambda b: (b["code"], b["generalised"])))


def outlines_of_wards(t: Tables, *, area: str, vintage: str, ward_year: int) -> Rows:
    members = {code for _, code in _members(t, area, vintage)}
    wards = {
        m["ward_code"]
        for m in t["ward_member"]
        if m["lsoa_code"] in members and m["ward_year"] == ward_year
        and m["lsoa_vintage"] == vintage
    }  # fmt: skip
    mine = [b for b in t["boundary"] if b["level"] == "ward" and b["code"] in wards]
    return _outlines(
        sorted(mine, key=lambda b: (b["code"], -int(b["vintage"]), b["generalised"]))
    )


def boundaries_held(t: Tables) -> Rows:
    keys = [(b["level"], b["vintage"]) for b in t["boundary"]]
    return _counted(keys, ("level", "vintage"), "areas")


def wards_of(t: Tables, *, area: str) -> Rows:
    members = _members(t, area)
    mine = [
        {"ward_year": m["ward_year"], "vintage": m["lsoa_vintage"], "ward": m["ward_code"],
         "name": m["ward_name"], "small_area": m["lsoa_code"]}
        for m in t["ward_member"]
        if (m["lsoa_vintage"], m["lsoa_code"]) in members
    ]  # fmt: skip
    return sorted(
        mine, key=lambda r: (r["ward_year"], r["vintage"], r["ward"], r["small_area"])
    )


def area_named(t: Tables, *, area: str) -> Rows:
    return sorted(
        (dict(a) for a in t["area"] if a["code"] == area), key=lambda a: a["level"]
    )


def places_at_level(t: Tables, *, level: str) -> Rows:
    mine = [
        {"code": a["code"], "name": a["name"], "within": a["within"]}
        for a in t["area"]
        if a["level"] == level
    ]
    return sorted(mine, key=lambda a: a["code"])


def months_held(t: Tables, *, area: str, source: str) -> Rows:
    mine = [c for c in t["coverage"] if (c["area"], c["source"]) == (area, source)]
    return [
        {"month": c["month"], "state": c["state"], "force": c["force"],
         "records": c["rows"], "words": c["words"]}
        for c in sorted(mine, key=lambda c: (c["month"], c["force"]))
    ]  # fmt: skip


def months_held_by_partnership(t: Tables, *, source: str, start: Any, end: Any) -> Rows:
    keys = [
        (c["area"],)
        for c in t["coverage"]
        if c["level"] == "csp"
        and c["source"] == source
        and c["state"] == "held"
        and start <= c["month"] < end
    ]
    return _counted(keys, ("partnership",), "months")


def stops_by_month(t: Tables, *, area: str, start: Any, end: Any) -> Rows:
    names = ("month", "outcome")
    rows = _located(t, "stop_search", area, start, end)
    return _counted([tuple(r[n] for n in names) for r in rows], names, "stops")


def stops_by_ethnicity(t: Tables, *, area: str, start: Any, end: Any) -> Rows:
    rows = _located(t, "stop_search", area, start, end)
    keys = [(r["object_of_search"], r["officer_defined_ethnicity"]) for r in rows]
    found = _counted(keys, ("object_of_search", "ethnicity"), "stops")
    for each in found:
        each["linked"] = sum(
            r["outcome_linked"] is True
            for r, key in zip(rows, keys, strict=True)
            if key == (each["object_of_search"], each["ethnicity"])
        )
    return found
