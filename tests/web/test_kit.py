"""The blocks of the page kit say what they should to eyes, ears and screen readers."""

import re
from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from goldthread.web.kit import (
    Column,
    Download,
    Link,
    Progress,
    Row,
    Status,
    Step,
    Table,
)
from goldthread.web.templatetags import kit

NARROW_SPACE = "\N{NARROW NO-BREAK SPACE}"


def drawn(text: str, **context: object) -> str:
    request = RequestFactory().get("/list/?q=a%26b&page=2")
    page = engines["django"].from_string(text).render(context, request)
    return re.sub(r"[ \n]+", " ", page).strip()


@pytest.mark.parametrize(
    ("value", "says"),
    [
        (0, "0"),
        (1234567, f"1{NARROW_SPACE}234{NARROW_SPACE}567"),
        (-3.26, "−3.3"),
        (12.0, "12"),
        (None, "–"),
        (float("nan"), "–"),
    ],
)
def test_numbers_are_said_with_thin_spaces_and_a_real_minus(
    value: float | None, says: str
) -> None:
    assert kit.number(value) == says


def test_missing_is_never_zero() -> None:
    assert kit.number(None) != kit.number(0)


def test_dates_are_said_as_people_say_them() -> None:
    assert kit.day(date(2026, 11, 3)) == "3 November 2026"
    assert kit.month(date(2022, 10, 1)) == "October 2022"
    # Half past eleven at night in London is the next day in UTC's summer reckoning.
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)
    assert kit.moment(late) == "1 July 2026 at 00:30"


@pytest.mark.parametrize(
    ("size", "says"), [(412, "1 kB"), (98_000, "98 kB"), (1_412_000, "1.4 MB")]
)
def test_sizes_are_said_roughly(size: int, says: str) -> None:
    assert kit.size(size) == says


@pytest.mark.parametrize("mood", kit._ICONS)
def test_a_status_is_a_word_and_an_icon_before_it_is_a_colour(mood: str) -> None:
    page = drawn("{% status s %}", s=Status("Of concern", mood))  # type: ignore[arg-type]

    assert "<svg" in page
    assert 'aria-hidden="true"' in page
    assert "Of concern" in page


def test_no_two_moods_share_an_icon() -> None:
    assert len(set(kit._ICONS.values())) == len(kit._ICONS)


def test_a_table_names_its_rows_its_columns_and_its_source() -> None:
    table = Table(
        "Offences", [Column("Type"), Column("Number", True)], [["Burglary", 1412]], "S."
    )

    page = drawn("{% data_table t %}", t=table)

    assert '<th scope="col"' in page
    assert '<th scope="row" class="govuk-table__header">Burglary</th>' in page
    assert f"1{NARROW_SPACE}412" in page
    assert "Offences</caption>" in page
    assert "govuk-table__cell--numeric" in page


def test_a_table_whose_rows_do_not_fit_its_columns_is_refused() -> None:
    with pytest.raises(ValueError, match="has not 2 cells"):
        drawn("{% data_table t %}", t=Table("T", [Column("A"), Column("B")], [["x"]]))


def test_what_people_write_is_never_markup() -> None:
    canary = "<script>alert(1)</script>\"'&"
    page = drawn(
        "{% summary r %}{% thread s %}{% downloads d %}{% page_tabs t %}{% data_table x %}",
        r=[Row(canary, canary, Link(canary, "/a"))],
        s=[Step(canary, canary, "", (canary,))],
        d=[Download(canary, "/a", canary)],
        t=[Link(canary, "/a")],
        x=Table(canary, [Column(canary)], [[canary]], canary),
    )

    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 11


def test_going_to_another_page_of_a_list_keeps_what_was_asked() -> None:
    page = drawn("{% pages p %}", p=Paginator(range(100), 10).page(2))

    assert 'href="?q=a%26b&amp;page=3"' in page
    assert 'aria-current="page"' in page


def test_a_list_of_one_page_has_no_pages() -> None:
    assert drawn("{% pages p %}", p=Paginator(range(5), 10).page(1)) == ""


def test_progress_is_asked_again_until_it_ends() -> None:
    going = drawn("{% progress p %}", p=Progress("Loading", 1, 4, href="/jobs/1"))
    done = drawn("{% progress p %}", p=Progress("Loaded", 4, 4, True, href="/jobs/1"))
    failed = drawn(
        "{% progress p %}", p=Progress("Load", 1, 4, failed="Full.", href="/x")
    )

    assert 'hx-get="/jobs/1"' in going
    assert 'value="25"' in going
    assert "hx-get" not in done + failed
    assert "Full." in failed


def test_progress_of_nothing_is_no_division_by_zero() -> None:
    assert Progress("Waiting", 0, 0).share == 0
    assert Progress("Counting", 7, 4).share == 100


@pytest.mark.urls("tests.web.kit_site")
@pytest.mark.django_db
def test_a_wrong_box_is_tied_to_its_hint_and_its_error(client: Client) -> None:
    page = client.post("/kit/form/", {"title": "\u200b"}).content.decode()

    assert "<title>Error: A form" in page
    assert 'aria-describedby="id_title-hint id_title-error"' in page
    assert 'class="govuk-input govuk-input--error"' in page
    for target in (
        "id_title",
        "id_kind_0",
        "id_topics_0",
        "id_held_on_day",
        "id_files",
    ):
        assert f'href="#{target}"' in page
        assert f'id="{target}"' in page


@pytest.mark.urls("tests.web.kit_site")
@pytest.mark.django_db
def test_what_was_typed_is_still_there_after_an_error(client: Client) -> None:
    page = client.post(
        "/kit/form/", {"title": 'A "B" & <C>', "held_on_day": "31", "kind": "walk"}
    ).content.decode()

    assert 'value="A &quot;B&quot; &amp; &lt;C&gt;"' in page
    assert 'value="31"' in page
    [walk] = re.findall(r'<input[^>]*value="walk"[^>]*>', page)
    assert "checked" in walk


def test_a_row_that_ends_in_what_to_do_says_on_a_card_which_column_each_cell_is_of() -> (
    None
):
    columns = (Column("Board"), Column("100 % said"), Column("Next step"))
    rows = (("Cabinet", "Agreed", Link("Record it", "/x/")),)

    card = render_to_string(
        "web/kit/table.html", kit.data_table(Table("All", columns, rows))
    )
    plain = render_to_string(
        "web/kit/table.html", kit.data_table(Table("All", columns[:2], (rows[0][:2],)))
    )

    assert 'class="govuk-table gt-cards"' in card
    assert 'data-of="100 % said">Agreed' in card
    assert "gt-cards" not in plain and "data-of" not in plain
