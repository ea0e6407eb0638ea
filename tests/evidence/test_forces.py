"""People read the names of forces, not the names of their files."""

import pytest

from goldthread.documents.numbers import spaced
from goldthread.evidence.forces import force_name, key_words


@pytest.mark.parametrize(
    ("slug", "name"),
    [
        ("west-midlands", "West Midlands"),
        ("city-of-london", "City of London"),
        ("devon-and-cornwall", "Devon and Cornwall"),
        ("btp", "British Transport Police"),
        ("dyfed-powys", "Dyfed-Powys"),
        ("api-barking-and-dagenham-wards", "download of Barking and Dagenham wards"),
    ],
)
def test_a_force_is_called_by_its_name(slug: str, name: str) -> None:
    assert force_name(slug).casefold() == name.casefold()
    assert force_name(slug)[0] == name[0]


def test_a_piece_of_the_lake_is_named_by_force_and_month() -> None:
    assert key_words(("west-midlands", "2021-02")) == "West Midlands 2021-02"
    assert key_words(("2011", "2020")) == "2011 2020"
    assert key_words(()) == ""


def test_thousands_in_a_readers_sentence_are_parted_as_everywhere_on_a_page() -> None:
    assert spaced("1,220,000 of 1,603 rows, 12,5 and E06000001,2021") == (
        "1\u202f220\u202f000 of 1\u202f603 rows, 12,5 and E06000001,2021"
    )
