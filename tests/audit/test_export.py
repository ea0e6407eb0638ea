"""An export proves itself to whoever has Python, and no change to it goes unnoticed."""

import csv
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.test import Client
from tests.audit.acts import act, acts, after
from tests.partners.people import PASSWORD, make_person

from goldthread.audit.checkpoints import sign_checkpoint
from goldthread.audit.export import export
from goldthread.audit.keys import PublicKey, keys
from goldthread.audit.models import Event
from goldthread.audit.queries import Asked
from goldthread.audit.refusal import Refused
from goldthread.audit.sealing import seal_due
from goldthread.audit.services import Actor, Subject

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("empty_home")]
SCRIPT = Path(__file__).parents[2] / "tools" / "verify_export.py"
BERTRAM = Actor("person:8", "Bertram", "bertram@example.org", "The police")


@pytest.fixture
def recorded() -> None:
    """Three seals of four rows; Bertram's are in the first two; then a checkpoint."""
    for batch in range(3):
        acts(3, begin=10 * batch)
        if batch < 2:
            act("plan.changed", by=BERTRAM, at=after(10 * batch + 5),
                detail={"n": 1e22, "é": [0.5, None, True]},
                subject=Subject("k", "1", "=cmd|' /C calc'!A0"))  # fmt: skip
        else:
            act(at=after(29))
        assert seal_due(at=after(10 * batch + 9)) == 4
    sign_checkpoint(at=after(60))


def made(path: Path, asked: Asked | None = None) -> Path:
    out = path / "record.zip"
    with out.open("wb") as file:
        export(file, asked or Asked(), keys(), by="Ottoline", at=after(99))
    return out


def checked(path: Path, key: Path | None = None) -> tuple[int, str]:
    """What the stand-alone script says; it runs without our code on its path."""
    done = subprocess.run(
        [sys.executable, "-I", str(SCRIPT), str(path), "--pubkey", str(key or keys().public_file)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert not done.stderr, done.stderr
    return done.returncode, done.stdout


def test_the_script_imports_nothing_of_ours() -> None:
    assert "goldthread" not in [
        line.split()[1].split(".")[0]
        for line in SCRIPT.read_text().splitlines()
        if line.startswith(("import ", "from "))
    ]


def test_a_whole_export_is_verified_offline(recorded: None, tmp_path: Path) -> None:
    code, said = checked(made(tmp_path))

    assert code == 0, said
    assert said.startswith(
        "Whole: 12 rows, under the checkpoint of 2026-11-23T09:31:00"
    )
    key = keys().public_key()
    assert key and key.fingerprint in said


def test_a_part_is_verified_without_telling_the_rest(
    recorded: None, tmp_path: Path
) -> None:
    out = made(tmp_path, Asked(email="bertram@example.org"))

    code, said = checked(out)
    with zipfile.ZipFile(out) as archive:
        text = archive.read("record.jsonl").decode()
        manifest = json.loads(archive.read("manifest.json"))
        table = list(csv.reader(io.StringIO(archive.read("record.csv").decode())))

    assert code == 0, said
    assert said.startswith("Whole: 2 rows")
    assert "Ottoline" not in text
    assert text.count('"digest"') == 10
    assert (manifest["first_seal"], manifest["last_seal"], manifest["rows"]) == (
        1,
        3,
        2,
    )
    assert manifest["marking"].startswith("OFFICIAL-SENSITIVE")
    assert [row[0] for row in table] == ["row", "4", "8"]
    assert any(cell.startswith("'=cmd") for cell in table[1])  # a spreadsheet runs none


def test_an_export_begins_at_the_first_seal_that_matters(
    recorded: None, tmp_path: Path
) -> None:
    out = made(tmp_path, Asked(start=after(20)))

    with zipfile.ZipFile(out) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert (manifest["first_seal"], manifest["rows"]) == (3, 4)
    assert checked(out)[0] == 0


def test_what_is_not_under_a_checkpoint_yet_is_not_exported(
    recorded: None, tmp_path: Path
) -> None:
    acts(2, begin=70)
    seal_due(at=after(80))

    assert checked(made(tmp_path))[1].startswith("Whole: 12 rows")
    with pytest.raises(Refused, match="Nothing that is under a signed checkpoint fits"):
        made(tmp_path, Asked(start=after(70)))


def test_without_a_checkpoint_nothing_could_be_proved(tmp_path: Path) -> None:
    acts(1)
    seal_due(at=after(1))

    with pytest.raises(Refused, match="Nothing is under a signed checkpoint yet"):
        made(tmp_path)


def changed(path: Path, name: str, change: Callable[[str], str], *, hide: bool) -> Path:
    """The export with one file changed; with `hide` the manifest agrees again."""
    import hashlib

    with zipfile.ZipFile(path) as archive:
        files = {each: archive.read(each) for each in archive.namelist()}
    before = files[name]
    files[name] = change(before.decode()).encode()
    assert files[name] != before
    if hide:
        manifest = json.loads(files["manifest.json"])
        manifest["sha256"][name] = hashlib.sha256(files[name]).hexdigest()
        files["manifest.json"] = json.dumps(manifest).encode()
    out = path.with_name("changed.zip")
    with zipfile.ZipFile(out, "w") as archive:
        for each, content in files.items():
            archive.writestr(each, content)
    return out


def without_line(number: int) -> Callable[[str], str]:
    def change(text: str) -> str:
        lines = text.splitlines(keepends=True)
        return "".join(lines[:number] + lines[number + 1 :])

    return change


def swapped(text: str) -> str:
    lines = text.splitlines(keepends=True)
    lines[1], lines[2] = lines[2], lines[1]
    return "".join(lines)


def without_the_last_seal(text: str) -> str:
    return "".join(text.splitlines(keepends=True)[:-5])


CHANGES: dict[str, tuple[str, Callable[[str], str]]] = {
    "a name": ("record.jsonl", lambda text: text.replace("Ottoline", "Nobody", 1)),
    "a row left out": ("record.jsonl", without_line(2)),
    "a seal left out": ("record.jsonl", without_line(5)),
    "two rows swapped": ("record.jsonl", swapped),
    "the end cut off": ("record.jsonl", without_the_last_seal),
    "the table": ("record.csv", lambda text: text.replace("Ottoline", "Nobody", 1)),
    "a line of the table": ("record.csv", without_line(3)),
    "the checkpoint": ("checkpoint.json", lambda text: text.replace('"rows": 12', '"rows": 8')),
    "a seal": ("record.jsonl", lambda text: text.replace('"key": "', '"key": "0', 1)),
}  # fmt: skip


@pytest.mark.parametrize("hide", [False, True], ids=["seen", "hidden in the manifest"])
@pytest.mark.parametrize("what", CHANGES)
def test_every_change_to_an_export_is_found(
    recorded: None, tmp_path: Path, what: str, hide: bool
) -> None:
    name, change = CHANGES[what]

    code, said = checked(changed(made(tmp_path), name, change, hide=hide))

    assert code == 1, said
    assert said.startswith("Tampered with: ")


def test_another_key_does_not_vouch_for_it(recorded: None, tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    raw = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    other.write_text(PublicKey(raw).pem)

    code, said = checked(made(tmp_path), other)

    assert (code, said) == (
        1,
        "Tampered with: The checkpoint is not signed by this key.\n",
    )


def test_what_is_no_export_cannot_be_told(recorded: None, tmp_path: Path) -> None:
    odd = tmp_path / "odd.zip"
    odd.write_text("hello")

    assert checked(odd)[0] == 3
    assert checked(tmp_path / "missing.zip")[0] == 3
    assert checked(made(tmp_path), tmp_path / "missing.pem")[0] == 3


def test_the_page_hands_out_what_its_filter_shows(
    recorded: None, tmp_path: Path
) -> None:
    make_person(role="governance")
    client = Client()
    client.post("/account/login/", {"login": "amar@example.org", "password": PASSWORD})

    answer = client.get("/record/export/", {"email": "bertram@example.org"})
    out = tmp_path / "page.zip"
    out.write_bytes(b"".join(answer.streaming_content))  # type: ignore[attr-defined]

    assert answer.headers["Content-Type"] == "application/zip"
    assert checked(out)[1].startswith("Whole: 2 rows")
    assert Event.objects.get(verb="record.exported").detail == {"asked_by": ["person"]}
    refused = client.get("/record/export/", {"email": "nobody@example.org"})
    assert refused.status_code == 409
    assert "Nothing that is under a signed checkpoint fits" in refused.content.decode()
    wrong = client.get("/record/export/", {"start_day": "x"})
    assert wrong.status_code == 409
