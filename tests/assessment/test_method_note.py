"""The method note says the rules that a reader could not guess."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from goldthread.assessment.produce import produce
from goldthread.core.periods import statutory_year
from goldthread.documents.model import Bullets, plain, sections_of
from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.lake import Lake

pytestmark = pytest.mark.slow
NOW = datetime(2026, 11, 23, tzinfo=UTC)


def test_the_rule_of_place_and_the_absence_of_hours_are_said(
    saxonbridge_home: Path,
) -> None:
    made = produce(
        DuckEngine(Lake(saxonbridge_home).version()),
        area="X22000001",
        period=statutory_year(2025),
        on=NOW.date(),
        invented=True,
    )

    (method,) = [s for _, s in sections_of(made.document) if s.id == "method"]
    said = " ".join(
        plain(item)
        for section in (method, *method.sections)
        for block in section.blocks
        if isinstance(block, Bullets)
        for item in block.items
    )

    assert "whose code it was published with" in said  # oddity 10
    assert "without a day or an hour" in said  # oddity 19
    assert "map points, not addresses" in said  # E40
