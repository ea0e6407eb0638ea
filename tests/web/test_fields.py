"""Fields take what people type, and refuse the rest in a sentence."""

from datetime import date, time
from decimal import Decimal

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.datastructures import MultiValueDict

from goldthread.web.fields import (
    DateField,
    ManyFilesField,
    PoundsField,
    TimeField,
    Words,
)
from goldthread.web.forms import Form


class OneDate(Form):
    held_on = DateField(label="Held on", first=2000, last=2050)


class OneText(Form):
    title = Words(label="Title", max_length=80)


class OneAmount(Form):
    spent = PoundsField(label="Spent")


class OneFile(Form):
    files = ManyFilesField(label="Files")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("48500", "48500"),
        ("£48,500", "48500"),
        (" £ 48 500.50 ", "48500.50"),
        ("1\u202f234\u202f567", "1234567"),
        ("0", "0"),
    ],
)
def test_pounds_are_read_as_people_write_them(typed: str, meant: str) -> None:
    form = OneAmount({"spent": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["spent"] == Decimal(meant)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("48,50", "such as 12500 or £12,500.50"),
        ("much", "such as 12500 or £12,500.50"),
        ("££5", "such as 12500 or £12,500.50"),
        ("-5", "an amount of 0 or more"),
        ("1.234", "2 decimal places"),
    ],
)
def test_what_is_no_amount_is_answered_with_what_one_looks_like(
    typed: str, says: str
) -> None:
    form = OneAmount({"spent": typed})

    assert not form.is_valid()
    assert says in str(form.errors)


def test_an_amount_is_shown_without_pence_where_there_are_none() -> None:
    field = PoundsField(label="Spent")

    assert field.prepare_value(Decimal("48500.00")) == "48500"
    assert field.prepare_value(Decimal("48500.50")) == Decimal("48500.50")


def dated(day: str, month: str, year: str) -> OneDate:
    return OneDate({"held_on_day": day, "held_on_month": month, "held_on_year": year})


def test_a_date_is_read_from_three_boxes() -> None:
    form = dated("27", " 3 ", "2022")

    assert form.is_valid()
    assert form.cleaned_data["held_on"] == date(2022, 3, 27)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        (("30", "2", "2022"), "There is no 30/2/2022"),
        (("29", "2", "2023"), "There is no 29/2/2023"),
        (("1", "1", "22"), "between 2000 and 2050"),
        (("1", "1", "9999"), "between 2000 and 2050"),
        (("1", "13", "2022"), "There is no 1/13/2022"),
        (("", "3", "2022"), "as numbers"),
        (("１", "3", "2022"), "as numbers"),
        (("-1", "3", "2022"), "as numbers"),
        (("1", "3", "20222"), "as numbers"),
        (("\x00", "3", "2022"), "Null characters"),
        (("", "", ""), "Enter held on."),
    ],
)
def test_a_date_that_cannot_be_says_which_and_why(
    typed: tuple[str, str, str], says: str
) -> None:
    form = dated(*typed)

    assert not form.is_valid()
    assert says in " ".join(form.errors["held_on"])


@pytest.mark.parametrize("leap", [("29", "2", "2024"), ("1", "1", "2000")])
def test_dates_at_the_edge_are_real(leap: tuple[str, str, str]) -> None:
    assert dated(*leap).is_valid()


@pytest.mark.parametrize("nothing", ["", "   ", "\u200b\u200d", "\u00ad", "\t\n"])
def test_text_in_which_nothing_can_be_seen_is_no_text(nothing: str) -> None:
    form = OneText({"title": nothing})

    assert form.errors["title"] == ["Enter title."]


@pytest.mark.parametrize(
    "written",
    ["O’Neil", "Null", "👩‍👩‍👧", "مرحبا", "Zażółć", "{{ 7*7 }}", "<b>bold</b>", "=1+1"],
)
def test_text_is_kept_as_written(written: str) -> None:
    form = OneText({"title": written})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["title"] == written


def test_text_is_composed_so_that_equal_names_are_equal() -> None:
    form = OneText({"title": "Sia\u0302n"})

    assert form.is_valid()
    assert form.cleaned_data["title"] == "Siân"


@pytest.mark.parametrize("turned", ["\u202egnihton", "a\u2066b"])
def test_text_that_turns_itself_around_is_refused(turned: str) -> None:
    assert "turn text around" in OneText({"title": turned}).errors["title"][0]


def test_many_files_come_as_a_list_and_none_is_refused() -> None:
    sent = MultiValueDict(
        {
            "files": [
                SimpleUploadedFile("a.csv", b"1"),
                SimpleUploadedFile("b.csv", b"2"),
            ]
        }
    )

    form = OneFile({}, sent)
    assert form.is_valid()
    assert [file.name for file in form.cleaned_data["files"]] == ["a.csv", "b.csv"]
    assert OneFile({}, {}).errors["files"] == ["Choose files."]


def test_an_empty_file_is_refused() -> None:
    sent = MultiValueDict({"files": [SimpleUploadedFile("a.csv", b"")]})

    assert "empty" in OneFile({}, sent).errors["files"][0]


def test_a_required_field_asks_with_its_own_label() -> None:
    class Mixed(Form):
        email = forms.EmailField(label="E-mail")
        ward = forms.ChoiceField(label="Ward", choices=[("1", "Abbey")])
        code = forms.CharField(label="LSOA code")
        said = forms.CharField(error_messages={"required": "Say something."})

    assert dict(Mixed({}).errors) == {
        "email": ["Enter e-mail."],
        "ward": ["Choose ward."],
        "code": ["Enter LSOA code."],
        "said": ["Say something."],
    }


class OneTime(Form):
    starts_at = TimeField(label="At what time", required=False)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("2pm", time(14)),
        ("2 p.m.", time(14)),
        ("2.30pm", time(14, 30)),
        ("2:30 PM", time(14, 30)),
        ("14:00", time(14)),
        ("14.00", time(14)),
        ("1400", time(14)),
        ("9.15", time(9, 15)),
        ("12am", time(0)),
        ("12pm", time(12)),
        ("noon", time(12)),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_type_it(typed: str, read: time | None) -> None:
    form = OneTime({"starts_at": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["starts_at"] == read


@pytest.mark.parametrize(
    "typed", ["2", "25:00", "14:60", "14pm", "0pm", "half two", "2m"]
)
def test_what_is_no_time_is_refused_with_examples(typed: str) -> None:
    form = OneTime({"starts_at": typed})

    assert not form.is_valid()
    assert f"“{typed}” is no time of day" in form.errors["starts_at"][0]


def test_a_time_that_is_kept_stands_in_its_box_as_hours_and_minutes() -> None:
    assert 'value="14:00"' in str(OneTime(initial={"starts_at": time(14)}))
