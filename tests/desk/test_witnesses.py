"""Each member agency gets the newest checkpoint every week, once, and nothing else in it."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.audit.acts import acts, after
from tests.partners.people import NOW, make_agency, make_person

from goldthread.audit.checkpoints import read, sign_checkpoint
from goldthread.audit.keys import keys
from goldthread.audit.sealing import seal_due
from goldthread.audit.verification import verify
from goldthread.desk.models import OutgoingMail
from goldthread.desk.services import send_checkpoints
from goldthread.partners import services
from goldthread.partners.models import Person

pytestmark = pytest.mark.usefixtures("empty_home", "db")
MONDAY = datetime(2026, 11, 30, 8, 0, tzinfo=UTC)


def member(agency: str, name: str, role: str) -> Person:
    found = make_agency(agency)
    services.add_membership(
        found,
        tier="responsible",
        from_on=NOW.date() - timedelta(days=900),
        by=None,
        at=NOW,
    )
    return make_person(
        f"{name.lower()}@example.org", name=name, role=role, agency=found
    )


def send() -> int:
    return send_checkpoints(on=MONDAY.date(), at=MONDAY)


@pytest.mark.covers("B7")
def test_each_member_agency_gets_the_newest_checkpoint_once_a_week(
    tmp_path: Path,
) -> None:
    member("Saxonshire Police", "Morwenna", "agency_lead")
    data = member("Saxonbridge City Council", "Hal", "governance")
    membership = data.acting.agency.memberships.get()
    services.nominate_facilitator(membership, person=data, by=None, at=NOW)
    make_person("nobody@example.org", name="Idris", role="practitioner")
    acts(3)
    seal_due(at=after(10))
    sign_checkpoint(at=after(11))

    assert send() == 2
    send()

    assert set(OutgoingMail.objects.values_list("to", flat=True)) == {
        "morwenna@example.org",
        "hal@example.org",
    }
    body = OutgoingMail.objects.get(to="hal@example.org").body
    [line] = [each for each in body.splitlines() if each.startswith("{")]
    kept = tmp_path / "kept.json"
    kept.write_text(line)
    assert json.loads(line)["rows"] >= 3
    assert keys().public_key().fingerprint in body
    given = read(kept)
    assert verify(keys(), given=given, given_key=keys().public_key()).state == "whole"


def test_before_anything_is_signed_nobody_gets_a_mail() -> None:
    member("Saxonshire Police", "Morwenna", "agency_lead")

    assert send() == 0
    assert not OutgoingMail.objects.exists()
