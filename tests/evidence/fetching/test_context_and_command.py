"""Context is fetched page by page; the command says in words how it went."""

import argparse
from dataclasses import replace
from datetime import date

import pytest

from goldthread.evidence.containers import members
from goldthread.evidence.fetching import addresses, archive, command
from goldthread.evidence.fetching.addresses import LOOKUPS, POPULATION
from goldthread.evidence.fetching.client import FetchFailed
from goldthread.evidence.fetching.context import fetch_each
from goldthread.evidence.sources import boundaries, lookups, population

TODAY = date(2024, 6, 1)
PARTNERSHIPS = LOOKUPS[3]


def rows(count):
    return [
        {
            "LAD24CD": f"E0800000{n}",
            "LAD24NM": f"Place, {n}",
            "CSP24CD": f"E2200000{n}",
            "CSP24NM": f"Safer {n}",
            "PFA24CD": "E23000014",
            "PFA24NM": "West Midlands",
            "ObjectId": n,
        }
        for n in range(1, count + 1)
    ]


def asked(*words):
    parser = argparse.ArgumentParser()
    command.add_arguments(parser)
    return parser.parse_args(words)


def test_a_lookup_is_brought_whole_and_can_be_read(standin, address, client, tmp_path):
    standin.table = rows(5)  # the stand-in gives two a page
    here = replace(PARTNERSHIPS, url=f"{address}/layer")

    came = lookups.fetch(tmp_path, client=client, addresses=[here])

    (member,) = members(came.files[0])
    (portion,) = lookups.read(member, today=TODAY)
    assert portion.table == "partnership"
    assert portion.rows.num_rows == 5


def test_a_lookup_with_fewer_rows_than_promised_is_not_kept(
    standin, address, client, tmp_path
):
    standin.table, standin.short_table = rows(5), True
    here = replace(PARTNERSHIPS, url=f"{address}/layer")

    with pytest.raises(FetchFailed, match="6 rows were promised and 5 came"):
        fetch_each(client, [here], tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_outlines_are_brought_as_one_collection(standin, address, client, tmp_path):
    square = [[[-2.1, 52.5], [-2.0, 52.5], [-2.0, 52.6], [-2.1, 52.5]]]
    standin.table = [
        {
            "type": "Feature",
            "properties": {
                "LSOA21CD": f"E0100000{n}",
                "LSOA21NM": f"Wolverhampton 00{n}A",
            },
            "geometry": {"type": "Polygon", "coordinates": square},
        }
        for n in range(1, 4)
    ]
    here = replace(addresses.BOUNDARIES[1], url=f"{address}/layer")

    came = boundaries.fetch(
        tmp_path, client=client, addresses=[here], where="LSOA21NM LIKE 'W%'"
    )

    (member,) = members(came.files[0])
    (portion,) = boundaries.read(member, today=TODAY)
    assert portion.key == ("small_area", "2021", "wolverhampton")
    assert portion.rows.num_rows == 3
    assert standin.asked[0][2]["where"] == "LSOA21NM LIKE 'W%'"


def test_population_is_brought_page_by_page(standin, address, client, tmp_path):
    standin.table = [
        {"date": "2022", "code": f"E0100000{area}", "age": f"Aged {age}", "n": age}
        for area in (1, 2)
        for age in [*range(90), "90+"]
    ]
    for row in standin.table:
        row["n"] = 3
    here = replace(POPULATION[1], url=f"{address}/nomis")

    came = population.fetch(tmp_path, client=client, addresses=[here])

    (member,) = members(came.files[0])
    (portion,) = population.read(member, today=TODAY)
    assert portion.key == ("2021", "2022")
    assert portion.rows.num_rows == 182
    assert len(standin.asked) == 4  # 50 rows a page


def test_population_with_fewer_rows_than_promised_is_not_kept(
    standin, address, client, tmp_path
):
    standin.table = [{"d": "2022", "c": "E01000001", "a": "Aged 1", "n": 1}] * 3
    standin.short_table = True
    here = replace(POPULATION[1], url=f"{address}/nomis")

    with pytest.raises(FetchFailed, match="4 rows were promised and 3 came"):
        fetch_each(client, [here], tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_an_address_that_has_moved_names_the_page_and_loses_nothing(
    standin, address, client, tmp_path
):
    standin.table = rows(2)
    gone = replace(addresses.DEPRIVATION[0], url=f"{address}/gone.csv")
    there = replace(PARTNERSHIPS, url=f"{address}/layer")

    came = fetch_each(client, [gone, there], tmp_path)

    assert [path.name for path in came.files] == [there.file_name]
    assert "never checked" in came.absent[0]
    assert gone.page in came.absent[0]


def test_no_address_claims_to_have_been_checked():
    assert not any(address.checked for address in addresses.EVERY)
    assert all(a.url.startswith("https://") for a in addresses.EVERY)


def test_the_command_fetches_months_and_says_what_is_next(
    standin, address, client, tmp_path, monkeypatch
):
    monkeypatch.setattr(archive, "BASE", f"{address}/archive")
    monkeypatch.setattr(
        archive.fetch_months,
        "__kwdefaults__",
        {**archive.fetch_months.__kwdefaults__, "base": f"{address}/archive"},
    )
    said = []
    words = ("archive", "--months", "2024-01..2024-03", "--to", str(tmp_path / "p"))

    code = command.run(asked(*words), today=TODAY, say=said.append, client=client)

    assert code == command.DONE
    assert "6 files are in" in said[-2]
    assert "goldthread lake add" in said[-1]


def test_a_force_that_is_absent_makes_the_command_say_so(
    standin, address, client, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        archive.fetch_months,
        "__kwdefaults__",
        {**archive.fetch_months.__kwdefaults__, "base": f"{address}/archive"},
    )
    said = []
    words = (
        "archive", "--months", "2024-01", "--force", "greater-manchester",
        "--to", str(tmp_path / "p"),
    )  # fmt: skip
    standin.months = ("2024-01",)

    code = command.run(asked(*words), today=TODAY, say=said.append, client=client)

    assert code == command.REFUSED
    assert any("Not published: 2024-01" in words for words in said)


@pytest.mark.parametrize(
    ("months", "force", "sentence"),
    [
        ("2024-1", "kent", "not a month"),
        ("2024-06", "kent", "not published yet"),
        ("2024-01", "Kent Police", "short name"),
    ],
)
def test_wrong_words_are_answered_with_a_sentence(
    client, tmp_path, months, force, sentence
):
    said = []
    words = ("archive", "--months", months, "--force", force, "--to", str(tmp_path))

    code = command.run(asked(*words), today=TODAY, say=said.append, client=client)

    assert code == command.MISUSED
    assert sentence in said[0]


def test_every_address_can_be_listed_without_a_network(client):
    said = []

    code = command.run(asked("addresses"), today=TODAY, say=said.append, client=client)

    assert code == command.DONE
    assert len(said) == len(addresses.EVERY)
    assert all("not checked" in words for words in said)
