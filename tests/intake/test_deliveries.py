"""An analyst hands files in, sees what would change, decides, and can go back."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from tests.evidence.lake import planted
from tests.partners.people import make_person

from goldthread.audit.models import Event
from goldthread.evidence.lake import Lake, LakeRefused
from goldthread.intake import queries, services, tasks
from goldthread.intake.models import Delivery
from goldthread.intake.rules import Refused
from goldthread.partners.models import Person
from goldthread.saxonbridge import Generated

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def amar(db: None) -> Person:
    return make_person()


def month_of(files: Generated, name: str) -> Path:
    return next(path for path in files.police if path.name == name)


def handed(path: Path) -> SimpleUploadedFile:
    return SimpleUploadedFile(path.name, path.read_bytes())


def checked(delivery: Delivery) -> Delivery:
    tasks.check_delivery.func(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def loaded(delivery: Delivery) -> Delivery:
    tasks.load_delivery.func(delivery.pk)
    delivery.refresh_from_db()
    return delivery


def test_nothing_changes_before_the_analyst_has_seen_what_would(
    lake: Lake, saxonbridge_files: Generated, amar: Person
) -> None:
    before = lake.version().id
    street = month_of(saxonbridge_files, "2025-06-saxonshire-street.csv")

    delivery = checked(services.hand_in([handed(street)], by=amar, at=NOW))

    rows = len(street.read_bytes().splitlines()) - 1
    assert delivery.state == Delivery.State.CHECKED
    assert queries.load_of(delivery.checked or {}).sums.rows_read == rows
    assert lake.version().id == before
    assert [event.verb for event in Event.objects.order_by("id")][-2:] == [
        "delivery.handed_in",
        "delivery.checked",
    ]


def test_a_delivery_is_loaded_once_however_often_the_worker_is_killed(
    lake: Lake, saxonbridge_files: Generated, amar: Person
) -> None:
    street = month_of(saxonbridge_files, "2025-06-saxonshire-street.csv")
    delivery = checked(services.hand_in([handed(street)], by=amar, at=NOW))
    services.load_delivery(delivery, by=amar, at=NOW)
    kept = services.folder_of(delivery)

    # Killed after the lake took the files and before the row knew: the files are still
    # there, and the work is done again.
    lake.add([kept], by="Amar Tolliver", at=NOW)
    delivery = loaded(delivery)

    assert delivery.state == Delivery.State.LOADED
    assert Event.objects.filter(verb="delivery.loaded").count() == 1
    assert not kept.exists()
    assert len([b for b in lake.batches() if b.total("accepted")]) == 2  # and context


def test_a_batch_is_taken_back_and_the_record_says_by_whom(
    lake: Lake, saxonbridge_files: Generated, amar: Person
) -> None:
    before = lake.version().id
    street = month_of(saxonbridge_files, "2025-06-saxonshire-street.csv")
    delivery = checked(services.hand_in([handed(street)], by=amar, at=NOW))
    delivery = loaded(services.load_delivery(delivery, by=amar, at=NOW))
    assert delivery.batch is not None

    services.take_back(delivery.batch, by=amar, at=NOW)

    assert lake.version().id == before
    event = Event.objects.get(verb="batch.taken_back")
    assert event.actor_label == "Amar Tolliver"
    assert event.subject_reference == str(delivery.batch)


def test_taking_back_is_refused_where_a_later_batch_touched_the_same_month(
    lake: Lake, saxonbridge_files: Generated, amar: Person
) -> None:
    corrected = saxonbridge_files.corrections[0]
    first = services.add_to_lake(
        [month_of(saxonbridge_files, corrected.name)], by=amar, at=NOW
    )
    later = services.add_to_lake([corrected], by=amar, at=NOW)

    assert first.number is not None
    with pytest.raises(LakeRefused, match=f"batch {later.number}"):
        services.take_back(first.number, by=amar, at=NOW)

    assert not Event.objects.filter(verb="batch.taken_back").exists()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("picture.csv", b"\xff\xd8\xff\xe0 a photograph", "picture.csv"),
        ("2025-06-saxonshire-street.csv", b"Crime ID,Month\r\n", "2025-06"),
        ("notes.txt", b"not a table at all", "notes.txt"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence_and_changes_nothing(
    lake: Lake, amar: Person, name: str, content: bytes, says: str
) -> None:
    before = lake.version().id

    delivery = checked(
        services.hand_in([SimpleUploadedFile(name, content)], by=amar, at=NOW)
    )

    assert delivery.state == Delivery.State.REFUSED
    assert says in delivery.refusal
    assert lake.version().id == before


def test_withdrawn_files_are_gone_and_cannot_be_loaded(
    lake: Lake, saxonbridge_files: Generated, amar: Person
) -> None:
    street = month_of(saxonbridge_files, "2025-06-saxonshire-street.csv")
    delivery = checked(services.hand_in([handed(street)], by=amar, at=NOW))

    services.withdraw_delivery(delivery, by=amar, at=NOW)

    assert not services.folder_of(delivery).exists()
    with pytest.raises(Refused, match="already withdrawn"):
        services.load_delivery(delivery, by=amar, at=NOW)


@pytest.mark.parametrize(
    "name", ["../../escape.csv", "..\\up.csv", "a\x00b.csv", "..."]
)
def test_a_hostile_file_name_stays_in_its_folder(
    empty_home: Path, amar: Person, name: str
) -> None:
    upload = SimpleUploadedFile("plain.csv", b"x")
    upload._name = name  # as a hostile client would send it, past Django's own cleaning

    delivery = services.hand_in([upload], by=amar, at=NOW)

    kept = [p for p in (empty_home / "uploads").rglob("*") if p.is_file()]
    assert len(kept) == 1
    assert kept[0].is_relative_to(services.folder_of(delivery))
    told = Event.objects.get(verb="delivery.handed_in").detail["files"]
    assert all(sign.isprintable() for sign in told[0])


def test_an_empty_file_is_refused_by_name(empty_home: Path, amar: Person) -> None:
    with pytest.raises(Refused, match=r"empty\.csv is empty"):
        services.hand_in([SimpleUploadedFile("empty.csv", b"")], by=amar, at=NOW)

    assert not Delivery.objects.exists()


def test_a_file_that_crashes_its_reader_is_refused_and_the_worker_goes_on(
    lake: Lake,
    saxonbridge_files: Generated,
    amar: Person,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    planted.plant(tmp_path / "plant", monkeypatch)
    (harmful,) = planted.wrong_files(tmp_path / "wrong", "crashes")
    street = month_of(saxonbridge_files, "2025-06-saxonshire-street.csv")

    alone = checked(services.hand_in([handed(harmful)], by=amar, at=NOW))
    beside = loaded(
        services.load_delivery(
            checked(
                services.hand_in([handed(harmful), handed(street)], by=amar, at=NOW)
            ),
            by=amar,
            at=NOW,
        )
    )

    assert alone.state == Delivery.State.REFUSED
    assert "the process that read it broke off" in alone.refusal
    assert beside.state == Delivery.State.LOADED and beside.batch == 2
    loads = queries.load_of(beside.loaded or {})
    assert loads.sums.accepted > 0
    (refused,) = loads.refusals
    assert "crashes.csv was not taken" in refused.words
    assert lake.verify() == []
