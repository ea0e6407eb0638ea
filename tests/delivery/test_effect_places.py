"""Where an effect is expected: places by the names that people call them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.make import make_manager
from tests.make_plan import TODAY, make_action, make_area
from tests.partners.people import NOW, PASSWORD
from tests.shared import copy_home

from goldthread.audit.models import Event
from goldthread.core.refusal import Refused
from goldthread.delivery import services
from goldthread.delivery.effect_asking import lake_to_ask
from goldthread.delivery.effect_counted import asked_in_words, categories, in_words
from goldthread.delivery.effect_places import Place, place_called, places_to_name
from goldthread.delivery.models import Change, ExpectedEffect
from goldthread.delivery.queries import action_named, action_page
from goldthread.partners.models import Area
from goldthread.saxonbridge import Generated

WHARF = Place("X05000001", "Wharf", "ward", "ward")
HILL = Place("X05000002", "Hill Top", "ward", "ward")
CITY = Place("X06000001", "Wharf", "local_authority", "council area")
OURS = Place("OWN-1", "Wharf", "neighbourhood", "neighbourhood", is_held=False)
SMALL = Place("X01000001", "Saxonbridge 001A", "neighbourhood", "small area in Wharf")


def test_a_place_is_found_by_its_name_however_it_is_typed() -> None:
    saint = Place("X05000003", "St Oswin's", "ward", "ward")
    known = (WHARF, HILL, SMALL, saint)

    assert (
        place_called("st oswins", known) == place_called("St Oswin’s", known) == saint
    )
    assert place_called("  hill-top ", known) == HILL
    assert place_called("Hill Top (ward)", known) == HILL
    assert place_called("saxonbridge 001a", known) == SMALL
    assert place_called("X05000001", known) == WHARF


def test_a_place_of_our_own_that_the_lake_knows_too_is_the_lakes() -> None:
    assert place_called("Wharf", (WHARF, OURS)) == WHARF
    assert place_called("Wharf", (HILL, OURS)) == OURS


def test_a_wrong_name_is_refused_with_the_nearest_and_two_of_a_name_are_told_apart() -> (
    None
):
    wrong = place_called("Hil Topp", (WHARF, HILL, SMALL))
    two = place_called("Wharf", (WHARF, CITY))
    strange = place_called("Timbuktu", (WHARF, HILL))

    assert str(wrong) == (
        "No place here is called “Hil Topp”. Did you mean Hill Top (ward)?"
    )
    assert str(two) == (
        "2 places are called Wharf. Write which: Wharf (ward) or Wharf (council area)."
    )
    assert isinstance(strange, Refused)
    assert "Expected the name of a ward, a small area or the partnership" in str(
        strange
    )
    assert place_called("Wharf (council area)", (WHARF, CITY)) == CITY


def test_what_is_counted_is_said_in_plain_words() -> None:
    today = timezone.localdate()
    words = [in_words(each) for each in categories(today)]

    assert words[0] == "Crime of every kind recorded by the police"
    assert "Vehicle crime recorded by the police" in words
    assert "Anti-social behaviour reported to the police" in words
    assert not any("-" in each.replace("Anti-social", "") for each in words)
    assert (
        asked_in_words("monthly_by_category", {"category": "vehicle-crime"})
        == "the police’s monthly records of vehicle crime"
    )
    # What a plan of version 0.2 may have stated.
    assert asked_in_words("outcomes_by_month", {}).startswith("the question “")
    assert asked_in_words("outcomes_by_month", {"category": "vehicle-crime"}).endswith(
        "” of vehicle crime"
    )
    assert asked_in_words("gone", {}) == "the question “gone”, which is no longer asked"


def stated_by_code(code: str) -> str:
    """What the page says of an effect as version 0.2 stated it: by a code, without a place."""
    action = make_action()
    services.state_effect(
        action,
        measure="Vehicle crimes",
        direction="down",
        percent=15,
        window_from=date(2027, 4, 1),
        window_until=date(2028, 4, 1),
        question="monthly_by_category",
        parameters={"area": code, "category": "vehicle-crime"},
        by=make_manager(),
        at=NOW,
    )
    found = action_named(action.reference)
    assert found is not None
    return action_page(found, person=make_manager(), on=TODAY).effect


@pytest.mark.django_db
def test_a_place_that_was_stated_by_its_code_alone_is_called_by_its_name(
    empty_home: Path,
) -> None:
    make_area("X05000001", "Castle")

    said = stated_by_code("X05000001")

    assert "fewer or less by 15 per cent in Castle, from 1 April 2027" in said
    assert "X05000001" not in said


@pytest.mark.django_db
def test_a_code_that_nobody_knows_is_shown_with_a_sentence(empty_home: Path) -> None:
    said = stated_by_code("X09999999")

    assert "in X09999999 (a code that no list of areas names here), from" in said


@pytest.mark.django_db
@pytest.mark.slow
def test_a_code_of_the_lake_is_called_as_the_lake_calls_it(city: str) -> None:
    code = next(one.code for one in held() if one.name == city)

    assert f"15 per cent in {city}, from" in stated_by_code(code)


@pytest.fixture
def city(
    empty_home: Path, saxonbridge_areas: Path, saxonbridge_files: Generated
) -> str:
    """The name of a ward of Saxonbridge, whose lake knows its areas."""
    copy_home(saxonbridge_areas, empty_home)
    Area.objects.create(
        code=saxonbridge_files.partnership,
        name="Safer Saxonbridge Partnership",
        kind="partnership",
    )
    wards = [one for one in held() if one.kind == "ward"]
    return wards[0].name


def held() -> list[Place]:
    known = places_to_name(lake_to_ask(), on=timezone.localdate())
    return [one for one in known if one.is_held]


def told(**more: Any) -> dict[str, Any]:
    """What the form sends: a year that begins next January."""
    year = timezone.localdate().year + 1
    return {
        "counted": "vehicle-crime",
        "direction": "down",
        "percent": "15",
        "window_from_day": "1", "window_from_month": "1", "window_from_year": year,
        "window_until_day": "1", "window_until_month": "1", "window_until_year": year + 1,
    } | more  # fmt: skip


@pytest.mark.django_db
@pytest.mark.slow
@pytest.mark.covers("E12", "C36")
def test_an_effect_is_stated_by_a_ward_s_name_and_stands_by_it_everywhere(
    client: Client, city: str
) -> None:
    make_area("OWN-1", "Market quarter")
    action = make_action()
    assert client.login(email=make_manager().email, password=PASSWORD)
    address = f"/plan/{action.reference}/effect/"

    form = client.get(address).content.decode()
    wrong = client.post(address, told(where=f"{city}x")).content.decode()
    unheld = client.post(address, told(where="Market quarter")).content.decode()
    nowhere = client.post(address, told()).content.decode()
    assert not ExpectedEffect.objects.exists()
    done = client.post(address, told(where=city.upper()), follow=True)

    assert f'<option value="{city}">ward</option>' in form.replace("&#x27;", "'")
    assert f"small area in {city}" in form and "monthly_by_category" not in form
    assert "Every place that can be named" in form
    assert f"Did you mean {city} (ward)" in wrong
    assert "No place here is called “Market quarter”" in unheld
    assert "Enter the name of a place, such as a ward." in nowhere
    kept = ExpectedEffect.objects.get()
    area = Area.objects.get(name=city)
    assert (kept.area, area.kind) == (area, "ward")
    assert kept.parameters == {"category": "vehicle-crime", "area": area.code}
    assert kept.measure == "Vehicle crime recorded by the police"
    said = (
        "Vehicle crime recorded by the police: fewer or less by 15 per cent in "
        f"{city}, from 1 January"
    )
    assert said in done.content.decode()
    change = Change.objects.get(field="effect").after
    assert change.startswith(said) and area.code not in change
    assert Event.objects.get(verb="area.added").subject_label == city


@pytest.mark.django_db
@pytest.mark.slow
def test_stated_anew_the_form_stands_as_it_was_and_the_place_is_not_added_twice(
    client: Client, city: str
) -> None:
    action = make_action()
    small = next(one for one in held() if one.words == f"small area in {city}")
    assert client.login(email=make_manager().email, password=PASSWORD)
    address = f"/plan/{action.reference}/effect/"
    client.post(address, told(where=small.name, measure="Vans entered at night"))

    form = client.get(address).content.decode()
    bare = client.post(address, told(where=small.name)).content.decode()
    client.post(address, told(where=small.name, percent="5", reason="One rank less"))

    assert f'value="{small.name}"' in form and "Vans entered at night" in form
    assert '<option value="vehicle-crime" selected>' in form
    assert "Enter why it is stated anew." in bare
    assert ExpectedEffect.objects.get().percent == 5
    assert Event.objects.filter(verb="area.added").count() == 1


@pytest.mark.django_db
def test_without_records_the_page_says_so_and_by_hand_it_can_be_stated(
    client: Client,
) -> None:
    action = make_action()
    make_area("OWN-1", "Market quarter")
    assert client.login(email=make_manager().email, password=PASSWORD)
    hand = f"/plan/{action.reference}/effect/by-hand/"
    sent = told(
        measure="Injuries with glass",
        where="market quarter",
        comparison="Station quarter\n\nCanal side",
    )

    empty = client.get(f"/plan/{action.reference}/effect/").content.decode()
    wrong = client.post(hand, sent | {"where": "Markt"}).content.decode()
    odd = client.post(
        hand, sent | {"window_until_year": sent["window_from_year"]}
    ).content.decode()
    inside = client.post(hand, sent | {"window_from_day": "15"}).content.decode()
    assert not ExpectedEffect.objects.exists()
    client.post(hand, sent)

    assert "expected the first of a month; found 15 January 20" in inside
    assert "No police records are held here yet" in empty
    assert f'href="{hand}"' in empty
    assert "Did you mean Market quarter (ward)?" in wrong
    assert "The window ends before it begins." in odd
    kept = ExpectedEffect.objects.get()
    assert kept.is_by_hand and kept.area and kept.area.name == "Market quarter"
    assert kept.comparison == ["Station quarter", "Canal side"]
    page = client.get(f"/plan/{action.reference}/").content.decode()
    assert f'href="{hand}"' in page  # stated anew where it was stated
    again = client.get(hand).content.decode()
    assert "Station quarter\nCanal side" in again
    assert 'value="Market quarter"' in again


@pytest.mark.django_db
def test_what_may_not_be_stated_any_more_is_said_in_place_of_the_form(
    client: Client,
) -> None:
    from tests.make_effects import stated

    action = stated()
    assert client.login(email=make_manager().email, password=PASSWORD)

    for way in ("", "by-hand/", "measure/"):
        shown = client.get(f"/plan/{action.reference}/effect/{way}").content.decode()
        assert "what was expected stands as it was stated" in shown
        assert '<form method="post" novalidate' not in shown
