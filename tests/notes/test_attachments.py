"""Files and photos: kept under our own names, served to be taken away, gone after 30 days."""

import hashlib
import io
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from PIL import Image
from tests.notes import files
from tests.notes.notes_site import ALLEY
from tests.partners.people import NOW

from goldthread.audit.models import Event
from goldthread.notes import queries, services
from goldthread.notes.about import About, Place
from goldthread.notes.models import Attachment
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=5)
PLACE = Place(ALLEY, "The alley", "/alley/", "/alley/files/")


def attach(
    by: Person,
    name: str = "note.txt",
    content: bytes = b"The lamp is broken.",
    declared: str = "",
) -> Attachment:
    upload = SimpleUploadedFile(name, content, declared or None)
    return services.attach_file(ALLEY, upload, by=by, at=NOW)


def stored(attachment: Attachment) -> bytes:
    with attachment.file.open("rb") as file:
        return bytes(file.read())


def lying() -> set[str]:
    """Names of all files that are kept."""
    if not default_storage.exists("attachments"):
        return set()
    return {f"attachments/{n}" for n in default_storage.listdir("attachments")[1]}


def hidden(client: Client) -> dict[str, str]:
    page = client.get("/alley/").content.decode()
    form = page.split('action="/alley/files/" enctype', 1)[1]
    return {"once": form.split('name="once" value="')[1].split('"')[0]}


@pytest.mark.parametrize(
    ("name", "content", "declared", "kind"),
    [
        ("Minutes.PDF", files.pdf(), "application/pdf", "pdf"),
        ("plan.docx", files.document(), files.WORD, "docx"),
        ("plan.xlsx", files.workbook(), files.EXCEL, "xlsx"),
        ("list.csv", "name,£\nBeá,3\n".encode("cp1252"), "application/vnd.ms-excel", "csv"),
        ("list.csv", "\ufeffname\r\nBeá\r\n".encode(), "text/csv; charset=utf-8", "csv"),
        ("note.txt", "Grüße".encode("utf-16"), "text/plain", "txt"),
        ("note.txt", b"plain", "application/octet-stream", "txt"),
    ],
)  # fmt: skip
def test_what_offices_write_is_kept_to_the_byte(
    amar: Person, name: str, content: bytes, declared: str, kind: str
) -> None:
    kept = attach(amar, name, content, declared)

    assert stored(kept) == content
    assert (kept.name, kept.kind, kept.size) == (name, kind, len(content))
    assert kept.sha256 == hashlib.sha256(content).hexdigest()


def test_a_photo_loses_its_place_and_maker_and_stands_upright(amar: Person) -> None:
    taken = files.photo(640, 480)
    assert Image.open(io.BytesIO(taken)).getexif().get_ifd(0x8825)  # it had a place

    kept = stored(attach(amar, "IMG_2041.jpg", taken, "image/jpeg"))

    picture = Image.open(io.BytesIO(kept))
    assert not picture.getexif() and "exif" not in picture.info
    assert picture.size == (480, 640)
    for canary in (b"Exif", b"PhoneMaker", b"Canary", b"canary", b"2026:11:23"):
        assert canary not in kept


def test_a_png_keeps_its_clear_parts_and_loses_its_words(amar: Person) -> None:
    kept = stored(attach(amar, "map.png", files.png(), "image/png"))

    picture = Image.open(io.BytesIO(kept))
    assert picture.mode == "RGBA" and picture.getpixel((3, 3)) == (200, 30, 30, 128)
    assert picture.info == {}
    assert b"canary" not in kept and b"52.58" not in kept


def test_what_hides_behind_a_photo_is_gone(amar: Person) -> None:
    both = files.photo() + files.document("behind the picture")

    kept = stored(attach(amar, "photo.jpg", both, "image/jpeg"))

    assert b"PK\x03\x04" not in kept and not kept.endswith(both[-50:])


def test_a_very_large_photo_is_made_smaller(amar: Person) -> None:
    wide = Image.new("RGB", (6000, 2000), "navy")
    out = io.BytesIO()
    wide.save(out, "JPEG")

    kept = stored(attach(amar, "wide.jpg", out.getvalue()))

    assert max(Image.open(io.BytesIO(kept)).size) <= 4000


def test_a_file_lies_under_a_name_of_ours_outside_the_site(
    amar: Person, settings: Any
) -> None:
    kept = attach(amar, "../../static/evil.txt")

    path = Path(kept.file.path)
    assert kept.name == "evil.txt"
    assert path.parent.name == "attachments" and len(path.name) == 32
    assert "evil" not in str(path)
    assert not path.is_relative_to(settings.STATIC_ROOT)
    assert path.stat().st_mode & 0o077 == 0


def test_an_attachment_is_recorded_without_its_name(amar: Person) -> None:
    kept = attach(amar, "Referral of J. Bloggs.txt")

    event = Event.objects.get(verb="attachment.added")

    assert event.detail == {
        "about": "demo.alley canal/7",
        "bytes": kept.size,
        "sha256": kept.sha256,
    }
    assert "Bloggs" not in f"{event.subject_label}{event.subject_reference}"


def test_a_file_is_served_to_be_taken_away_and_never_opened_here(
    as_amar: Client, amar: Person
) -> None:
    kept = attach(amar, 'a "quoted" Grüße.csv', b"=1+1,x\n")

    answer = as_amar.get(f"/alley/files/{kept.pk}/")

    assert b"".join(answer.streaming_content) == b"=1+1,x\n"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer["Content-Type"] == "text/csv"


def test_a_file_is_reached_only_through_its_own_object(
    as_amar: Client, amar: Person
) -> None:
    elsewhere = About("demo.alley", "8")
    upload = SimpleUploadedFile("x.txt", b"secret")
    kept = services.attach_file(elsewhere, upload, by=amar, at=NOW)

    assert as_amar.get(f"/alley/files/{kept.pk}/").status_code == 404
    assert as_amar.get(f"/alley/files/{uuid.uuid4()}/").status_code == 404
    moved = as_amar.post("/alley/files/", {"what": "remove", "file": str(kept.pk)})
    assert moved.status_code == 404
    assert Client().get(f"/alley/files/{kept.pk}/").status_code == 302


def test_a_removed_file_is_not_served_and_the_fact_is_shown(
    as_amar: Client, amar: Person
) -> None:
    kept = attach(amar, "note.txt")

    page = as_amar.post(
        "/alley/files/", {"what": "remove", "file": str(kept.pk)}, follow=True
    ).content.decode()

    assert "Amar Tolliver removed note.txt on" in page
    assert as_amar.get(f"/alley/files/{kept.pk}/").status_code == 404
    assert Event.objects.filter(verb="attachment.removed").count() == 1


def test_a_removed_file_can_be_put_back(as_amar: Client, amar: Person) -> None:
    kept = attach(amar)
    sent = {"file": str(kept.pk)}
    as_amar.post("/alley/files/", sent | {"what": "remove"})

    as_amar.post("/alley/files/", sent | {"what": "restore"})

    answer = as_amar.get(f"/alley/files/{kept.pk}/")
    assert b"".join(answer.streaming_content) == b"The lamp is broken."
    assert Event.objects.filter(verb="attachment.restored").count() == 1


def test_only_who_attached_a_file_or_moderates_removes_it(
    amar: Person, bea: Person
) -> None:
    kept = attach(amar)
    with pytest.raises(Refused, match="can remove it"):
        services.remove_attachment(kept, by=bea, at=LATER)

    services.remove_attachment(kept, moderates=True, by=bea, at=LATER)

    with pytest.raises(Refused, match="already removed"):
        services.remove_attachment(kept, by=amar, at=LATER)
    with pytest.raises(Refused, match="Only the person who removed"):
        services.restore_attachment(kept, by=amar, at=LATER)
    (shown,) = queries.files_on(PLACE, reader=amar)
    assert (shown.removed_by, shown.may_restore) == ("Bea Quillfeather", False)


def test_a_file_that_stands_cannot_be_put_back(amar: Person) -> None:
    with pytest.raises(Refused, match="there already"):
        services.restore_attachment(attach(amar), by=amar, at=LATER)


def test_thirty_days_after_removal_the_file_goes_and_the_row_stays(
    amar: Person, django_capture_on_commit_callbacks: Any
) -> None:
    kept, other = attach(amar), attach(amar)
    services.remove_attachment(kept, by=amar, at=NOW)

    with django_capture_on_commit_callbacks(execute=True):
        early = services.purge_removed(at=NOW + timedelta(days=29))
    assert kept.file.name in lying()
    with django_capture_on_commit_callbacks(execute=True):
        due = services.purge_removed(at=NOW + timedelta(days=30))

    kept.refresh_from_db()
    assert (early, due) == (0, 1)
    assert kept.file.name not in lying() and other.file.name in lying()
    assert (kept.removed_by, kept.removed_at) == (amar, NOW)
    with pytest.raises(Refused, match="is gone"):
        services.restore_attachment(kept, by=amar, at=LATER)
    assert Event.objects.filter(verb="attachment.purged").count() == 1


def test_a_file_whose_row_never_came_to_be_is_swept_a_day_later(
    amar: Person, django_capture_on_commit_callbacks: Any
) -> None:
    kept = attach(amar)
    orphan = default_storage.path("attachments/0orphan")
    Path(orphan).write_bytes(b"half of a request")
    today = default_storage.get_modified_time("attachments/0orphan")

    with django_capture_on_commit_callbacks(execute=True):
        services.purge_removed(at=today + timedelta(hours=23))
    assert "attachments/0orphan" in lying()
    with django_capture_on_commit_callbacks(execute=True):
        services.purge_removed(at=today + timedelta(hours=25))

    assert "attachments/0orphan" not in lying()
    assert kept.file.name in lying()


def test_bytes_without_a_row_are_deleted_at_once(
    amar: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = lying()
    monkeypatch.setattr(Attachment, "save", lambda *a, **k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        attach(amar)

    assert lying() == before


def test_a_file_that_was_lost_is_said_to_be_lost(as_amar: Client, amar: Person) -> None:
    kept = attach(amar)
    Path(kept.file.path).unlink()

    answer = as_amar.get(f"/alley/files/{kept.pk}/")

    assert answer.status_code == 404


def test_the_same_upload_sent_twice_is_attached_once(as_amar: Client) -> None:
    mark = hidden(as_amar)

    answers = [
        as_amar.post(
            "/alley/files/", mark | {"file": SimpleUploadedFile("x.txt", b"once")}
        )
        for _ in range(2)
    ]

    assert [a["Location"] for a in answers] == ["/alley/#files"] * 2
    assert Attachment.objects.count() == 1


def test_a_photo_from_the_page_says_that_its_place_was_left_out(
    as_amar: Client,
) -> None:
    upload = SimpleUploadedFile("IMG.jpg", files.photo(), "image/jpeg")

    page = as_amar.post(
        "/alley/files/", hidden(as_amar) | {"file": upload}, follow=True
    ).content.decode()

    assert "without the place and the device it was taken with" in page
    assert '<img class="gt-files__picture"' in page


def test_without_a_file_the_page_says_to_choose_one(as_amar: Client) -> None:
    page = as_amar.post("/alley/files/", hidden(as_amar)).content.decode()

    assert "Choose a file or a photo." in page


@pytest.mark.parametrize(
    ("wrong", "name"),
    [
        ({"about_kind": ""}, "an_attachment_is_about_something"),
        ({"removed_at": NOW}, "an_attachment_is_removed_whole_or_not_at_all"),
        ({"purged_at": NOW}, "only_a_removed_attachment_loses_its_file"),
        ({"size": 0}, "an_attachment_has_something_in_it"),
    ],
)
def test_the_database_refuses_what_must_never_be_false(
    amar: Person, wrong: dict[str, Any], name: str
) -> None:
    attach(amar)

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Attachment.objects.update(**wrong)
