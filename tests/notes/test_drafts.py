"""What a person types is kept for that person alone, whatever ends the page."""

import html
import re
import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.db import IntegrityError, transaction
from django.test import Client
from tests.notes.notes_site import TEXT
from tests.partners.people import NOW, PASSWORD, make_installation, make_person

from goldthread.audit.models import Event
from goldthread.notes import keeping, queries
from goldthread.notes.models import Draft
from goldthread.notes.sheets import Sheet, sheet_of
from goldthread.partners import services as people
from goldthread.partners.models import Person

pytestmark = pytest.mark.django_db
PAGE = "/alley/"
LATER = NOW + timedelta(minutes=5)


def sheet(writer: Person, **how: Any) -> Sheet:
    told = {"form": "text", "based_on": 0, "page": PAGE, "about": TEXT} | how
    return Sheet(id=uuid.uuid4(), writer=writer.pk, **told)


def text_in(writer: Person) -> list[str]:
    return [d.fields["text"][0] for d in queries.drafts_of(writer, TEXT, "text")]


def slip_on(client: Client, address: str = PAGE) -> dict[str, str]:
    """The hidden fields of the page's first form with a slip."""
    page = client.get(address).content.decode()
    form = page.split("data-draft=", 1)[1].split("</form>")[0]
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in hidden}


def test_what_is_typed_is_kept_and_says_when(as_amar: Client, amar: Person) -> None:
    sent = slip_on(as_amar) | {"text": "Two gates, and a lamp", "stroke": "1"}

    answer = as_amar.post("/notes/drafts/", sent)

    assert re.fullmatch(r"\d\d:\d\d", answer.json()["saved"])
    assert not answer.json()["signed_out"]
    assert text_in(amar) == ["Two gates, and a lamp"]


def test_typing_leaves_no_row_in_the_record_of_events(amar: Person) -> None:
    before = Event.objects.count()

    keeping.save_draft(sheet(amar), {"text": ["Two gates"]}, at=NOW)

    assert Event.objects.count() == before


def test_tokens_and_passwords_are_never_part_of_a_draft(
    as_amar: Client, amar: Person
) -> None:
    sent = slip_on(as_amar) | {"text": "x", "new_password": "secret", "once": "y"}

    as_amar.post("/notes/drafts/", sent)

    assert set(Draft.objects.get().fields) == {"text", "seen"}


def test_nobody_else_can_read_use_or_throw_away_a_draft(
    as_amar: Client, as_bea: Client, amar: Person, bea: Person
) -> None:
    as_amar.post("/notes/drafts/", slip_on(as_amar) | {"text": "Amar's own thoughts"})
    kept = Draft.objects.get()

    offered = as_bea.get(PAGE).content
    used = as_bea.get(f"{PAGE}?draft={kept.sheet}").content
    thrown = as_bea.post(f"/notes/drafts/{kept.sheet}/away/")

    assert b"own thoughts" not in offered + used
    assert b"You began writing" not in offered
    assert thrown.status_code == 404
    assert text_in(bea) == []
    assert text_in(amar) == ["Amar's own thoughts"]


def test_a_draft_is_offered_used_and_fills_every_kind_of_box(as_amar: Client) -> None:
    typed = {"text": "Two gates", "kind": "light", "is_urgent": "on", "seen": "0"}
    when = {"begins_day": "3", "begins_month": "x", "begins_year": "2027"}
    as_amar.post("/notes/drafts/", slip_on(as_amar) | typed | when)

    page = as_amar.get(PAGE).content.decode()
    href = html.unescape(re.search(r'href="(/alley/\?draft=[^"]+)">Use it', page)[1])  # type: ignore[index]
    filled = as_amar.get(href).content.decode()

    assert "You began writing here on" in page
    assert "“Two gates”" in page
    assert ">\nTwo gates</textarea>" in filled
    assert re.search(r'value="light"[^>]*checked', filled)
    assert re.search(r'name="is_urgent"[^>]*checked', filled)
    assert re.search(r'name="begins_month"[^>]*value="x"', filled)
    assert "Error:" not in filled  # an unfinished draft is no mistake
    assert "You began writing" not in filled  # it is in use, not on offer


def test_a_draft_thrown_away_is_gone(as_amar: Client) -> None:
    as_amar.post("/notes/drafts/", slip_on(as_amar) | {"text": "Two gates"})

    answer = as_amar.post(f"/notes/drafts/{Draft.objects.get().sheet}/away/")

    assert answer["Location"] == PAGE
    assert not Draft.objects.exists()
    assert b"You began writing" not in as_amar.get(PAGE).content


def test_two_pages_of_one_form_keep_both_their_words(
    as_amar: Client, amar: Person
) -> None:
    first, second = slip_on(as_amar), slip_on(as_amar)

    as_amar.post("/notes/drafts/", first | {"text": "on the telephone"})
    as_amar.post("/notes/drafts/", second | {"text": "at the desk"})

    assert set(text_in(amar)) == {"on the telephone", "at the desk"}


def test_using_a_draft_goes_on_on_a_new_sheet_and_ends_the_old_one(
    as_amar: Client, amar: Person
) -> None:
    as_amar.post("/notes/drafts/", slip_on(as_amar) | {"text": "Two gates"})
    used = f"{PAGE}?draft={Draft.objects.get().sheet}"

    slip = slip_on(as_amar, used)
    untouched = text_in(amar)
    as_amar.post("/notes/drafts/", slip | {"text": "Two gates and a lamp"})

    assert untouched == ["Two gates"]
    assert text_in(amar) == ["Two gates and a lamp"]


def test_sending_the_form_ends_its_draft_and_a_late_save_does_not_bring_it_back(
    as_amar: Client, amar: Person
) -> None:
    sent = slip_on(as_amar) | {"text": "Two gates"}
    as_amar.post("/notes/drafts/", sent)

    assert as_amar.post(PAGE, sent).status_code == 302
    late = as_amar.post("/notes/drafts/", sent)

    assert late.status_code == 409
    assert text_in(amar) == []
    fresh = sheet_of(late.json()["slip"])
    assert fresh is not None and fresh.id != Draft.objects.first().sheet  # type: ignore[union-attr]


def test_a_save_that_was_overtaken_changes_nothing(amar: Person) -> None:
    one = sheet(amar)
    keeping.save_draft(one, {"text": ["the whole sentence"]}, at=NOW, stroke=2)

    keeping.save_draft(one, {"text": ["the who"]}, at=LATER, stroke=1)

    assert text_in(amar) == ["the whole sentence"]


def test_a_form_that_is_emptied_again_is_no_draft(amar: Person) -> None:
    one = sheet(amar)
    keeping.save_draft(one, {"text": ["x"]}, at=NOW)

    keeping.save_draft(one, {"text": ["  "]}, at=LATER)

    assert queries.draft_of(amar, TEXT, "text") is None


def test_the_offer_says_when_the_thing_was_changed_since(
    as_amar: Client, amar: Person, as_bea: Client
) -> None:
    as_amar.post("/notes/drafts/", slip_on(as_amar) | {"text": "Two gates"})
    as_bea.post(PAGE, slip_on(as_bea) | {"text": "One lamp"})

    assert b"This page has been changed since" in as_amar.get(PAGE).content


def test_a_form_sent_after_the_session_ended_is_there_after_sign_in(
    as_amar: Client, amar: Person
) -> None:
    make_installation()
    sent = slip_on(as_amar) | {"text": "Two hours of work"}
    as_amar.cookies.pop(settings.SESSION_COOKIE_NAME)

    away = as_amar.post(PAGE, sent)
    said = as_amar.get(away["Location"]).content.decode()
    back = as_amar.post(
        away["Location"], {"login": "amar@example.org", "password": PASSWORD}
    )
    page = as_amar.get(back["Location"]).content.decode()

    assert "What you typed is kept" in said
    assert back["Location"].startswith(f"{PAGE}?draft=")
    assert "Two hours of work</textarea>" in page
    assert Draft.objects.get().was_signed_out
    assert "check that every word is yours" in as_amar.get(PAGE).content.decode()


def test_whoever_signs_in_instead_does_not_see_it(
    as_amar: Client, amar: Person
) -> None:
    make_person("bea@example.org", name="Bea Quillfeather")
    sent = slip_on(as_amar) | {"text": "Two hours of work"}
    as_amar.cookies.pop(settings.SESSION_COOKIE_NAME)
    away = as_amar.post(PAGE, sent)

    back = as_amar.post(
        away["Location"], {"login": "bea@example.org", "password": PASSWORD}
    )
    page = as_amar.get(back["Location"]).content

    assert b"Two hours of work" not in page
    assert text_in(amar) == ["Two hours of work"]


def test_typing_goes_on_being_kept_after_the_session_ended(
    as_amar: Client, amar: Person
) -> None:
    sent = slip_on(as_amar) | {"text": "still typing"}
    as_amar.cookies.pop(settings.SESSION_COOKIE_NAME)

    answer = as_amar.post("/notes/drafts/", sent)

    assert answer.json()["signed_out"]
    assert text_in(amar) == ["still typing"]


def test_an_idle_session_ends_and_the_form_that_came_too_late_is_kept(
    as_amar: Client, amar: Person
) -> None:
    sent = slip_on(as_amar) | {"text": "after lunch"}
    session = as_amar.session
    session["seen"] = session["seen"] - (settings.IDLE_MINUTES + 1) * 60
    session.save()

    answer = as_amar.post(PAGE, sent)

    assert answer["Location"].startswith("/account/login/")
    assert text_in(amar) == ["after lunch"]


def test_a_form_open_too_long_for_its_token_is_kept_too(amar: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(amar)
    sent = slip_on(strict) | {"text": "an old page", "csrfmiddlewaretoken": "x" * 64}

    answer = strict.post(PAGE, sent)

    assert answer.status_code == 403
    assert b"what you typed is kept" in answer.content
    assert text_in(amar) == ["an old page"]


def test_a_forged_form_leaves_nothing(amar: Person) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(amar)

    answer = strict.post(PAGE, {"text": "evil", "draft": "forged:slip"})

    assert answer.status_code == 403
    assert b"what you typed is kept" not in answer.content
    assert not Draft.objects.exists()


@pytest.mark.parametrize("change", ["", "x", "{}"])
def test_a_slip_that_is_not_ours_keeps_nothing(as_amar: Client, change: str) -> None:
    slip = slip_on(as_amar)["draft"]
    body, _, seal = slip.rpartition(":")
    other = "A" if body[5] != "A" else "B"
    forged = f"{body[:5]}{other}{body[6:]}:{seal}" if change == "x" else change

    answer = as_amar.post("/notes/drafts/", {"draft": forged, "text": "evil"})

    assert answer.status_code == 400
    assert not Draft.objects.exists()


def test_without_a_session_a_slip_serves_three_days(
    amar: Person, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    slip = sheet(amar).slip
    real = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real() + 3.1 * 24 * 3600)

    stranger = client.post("/notes/drafts/", {"draft": slip, "text": "late"})
    client.force_login(amar)
    own = client.post("/notes/drafts/", {"draft": slip, "text": "late"})

    assert (stranger.status_code, own.status_code) == (400, 200)


def test_a_closed_account_keeps_nothing_more(amar: Person, client: Client) -> None:
    slip = sheet(amar).slip
    people.close_account(amar, by=None, at=NOW)

    answer = client.post("/notes/drafts/", {"draft": slip, "text": "still here"})

    assert answer.json()["refused"].startswith("This account is closed")
    assert not Draft.objects.exists()


def test_without_javascript_a_button_keeps_the_draft(
    as_amar: Client, amar: Person
) -> None:
    sent = slip_on(as_amar) | {"text": "Two gates", "keep_draft": "yes"}

    answer = as_amar.post("/notes/drafts/", sent)

    assert answer.status_code == 302
    assert b"Two gates</textarea>" in as_amar.get(answer["Location"]).content


def test_a_draft_too_long_to_keep_says_so(as_amar: Client) -> None:
    sent = slip_on(as_amar) | {"text": "x" * 200_001}

    answer = as_amar.post("/notes/drafts/", sent)

    assert answer.status_code == 400
    assert answer.json()["refused"].startswith("A draft holds 200,000 letters")


def test_the_eleventh_page_makes_the_oldest_make_room(amar: Person) -> None:
    for n in range(keeping.MOST_SHEETS + 1):
        at = NOW + timedelta(minutes=n)
        keeping.save_draft(sheet(amar), {"text": [f"page {n}"]}, at=at)

    kept = text_in(amar)

    assert len(kept) == keeping.MOST_SHEETS
    assert "page 0" not in kept and kept[0] == "page 10"


def test_drafts_nobody_came_back_to_are_forgotten(amar: Person) -> None:
    old, sent = sheet(amar), sheet(amar)
    keeping.save_draft(old, {"text": ["old"]}, at=NOW - timedelta(days=91))
    keeping.save_draft(sheet(amar), {"text": ["new"]}, at=NOW)
    keeping.finish_draft(sent, at=NOW - timedelta(days=5))

    assert keeping.forget_drafts(at=NOW) == 2
    assert text_in(amar) == ["new"]


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"about_kind": ""}, "a_draft_is_about_something"),
        ({"finished_at": NOW}, "a_finished_draft_holds_nothing"),
    ],
)
def test_the_database_refuses_what_must_never_be_false(
    amar: Person, wrong: dict[str, Any], name: str
) -> None:
    keeping.save_draft(sheet(amar), {"text": ["x"]}, at=NOW)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Draft.objects.update(**wrong)


def test_signs_that_a_database_cannot_keep_are_left_out(amar: Person) -> None:
    keeping.save_draft(sheet(amar), {"text": ["a\x00b\ud800c"]}, at=NOW)

    assert text_in(amar) == ["ab?c"]


def test_only_its_writers_account_may_finish_a_sheet(amar: Person, bea: Person) -> None:
    keeping.save_draft(one := sheet(amar), {"text": ["mine"]}, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(
            sheet=one.id, writer=bea, form="x", based_on=0, saved_at=NOW, page="/"
        )

    keeping.finish_draft(sheet(bea, origin=one.id), at=NOW)

    assert text_in(amar) == ["mine"]
