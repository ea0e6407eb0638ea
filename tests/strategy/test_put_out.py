"""What outsiders and boards are given while a strategy is made, and what is said beside it."""

import uuid

import pytest
from django.test import Client
from django.utils import timezone
from tests.make import TODAY, make_chair, make_manager, make_strategy
from tests.partners.people import NOW
from tests.strategy.test_consultation import asked, day, page_of

from goldthread.strategy import files, services
from goldthread.strategy.linked import linked
from goldthread.strategy.models import Strategy

pytestmark = pytest.mark.django_db
NOTE = "Gap: the chair's words, name and signature."


def with_a_gap() -> Strategy:
    """A draft whose foreword is a note of its writers to themselves."""
    strategy = make_strategy()
    area = strategy.sections.get(key="area")
    services.write_section(
        area, text=f"Our city.\n{NOTE}", seen=area.version, on=TODAY, by=None, at=NOW
    )
    return strategy


def page(client: Client, strategy: Strategy, rest: str = "") -> str:
    return client.get(f"/strategies/{strategy.key}/{rest}").content.decode()


@pytest.mark.covers("S24")
def test_whoever_copies_the_address_of_a_draft_reads_what_is_asked_while_it_is_open() -> (
    None
):
    strategy = asked(make_strategy(), first=0, last=30)
    address = f"/strategies/{strategy.key}/"

    answer = Client().get(f"{address}public/")
    assert answer["Location"] == f"{address}consultation/"

    services.close_consultation(
        strategy, reason="Enough.", on=timezone.localdate(), by=None, at=NOW
    )
    assert "/account/login/" in Client().get(f"{address}public/")["Location"]


@pytest.mark.covers("S24")
def test_whoever_opens_a_consultation_is_told_what_is_unfinished_and_nobody_reads_the_notes(
    client: Client,
) -> None:
    strategy = with_a_gap()
    client.force_login(make_manager())

    form = page(client, strategy, "move/consult/")
    title = strategy.sections.get(key="area").title
    assert f"{title}: people read “Still to be written.” instead of its gap." in form
    assert "Foreword: empty." in form

    read = page_of(asked(strategy, first=0, last=30))
    assert "Our city." in read and "Still to be written." in read
    assert "signature" not in read
    assert NOTE in strategy.sections.get(key="area").text


def test_who_opens_one_is_given_its_address_and_told_when_people_have_one_day(
    client: Client,
) -> None:
    strategy, today = make_strategy(), timezone.localdate()
    client.force_login(make_manager())
    told = (
        day("opens_on", today)
        | day("last_day", today)
        | {
            "answers": "Write.",
            "once": str(uuid.uuid4()),
        }
    )

    answer = client.post(
        f"/strategies/{strategy.key}/move/consult/", told, follow=True
    ).content.decode()

    assert f"http://testserver/strategies/{strategy.key}/consultation/" in answer
    assert "People have one day to answer." in answer


def test_how_to_answer_is_followed_by_a_click_and_carries_nothing_else() -> None:
    said = linked(
        "Write to answers@example.org, ring 01632 960 123 <b>now</b> or see https://example.org/x?a=1."
    )

    assert 'href="mailto:answers@example.org">answers@example.org</a>,' in said
    assert 'href="tel:01632960123">01632 960 123</a> &lt;b&gt;now' in said
    assert 'href="https://example.org/x?a=1">https://example.org/x?a=1</a>.' in said


@pytest.mark.covers("S48", "S58")
def test_what_is_put_before_the_boards_is_written_as_their_paper(
    client: Client,
) -> None:
    strategy = make_strategy(state="proposed")
    reading = files.reading_of(strategy, on=timezone.localdate())
    assert reading.document.draft
    assert reading.document.version == f"{strategy.version_label}, for decision"
    client.force_login(make_manager())
    assert "being written" in page(client, strategy, "approvals/")

    folder = files.folder_of(strategy, reading)
    folder.mkdir(parents=True)
    for kind in files.KINDS[:2]:
        (folder / files.file_name(strategy, kind)).write_bytes(b"as the worker does")

    boards = page(client, strategy, "approvals/")
    assert f'href="/strategies/{strategy.key}/files/pdf/"' in boards
    assert f'href="/strategies/{strategy.key}/files/word/"' in boards


def test_the_chair_of_another_board_is_not_told_that_they_record_it(
    client: Client,
) -> None:
    strategy = make_strategy(state="proposed")
    ours, theirs = strategy.approvals.select_related("body").order_by("pk")
    client.force_login(make_chair(theirs.body))

    refused = page(client, strategy, f"approvals/{ours.pk}/")

    assert "You record it" not in refused
    assert "You record it as its chair." in page(
        client, strategy, f"approvals/{theirs.pk}/"
    )


@pytest.mark.covers("S48")
def test_after_a_refusal_the_boards_are_counted_by_what_they_said(
    client: Client,
) -> None:
    strategy = make_strategy(state="proposed")
    client.force_login(make_manager())
    assert "2 of 2 to go" in page(client, strategy, "approvals/")
    first = strategy.approvals.order_by("pk")[0]
    services.record_decision(
        first,
        decision="refused",
        decided_on=TODAY,
        note="No.",
        by=make_manager(),
        at=NOW,
    )

    assert "1 did not agree, 1 has not decided." in page(client, strategy, "approvals/")


def test_publishing_says_beforehand_everything_that_stands_in_the_way(
    client: Client,
) -> None:
    strategy = make_strategy(state="agreed", is_complete=False)
    client.force_login(make_manager())

    form = page(client, strategy, "publish/")

    assert "It cannot be published yet" in form
    assert "do not say what they allocate." in form
    assert "do not say how they will measure their success." in form
    assert "Anybody can read it, as a page" in form and ">Publish</button>" not in form


def test_what_is_blocked_offers_to_see_why_and_no_publishing(client: Client) -> None:
    client.force_login(make_manager())
    blocked = make_strategy(state="agreed", is_complete=False)
    said = page(client, blocked)
    assert "See what stands in the way of publishing it" in said
    assert "Publish it" not in said

    said = page(client, make_strategy("Whole", state="agreed", is_complete=True))

    assert "Publish it" in said
    assert "stands in the way of publishing" not in said


def test_a_strategy_without_a_workstream_is_told_to_open_one(client: Client) -> None:
    strategy = make_strategy()
    for each in strategy.workstreams.all():
        services.remove_workstream(each, by=None, at=NOW)
    client.force_login(make_manager())

    assert "Open a workstream: without one there is no plan." in page(client, strategy)
