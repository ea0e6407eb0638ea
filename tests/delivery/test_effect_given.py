"""Figures given by hand: read row by row, kept for good, judged when the window is over."""

from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from tests.make import make_manager
from tests.make_effects import BEGAN, stated
from tests.make_plan import TODAY, make_action, make_police_lead
from tests.partners.people import NOW, PASSWORD

from goldthread.audit.models import Event
from goldthread.delivery import services
from goldthread.delivery.effect_given import read_given, table_of, template
from goldthread.delivery.models import Action, Effect, ExpectedEffect, GivenFigures
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db
PLACES = ["Hill school", "Quay school", "Dale school"]


def by_hand(**more: Any) -> Action:
    """An action whose figures nobody holds here; three schools stand beside it."""
    return stated(measure="Exclusions for violence", comparison=PLACES, **more)


def table(after: int = 12, places: tuple[str, ...] = tuple(PLACES)) -> str:
    """Thirty a month in each place; `after` in the place itself from April 2025 on."""
    lines = ["\t".join(["period", "this place", *places])]
    for n in range(48):
        month = date(2022 + (n + 3) // 12, (n + 3) % 12 + 1, 1)
        own = after if month >= date(2025, 4, 1) else 30
        spread = n % 3 - 1
        cells = [own + spread, *(30 + spread for _ in places)]
        lines.append("\t".join([f"{month:%B %Y}", *map(str, cells)]))
    return "\n".join(lines)


def rows(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.splitlines()]


def give(action: Action, text: str = "", **more: Any) -> GivenFigures:
    given = read_given(rows(text or table()), action.expected_effect, every=1, on=TODAY)
    assert given.series is not None, given.faults
    told: dict[str, Any] = {
        "source": "The schools' own register",
        "strength": "strong",
        "by": None,
        "at": NOW,
    }
    return services.give_figures(action, given.series, **told | more)


@pytest.mark.covers("E12", "C36")
def test_figures_given_by_hand_are_judged_beside_the_places_named_in_advance() -> None:
    action = by_hand()
    give(action)

    (effect,) = services.judge_given(on=TODAY, at=NOW)

    assert effect.result == "worked"
    assert effect.level == 3
    assert effect.sentence.startswith(
        "It worked: 144 counted as “Exclusions for violence” in this place in April 2025 to "
        "March 2026, where 3 comparison places"
    )
    assert effect.series["source"] == "The schools' own register"
    assert effect.series["rule"] == "Named in advance"
    assert "compared with Hill school, Quay school, Dale school" in effect.expected
    event = Event.objects.get(verb="action.figures_given")
    assert event.detail["places"] == ["this place", *PLACES]
    assert services.judge_given(on=TODAY, at=NOW) == []


def test_weak_figures_give_no_answer_and_known_gaps_stand_beside_it() -> None:
    weak, fair = by_hand(title="Weak"), by_hand(title="Fair")
    give(weak, strength="weak")
    give(fair, strength="fair", note="Two schools count fights too.")

    services.judge_given(on=TODAY, at=NOW)

    told = {each.action_id: each for each in Effect.objects.all()}
    assert told[weak.pk].sentence.startswith(
        "Cannot tell: whoever gave the figures calls them weak"
    )
    assert told[fair.pk].doubts[0] == (
        "The figures were given by hand and are usable with known gaps. "
        "Two schools count fights too."
    )


def test_figures_given_again_say_why_and_what_was_given_stays() -> None:
    action = by_hand()
    first = give(action)

    with pytest.raises(Refused, match="why they are given again"):
        give(action, table(20))
    give(action, table(20), reason="A class was counted twice")
    services.judge_given(on=TODAY, at=NOW)

    first.refresh_from_db()
    assert first.series["place"]["counts"][-1] == 13
    effect = Effect.objects.get()
    assert effect.series["place"]["counts"][-1] == 21
    assert "given 2 times; the last time because: A class" in effect.doubts[0]
    with (
        pytest.raises(DatabaseError, match="never changed"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE delivery_givenfigures SET source = 'another'")


def test_what_was_named_in_advance_cannot_be_exchanged_for_what_fits_better() -> None:
    action = by_hand()
    other = table(places=("Hill school", "Quay school", "Dell school"))

    given = read_given(rows(other), action.expected_effect, every=1, on=TODAY)

    assert given.series is None
    assert given.faults == (
        "Row 1: there is no column Dale school. It was named in advance, so it has one, empty where nobody knows.",
        "Row 1: Dell school was not named in advance, so it proves nothing. Leave that column out.",
    )
    with pytest.raises(Refused, match="is judged from"):
        services.state_effect(
            action,
            measure="Exclusions for violence",
            direction="down",
            percent=20,
            window_from=date(2025, 4, 1),
            window_until=date(2026, 4, 1),
            comparison=["Dell school"],
            reason="It fits better",
            by=None,
            at=NOW,
        )


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (
            "Soon\t1\t1\t1\t1",
            "Row 50: expected a month such as April 2024; found 'Soon'.",
        ),
        ("May 2019\tten\t1\t1\t1", "Row 50: expected a whole number; found 'ten'."),
        ("May 2025\t1\t1\t1\t1", "Row 50: May 2025 is in it twice."),
        ("May 2090\t1\t1\t1\t1", "Row 50: May 2090 is not over yet."),
    ],
)
def test_every_bad_row_is_said_with_its_number(line: str, words: str) -> None:
    expected = by_hand().expected_effect

    given = read_given(rows(f"{table()}\n{line}"), expected, every=1, on=TODAY)

    assert given.series is None
    assert len(given.faults) == 1 and given.faults[0].startswith(words)


def test_a_table_without_figures_or_with_crooked_quarters_is_refused() -> None:
    expected = by_hand().expected_effect
    empty = template(expected, [date(2024, 4, 1), date(2024, 5, 1)])
    quarters = (
        "period\tthis place\t"
        + "\t".join(PLACES)
        + "\nApril 2024\t1\t1\t1\t1\nJune 2024\t1\t1\t1\t1"
    )

    def faults(text: str, every: int = 1) -> str:
        return read_given(rows(text), expected, every=every, on=TODAY).faults[0]

    assert faults(empty) == "No figure stands in the table yet."
    assert faults("period") == (
        "The table has no figures: a first row with the places, then one row for each period."
    )
    assert faults(quarters, 3).startswith("Quarters begin three months apart")
    series = read_given(rows(table()), expected, every=1, on=TODAY).series
    assert series is not None
    assert table_of(series) == table()


def test_quarters_are_judged_and_too_short_a_past_is_not() -> None:
    head = "\t".join(["period", "this place", *PLACES])
    lines = [
        f"{date(2021 + n // 4, n % 4 * 3 + 1, 1):%B %Y}\t"
        + "\t".join([str((40 if n >= 17 else 90) + n % 2), "91", "90", "92"])
        for n in range(21)
    ]

    def answer(text: str, title: str, every: int) -> Effect:
        action = by_hand(title=title)
        given = read_given(rows(text), action.expected_effect, every=every, on=TODAY)
        assert given.series is not None, given.faults
        services.give_figures(
            action, given.series, source="Register", strength="strong", by=None, at=NOW
        )
        return services.judge_given(on=TODAY, at=NOW)[0]

    quarters = answer("\n".join([head, *lines]), "Quarters", 3)
    short = answer(
        "\n".join([table().splitlines()[0], *table().splitlines()[13:]]), "Short", 1
    )

    assert quarters.result == "worked"
    assert quarters.found["months"] == 4
    assert short.sentence == (
        "Cannot tell: fewer than 24 months are held from before the work, so nobody knows "
        "how far the figures stray of themselves."
    )


def test_what_version_0_2_let_somebody_ask_and_nothing_can_judge_is_judged_by_hand() -> (
    None
):
    action = by_hand()
    ExpectedEffect.objects.filter(action=action).update(question="outcomes_by_month")
    action = Action.objects.get(pk=action.pk)

    assert services.due_to_judge(on=TODAY) == []
    give(action)
    (effect,) = services.judge_given(on=TODAY, at=NOW)

    assert effect.result == "worked"
    assert "measured by the question “" in effect.expected


def test_who_may_give_figures_and_for_what() -> None:
    action = by_hand()
    asked = stated(
        "Asked of the lake",
        question="monthly_by_category",
        parameters={"area": "X1", "category": "burglary"},
    )

    with pytest.raises(Refused, match="is led by"):
        give(action, by=make_police_lead())
    with pytest.raises(Refused, match="Say where the figures come from"):
        give(action, source=" ")
    with pytest.raises(Refused, match="held here already"):
        give(asked, table(places=()))
    plain = make_action("Another")
    series = read_given(rows(table()), action.expected_effect, every=1, on=TODAY).series
    assert series is not None
    with pytest.raises(Refused, match="stated no effect in advance"):
        services.give_figures(
            plain, series, source="x", strength="fair", by=None, at=NOW
        )


def test_the_database_keeps_figures_whole() -> None:
    action = by_hand()
    kept: dict[str, Any] = {
        "action": action,
        "number": 1,
        "series": {},
        "source": "Register",
        "strength": "fair",
        "given_at": NOW,
    }
    for wrong in ({"source": ""}, {"number": 2}, {"strength": "odd"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GivenFigures.objects.create(**kept | wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        type(action.expected_effect).objects.filter(action=action).update(
            question="monthly_by_category", indicator="V1"
        )


@pytest.mark.parametrize(
    ("places", "more", "words"),
    [
        (
            ["this place"],
            {"question": "monthly_by_category", "parameters": {"area": "X1"}},
            "compared by a rule",
        ),
        ([f"Place {n}" for n in range(21)], {}, "at most 20 places"),
        (["x" * 81], {}, "at most 80 signs"),
    ],
)
def test_places_that_cannot_be_compared_are_refused(
    places: list[str], more: dict[str, Any], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        stated(comparison=places, **more)


@pytest.mark.slow
def test_figures_are_given_on_the_page_pasted_or_as_a_file(client: Client) -> None:
    action = by_hand()
    manager = make_manager()
    assert client.login(email=manager.email, password=PASSWORD)
    address = f"/plan/{action.reference}/effect/figures/"
    told = {"every": "1", "source": "Register", "strength": "strong", "note": ""}

    form = client.get(address).content.decode()
    wrong = client.post(address, told | {"table": table().replace("29", "many")})
    nothing = client.post(address, told | {"table": ""})
    sent = client.post(address, told | {"table": table()})
    sheet = SimpleUploadedFile("figures.csv", table(15).replace("\t", ",").encode())
    again = client.post(address, told | {"sheet": sheet, "reason": "Two more weeks"})

    assert "this place\tHill school\tQuay school\tDale school" in form
    assert f"{BEGAN.replace(year=BEGAN.year - 2):%B %Y}" in form
    assert wrong.status_code == 422
    assert "Row 2: expected a whole number; found" in wrong.content.decode()
    assert "There are no figures yet" in nothing.content.decode()
    assert sent.status_code == again.status_code == 302
    assert [each.reason for each in GivenFigures.objects.order_by("number")] == [
        "",
        "Two more weeks",
    ]
    shown = client.get(f"/plan/{action.reference}/effect/worked/").content.decode()
    assert "Give them again" in shown and "Two more weeks" in shown
    judged = client.post(f"/plan/{action.reference}/effect/judge/", follow=True)
    assert "It worked" in judged.content.decode()
    assert (
        client.get(f"/plan/{make_action('None').reference}/effect/figures/").status_code
        == 404
    )
