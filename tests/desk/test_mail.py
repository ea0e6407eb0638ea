"""Mail leaves once, says nothing that matters, and what comes back is seen."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.adapter import get_adapter
from django.db import IntegrityError, transaction
from django.test import Client
from tests.desk.made import all_rows, link_in, make_link, make_owner, now, owned
from tests.desk.post import Post, opened
from tests.make import make_manager
from tests.make_plan import TODAY, days_ago
from tests.partners.people import NOW, PASSWORD, make_installation

from goldthread.audit.models import Event
from goldthread.desk import rules, services
from goldthread.desk.bounces import bounce_in, mail_of
from goldthread.desk.models import OutgoingMail
from goldthread.partners.emails import tell_of_change
from goldthread.partners.models import Installation, Person

pytestmark = pytest.mark.django_db
State = OutgoingMail.State


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    handler = Post()
    controller = opened(handler)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = controller.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield handler
    controller.stop()


def queued(person: Person, key: str = "a", **how: Any) -> OutgoingMail:
    told = {"subject": "Something waits", "body": "Hello.\n", "kind": "digest"} | how
    mail = services.queue_mail(person, key=key, by=None, at=NOW, **told)
    assert mail is not None
    return mail


def test_a_mail_says_whose_it_is_and_whom_to_ask() -> None:
    noor = make_owner()
    first = make_installation().area.name
    plain = queued(noor)
    Installation.objects.update(contact_email="safer@saxonbridge.example.org")

    told = queued(noor, key="b")

    assert plain.subject == f"{first}: Something waits"
    assert plain.body == (
        f"Hello.\n\n{first}, by Goldthread. Questions? Ask your partnership manager.\n"
    )
    assert told.body.endswith("Questions? Write to safer@saxonbridge.example.org.\n")


@pytest.mark.parametrize("is_set_up", [False, True])
def test_every_mail_and_the_second_factor_say_the_same_partnership(
    mailoutbox: list[Any], is_set_up: bool
) -> None:
    noor = make_owner()
    place = make_installation().area.name if is_set_up else "Goldthread"

    tell_of_change(noor, "Your password was changed.")

    assert f"about your account at {place}." in mailoutbox[0].body
    assert queued(noor).subject == f"{place}: Something waits"
    issuer = get_adapter().get_totp_issuer()
    assert issuer == (f"Goldthread, {place}" if is_set_up else "Goldthread")


def test_a_mail_leaves_once_over_real_smtp_and_its_words_are_let_go(post: Post) -> None:
    noor = make_owner()
    mail = queued(noor)

    assert services.send_waiting(at=NOW) == 1
    assert services.send_waiting(at=NOW) == 0

    (taken,) = post.taken
    assert taken.rcpt_tos == ["noor@example.org"]
    assert f"Message-ID: <{mail.message_id}@".encode() in (taken.content or b"")
    assert b"Auto-Submitted: auto-generated" in (taken.content or b"")
    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, mail.body) == (State.SENT, NOW, "")
    assert [event.verb for event in Event.objects.filter(verb__startswith="mail")] == [
        "mail.queued",
        "mail.sent",
    ]


def test_an_occasion_has_one_mail_however_often_it_is_queued() -> None:
    noor = make_owner()
    queued(noor)

    again = services.queue_mail(
        noor, key="a", kind="digest", subject="x", body="y", by=None, at=NOW
    )

    assert again is None and OutgoingMail.objects.count() == 1
    assert Event.objects.filter(verb="mail.queued").count() == 1


def test_a_refused_recipient_came_back_and_the_manager_sees_it(
    post: Post, client: Client
) -> None:
    noor, amar = make_owner(), make_manager()
    post.says["noor@example.org"] = "550 No such user here"
    mail = queued(noor)

    services.send_waiting(at=NOW)

    mail.refresh_from_db()
    assert mail.state == State.BOUNCED and "No such user here" in mail.problem
    assert Event.objects.get(verb="mail.bounced").outcome == "failed"
    client.login(email=amar.email, password=PASSWORD)
    shown = client.get("/mail/").content.decode()
    assert "Did not arrive (1)" in shown and "550 No such user here" in shown
    assert "See to 1 mail that did not arrive" in client.get("/desk/").content.decode()
    client.login(email=noor.email, password=PASSWORD)
    assert client.get("/mail/").status_code == 403


def test_what_came_back_at_once_is_sent_again_to_the_corrected_address(
    post: Post, client: Client
) -> None:
    noor, amar = make_owner(), make_manager()
    post.says["noor@example.org"] = "550 No such user here"
    mail = queued(noor)
    services.send_waiting(at=NOW)
    Person.objects.filter(pk=noor.pk).update(email="noor.ashby@example.org")
    client.login(email=amar.email, password=PASSWORD)

    client.post(f"/mail/{mail.pk}/again/")

    mail.refresh_from_db()
    assert (mail.state, mail.to) == (State.WAITING, "noor.ashby@example.org")
    assert services.send_waiting(at=now()) == 1
    assert Event.objects.filter(verb="mail.sent_again").count() == 1
    refused = client.post(f"/mail/{mail.pk}/again/", follow=True).content.decode()
    assert "Only a mail that could not be sent, or came back" in refused


def test_only_so_many_are_sent_at_once_and_the_others_have_their_turn(
    post: Post,
) -> None:
    noor = make_owner()
    queued(noor, "a")
    queued(noor, "b")

    assert services.send_waiting(at=NOW, most=1) == 1
    assert services.send_waiting(at=NOW, most=1) == 1
    assert len(post.taken) == 2


def test_a_mail_whose_words_are_gone_is_not_sent_again(post: Post) -> None:
    noor, amar = make_owner(), make_manager()
    mail = queued(noor)
    services.send_waiting(at=NOW)
    services.note_bounce(mail, problem="550 gone", by=None, at=NOW)

    with pytest.raises(rules.Refused, match="its words are not kept"):
        services.send_again(mail, by=amar, at=NOW)


def test_a_server_that_is_busy_is_asked_again_after_longer_and_longer_waits(
    post: Post,
) -> None:
    noor = make_owner()
    post.says["noor@example.org"] = "451 Greylisted, try later"
    mail = queued(noor)
    at, waits = NOW, []

    for _ in range(rules.TRIES):
        services.send_waiting(at=at)
        mail.refresh_from_db()
        if mail.state == State.WAITING:
            assert "Greylisted" in mail.problem
            waits.append(mail.not_before - at)
            assert services.send_waiting(at=mail.not_before - timedelta(seconds=1)) == 0
            at = mail.not_before

    assert tuple(waits) == rules.WAITS
    assert mail.state == State.FAILED
    assert Event.objects.get(verb="mail.failed").outcome == "failed"
    assert not post.taken


def test_mail_waits_while_the_server_is_away(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9  # nobody listens there
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    mail = queued(make_owner())

    assert services.send_waiting(at=NOW) == 0

    mail.refresh_from_db()
    assert mail.state == State.WAITING and mail.body and mail.problem
    assert mail.not_before == NOW + rules.WAITS[0]


def test_one_mail_that_is_refused_does_not_hold_up_the_next(post: Post) -> None:
    noor, amar = make_owner(), make_manager()
    post.says["noor@example.org"] = "550 no"
    queued(noor, "a")
    queued(amar, "b")

    assert services.send_waiting(at=NOW) == 1
    assert post.taken[0].rcpt_tos == ["amar@example.org"]


def test_what_a_killed_worker_was_sending_goes_again_under_the_same_name(
    post: Post,
) -> None:
    mail = queued(make_owner())
    OutgoingMail.objects.filter(pk=mail.pk).update(
        state=State.SENDING, attempts=1, not_before=NOW
    )

    assert services.send_waiting(at=NOW + timedelta(seconds=60)) == 0
    assert services.send_waiting(at=NOW + rules.STUCK_AFTER) == 1
    assert str(mail.message_id).encode() in (post.taken[0].content or b"")


def test_a_mail_cannot_be_made_to_carry_another_header() -> None:
    mail = queued(make_owner(), subject="One\r\nBcc: thief@example.com")
    assert mail.subject == "Goldthread: One Bcc: thief@example.com"


SECRETS = (
    "Train the taxi marshals",
    "Nobody from the Heron Estate",
    "A-001",
    "Safer evenings",
)


def test_no_mail_of_any_kind_carries_what_an_action_says() -> None:
    noor, amar = make_owner(), make_manager()
    owned(
        noor,
        SECRETS[0],
        detail=SECRETS[1],
        due_on=TODAY - timedelta(days=3),
        at=days_ago(200),
    )
    assert services.chase_silent(on=TODAY, at=NOW) >= 2
    assert services.send_digests(on=TODAY, at=NOW) == 1
    _, link = make_link(noor, at=days_ago(40))
    services.reissue_link(link, by=None, at=NOW)

    mails = list(OutgoingMail.objects.all())
    assert {mail.kind for mail in mails} == {"chase", "digest", "link"}
    for mail in mails:
        for secret in SECRETS:
            assert secret not in mail.subject + mail.body, mail.body
        names = [name for name in ("Noor Ashby", "Amar Tolliver") if name in mail.body]
        assert names == [mail.person and mail.person.name]
    assert "/u/" in link_in(next(mail for mail in mails if mail.kind == "digest"))
    assert amar.pk in {mail.person_id for mail in mails if mail.kind == "chase"}


NOTE = """\
From: MAILER-DAEMON@mx.example.org
To: goldthread@localhost
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="xx"

--xx
Content-Type: text/plain

I could not deliver your message.

--xx
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; noor@example.org
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User unknown

--xx
Content-Type: {kind}

From: goldthread@localhost
To: noor@example.org
Subject: Something waits
Message-ID: <{name}@localhost>

--xx--
"""


def note(mail: OutgoingMail, **told: str) -> bytes:
    words = {"action": "failed", "kind": "message/rfc822", "name": mail.message_id}
    return NOTE.format(**words | told).replace("\n", "\r\n").encode()


@pytest.mark.parametrize("kind", ["message/rfc822", "text/rfc822-headers"])
def test_a_servers_note_says_which_mail_came_back_and_why(kind: str) -> None:
    mail = queued(make_owner())

    bounce = bounce_in(note(mail, kind=kind))

    assert bounce is not None and mail_of(bounce) == mail
    assert bounce.is_final and "550 5.1.1 User unknown" in bounce.problem


def test_a_note_that_delivery_is_late_marks_nothing() -> None:
    bounce = bounce_in(note(queued(make_owner()), action="delayed"))
    assert bounce is not None and not bounce.is_final


def test_what_is_no_note_of_a_mail_of_ours_is_left_alone() -> None:
    mail = queued(make_owner())
    for raw in (
        b"",
        b"\x00\xff\xfe",
        b"Subject: hello\r\n\r\nI am away until Monday.",
        note(mail, name="not-one-of-ours"),
        note(mail, name="0" * 36),
        note(mail)[:300],
    ):
        bounce = bounce_in(raw)
        assert bounce is None or mail_of(bounce) is None, raw[:40]


def test_a_bounce_is_noted_once() -> None:
    mail = queued(make_owner())
    for _ in range(2):
        services.note_bounce(mail, problem="550", by=None, at=NOW)
    assert Event.objects.filter(verb="mail.bounced").count() == 1


def test_a_sent_mail_has_its_time() -> None:
    mail = queued(make_owner())
    with (
        pytest.raises(IntegrityError, match="a_sent_mail_has_its_time"),
        transaction.atomic(),
    ):
        OutgoingMail.objects.filter(pk=mail.pk).update(state="sent")


def test_looking_at_the_page_of_mail_changes_nothing_and_shows_no_words(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    noor, amar = make_owner(), make_manager()
    for number in range(60):
        queued(noor, f"k{number}", body="the words of the mail")
    client.login(email=amar.email, password=PASSWORD)
    client.get("/mail/")
    before = all_rows(but=("sessions.Session",))

    with django_assert_max_num_queries(11):
        shown = client.get("/mail/?page=2").content.decode()

    assert "the words of the mail" not in shown and "Something waits" in shown
    assert all_rows(but=("sessions.Session",)) == before
