"""The pages of the record: what each shows, to whom, and that looking leaves a line."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from tests.audit.acts import NOW, act, after
from tests.partners.people import PASSWORD, make_person

from goldthread.audit.checkpoints import sign_checkpoint
from goldthread.audit.models import Event
from goldthread.audit.queries import Asked, record_page, verbs
from goldthread.audit.sealing import seal_due
from goldthread.audit.services import Actor, Subject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]


def signed_in(role: str = "governance") -> Client:
    make_person(role=role)
    client = Client()
    client.post("/account/login/", {"login": "amar@example.org", "password": PASSWORD})
    return client


def shown(client: Client, path: str = "/record/", **asked: str) -> str:
    answer = client.get(path, asked)
    assert answer.status_code == 200
    return answer.content.decode()


def table(page: str) -> str:
    found = re.search(r"<tbody.*</tbody>", page, re.DOTALL)
    return found.group() if found else ""


def test_the_record_tells_who_did_what_when_and_for_whom() -> None:
    act("assessment.published", subject=Subject("x", "9", "The assessment"))
    client = signed_in()

    page = shown(client)

    for words in (
        "Ottoline, The council",
        "assessment published",
        "The assessment",
        "23 November 2026, 09:30:00",
        "done",
    ):
        assert words in table(page)


def test_reading_the_record_is_itself_recorded_without_what_was_searched_for() -> None:
    event = act()
    client = signed_in()

    shown(client, email="ottoline@example.org")

    look = Event.objects.get(verb="record.read")
    assert look.actor_label == "Amar Tolliver"
    assert look.detail == {"asked_by": ["person"], "shown": [str(event.uuid)]}
    assert "ottoline" not in str(look.detail)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"email": "Ottoline@Example.org"}, ["one", "two"]),
        ({"verb": "plan.changed"}, ["three"]),
        ({"kind": "k", "reference": "2"}, ["two"]),
        (
            {"start_day": "24", "start_month": "11", "start_year": "2026"},
            ["three", "two"],
        ),
        ({"end_day": "23", "end_month": "11", "end_year": "2026"}, ["one"]),
        ({"email": "nobody@example.org"}, []),
    ],
    ids=str,
)
def test_the_record_is_narrowed_by_who_what_and_when(
    asked: dict[str, str], expected: list[str]
) -> None:
    client = signed_in()
    day = timedelta(days=1)
    other = Actor("person:8", "Bertram", "bertram@example.org")
    act("a.b", subject=Subject("k", "1", "label-one"), at=NOW)
    act("a.b", subject=Subject("k", "2", "label-two"), at=NOW + day)
    act(
        "plan.changed", subject=Subject("k", "3", "label-three"), at=NOW + day, by=other
    )

    found = table(shown(client, **asked))

    assert set(re.findall(r"label-(\w+)", found)) == set(expected)


def test_a_day_is_a_day_by_the_clock_on_the_wall() -> None:
    """1 July 2026 begins at 23:00 UTC on 30 June."""
    client = signed_in()
    early = NOW.replace(month=6, day=30, hour=23, minute=30)
    act(subject=Subject("k", "1", "label-first"), at=early)
    act(subject=Subject("k", "1", "label-before"), at=early - timedelta(hours=1))

    found = table(shown(client, start_day="1", start_month="7", start_year="2026"))

    assert "label-first" in found
    assert "label-before" not in found


def test_a_period_that_runs_backwards_is_answered_in_a_sentence() -> None:
    told = {
        "start_day": "2", "start_month": "1", "start_year": "2026",
        "end_day": "1", "end_month": "1", "end_year": "2026",
    }  # fmt: skip

    assert "The last day is before the first" in shown(signed_in(), **told)


def test_long_lists_are_read_page_by_page_and_every_act_is_met_once() -> None:
    make_person(role="governance")
    before = Event.objects.count()
    for place in range(120):
        act(at=after(place // 3), subject=Subject("k", str(place), f"act {place}"))

    seen, mark, pages = [], "", 0
    while True:
        page = record_page(Asked(), after=mark)
        seen += [line.about for line in page.lines]
        pages, mark = pages + 1, page.older
        if not mark:
            break

    assert pages == 3
    assert seen[:120] == [f"act {place}" for place in reversed(range(120))]
    assert len(seen) == 120 + before


@pytest.mark.parametrize("mark", ["", "x", "1-x", "9" * 30 + "-1", "١-١", "-1--1"])
def test_a_mark_that_is_none_of_ours_begins_at_the_beginning(mark: str) -> None:
    act()

    assert record_page(Asked(), after=mark).lines


def test_a_page_has_a_way_on_and_keeps_what_was_asked() -> None:
    client = signed_in()
    for place in range(60):
        act(at=after(place))

    first = shown(client, email="ottoline@example.org")
    [older] = re.findall(r'href="(\?[^"]+)" rel="next"', first)
    second = client.get("/record/" + older.replace("&amp;", "&")).content.decode()

    assert table(first).count("<tr") == 50
    assert table(second).count("<tr") == 10
    assert 'rel="prev"' in second
    assert "Older" not in second


def test_every_verb_is_found_by_stepping_through_the_index() -> None:
    for verb in ("c.d", "a.b", "c.d", "b.c"):
        act(verb)

    assert verbs() == ("a.b", "b.c", "c.d")


def test_no_verb_where_nothing_is_recorded() -> None:
    assert verbs() == ()


@pytest.mark.parametrize("asked", [Asked(), Asked(email="ottoline@example.org")])
def test_a_page_of_the_record_asks_the_same_few_questions(
    asked: Asked, django_assert_num_queries: Any
) -> None:
    for place in range(60):
        act(at=after(place))
    # PostgreSQL: a transaction of its own, and whether the role must be changed.
    more = 3 if connection.vendor == "postgresql" else 0

    with django_assert_num_queries(2 + more):
        record_page(asked)


def test_the_whole_page_asks_no_more_for_fifty_acts_than_for_two(
    django_assert_max_num_queries: Any,
) -> None:
    client = signed_in()
    for place in range(60):
        act(at=after(place))
    client.get("/record/")

    with django_assert_max_num_queries(24):
        client.get("/record/")


def test_one_act_is_shown_with_its_detail_and_its_seal() -> None:
    client = signed_in()
    event = act(
        subject=Subject("k", "7", "The plan"),
        by=Actor("person:7", "Ottoline", "o@example.org", "The council", "Manager"),
        detail={"before": {"rows": 3}, "after": {"rows": 5}, "ids": [1, 2]},
    )
    waits = shown(client, f"/record/{event.uuid}/")
    seal_due(at=after(1))
    page = shown(client, f"/record/{event.uuid}/")

    assert "waits for its seal" in waits
    assert re.search(r"row \d+ of the sealed record, sealed 23 November 2026", page)
    for words in ("Manager", "The council", "before: rows", "after: rows", "1, 2"):
        assert words in page
    assert "/record/?kind=k&amp;reference=7" in page
    assert Event.objects.filter(verb="record.act_read").count() == 2


def test_an_act_that_does_not_exist_has_no_page() -> None:
    client = signed_in()

    assert (
        client.get(f"/record/{'0' * 8}-0000-4000-8000-{'0' * 12}/").status_code == 404
    )


def test_everybody_sees_their_own_acts_and_nobody_elses() -> None:
    other = act(subject=Subject("k", "1", "somebody else's act"))
    client = signed_in("practitioner")

    page = shown(client, "/account/record/")

    assert "person signed in" in table(page)
    assert "somebody else" not in page
    assert "Export" not in page
    own = Event.objects.get(verb="person.signed_in")
    assert client.get(f"/account/record/{own.uuid}/").status_code == 200
    assert client.get(f"/account/record/{other.uuid}/").status_code == 404
    assert Event.objects.filter(verb="record.own_read").count() == 1


def test_a_filter_does_not_reach_beyond_ones_own_acts() -> None:
    act(subject=Subject("k", "1", "somebody else's act"))
    client = signed_in("practitioner")

    page = shown(client, "/account/record/", email="ottoline@example.org")

    assert "somebody else" not in page
    assert "No act fits" in page


@pytest.mark.parametrize("role", ["manager", "practitioner", "sysadmin"])
def test_the_whole_record_is_for_information_governance_alone(role: str) -> None:
    event = act()
    client = signed_in(role)

    for path in ("/record/", "/record/export/", f"/record/{event.uuid}/"):
        assert client.get(path).status_code in (403, 404)


def test_the_page_shows_the_newest_checkpoint() -> None:
    client = signed_in()
    assert "Nothing is under a signed checkpoint yet" in shown(client)

    seal_due(at=NOW)
    signed = sign_checkpoint(at=NOW)
    page = shown(client, "/account/record/")

    assert signed.head[:16] in page
    assert signed.key in page


def test_names_from_outside_are_shown_as_text() -> None:
    client = signed_in()
    event = act(
        subject=Subject("k", "1", "<script>alert(1)</script>"),
        detail={"<b>x</b>": "<img src=x>"},
    )

    for page in (shown(client), shown(client, f"/record/{event.uuid}/")):
        assert "<script>alert" not in page
        assert "<img src=x>" not in page


def test_without_the_record_no_page_of_it_is_shown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from django.db import DatabaseError

    from goldthread.web import reading

    act(subject=Subject("k", "1", "canary"))
    client = signed_in()

    def full(*args: Any, **how: Any) -> None:
        raise DatabaseError("disk full")

    monkeypatch.setattr(reading, "record", full)
    for path in ("/record/", "/account/record/", "/record/export/"):
        answer = client.get(path)
        assert answer.status_code == 503, path
        assert b"canary" not in answer.content
