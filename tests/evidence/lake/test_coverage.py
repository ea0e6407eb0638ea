"""What is held month by month: missing is empty, never zero; a cut month is partial."""

from datetime import date
from pathlib import Path

from tests.evidence.lake import files
from tests.evidence.lake.conftest import AT

from goldthread.evidence.coverage import month_number, state_of
from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.lake import Lake
from goldthread.evidence.lake.manifest import Part


def months(lake: Lake, area: str) -> dict[str, tuple[str, int | None]]:
    rows = lake.coverage(area).to_pylist()
    return {f"{r['month']:%Y-%m}": (r["state"], r["rows"]) for r in rows}


def test_a_month_not_supplied_is_missing_and_empty(known: Lake, tmp_path: Path) -> None:
    paths = [files.usual_month(tmp_path, f"2021-{m:02d}") for m in (1, 2, 4)]
    known.add(paths, by="ana", at=AT)

    assert months(known, "ourshire") == {
        "2021-01": ("held", 45),
        "2021-02": ("held", 45),
        "2021-03": ("missing", None),
        "2021-04": ("held", 45),
    }
    assert months(known, "E22000001")["2021-03"] == ("missing", None)
    assert months(known, "E22000001")["2021-04"] == ("held", 30)
    assert months(known, "E06000003") == {}


def test_a_month_far_under_its_neighbours_is_partial_and_says_why(
    known: Lake, tmp_path: Path
) -> None:
    paths = [files.usual_month(tmp_path, f"2021-{m:02d}") for m in (1, 2, 3, 5)]
    paths.append(files.usual_month(tmp_path, "2021-04", burglaries=5))
    known.add(paths, by="ana", at=AT)

    assert months(known, "ourshire")["2021-04"] == ("partial", 20)
    assert months(known, "E22000001")["2021-04"] == ("partial", 5)
    words = known.coverage("ourshire").to_pylist()[3]["words"]
    assert words == (
        "20 records where the months around it have about 45: the file looks incomplete."
    )


def test_an_area_that_a_files_month_lost_is_missing_not_zero(
    known: Lake, tmp_path: Path
) -> None:
    paths = [files.usual_month(tmp_path, f"2021-{m:02d}") for m in (1, 2, 3)]
    rows = [files.row(i, "2021-04", code="E01000005", x=-1.5) for i in range(45)]
    known.add([*paths, files.street(tmp_path, "2021-04", rows)], by="ana", at=AT)

    assert months(known, "E22000001")["2021-04"] == ("missing", None)
    assert months(known, "ourshire")["2021-04"] == ("held", 45)


def test_searches_that_stop_before_the_month_ends_are_partial(
    known: Lake, tmp_path: Path
) -> None:
    header = (
        "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,"
        "Gender,Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,"
        "Object of search,Outcome,Outcome linked to object of search,"
        "Removal of more than just outer clothing"
    )

    def month(name: str, last: int) -> Path:
        path = tmp_path / f"{name}-ourshire-stop-and-search.csv"
        rows = [
            f"Person search,{name}-{day:02d}T10:00:00+00:00,False,,51.5,0.5,Male,25-34,"
            "White,White,Police and Criminal Evidence Act 1984 (section 1),Stolen goods,"
            "Nothing found,False,False"
            for day in range(1, last + 1)
        ]
        path.write_text("\n".join([header, *rows]) + "\n")
        return path

    known.add([month("2021-06", 30), month("2021-07", 20)], by="ana", at=AT)

    assert months(known, "ourshire") == {
        "2021-06": ("held", 30),
        "2021-07": ("partial", 20),
    }
    assert (
        "last 11 days have no record"
        in known.coverage("ourshire").to_pylist()[1]["words"]
    )


def test_coverage_can_be_asked_like_any_table_and_as_it_was(
    known: Lake, tmp_path: Path
) -> None:
    known.add([files.usual_month(tmp_path, "2021-01")], by="ana", at=AT)
    known.add([files.usual_month(tmp_path, "2021-03")], by="ana", at=AT)
    text = "SELECT month FROM coverage WHERE area = :of AND state = 'missing' ORDER BY month"

    now = DuckEngine(known.version()).table(text, of="ourshire")
    then = DuckEngine(known.version("2")).table(text, of="ourshire")

    assert now["month"].to_pylist() == [date(2021, 2, 1)]
    assert then.num_rows == 0


def test_the_first_month_of_outcomes_is_not_cut_short_by_being_the_first() -> None:
    def part(month: str, rows: int, table: str = "outcome") -> Part:
        return Part(table, ("ourshire", month), "0" * 64, 1, rows, {}, 0, None)

    def states(first: int, table: str = "outcome") -> list[str]:
        rows = [first, 100, 110, 120, 130]
        parts = [part(f"2021-0{n}", count, table) for n, count in enumerate(rows, 4)]
        held = {month_number(each.key[-1]): each for each in parts}
        return [state_of(month, held)[0] for month in sorted(held)]

    assert states(50) == ["held"] * 5  # few crimes before it to have outcomes
    assert states(5)[0] == "partial"  # a file of 15 lines is still found out
    assert states(50, "offence")[0] == "partial"
