"""A pack is issued as it was read over, whatever changed since it was built."""

from typing import Any

import pytest
from django.test import Client
from tests.governance.test_pack import QUARTER, make_world, numbers_of
from tests.make import make_manager
from tests.make_board import make_decision
from tests.partners.people import NOW, PASSWORD

from goldthread.governance import services
from goldthread.governance.models import Meeting, Pack
from goldthread.partners.rules import Refused
from goldthread.performance import services as numbers
from goldthread.performance.models import Reading
from goldthread.performance.services import Figure

pytestmark = pytest.mark.django_db


def drafted() -> Pack:
    asked = services.ask_for_pack(make_world(), QUARTER, by=make_manager(), at=NOW)
    return services.build_pack(asked, by=make_manager(), at=NOW)


def life_goes_on() -> Reading:
    """A figure is put right and a decision is written down after the draft was built."""
    was = numbers_of("V1").readings.standing().order_by("-period_start").first()
    told = Figure(was.period_start, value=151)
    numbers.revise_reading(was, told, reason="A late batch", by=make_manager(), at=NOW)
    make_decision(Meeting.objects.took_place().get().items.get(), title="Lamps are bought")  # fmt: skip
    reading: Reading = was
    return reading


@pytest.mark.covers("S106")
def test_what_is_issued_is_what_was_read_and_not_what_came_in_between() -> None:
    read = drafted()
    was = life_goes_on()

    issued = services.issue_pack(read, by=make_manager(), at=NOW)

    for before, after in (
        (read.for_members, issued.for_members),
        (read.for_everybody, issued.for_everybody),
    ):
        assert "Lamps are bought" not in after and "151" not in after
        assert after == before.replace('"draft": true,\n  ', "")
    assert issued.hash_members != read.hash_members  # it is no draft any more
    # The reading that was read is held, so the next pack says what was revised.
    held = issued.lock.readings.filter(indicator=numbers_of("V1"))
    assert was in held and not held.filter(value=151).exists()


def test_the_page_says_what_changed_and_offers_to_build_it_again(
    client: Client,
) -> None:
    read, by = drafted(), make_manager()
    assert client.login(email=by.email, password=PASSWORD)
    here = f"/board/packs/{read.pk}/"
    assert "Since this draft was built" not in client.get(here).content.decode()

    life_goes_on()
    page = client.get(here).content.decode()

    assert "Since this draft was built these changed" in page
    assert "V1 Vehicle crimes recorded, latest: was 140, is 151 now" in page
    assert "New: D-002 A second" not in page and "New: D-002 Lamps are bought" in page
    assert "Issue it as it was read" in page and "Build it again" in page
    assert Pack.objects.get().for_members == read.for_members  # looking changes nothing


def test_a_draft_that_was_built_again_elsewhere_is_not_issued_unread(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    read, by = drafted(), make_manager()
    assert client.login(email=by.email, password=PASSWORD)
    life_goes_on()
    services.build_pack(read, by=by, at=NOW)

    said = client.post(f"/board/packs/{read.pk}/issue/", {"read": read.hash_members}, follow=True)  # fmt: skip

    assert "built again since this page was opened" in said.content.decode()
    assert Pack.objects.get().state == "draft"


def test_a_draft_that_does_not_know_its_readings_is_built_again_first() -> None:
    read = drafted()
    Pack.objects.update(readings=None)  # as version 0.2 left it

    with pytest.raises(Refused, match="Build it again and read it over"):
        services.issue_pack(read, by=make_manager(), at=NOW)


def test_a_pack_that_is_built_now_looks_for_itself(client: Client) -> None:
    pack = services.ask_for_pack(make_world(), QUARTER, by=make_manager(), at=NOW)
    assert client.login(email=make_manager().email, password=PASSWORD)

    page = client.get(f"/board/packs/{pack.pk}/").content.decode()
    assert 'hx-select="#pack"' in page and "Look again" in page

    services.build_pack(pack, by=make_manager(), at=NOW)
    built = client.get(f"/board/packs/{pack.pk}/").content.decode()
    assert 'hx-select="#pack"' not in built and 'hx-select="#pack-files"' in built
