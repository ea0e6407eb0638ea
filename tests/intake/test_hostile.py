"""Everything that must not hurt, sent through the real form: one sentence, no harm.

Each class of tests/corpus and bad context files are posted as a browser posts them, and
checked as the worker checks them. Never a server error, never a changed lake.
"""

import html
import re
import resource
import shutil
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from django.http import HttpResponse
from django.test import Client
from tests.corpus.build import CORPUS, NAME, Hostile, month, zipped
from tests.partners.people import make_person

from goldthread.assessment.models import Assessment
from goldthread.documents.numbers import THIN, spaced
from goldthread.evidence.lake import Lake
from goldthread.intake import tasks
from goldthread.intake.models import Delivery

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
AREAS = "lsoa11_code,lsoa11_name,ltla19_code,ltla19_name\n"
SMALL_AREAS = AREAS + "".join(
    f"E010256{number},Leicester 0{number}A,E06000016,Leicester\n"
    for number in range(10, 30)
)
CONTEXT = {
    "lookup without its year": ("areas.csv", "lsoa_code,ward24_code\nE01010410,E05014838"),
    "lookup of the year to come": (
        "areas.csv",
        "lsoa21_code,ward99_code\nE01010410,E05014838",
    ),
    "lookup that is not one": (
        "lookup.csv",
        "lsoa11_code,lsoa21_code\nE01025610,E01025610",
    ),
    "population without its year": (
        "lsoa11.csv",
        "lsoa11_code," + ",".join(map(str, range(91))) + "\nE01025610" + ",1" * 91,
    ),
    "population in bands": (
        "population-2020-lsoa11.csv",
        "lsoa11_code," + ",".join(map(str, range(85))) + "\nE01025610" + ",1" * 85,
    ),
    "outlines that are none": ("wards.geojson", '{"type": "FeatureCollection"}'),
    "outlines cut off": ("wards.geojson", '{"type":"FeatureCollection","features":[{'),
    "outlines nested": ("wards.geojson", '{"type":"FeatureCollection","features":' + "[" * 90_000),
    "parquet that is none": ("boundaries.parquet", "PAR1 nothing PAR1"),
    "invented codes": ("areas.csv", AREAS + "X01000001,Saxonbridge 001A,X06000001,Saxonbridge"),
}  # fmt: skip
FILES = {name: (case.name, case.make) for name, case in CORPUS.items()} | {
    name: (file, text.encode) for name, (file, text) in CONTEXT.items()
}
# Readers give the good rows of these back, and the lake refuses a file that is mostly bad.
MOSTLY_BAD = ("100,000 bad rows", "100,000 ragged rows", "JSON of other things")
# One of the two files inside is good, and is still offered.
HALF_GOOD = ("zip with wrong sum", "locked zip", "zip with odd packing")
NAMES = {
    "climbing out": "../../../etc/cron.d/2021-02-leicestershire-street.csv",
    "absolute": "/etc/2021-02-leicestershire-street.csv",
    "Windows": "C:\\Users\\x\\2021-02-leicestershire-street.csv",
    "markup": "<img src=x onerror=alert(1)>.csv",
    "very long": "a" * 400 + ".csv",
    "only dots": "...",
    "turned around": "2021-02-\u202eleicestershire-street.csv",
    "null": "2021-02\x00-leicestershire-street.csv",
    "a device": "CON.csv",
    "an option": "--help.csv",
    "line break": "2021-02\x0b-leicestershire-street.csv",
    "no text": b"2021-02-\xff\xfe-street.csv",
}


@pytest.fixture(scope="session")
def small_lake(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose lake knows the small areas that the corpus names."""
    home = tmp_path_factory.mktemp("small")
    lookup = home / "areas.csv"
    lookup.write_text(SMALL_AREAS, encoding="utf-8")
    report = Lake(home).add([lookup], by="the tests", at=NOW)
    assert report.total("accepted") == 20
    return home


@pytest.fixture
def analyst(client: Client) -> Client:
    """A browser in which somebody is signed in; errors come back as pages."""
    client.force_login(make_person())
    client.raise_request_exception = False
    return client


@pytest.fixture
def held(empty_home: Path, small_lake: Path) -> Lake:
    """The lake that must stay as it is: its version and its files are compared."""
    shutil.copytree(small_lake / "lake", empty_home / "lake")
    return Lake(empty_home)


def hand_in(client: Client, name: str | bytes, content: bytes) -> HttpResponse:
    """Post one file as a browser does, with the name exactly as given."""
    raw = name if isinstance(name, bytes) else name.encode()
    body = (
        b'--edge\r\nContent-Disposition: form-data; name="supplied"; filename="'
        + raw.replace(b"\\", b"\\\\")
        + b'"\r\nContent-Type: text/csv\r\n\r\n'
        + content
        + b"\r\n--edge--\r\n"
    )
    return client.post(
        "/data/", body, content_type="multipart/form-data; boundary=edge"
    )


def text_of(answer: HttpResponse) -> str:
    """The words of a page."""
    main = answer.content.decode().split("<main", 1)[-1].split("</main>")[0]
    main = main.split(">", 1)[-1]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def sentences(client: Client, answer: HttpResponse) -> str:
    """Let the worker check what was handed in; what its page then says."""
    if answer.status_code == 200:  # refused at the door
        return text_of(answer)
    assert answer.status_code == 302
    delivery = Delivery.objects.get()
    tasks.check_delivery.func(delivery.pk)
    page = client.get(f"/data/deliveries/{delivery.pk}/")
    assert page.status_code == 200
    return text_of(page)


def files_below(folder: Path) -> list[tuple[str, int]]:
    """Every file below a folder, with its size."""
    return sorted(
        (path.relative_to(folder).as_posix(), path.stat().st_size)
        for path in folder.rglob("*")
        if path.is_file()
    )


def cpu_s() -> float:
    """Seconds of work, of this process and of those that read for it."""
    kids = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + kids.ru_utime + kids.ru_stime


@pytest.mark.parametrize(("name", "make"), FILES.values(), ids=FILES.keys())
def test_a_hostile_file_is_answered_in_a_sentence_and_changes_nothing(
    analyst: Client,
    held: Lake,
    empty_home: Path,
    name: str,
    make: Callable[[], bytes],
    request: pytest.FixtureRequest,
) -> None:
    content = make()
    kind = request.node.callspec.id
    case: Hostile | None = CORPUS.get(kind)
    version, lake_folder = held.version().id, empty_home / "lake"
    before = files_below(lake_folder)

    started = cpu_s()
    said = sentences(analyst, hand_in(analyst, name, content))
    seconds = cpu_s() - started

    assert seconds < 5
    assert held.version().id == version
    assert files_below(lake_folder) == before
    kept = files_below(empty_home / "uploads")
    assert len(kept) <= 1
    assert sum(size for _, size in kept) <= len(content)
    fate = "refused" if case is None or kind in MOSTLY_BAD else case.fate
    state = Delivery.objects.values_list("state", flat=True).first()
    if kind in HALF_GOOD:
        assert state == Delivery.State.CHECKED
        assert "Not taken" in said
        assert "Would be accepted 200" in said
    elif fate == "refused":
        assert state in (None, Delivery.State.REFUSED)  # none: refused at the door
        assert state or "is empty. Choose the file again, or leave it out." in said
        assert not state or "Nothing was changed." in said
    else:
        assert state == Delivery.State.CHECKED, said
        assert "Nothing is changed yet" in said
        aside = re.search(r"Would be set aside ([\d,\u202f\u00a0 ]+)", said)
        assert aside
        assert (int(re.sub(r"\D", "", aside[1])) > 0) == (fate == "set aside")
    if case is not None and case.fate == "refused" and state:
        assert spaced(case.says).replace(THIN, " ") in said
    assert "Traceback" not in said


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
def test_a_hostile_file_name_stays_inside_the_uploads_and_is_shown_as_text(
    analyst: Client, held: Lake, empty_home: Path, name: str | bytes
) -> None:
    around = empty_home.parent
    before = files_below(around)

    answer = hand_in(analyst, name, month())

    assert answer.status_code < 500
    said = sentences(analyst, answer)
    new = [entry[0] for entry in files_below(around) if entry not in before]
    kept = [path for path in new if path.startswith("home/uploads/")]
    assert new == kept
    assert len(kept) <= 1
    assert all(len(Path(path).name) <= 120 for path in kept)
    for delivery in Delivery.objects.all():
        page = analyst.get(f"/data/deliveries/{delivery.pk}/").content.decode()
        assert "<img src=x" not in page
    sentences_said = (
        "Nothing is changed yet",
        "Nothing was changed.",
        "There is a problem Choose at least one file.",  # a name that is no text
    )
    assert any(sentence in said for sentence in sentences_said), said


@pytest.mark.parametrize(
    "member",
    [
        b"2021-02/<script>alert(1)</script>-street.csv",
        "2021-02-\u202eleicestershire-street.csv".encode(),
        b"2021-02-\xff\xfe\xed\xa0\x80-street.csv",
        b"line\nbreak\x1b[31m-street.csv",
        b"a" * 300 + b".csv",
    ],
    ids=["markup", "turned around", "no text", "control signs", "very long"],
)
def test_a_hostile_name_inside_an_archive_is_shown_as_text(
    analyst: Client, held: Lake, member: bytes
) -> None:
    version, stand_in = held.version().id, "n" * len(member)
    packed = zipped({stand_in: b"x,y\r\n1,2\r\n"}).replace(stand_in.encode(), member)

    said = sentences(analyst, hand_in(analyst, "months.zip", packed))

    assert "Nothing was changed." in said
    assert Delivery.objects.get().state == Delivery.State.REFUSED
    page = analyst.get(f"/data/deliveries/{Delivery.objects.get().pk}/")
    assert "<script>alert" not in page.content.decode()
    assert held.version().id == version


def test_a_form_of_1001_fields_is_refused_with_a_page(analyst: Client) -> None:
    answer = analyst.post("/data/", {f"field{number}": "x" for number in range(1_001)})

    assert 400 <= answer.status_code < 500
    assert "<h1" in answer.content.decode()


def test_201_files_at_once_are_refused_with_a_page(analyst: Client) -> None:
    part = b'--edge\r\nContent-Disposition: form-data; name="supplied"; filename="a.csv"\r\n\r\nx\r\n'

    answer = analyst.post(
        "/data/",
        part * 201 + b"--edge--\r\n",
        content_type="multipart/form-data; boundary=edge",
    )

    assert 400 <= answer.status_code < 500
    assert "<h1" in answer.content.decode()
    assert not Delivery.objects.exists()


def test_a_body_of_3_mb_that_is_no_file_is_refused_with_a_page(analyst: Client) -> None:
    answer = analyst.post("/assessments/", {"area": "x" * 3_000_000})

    assert 400 <= answer.status_code < 500
    assert "<h1" in answer.content.decode()


def test_a_body_that_is_no_form_is_refused(analyst: Client, empty_home: Path) -> None:
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x", "text/xml"):
        answer = analyst.post("/data/", b"\x00\xff" * 500, content_type=kind)

        assert answer.status_code < 500
        assert not Delivery.objects.exists()


def test_a_good_file_beside_a_bad_one_is_still_offered(
    analyst: Client, held: Lake
) -> None:
    packed = zipped({NAME: month(), "2021-03-leicestershire-street.csv": b"nothing"})

    said = sentences(analyst, hand_in(analyst, "months.zip", packed))

    assert "Not taken" in said
    assert "Would be accepted 200" in said
    assert Delivery.objects.get().state == Delivery.State.CHECKED


BAD_TEXT = {
    "null": b"before\x00after",
    "no text": b"\xff\xfe\xed\xa0\x80",
    "turned around": "\u202edesrever".encode(),
    "a million signs": b"x" * 1_000_000,
    "another's code": b"E06000016' OR 1=1 --",
    "nothing to see": "\u200b\u200d".encode(),
}


def post_text(client: Client, address: str, fields: dict[str, bytes]) -> HttpResponse:
    """Post a form whose values are bytes exactly as given."""
    body = "&".join(f"{key}={quote(value)}" for key, value in fields.items())
    return client.post(address, body, content_type="application/x-www-form-urlencoded")


@pytest.mark.parametrize("bad", BAD_TEXT.values(), ids=BAD_TEXT.keys())
@pytest.mark.parametrize("field", ["area", "period"])
def test_an_unknown_area_or_period_is_refused_with_a_sentence(
    analyst: Client, held: Lake, field: str, bad: bytes
) -> None:
    fields = {"area": b"E06000016", "period": b"April 2025 to March 2026"} | {
        field: bad
    }

    answer = post_text(analyst, "/assessments/", fields)

    assert answer.status_code == 200
    assert "There is a problem" in text_of(answer)
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("kind", ["null", "a million signs", "turned around"])
def test_words_that_cannot_be_kept_are_refused_with_a_sentence(
    analyst: Client, empty_home: Path, kind: str
) -> None:
    draft = Assessment.objects.create(
        area_code="E06000016",
        area_name="Leicester",
        period_start=date(2025, 4, 1),
        period_end=date(2026, 4, 1),
        period_label="April 2025 to March 2026",
        lake_version="0" * 64,
        state=Assessment.State.DRAFT,
        requested_at=NOW,
    )

    answer = post_text(
        analyst,
        f"/assessments/{draft.pk}/words/why/",
        {"text": BAD_TEXT[kind], "seen": b"0"},
    )

    assert answer.status_code == 200, "the words were taken"
    assert "There is a problem" in text_of(answer)
    assert not draft.wordings.exists()
