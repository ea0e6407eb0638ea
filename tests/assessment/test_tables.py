"""The months behind a chart: nothing pads the table."""

from datetime import date

from goldthread.assessment.chapters.by_month import ByMonth, held_rows


def test_months_of_which_nothing_is_held_stand_in_one_row():
    months = tuple(date(2013, m, 1) for m in range(1, 7))

    rows = held_rows(
        ByMonth(
            months=months,
            crimes=(10.0, None, None, None, 12.0, 11.0),
            asb=(3.0, None, None, None, None, 4.0),
            public_order=(None, None, None, None, 1.0, 2.0),
            missing=3,
        )
    )

    assert rows == (
        (date(2013, 1, 1), 10.0, 3.0, None),
        ("February 2013 to April 2013", None, None, None),
        (date(2013, 5, 1), 12.0, None, 1.0),
        (date(2013, 6, 1), 11.0, 4.0, 2.0),
    )


def test_a_single_month_that_is_not_held_keeps_its_own_row():
    rows = held_rows(ByMonth((date(2016, 4, 1),), (None,), (None,), (None,), missing=1))

    assert rows == ((date(2016, 4, 1), None, None, None),)
