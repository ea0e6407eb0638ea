"""What is said of outcomes when none is known."""

from datetime import date
from typing import Any, cast

from goldthread.assessment.chapters.outcomes import Group, Outcomes, tell_cohort
from goldthread.documents.model import Callout, plain
from goldthread.evidence import outcomes


def test_crimes_without_any_outcome_are_said_to_have_none_and_bear_no_share() -> None:
    held = Outcomes(
        first=date(2011, 2, 1),
        last=date(2011, 2, 1),
        months=1,
        newest=date(2014, 2, 1),
        crimes=1423,
        unknown=1423,
        groups=tuple(
            Group(name, 1423 if name == outcomes.UNKNOWN else 0)
            for name in outcomes.ORDER
        ),
        categories=(),
        unknown_months=(date(2011, 2, 1),),
    )

    told = tell_cohort(cast(Any, None), held, cast(Any, None))

    (block,) = told.blocks
    assert isinstance(block, Callout)
    assert "none carries an outcome" in plain(block.text)
    assert told.key is None
