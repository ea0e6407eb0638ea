"""Reporting through a link from a mail: no sign-in, only those actions, never by looking."""

import io
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image
from tests.desk.made import (
    all_rows,
    colleague,
    forged_token,
    link_in,
    make_link,
    make_owner,
    now,
    owned,
    report_form,
)
from tests.make import make_manager
from tests.make_plan import make_report
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.delivery.forms import ReportForm
from goldthread.delivery.models import Update
from goldthread.delivery.services import delete_action
from goldthread.desk import rules, services
from goldthread.desk.forms import LinkReportForm
from goldthread.desk.models import OutgoingMail, UpdateLink
from goldthread.notes.models import Attachment
from goldthread.partners.services import end_appointment

pytestmark = pytest.mark.django_db


def page(answer: Any) -> str:
    return str(answer.content.decode())


def photo(name: str = "lamp.jpg") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "orange").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def test_a_link_shows_its_own_actions_and_says_who_it_is_for(client: Client) -> None:
    noor = make_owner()
    first, second = owned(noor, "Train taxi marshals", "Mend the lamps")
    owned(colleague(), "Patrol the market")
    token, _ = make_link(noor, first, second)

    answer = client.get(f"/u/{token}/")

    assert answer.status_code == 200
    assert "Train taxi marshals" in page(answer) and "Mend the lamps" in page(answer)
    assert "Patrol the market" not in page(answer)
    assert "For Noor Ashby, Saxonbridge City Council." in page(answer)
    assert "needs no password" in page(answer)
    assert 'aria-label="Main"' not in page(answer) and "/plan/" not in page(answer)
    assert "sessionid" not in answer.cookies


def test_the_phone_shows_what_was_said_last_and_takes_another_day(
    client: Client,
) -> None:
    noor = make_owner()
    (action,) = owned(noor, "Train taxi marshals")
    action.due_on, action.intended = NOW.date(), "Nobody walks home alone"
    action.save()
    make_report(action, text="Two are trained.")
    action.refresh_from_db()
    token, _ = make_link(noor, action)
    where = f"/u/{token}/{action.reference}/"

    shown = page(client.get(where))
    assert "Two are trained." in shown and "Nobody walks home alone" in shown
    late = now().date() + timedelta(days=30)
    day = {"asks_due_on_day": late.day, "asks_due_on_month": late.month, "asks_due_on_year": late.year}  # fmt: skip
    told = page(client.post(where, report_form(action) | day, follow=True))
    action.refresh_from_db()
    assert (action.asks_due_on, action.due_on) == (late, NOW.date())
    assert f"You asked for {late.day} {late:%B %Y}" in told


def test_both_forms_of_a_report_ask_in_the_same_words() -> None:
    site, phone = ReportForm.base_fields, LinkReportForm.base_fields
    assert [(name, field.label) for name, field in site.items()] == [
        (name, field.label) for name, field in phone.items()
    ]


@pytest.mark.covers("C40")
def test_a_report_through_a_link_is_the_owners_with_its_photo_and_its_record(
    client: Client,
) -> None:
    noor = make_owner()
    (action,) = owned(noor, "Train taxi marshals")
    token, _ = make_link(noor, action)

    answer = client.post(
        f"/u/{token}/{action.reference}/", report_form(action, photos=photo())
    )

    assert answer.status_code == 302
    assert answer["Location"] == f"/u/{token}/?done={action.reference}"
    action.refresh_from_db()
    assert (action.status, action.percent) == ("on_track", 60)
    update = Update.objects.get()
    assert (update.by, update.via, update.text) == (
        noor,
        "link",
        "Two marshals are trained.",
    )
    kept = Attachment.objects.get()
    assert (kept.about_kind, kept.about_reference) == (
        "delivery.action",
        action.reference,
    )
    event = Event.objects.get(verb="action.reported")
    assert event.actor_label == "Noor Ashby" and event.detail["via"] == "link"
    assert Event.objects.filter(verb="attachment.added").count() == 1
    assert "That is all. Thank you." in page(client.get(answer["Location"]))


def test_a_page_with_more_to_tell_thanks_and_goes_on(client: Client) -> None:
    noor = make_owner()
    first, second = owned(noor, "Train taxi marshals", "Mend the lamps")
    token, _ = make_link(noor, first, second)

    client.post(f"/u/{token}/{first.reference}/", report_form(first))
    shown = page(client.get(f"/u/{token}/?done={first.reference}"))

    assert f"Thank you. {first.reference} is up to date." in shown
    assert "That is all" not in shown
    assert shown.index("Mend the lamps") < shown.index("Told already")
    assert shown.index("Told already") < shown.index("Train taxi marshals")


def test_a_scanner_that_follows_every_link_of_a_mail_changes_nothing() -> None:
    noor = make_owner()
    first, second = owned(noor, "Train taxi marshals", "Mend the lamps")
    token, link = make_link(noor, first, second)
    scanner = Client(headers={"user-agent": "SafeLinks", "sec-purpose": "prefetch"})
    before = all_rows()

    for address in (
        f"/u/{token}/",
        f"/u/{token}/?done={first.reference}",
        f"/u/{token}/{first.reference}/",
        f"/u/{token}/{first.reference}/?status=complete&percent=100&text=x",
        f"/u/{token}/{second.reference.lower()}/",
        f"/u/{token}/new/",
    ):
        for method in ("GET", "HEAD", "OPTIONS"):
            scanner.generic(method, address)

    assert all_rows() == before
    link.refresh_from_db()
    assert link.last_used_at is None and not OutgoingMail.objects.exists()


def closed_tokens() -> dict[str, str]:
    """Links that open nothing, each for its own reason, and what the page says."""
    noor = make_owner()
    (action,) = owned(noor, "Train taxi marshals")
    expired, _ = make_link(noor, action, at=now() - timedelta(days=22))
    revoked, link = make_link(noor, action)
    services.revoke_link(link, by=None, at=now())
    good, _ = make_link(noor, action)
    return {
        expired: rules.GONE,
        revoked: rules.GONE,
        forged_token(): rules.NOT_OURS,
        good[:-1]: rules.NOT_OURS,
        good[:20] + "x" + good[21:]: rules.NOT_OURS,
        "x" * 3000: rules.NOT_OURS,
    }


def test_a_forged_expired_or_revoked_link_opens_nothing_and_says_so(
    client: Client,
) -> None:
    for token, words in closed_tokens().items():
        for address in (f"/u/{token}/", f"/u/{token}/A-001/"):
            answer = client.get(address)
            assert answer.status_code == 410, address
            assert words.split(".")[0] in page(answer)
            assert "Train taxi marshals" not in page(answer)
        posted = client.post(f"/u/{token}/A-001/", {"status": "complete"})
        assert posted.status_code == 410
    assert not Update.objects.exists()


def test_a_link_does_not_open_the_actions_of_another_person(client: Client) -> None:
    noor, other = make_owner(), colleague()
    (mine,), (theirs,) = owned(noor, "Train"), owned(other, "Patrol the market")
    token, link = make_link(noor, mine)

    assert client.get(f"/u/{token}/{theirs.reference}/").status_code == 404
    sent = client.post(f"/u/{token}/{theirs.reference}/", report_form(theirs))
    assert sent.status_code == 404 and not Update.objects.exists()
    with pytest.raises(rules.Refused, match="not among the actions of this link"):
        services.report_by_link(
            link, theirs, status="on_track", percent=1, text="", next_step="",
            token=uuid.uuid4(), at=now(),
        )  # fmt: skip


def test_an_action_that_was_deleted_is_no_longer_behind_the_link(
    client: Client,
) -> None:
    noor, amar = make_owner(), make_manager()
    (action,) = owned(noor, "Train taxi marshals")
    token, _ = make_link(noor, action)
    delete_action(action, reason="Done twice", by=amar, at=now())

    assert client.get(f"/u/{token}/{action.reference}/").status_code == 404
    assert "Nothing waits for you" in page(client.get(f"/u/{token}/"))


def test_a_leavers_link_is_dead_and_a_new_one_is_not_sent(client: Client) -> None:
    noor = make_owner()
    (action,) = owned(noor, "Train taxi marshals")
    token, link = make_link(noor, action)
    assert noor.acting is not None
    end_appointment(noor.acting, on=now().date() - timedelta(days=1), by=None, at=now())

    answer = client.get(f"/u/{token}/")
    assert answer.status_code == 410
    assert "You no longer act for an agency here" in page(answer)
    assert "Send me a new link" not in page(answer)
    assert client.post(f"/u/{token}/A-001/", report_form(action)).status_code == 410
    with pytest.raises(rules.Refused, match="no longer act"):
        services.report_by_link(
            link, action, status="on_track", percent=1, text="", next_step="",
            token=uuid.uuid4(), at=now(),
        )  # fmt: skip
    client.post(f"/u/{token}/new/")
    assert not OutgoingMail.objects.exists() and UpdateLink.objects.count() == 1


def test_an_expired_link_asks_for_a_new_one_that_goes_only_to_the_known_address(
    client: Client,
) -> None:
    noor = make_owner()
    (action,) = owned(noor, "Train taxi marshals")
    token, _ = make_link(noor, action, at=now() - timedelta(days=30))
    assert "Send me a new link" in page(client.get(f"/u/{token}/"))

    answer = client.post(
        f"/u/{token}/new/", {"email": "thief@example.com", "to": "thief@example.com"}
    )

    shown = page(client.get(answer["Location"]))
    assert "a new link is on its way to the e-mail address we have for you" in shown
    assert "noor@example.org" not in shown
    mail = OutgoingMail.objects.get()
    assert mail.to == "noor@example.org"
    fresh = link_in(mail).split("/u/")[1]
    assert client.get(f"/u/{fresh}").status_code == 200
    assert Event.objects.filter(verb="link.issued").count() == 2
    assert Event.objects.filter(verb="mail.queued").count() == 1


def test_no_more_than_three_links_a_day_are_sent(client: Client) -> None:
    noor = make_owner()
    (action,) = owned(noor, "Train taxi marshals")
    token, _ = make_link(noor, action, at=now() - timedelta(days=30))

    answers = [client.post(f"/u/{token}/new/") for _ in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "Several links were sent today already" in page(answers[3])
    assert OutgoingMail.objects.count() == 3
    assert client.post(f"/u/{forged_token()}/new/").status_code == 410


def test_the_same_form_sent_twice_is_one_report_with_one_photo(client: Client) -> None:
    noor = make_owner()
    (action,) = owned(noor, "Train taxi marshals")
    token, _ = make_link(noor, action)
    form = report_form(action)

    for _ in range(2):
        sent = client.post(
            f"/u/{token}/{action.reference}/", {**form, "photos": photo()}
        )
        assert sent.status_code == 302

    assert Update.objects.count() == 1 and Attachment.objects.count() == 1


def test_a_form_is_not_taken_for_another_action(client: Client) -> None:
    noor = make_owner()
    first, second = owned(noor, "Train taxi marshals", "Mend the lamps")
    token, _ = make_link(noor, first, second)
    form = report_form(first)
    client.post(f"/u/{token}/{first.reference}/", form)

    answer = client.post(f"/u/{token}/{second.reference}/", form)

    assert "sent for another action already" in page(answer)
    assert Update.objects.count() == 1


def test_an_old_page_does_not_overwrite_a_newer_report(client: Client) -> None:
    noor, amar = make_owner(), make_manager()
    (action,) = owned(noor, "Train taxi marshals")
    token, _ = make_link(noor, action)
    form = report_form(action, text="Nothing yet", percent="5")
    make_report(action, by=amar, percent=80, text="All but one are trained", at=now())

    answer = client.post(f"/u/{token}/{action.reference}/", form)

    assert answer.status_code == 409
    assert "Amar Tolliver reported on" in page(answer)
    assert "All but one are trained" in page(answer) and "Nothing yet" in page(answer)
    assert Update.objects.count() == 1
    action.refresh_from_db()
    again = client.post(
        f"/u/{token}/{action.reference}/", {**form, "seen": str(action.version)}
    )
    assert again.status_code == 302 and Update.objects.count() == 2


def test_what_worries_needs_a_word_why_and_a_bad_file_is_said(client: Client) -> None:
    noor = make_owner()
    (action,) = owned(noor, "Train taxi marshals")
    token, _ = make_link(noor, action)
    where = f"/u/{token}/{action.reference}/"

    wordless = client.post(where, report_form(action, status="off_track", text=""))
    virus = SimpleUploadedFile("run.exe", b"MZ\x90\x00", "application/octet-stream")
    with_file = client.post(where, report_form(action, photos=virus))
    nonsense = client.post(
        where, {"status": "wonderful", "percent": "900", "seen": "x"}
    )

    assert wordless.status_code == 200 and "There is a problem" in page(wordless)
    assert "run.exe" in page(with_file)
    assert "There is a problem" in page(nonsense)
    assert not Update.objects.exists() and not Attachment.objects.exists()


def test_a_form_from_another_site_is_not_taken() -> None:
    noor = make_owner()
    (action,) = owned(noor, "Train taxi marshals")
    token, _ = make_link(noor, action)
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(f"/u/{token}/A-001/", report_form(action)).status_code == 403
    assert strict.post(f"/u/{token}/new/").status_code == 403
    assert not Update.objects.exists()


def test_only_a_hash_of_the_secret_is_kept() -> None:
    noor = make_owner()
    (action,) = owned(noor, "Train taxi marshals")
    token, link = make_link(noor, action)

    row = repr(UpdateLink.objects.filter(pk=link.pk).values().get())

    assert token not in row and token.split(":")[0] not in row
    told = repr(list(Event.objects.values()))
    assert token not in told and token.split(":")[0] not in told


def test_revoking_is_recorded_and_done_once() -> None:
    noor = make_owner()
    (action,) = owned(noor, "Train taxi marshals")
    _, link = make_link(noor, action)

    first = services.revoke_link(link, by=noor, at=now())
    again = services.revoke_link(link, by=noor, at=now() + timedelta(hours=1))

    assert first.revoked_at == again.revoked_at
    assert Event.objects.filter(verb="link.revoked").count() == 2


def test_a_link_ends_after_it_begins() -> None:
    noor = make_owner()
    with (
        pytest.raises(IntegrityError, match="a_link_ends_after_it_begins"),
        transaction.atomic(),
    ):
        UpdateLink.objects.create(
            person=noor, token_hash="0" * 64, issued_at=NOW, expires_at=NOW
        )


def test_the_pages_behind_a_link_ask_the_database_little(
    client: Client, django_assert_max_num_queries: Any
) -> None:
    noor = make_owner()
    actions = owned(noor, *(f"Action {n}" for n in range(30)))
    token, _ = make_link(noor, *actions)

    with django_assert_max_num_queries(9):
        client.get(f"/u/{token}/")
