"""Words say of which figure they were said; a record is held against every figure before."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from tests.make import make_manager
from tests.make_board import TODAY, make_board
from tests.make_numbers import QUIET, make_indicator, make_readings
from tests.make_plan import make_strategy
from tests.partners.people import NOW

from goldthread.core.periods import quarter_of
from goldthread.documents.lint import faults as lint
from goldthread.documents.lint import texts_of
from goldthread.documents.model import plain
from goldthread.governance.pack import EVERYBODY, document_of, material_for
from goldthread.governance.pack.bound import unbound
from goldthread.performance import services
from goldthread.performance.claims import claims_on
from goldthread.performance.models import Indicator, Standing
from goldthread.performance.saying import claims_of
from goldthread.strategy import services as steering

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=3)
SEPTEMBER = date(2026, 9, 1)


def spoken_of_in_september(**how: Any) -> Indicator:
    """A measure whose words were approved on September, and which has October since."""
    measure = make_indicator(**how)
    make_readings(measure, [*QUIET, 121], until=SEPTEMBER)
    said = services.write_commentary(measure, what="A gang took vans.", by=None, at=NOW)
    services.approve_commentary(said, by=make_manager(), at=NOW)
    make_readings(measure, [190], at=LATER)
    return measure


@pytest.mark.covers("C32")
def test_words_on_september_are_no_explanation_of_october(client: Client) -> None:
    spoken_of_in_september()
    client.force_login(make_manager())

    shown = client.get("/measures/V1/").content.decode()

    assert "Of October 2026 (190) nobody has said yet why." in shown
    assert shown.index("Said of September 2026 (121)") < shown.index("A gang took vans")


@pytest.mark.covers("C32", "S106")
def test_a_pack_says_of_which_figure_the_words_are() -> None:
    strategy, board = make_strategy(state="in_force"), make_board()
    steering.publish_strategy(strategy, on=TODAY, by=make_manager(), at=NOW)
    measure = spoken_of_in_september(workstream=strategy.workstreams.first())
    quarter = quarter_of(date(2026, 7, 1))
    told = material_for(board, quarter, audience=EVERYBODY, on=TODAY, meeting=None)

    document = document_of(told, version="1", draft=False)

    said = "\n".join(plain(text) for text in texts_of(document))
    assert "Said of September 2026 (121): A gang took vans." in said
    assert "Of Oct 2026 nobody has said yet why." in said
    assert lint(document) == []
    assert unbound(document, written_by_people=["A gang took vans."]) == []
    services.write_commentary(measure, what="They came back.", by=None, at=LATER)
    told = material_for(board, quarter, audience=EVERYBODY, on=TODAY, meeting=None)
    document = document_of(told, version="1", draft=False)
    said = "\n".join(plain(text) for text in texts_of(document))
    assert "has said why; the words wait for their lead" in said


def test_words_on_the_newest_figure_say_so_too(client: Client) -> None:
    measure = spoken_of_in_september()
    said = services.write_commentary(measure, what="They came back.", by=None, at=LATER)
    services.approve_commentary(said, by=make_manager(), at=LATER)
    client.force_login(make_manager())

    shown = client.get("/measures/V1/").content.decode()

    assert "Said of October 2026 (190)" in shown and "nobody has said yet" not in shown


def test_a_mark_of_september_is_not_judged_by_october() -> None:
    measure = make_indicator()
    make_readings(measure, [*QUIET, 101], until=SEPTEMBER)
    said = services.write_commentary(measure, what="It rose.", by=None, at=NOW)
    services.approve_commentary(said, by=make_manager(), at=NOW)
    make_readings(measure, [190], at=LATER)
    (claim,) = claims_of(
        measure.commentaries.select_related("indicator", "reading__indicator").get(),
        "It rose.",
        Standing.objects.select_related("reading").get(indicator=measure),
    )

    assert claim.is_unsupported and "when it was approved" in claim.why


def faults(measure: Indicator, sentence: str) -> str:
    standing = Standing.objects.get(indicator=measure)
    assert standing.reading is not None
    (claim,) = claims_on(sentence, measure, standing.reading, standing)
    return claim.why


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ("More people reported than in any month before.", "August 2026 had more: 598, against 573"),
        ("This is the highest ever.", "August 2026 had more"),
        ("It is the highest figure on record.", "August 2026 had more"),
        ("A record high.", "August 2026 had more"),
        ("It is higher than ever before.", "August 2026 had more"),
        ("Fewer people reported than in any month before.", "had less: 400, against 573"),
        ("The lowest on record.", "had less: 400"),
        ("Not more people reported than in any month before.", ""),
        ("We do not say that it is the highest ever.", ""),
        ("The council met more often.", ""),
    ],
)  # fmt: skip
def test_a_record_is_held_against_every_figure_before(
    sentence: str, fault: str
) -> None:
    measure = make_indicator("H1", polarity="up")
    make_readings(measure, [400, *[410] * 12, 598, 573], until=SEPTEMBER)

    found = faults(measure, sentence)

    assert fault in found if fault else "had" not in found


@pytest.mark.parametrize(
    ("last", "sentence", "is_said"),
    [
        (700, "More people reported than in any month before.", True),
        (598, "More people reported than in any month before.", False),
        (300, "The lowest ever.", True),
        (300, "The highest ever.", False),
    ],
)
def test_a_true_record_may_be_said(last: int, sentence: str, is_said: bool) -> None:
    measure = make_indicator("H1", polarity="up")
    make_readings(measure, [400, *[410] * 12, 598, last], until=SEPTEMBER)

    found = faults(measure, sentence)

    assert (" had " not in found) == is_said
    if last == 598:
        assert "had as much: 598" in found


def test_a_quarter_is_held_against_whole_quarters() -> None:
    measure = make_indicator("H1", polarity="up")
    make_readings(measure, [300, 300, 300, 250, 250, 250], until=SEPTEMBER)

    found = faults(measure, "It is more than in any quarter before.")

    assert "April to June 2026 had more: 900, against 750" in found
    assert "too few figures" in faults(measure, "It is more than in any year before.")
    by_quarter = make_indicator("H2", polarity="up", every=3)
    make_readings(by_quarter, [9, 8], until=date(2026, 7, 1))
    assert "nothing can be said of every month" in faults(
        by_quarter, "More than in any month before."
    )
