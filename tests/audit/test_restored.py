"""A backup put back is red until somebody says so; what is gone is named, the rest holds."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.audit.acts import NOW, OTTOLINE, act, acts, after
from tests.audit.test_tampering import all_rows, owner, put_back

from goldthread.audit.checkpoints import Signed, read, sign_checkpoint
from goldthread.audit.keys import keys
from goldthread.audit.models import Checkpoint, Event
from goldthread.audit.refusal import Refused
from goldthread.audit.restoring import declare_restored
from goldthread.audit.sealing import seal_due
from goldthread.audit.verification import verify

pytestmark = pytest.mark.usefixtures("empty_home", "db")
REASON = "The disk failed; the backup of the night was put back."
Rows = dict[str, list[tuple[Any, ...]]]


def hour(number: int) -> None:
    """Three acts, sealed, and the hour's checkpoint."""
    acts(3, begin=3 * number)
    seal_due(at=after(3600 * number))
    sign_checkpoint(at=after(3600 * number + 1))


@pytest.fixture
def backup() -> Rows:
    """Two hours of acts are in the backup; two more came after it."""
    hour(1)
    hour(2)
    kept = all_rows()
    hour(3)
    hour(4)
    return kept


def declare(seconds: float = 20_000, **how: Any) -> Any:
    told = {"reason": REASON, "by": OTTOLINE, "at": after(seconds)} | how
    return declare_restored(keys(), **told)


def newest() -> Signed:
    return read(keys().checkpoint_file)[-1]


def test_an_undeclared_restoration_is_red(backup: Rows) -> None:
    put_back(backup)

    assert verify(keys()).state == "tampered"


def test_a_declared_one_is_said_and_the_record_is_whole_again(backup: Rows) -> None:
    put_back(backup)

    told = declare()

    found = verify(keys())
    assert found.state == "whole", found.fault
    assert (told.kept_rows, told.lost_rows) == (6, 12)
    [words] = found.told
    assert "declared on 23 November 2026, 15:03 UTC" in words
    assert "acts between 23 November 2026, 11:30 UTC and that moment" in words
    assert "rows 7 to 12" in words
    event = Event.objects.get(verb="record.restored")
    assert event.actor_email == "ottoline@example.org"
    assert event.detail["declaration"]["reason"] == REASON
    assert found.rows == 7  # the declaration is the first row after the backup


def test_what_follows_is_sealed_signed_and_checked_as_ever(backup: Rows) -> None:
    put_back(backup)
    declare()
    hour(7)
    hour(8)

    assert verify(keys()).state == "whole"
    numbers = [each.number for each in read(keys().checkpoint_file)]
    assert numbers == sorted(set(numbers))  # the table knew of two, the file of four
    assert newest().number == Checkpoint.objects.latest("number").number
    owner("UPDATE audit_event SET actor_label = 'x' WHERE verb = 'record.restored'")
    assert verify(keys()).state == "tampered"


def test_the_declaration_explains_no_later_roll_back(backup: Rows) -> None:
    put_back(backup)
    declare()
    hour(7)
    between = all_rows()
    hour(8)

    put_back(between)

    found = verify(keys())
    assert found.state == "tampered"
    assert "put back to an earlier day" in found.fault


def test_a_roll_back_to_before_the_declaration_is_red_though_it_was_declared(
    backup: Rows,
) -> None:
    put_back(backup)
    declare()

    put_back(backup)

    assert verify(keys()).state == "tampered"


def test_a_second_restoration_is_declared_beside_the_first(backup: Rows) -> None:
    put_back(backup)
    declare()
    between = all_rows()
    hour(7)
    put_back(between)

    declare(40_000, reason="The disk failed once more; same backup.")

    found = verify(keys())
    assert found.state == "whole", found.fault
    assert len(found.told) == 2


def test_another_agencys_checkpoint_of_the_lost_rows_is_explained(
    backup: Rows,
) -> None:
    kept = newest()
    put_back(backup)
    assert verify_given(kept).state == "tampered"
    declare()

    found = verify_given(kept)

    assert found.state == "whole", found.fault
    assert found.told


def verify_given(kept: Signed) -> Any:
    return verify(keys(), given=[kept], given_key=keys().public_key())


def test_the_home_folder_was_put_back_too_and_only_an_agency_knows(
    backup: Rows,
) -> None:
    kept = newest()
    lines = keys().checkpoint_file.read_text().splitlines(keepends=True)
    put_back(backup)
    keys().checkpoint_file.write_text("".join(lines[:2]))
    keys().last_seal_file.unlink()
    assert verify(keys()).state == "whole"  # nothing here knows better
    assert verify_given(kept).state == "tampered"
    with pytest.raises(Refused, match="hand over a checkpoint"):
        declare()

    declare(given=[kept], given_key=keys().public_key())

    assert verify_given(kept).state == "whole"


def test_a_site_that_ran_on_before_somebody_said_so_names_the_backups_moment(
    backup: Rows,
) -> None:
    put_back(backup)
    acts(1, begin=50)
    seal_due(at=after(15_000))  # the same number as a seal that is gone, other rows

    told = declare(backup_of=after(9000))

    assert told.kept_rows == 6
    assert verify(keys()).state == "whole", verify(keys()).fault


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        ("nothing is gone", "Nothing is missing"),
        ("no reason", "Expected a reason"),
        ("a row was edited", "cannot be declared"),
        ("no signing key", "lacks a key"),
        ("the note was changed", "cannot be declared"),
    ],
)
def test_what_cannot_be_declared_is_refused(
    backup: Rows, spoil: str, sentence: str
) -> None:
    how: dict[str, Any] = {"reason": "short"} if spoil == "no reason" else {}
    if spoil != "nothing is gone":
        put_back(backup)
    if spoil == "a row was edited":
        owner(
            "UPDATE audit_event SET actor_label = 'x' WHERE id = (SELECT min(id) FROM audit_event)"
        )
    if spoil == "no signing key":
        keys().signing_file.unlink()
    if spoil == "the note was changed":
        told = json.loads(keys().last_seal_file.read_text()) | {"rows": 3}
        keys().last_seal_file.write_text(json.dumps(told))

    with pytest.raises(Refused, match=sentence):
        declare(**how)

    assert not Event.objects.filter(verb="record.restored").exists()


def test_a_declaration_without_the_signing_key_explains_nothing(backup: Rows) -> None:
    """Whoever writes into the record as the site does can add such an act, unsigned."""
    put_back(backup)
    told = declare()
    detail = told.as_detail()
    detail["declaration"]["signature"] = "00" * 64
    put_back(backup)
    act("record.restored", detail=detail)
    seal_due(at=after(30_000))

    assert verify(keys()).state == "tampered"


def test_a_signed_declaration_copied_to_another_place_explains_nothing(
    backup: Rows,
) -> None:
    """Signed once for six rows kept; written again into a record cut to three."""
    put_back(backup)
    told = declare()
    cut = {
        table: [row for row in rows if table != "audit_seal" or row[0] == 1]
        for table, rows in backup.items()
    }
    cut["audit_event"] = backup["audit_event"][:3]
    cut["audit_sealedevent"] = backup["audit_sealedevent"][:3]
    cut["audit_checkpoint"] = backup["audit_checkpoint"][:1]
    put_back(cut)
    act("record.restored", detail=told.as_detail(), at=NOW + timedelta(hours=9))
    seal_due(at=after(32_000))

    assert verify(keys()).state == "tampered"


def test_the_command_declares_and_verification_says_so(
    run: Any, backup: Rows, tmp_path: Path
) -> None:
    put_back(backup)
    assert run("audit", "verify").code == 1

    ended = run("audit", "restored", "--reason", REASON)

    assert ended.code == 0, ended.err
    assert "Restored from a backup" in ended.out
    after_it = run("audit", "verify")
    assert after_it.code == 0
    assert "The record is whole" in after_it.out
    assert f"({REASON})" in after_it.out
    assert run("audit", "restored", "--reason", REASON).code == 1
    assert run("audit", "restored", "--reason", REASON, "--backup-of", "?").code == 2
