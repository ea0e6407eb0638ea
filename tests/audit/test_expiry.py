"""What is older than it is kept for goes as a whole, under a stone; the chain still holds."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from tests.audit.acts import OTTOLINE, act, without_triggers
from tests.audit.test_tampering import owner

from goldthread.audit.checkpoints import Signed, read, sign_checkpoint
from goldthread.audit.expiry import (
    expired,
    older_than_years,
    remove_expired,
)
from goldthread.audit.keys import keys
from goldthread.audit.models import Checkpoint, Event, Seal, SealedEvent, Tombstone
from goldthread.audit.refusal import Refused
from goldthread.audit.sealing import seal_due
from goldthread.audit.tombstones import Stone
from goldthread.audit.verification import verify

pytestmark = pytest.mark.usefixtures("empty_home", "db")
TODAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SEVEN = older_than_years(7, at=TODAY)


def year(number: int, *, sign: bool = True) -> None:
    """Two acts of a year under one seal, and a checkpoint over them."""
    day = datetime(number, 5, 4, 12, tzinfo=UTC)
    for place in range(2):
        act(at=day, detail={"year": number, "n": place})
    seal_due(at=day + timedelta(seconds=1))
    if sign:
        sign_checkpoint(at=day + timedelta(hours=1))


@pytest.fixture
def decade() -> None:
    """Eight years of acts: 2017, 2018 and the spring of 2019 are over by now."""
    for number in range(2017, 2025):
        year(number)
    assert verify(keys()).state == "whole"


def remove(older_than: datetime = SEVEN, at: datetime = TODAY) -> Stone:
    made = remove_expired(keys(), older_than=older_than, by=OTTOLINE, at=at)
    seal_due(at=at + timedelta(seconds=1))
    return made


def years() -> set[int]:
    return {
        detail["year"]
        for detail in Event.objects.values_list("detail", flat=True)
        if "year" in detail
    }


def test_looking_says_what_is_over_and_removes_nothing(decade: None) -> None:
    found = expired(older_than=SEVEN)

    assert found is not None
    assert (found.first_row, found.last_row, found.rows) == (1, 6, 6)
    assert Event.objects.count() == 16


def test_the_whole_stretch_goes_and_the_chain_still_verifies(decade: None) -> None:
    stone = remove()

    assert years() == set(range(2020, 2025))
    assert (stone.first_row, stone.last_row, stone.last_seal) == (1, 6, 3)
    assert not SealedEvent.objects.filter(seq__lte=6).exists()
    assert not Seal.objects.filter(number__lte=3).exists()
    found = verify(keys())
    assert found.state == "whole", found.fault
    assert "Rows 1 to 6, older than 23 November 2019, were removed on" in found.told[0]
    event = Event.objects.get(verb="record.expired")
    assert event.actor_email == "ottoline@example.org"
    assert event.detail["rows"] == [1, 6]


def test_years_later_the_next_stretch_follows_the_first(decade: None) -> None:
    remove()
    later = TODAY.replace(year=2028)

    stone = remove(older_than_years(7, at=later), later)

    assert (stone.number, stone.first_row, stone.last_row) == (2, 7, 10)
    assert verify(keys()).state == "whole", verify(keys()).fault
    assert len(verify(keys()).told) == 2


def test_another_agencys_old_checkpoint_is_no_fault_and_a_false_one_is(
    decade: None,
) -> None:
    held = read(keys().checkpoint_file)
    remove()
    public = keys().public_key()

    for old in held:  # of the removed rows, of the last of them, of what is kept
        assert verify(keys(), given=[old], given_key=public).state == "whole"

    false = Signed(
        **{name: getattr(held[2], name) for name in Signed.__slots__}
        | {"head": "0" * 64}
    )
    assert "tombstone 1 stands for" in verify(keys(), given=[false]).fault


def test_the_last_seal_stays_so_that_the_next_one_has_something_to_follow() -> None:
    year(2017)
    year(2018)

    stone = remove()

    assert stone.last_row == 2
    assert years() == {2018}
    year(2026)
    assert verify(keys()).state == "whole", verify(keys()).fault


def test_a_stretch_ends_at_a_checkpoint(decade: None) -> None:
    found = expired(older_than=datetime(2019, 5, 4, 12, 30, tzinfo=UTC))

    assert found is not None
    assert found.last_row == 4  # 2019 is sealed by then, and not under a checkpoint


# ------------------------------------------------------------------------ refused


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        ("nothing is so old", "Nothing sealed under a checkpoint is older"),
        ("a row was edited", "not whole. Row 9"),
        ("no signing key", "cannot|missing"),
        ("no seal key", "not whole"),
    ],
)
def test_what_may_not_be_removed_stays(decade: None, spoil: str, sentence: str) -> None:
    when = SEVEN
    if spoil == "nothing is so old":
        when = datetime(2017, 1, 1, tzinfo=UTC)
    if spoil == "a row was edited":
        owner("UPDATE audit_event SET actor_label = 'x' WHERE id = %s", nth(9))
    if spoil == "no signing key":
        keys().signing_file.unlink()
    if spoil == "no seal key":
        keys().seal_file.unlink()
    before = Event.objects.count()

    with pytest.raises(Refused, match=sentence):
        remove(when)

    assert Event.objects.count() == before
    assert not Tombstone.objects.exists()


def nth(row: int) -> int:
    return int(SealedEvent.objects.get(seq=row).event_id)


def test_less_than_a_year_is_never_asked() -> None:
    with pytest.raises(Refused, match="at least 1 year"):
        older_than_years(0, at=TODAY)
    leap = datetime(2028, 2, 29, tzinfo=UTC)
    assert older_than_years(7, at=leap) == datetime(2021, 2, 28, tzinfo=UTC)


def test_the_guards_are_back_when_it_is_done(decade: None) -> None:
    remove()

    for statement in (
        "DELETE FROM audit_event",
        "DELETE FROM audit_sealedevent",
        "DELETE FROM audit_seal",
        "DELETE FROM audit_tombstone",
        "UPDATE audit_tombstone SET last_row = 99",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


# ------------------------------------------------------------------------ tampering


def test_rows_removed_without_a_stone_are_found(decade: None) -> None:
    events = [nth(row) for row in range(1, 7)]
    with without_triggers() as cursor:
        marks = ", ".join(map(str, events))
        cursor.execute(f"DELETE FROM audit_event WHERE id IN ({marks})")
        cursor.execute("DELETE FROM audit_sealedevent WHERE seq <= 6")
        cursor.execute("DELETE FROM audit_seal WHERE number <= 3")

    assert "Seal 1 is missing" in verify(keys()).fault


@pytest.mark.parametrize(
    ("statement", "sentence"),
    [
        ("UPDATE audit_tombstone SET signature = '00'", "not signed by key"),
        ("UPDATE audit_tombstone SET at = '2020-01-01 00:00:00+00:00'", "not signed"),
        ("UPDATE audit_tombstone SET last_row = 8, last_seal = 4", "not signed"),
        ("UPDATE audit_tombstone SET head = previous", "not signed by key"),
        ("UPDATE audit_tombstone SET number = 2", "does not follow"),
        ("DELETE FROM audit_tombstone", "Seal 1 is missing"),
        (
            "INSERT INTO audit_sealedevent (seq, event_id, digest) VALUES (3, 99999, 'x')",
            "Row 3 was put in under a tombstone",
        ),
    ],
)
def test_a_stone_that_was_touched_is_found(
    decade: None, statement: str, sentence: str
) -> None:
    remove()

    owner(statement)

    found = verify(keys())
    assert found.state == "tampered"
    assert sentence in found.fault


def test_without_the_public_key_nothing_can_be_said_of_a_stone(decade: None) -> None:
    remove()
    keys().signing_file.unlink()
    keys().public_file.unlink()

    assert verify(keys()).state == "cannot tell"


def test_checkpoints_are_kept_for_ever(decade: None) -> None:
    remove()

    assert Checkpoint.objects.count() == 8


def test_the_command_shows_first_and_removes_when_told(run: Any, decade: None) -> None:
    over = expired(older_than=older_than_years(7, at=datetime.now(UTC)))
    assert over is not None
    shown = run("audit", "expire")
    assert shown.code == 0
    words = f"Rows 1 to {over.last_row} ({over.rows} rows, up to checkpoint "
    assert words in shown.out
    assert "Nothing was removed" in shown.out
    assert Event.objects.count() == 16

    done = run("audit", "expire", "--remove")
    assert done.code == 0, done.err
    assert "were removed on" in done.out
    assert Event.objects.filter(verb="record.expired").count() == 1
    assert Event.objects.count() == 16 - over.rows + 1
    assert "were removed on" in run("audit", "verify").out
    again = run("audit", "expire")
    assert "Nothing sealed under a checkpoint is older" in again.out
    assert run("audit", "expire", "--years", "0").code == 1
