"""Mail that comes back minutes later is read from its mailbox, which stays as it was."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import override_settings
from tests.desk.made import make_owner, now
from tests.desk.mailbox import Box, Server
from tests.desk.test_mail import note, queued
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.cli.doctor import mail_troubles
from goldthread.config.declared import Misconfigured
from goldthread.config.mail import bounces
from goldthread.desk.clockwork import each_five_minutes
from goldthread.desk.jobs import JOBS
from goldthread.desk.mailbox import Mailbox, collect_returned
from goldthread.desk.models import OutgoingMail, ReturnedMail

pytestmark = pytest.mark.django_db
HELLO = b"Subject: hello\r\n\r\nI am away until Monday.\r\n"


def told_of(server: Server, **changed: Any) -> dict[str, Any]:
    address = f"imap://goldthread:heron%20%26%20viaduct@127.0.0.1:{server.port}"
    told = bounces(address)
    assert told is not None and not told["needs_tls"]
    return told | changed


def mailbox(server: Server, **changed: Any) -> Mailbox:
    return Mailbox(**told_of(server, **changed))


def test_what_came_back_is_noted_and_the_mailbox_stays_unread() -> None:
    mail = queued(make_owner())
    box = Box({3: HELLO, 8: note(mail), 9: b"\xff\x00 no mail at all"})
    with Server(box) as server:
        found = collect_returned(mailbox(server), at=NOW)

    mail.refresh_from_db()
    assert (found.read, found.back, found.problem) == (3, 1, "")
    assert mail.state == OutgoingMail.State.BOUNCED
    assert "550 5.1.1 User unknown" in mail.problem
    assert Event.objects.filter(verb="mail.bounced").count() == 1
    place = ReturnedMail.objects.get()
    assert (place.validity, place.last_uid, place.read_at) == (17, 9, NOW)
    verbs = {each.split()[0].upper() for each in box.asked}
    assert "STORE" not in verbs and "SELECT" not in verbs and "EXAMINE" in verbs


def test_the_next_look_reads_only_what_came_since() -> None:
    mail = queued(make_owner())
    box = Box({3: HELLO})
    with Server(box) as server:
        collect_returned(mailbox(server), at=NOW)
        assert collect_returned(mailbox(server), at=NOW).read == 0
        box.mails[4] = note(mail)
        found = collect_returned(mailbox(server), at=NOW)

    assert (found.read, found.back) == (1, 1)


def test_a_mailbox_that_counts_anew_is_read_anew_and_nothing_is_noted_twice() -> None:
    mail = queued(make_owner())
    box = Box({3: note(mail)})
    with Server(box) as server:
        collect_returned(mailbox(server), at=NOW)
        box.validity, box.mails = 18, {1: note(mail)}
        assert collect_returned(mailbox(server), at=NOW).read == 1

    assert Event.objects.filter(verb="mail.bounced").count() == 1


def test_a_mail_that_is_only_late_is_not_counted() -> None:
    mail = queued(make_owner())
    with Server(Box({3: note(mail, action="delayed")})) as server:
        assert collect_returned(mailbox(server), at=NOW).back == 0

    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.WAITING


def test_a_full_mailbox_is_read_in_several_looks() -> None:
    box = Box(dict.fromkeys(range(1, 71), HELLO))
    with Server(box) as server:
        first = collect_returned(mailbox(server), at=NOW)
        second = collect_returned(mailbox(server), at=NOW)

    assert (first.read, second.read) == (50, 20)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"password": "wrong"}, "wrong name or password"),
        ({"folder": "Nowhere"}, "there is no such folder"),
        ({"is_encrypted": True}, ""),
        ({"port": 9}, ""),
    ],
)
def test_a_mailbox_that_cannot_be_read_is_told_by_the_doctor_and_stops_nothing(
    changed: dict[str, Any], why: str, caplog: pytest.LogCaptureFixture
) -> None:
    with Server(Box({3: HELLO})) as server:
        found = collect_returned(mailbox(server, **changed), at=NOW)
        assert found.problem and why in found.problem
        with override_settings(BOUNCES=told_of(server)):
            words = " ".join(str(each) for each in mail_troubles(now()))
        assert "cannot be read" in words and why in words
        assert "heron" not in caplog.text + words
        assert collect_returned(mailbox(server), at=NOW).read == 1
    assert ReturnedMail.objects.get(name=str(mailbox(server))).problem == ""


def test_a_line_that_goes_dead_in_a_mail_loses_none() -> None:
    mail = queued(make_owner())
    box = Box({3: note(mail)}, drops=True)
    with Server(box) as server:
        assert collect_returned(mailbox(server), at=NOW).problem
        box.drops = False
        assert collect_returned(mailbox(server), at=NOW).back == 1


def test_the_worker_looks_every_five_minutes_where_a_mailbox_is_named() -> None:
    job = next(each for each in JOBS if each.name == "collect")
    slots = {each_five_minutes(NOW + timedelta(minutes=n)) for n in range(10)}
    assert job.slot is each_five_minutes and len(slots) in (2, 3)
    mail = queued(make_owner())
    with override_settings(BOUNCES=None):
        job.run(NOW)
    assert not ReturnedMail.objects.exists()
    with (
        Server(Box({3: note(mail)})) as server,
        override_settings(BOUNCES=told_of(server)),
    ):
        job.run(NOW)

    mail.refresh_from_db()
    assert mail.state == OutgoingMail.State.BOUNCED


@pytest.mark.parametrize(
    "address",
    ["mail.example.org", "smtp://a:b@mail.example.org", "imaps://mail.example.org", "imaps://a@mail.example.org"],
)  # fmt: skip
def test_an_address_that_names_no_mailbox_is_refused_in_a_sentence(
    address: str,
) -> None:
    with pytest.raises(Misconfigured, match="GOLDTHREAD_BOUNCES must look like"):
        bounces(address)


def test_a_mailbox_far_away_is_never_spoken_to_plainly() -> None:
    plain = bounces("imap://a:p%2Fw@mail.example.org/Returned")
    coded = bounces("imaps://a:b@mail.example.org")

    assert plain is not None and coded is not None and bounces("") is None
    assert (plain["needs_tls"], plain["password"]) == (True, "p/w")
    assert (plain["port"], plain["folder"]) == (143, "Returned")
    assert (coded["is_encrypted"], coded["port"]) == (True, 993)
    assert coded["folder"] == "INBOX"
