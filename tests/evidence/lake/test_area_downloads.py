"""A download of an area stands in for its force's month, and steps back before it."""

from pathlib import Path

from tests.evidence.lake import files
from tests.evidence.lake.conftest import AT
from tests.evidence.readers.test_oddities import harvest, record

from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.lake import Lake


def download(
    folder: Path, month: str, count: int, *, x: float = 0.5, strays: int = 0
) -> Path:
    """What the API gives for Alpha: so many burglaries of one month, some in Gamma."""
    places = [x] * count + [-2.5] * strays
    records = [
        record(
            number,
            month=month,
            location={
                "latitude": "51.500000",
                "longitude": f"{place:.6f}",
                "street": {"id": 7, "name": "On or near Street 1"},
            },
        )
        for number, place in enumerate(places)
    ]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"alpha_wards_{month}.jsonl"
    path.write_bytes(harvest(records, asked=month))
    return path


def offences(lake: Lake) -> dict[str, int]:
    engine = DuckEngine(lake.version())
    rows = engine.table(
        "SELECT force, count(*) AS n FROM offence GROUP BY force"
    ).to_pylist()
    engine.close()
    return {row["force"]: row["n"] for row in rows}


def state(lake: Lake, area: str = "E22000001") -> list[tuple[str, str]]:
    return [(r["force"], r["state"]) for r in lake.coverage(area).to_pylist()]


def ready(known: Lake, tmp_path: Path) -> Lake:
    known.add(files.boundaries(tmp_path / "b"), by="ana", at=AT)
    return known


def test_a_download_counts_where_its_forces_month_is_not_held(
    known: Lake, tmp_path: Path
) -> None:
    lake = ready(known, tmp_path)

    report = lake.add([download(tmp_path, "2021-06", 9)], by="ana", at=AT)

    assert report.number == 3 and not report.refused
    assert offences(lake) == {"api-alpha-wards": 9}
    assert state(lake) == [("api-alpha-wards", "held")]


def test_a_download_steps_back_where_its_forces_month_is_held(
    known: Lake, tmp_path: Path
) -> None:
    lake = ready(known, tmp_path)
    lake.add([files.usual_month(tmp_path, "2021-06")], by="ana", at=AT)
    before = lake.version().id

    report = lake.add([download(tmp_path, "2021-06", 9)], by="ana", at=AT)

    assert offences(lake) == {"ourshire": 45}
    assert lake.version().id == before and report.number is None
    assert "its force's own file of that month is held" in " ".join(report.notes)


def test_a_download_steps_back_when_its_forces_month_comes_later(
    known: Lake, tmp_path: Path
) -> None:
    lake = ready(known, tmp_path)
    lake.add([download(tmp_path, "2021-06", 9)], by="ana", at=AT)
    lake.add([download(tmp_path, "2021-07", 8)], by="ana", at=AT)

    report = lake.add([files.usual_month(tmp_path, "2021-06")], by="ana", at=AT)

    assert offences(lake) == {"ourshire": 45, "api-alpha-wards": 8}  # July has no file
    assert "its force's own file of that month is held" in " ".join(report.notes)
    assert lake.verify() == []

    lake.undo(report.number or 0, by="ana", at=AT)
    assert offences(lake) == {"api-alpha-wards": 17}  # it stands in again
    assert lake.verify() == []


def test_a_download_and_its_forces_month_in_one_load_count_once(
    known: Lake, tmp_path: Path
) -> None:
    lake = ready(known, tmp_path)

    lake.add(
        [download(tmp_path, "2021-06", 9), files.usual_month(tmp_path, "2021-06")],
        by="ana",
        at=AT,
    )

    assert offences(lake) == {"ourshire": 45}


def test_a_download_of_another_forces_area_stays(known: Lake, tmp_path: Path) -> None:
    lake = ready(known, tmp_path)
    lake.add([files.usual_month(tmp_path, "2021-06")], by="ana", at=AT)

    lake.add([download(tmp_path, "2021-06", 9, x=-2.5)], by="ana", at=AT)

    assert offences(lake) == {"ourshire": 45, "api-alpha-wards": 9}
    assert state(lake, "E22000004") == [("api-alpha-wards", "held")]


def test_a_download_loaded_again_after_it_stepped_back_changes_nothing(
    known: Lake, tmp_path: Path
) -> None:
    lake = ready(known, tmp_path)
    lake.add([download(tmp_path, "2021-06", 9)], by="ana", at=AT)
    lake.add([files.usual_month(tmp_path, "2021-06")], by="ana", at=AT)
    before = lake.version().id

    lake.add([download(tmp_path / "again", "2021-06", 12)], by="ana", at=AT)

    assert lake.version().id == before
    assert offences(lake) == {"ourshire": 45}


def test_a_download_says_nothing_of_an_area_that_it_does_not_hold(
    known: Lake, tmp_path: Path
) -> None:
    lake = ready(known, tmp_path)
    # Our force recorded three crimes in Gamma, whose own force nobody loaded; July is
    # held for Alpha alone, from a download.
    rows = [files.row(number, "2021-06") for number in range(30)]
    strays = [files.row(90 + n, "2021-06", code="E01000006", x=-2.5) for n in range(3)]
    lake.add([files.street(tmp_path, "2021-06", rows + strays)], by="ana", at=AT)
    lake.add([download(tmp_path, "2021-07", 40)], by="ana", at=AT)
    assert offences(lake) == {"ourshire": 33, "api-alpha-wards": 40}

    assert state(lake, "E22000004") == []  # not a July without crime


def test_a_download_says_nothing_of_the_areas_at_its_edge(
    known: Lake, tmp_path: Path
) -> None:
    lake = ready(known, tmp_path)

    lake.add([download(tmp_path, "2021-06", 60, strays=2)], by="ana", at=AT)

    assert state(lake) == [("api-alpha-wards", "held")]
    assert state(lake, "E22000004") == []
