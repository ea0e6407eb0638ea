"""The door to the lake: bound parameters, few files, no network, empty but typed."""

from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
import pytest
from tests.evidence.lake import files
from tests.evidence.lake.conftest import AT

from goldthread.evidence.engine import DuckEngine, SparkEngine, parameters_of, tables_of
from goldthread.evidence.lake import Lake, LakeRefused
from goldthread.evidence.tables import TABLES

BY_MONTH = """
-- A comment may hold a quotation mark's half ' and :nothing.
SELECT month, category, count(*) AS offences, sum(source_row) AS total
FROM offence
WHERE (csp_code = :area OR lad_code = :area)
    AND month >= CAST(:start AS DATE) AND month < CAST(:end AS DATE)
    AND category <> ':not_one'
GROUP BY month, category
ORDER BY month, category
"""


@pytest.fixture
def loaded(known: Lake, tmp_path: Path) -> Lake:
    paths = [files.usual_month(tmp_path, f"2021-{m:02d}") for m in range(1, 7)]
    theirs = [
        files.row(i, "2021-03", force="Othershire Police", code="E01000006", x=-2.5)
        for i in range(30)
    ]
    paths.append(files.street(tmp_path, "2021-03", theirs, force="othershire"))
    known.add(paths, by="ana", at=AT)
    return known


def asked(engine: Any) -> list[dict[str, Any]]:
    answer = engine.table(
        BY_MONTH, area="E22000001", start=date(2021, 2, 1), end=date(2021, 4, 1)
    )
    rows: list[dict[str, Any]] = answer.to_pylist()
    return rows


def test_a_question_opens_only_the_files_its_parameters_can_touch(loaded: Lake) -> None:
    version = loaded.version()

    def keys(**chosen: Any) -> list[tuple[str, ...]]:
        return [part.key for part in version.parts("offence", **chosen)]

    assert len(keys()) == 7
    assert keys(area="E22000004") == [("othershire", "2021-03")]
    assert keys(area="E05000003") == [("othershire", "2021-03")]  # its ward
    assert keys(area="E01000006") == [("othershire", "2021-03")]
    assert len(keys(area="E22000001")) == 6
    assert keys(start=date(2021, 5, 1), end=date(2021, 6, 1)) == [
        ("ourshire", "2021-05")
    ]
    assert keys(force="othershire") == [("othershire", "2021-03")]


def test_opening_few_files_loses_no_row(loaded: Lake) -> None:
    version = loaded.version()

    few, every = asked(DuckEngine(version)), asked(DuckEngine(version, pruned=False))

    assert few == every
    assert [r["offences"] for r in few] == [30, 30]


def test_answers_come_in_plain_types(loaded: Lake) -> None:
    answer = DuckEngine(loaded.version()).table(
        BY_MONTH, area="E22000001", start=date(2021, 2, 1), end=date(2021, 4, 1)
    )

    assert [str(f.type) for f in answer.schema] == [
        "date32[day]",
        "string",
        "int64",
        "int64",
    ]


def test_a_value_is_bound_and_never_becomes_part_of_the_question(loaded: Lake) -> None:
    engine = DuckEngine(loaded.version())
    text = "SELECT count(*) AS n FROM offence WHERE street = :street"

    answer = engine.table(text, street="' OR 1=1 --")

    assert answer["n"].to_pylist() == [0]


def test_parameters_left_out_or_added_are_told(loaded: Lake) -> None:
    engine = DuckEngine(loaded.version())

    with pytest.raises(
        LakeRefused, match="takes area, start, end; start, end is missing"
    ):
        engine.table(BY_MONTH, area="E22000001")
    with pytest.raises(LakeRefused, match="and other is not one of them"):
        engine.table("SELECT 1 AS n", other=1)
    with pytest.raises(LakeRefused, match="no question called no_such_question"):
        engine.table("no_such_question")


def test_parameters_and_tables_are_read_past_quotes_comments_and_casts() -> None:
    text = "SELECT ':a', \"b :c\", x::DATE -- :d offence\nFROM outcome WHERE y = :e OR z = :e"

    assert parameters_of(text) == ["e"]
    assert tables_of(text) == ["outcome"]


def test_every_declared_table_can_be_asked_when_nothing_is_held(tmp_path: Path) -> None:
    engine = DuckEngine(Lake(tmp_path).version())

    for name, table in TABLES.items():
        answer = engine.table(f"SELECT * FROM {name}")
        assert answer.num_rows == 0
        assert answer.column_names == table.schema().names
        types = [f.type for f in answer.schema]
        expected = [
            pa.int64() if pa.types.is_integer(f.type)
            else pa.timestamp("us", "UTC") if pa.types.is_timestamp(f.type)
            else f.type
            for f in table.schema()
        ]  # fmt: skip
        assert types == expected, name


def test_stored_parts_have_exactly_the_declared_columns(loaded: Lake) -> None:
    import pyarrow.parquet as pq

    version = loaded.version()
    for name in {part.table for part in version.manifest.parts.values()}:
        for path in version.files(name):
            assert pq.read_schema(path).remove_metadata() == TABLES[name].schema()


def test_the_engine_reads_nothing_outside_the_lake_and_loads_nothing(
    loaded: Lake, tmp_path: Path
) -> None:
    engine = DuckEngine(loaded.version())
    secret = tmp_path / "secret.csv"
    secret.write_text("a\n1\n")

    for text in (
        f"SELECT * FROM read_csv('{secret}')",
        "SELECT * FROM 'https://example.org/x.parquet'",
        "INSTALL spatial",
        "SET enable_external_access = true",
        f"COPY (SELECT 1) TO '{tmp_path}/out.csv'",
    ):
        with pytest.raises(duckdb.Error):
            engine.table(text)
    assert not (tmp_path / "out.csv").exists()


def test_questions_can_be_put_from_several_threads_at_once(loaded: Lake) -> None:
    from concurrent.futures import ThreadPoolExecutor

    engine = DuckEngine(loaded.version())
    areas = ["E22000001", "E22000003", "E22000004"] * 8

    def offences(area: str) -> int:
        text = "SELECT count(*) AS n FROM offence WHERE csp_code = :area"
        count: int = engine.table(text, area=area)["n"][0].as_py()
        return count

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(offences, areas))

    assert found == [180, 72, 30] * 8


@pytest.mark.slow
def test_sail_answers_the_same_from_the_same_text(loaded: Lake) -> None:
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    server = SparkConnectServer()
    server.start()
    host, port = server.listening_address
    session = SparkSession.builder.remote(f"sc://{host}:{port}").getOrCreate()
    try:
        spark = SparkEngine(loaded.version(), session)
        same = asked(spark)
        plain = SparkEngine(loaded.version(), session, pruned=False)
        empty = spark.table("SELECT count(*) AS n FROM stop_search")
        assert same == asked(DuckEngine(loaded.version()))
        assert same == asked(plain)
        assert empty["n"].to_pylist() == [0]
    finally:
        # The session first: the other way round the client waits for minutes.
        session.stop()
        server.stop()
