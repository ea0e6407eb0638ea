"""The month of a date may be typed as a word."""

from datetime import date

import pytest

from goldthread.web.fields import DateField
from goldthread.web.forms import Form


class OneDate(Form):
    on = DateField(label="On")


def typed(month: str) -> OneDate:
    return OneDate({"on_day": "14", "on_month": month, "on_year": "2026"})


@pytest.mark.parametrize("month", ["10", "Oct", "october", " OCTOBER ", "oct"])
def test_a_month_is_read_as_a_number_or_as_a_word(month: str) -> None:
    form = typed(month)

    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == date(2026, 10, 14)


def test_september_has_a_short_name_of_four_letters_too() -> None:
    form = typed("Sept")

    assert form.is_valid() and form.cleaned_data["on"].month == 9


@pytest.mark.parametrize("month", ["Octember", "o", ""])
def test_what_is_no_month_is_refused_with_an_example(month: str) -> None:
    form = typed(month)

    assert "as numbers, such as 27 3 2022" in str(form.errors)
