"""Every verb ends as promised, and prints what the library gives."""

import getpass
import json
import os
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.cli.conftest import Run
from tests.partners.people import make_person

from goldthread.audit.models import Event
from goldthread.cli import main
from goldthread.evidence.catalogue import questions
from goldthread.evidence.engine import DuckEngine
from goldthread.evidence.lake import Lake
from goldthread.saxonbridge import Generated

CITY = "Safer Saxonbridge Partnership"
MONTHLY = ("ask", "monthly_by_category", "--json")
database = pytest.mark.django_db(transaction=True)
slow = pytest.mark.slow


def plain(answer: Any) -> Any:
    """What JSON makes of an answer of the library."""
    return json.loads(json.dumps(answer, default=lambda each: each.isoformat()))


def flip_a_byte(lake: Lake) -> Path:
    """Damage one part, leaving the file that others are linked to as it was."""
    part = sorted((lake.folder).rglob("*.parquet"))[0]
    content = bytearray(part.read_bytes())
    content[len(content) // 2] ^= 1
    part.unlink()
    part.write_bytes(content)
    return part


def test_help_answers_within_four_tenths_of_a_second():
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-m", "goldthread.cli", "--help"],
        capture_output=True,
        text=True,
        check=True,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert used < 0.4
    assert "doctor" in done.stdout


@pytest.mark.parametrize(
    "words",
    [
        ("lake", "verify"),
        ("lake", "batches"),
        ("lake", "coverage"),
        ("lake", "undo", "1"),
        ("lake", "set-aside", "1"),
        ("ask", "months_held"),
        ("assess", CITY),
    ],
    ids=" ".join,
)
def test_without_a_lake_a_verb_cannot_tell(run: Run, empty_home: Path, words):
    ended = run(*words)

    assert ended.code == 3
    assert f"There is no lake in {empty_home} yet." in ended.err
    assert ended.out == ""
    assert list(empty_home.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("aks",), "Did you mean “ask”?"),
        (("lake", "verfy"), "Did you mean “verify”?"),
        (("ask", "month_held"), "Did you mean “months_held”?"),
        (("assess", CITY, "--formats", "html,docx"), "expected --formats among"),
        (("assess", CITY, "--formats", ""), "expected --formats among"),
        (("assess", CITY, "--year", "22"), "expected a statutory year"),
        (("lake", "undo", "first"), "expected a batch's number"),
        (("lake", "add", "no-such-file.csv"), "no-such-file.csv is none"),
        (("thread",), "expected one of REF, --broken; found none."),
        (("assess",), "expected AREA; found nothing there."),
    ],
)
def test_a_slip_is_used_wrongly_and_answered_with_what_fits(
    run: Run, empty_home: Path, words, sentence: str
):
    ended = run(*words)

    assert ended.code == 2
    assert sentence in ended.err


@slow
@pytest.mark.parametrize("month", ["2022-13", "2022-1", "22-10", "October", "٢٠٢٢-10"])
def test_a_month_written_otherwise_is_used_wrongly(run: Run, whole: Lake, month: str):
    ended = run(*MONTHLY, "--area", CITY, "--from", month)

    assert ended.code == 2
    assert f"expected a month written like 2022-10; found {month}." in ended.err


@slow
def test_an_area_misspelt_is_answered_with_the_nearest(run: Run, whole: Lake):
    ended = run(*MONTHLY, "--area", "Safer Saxonbrige Partnership")

    assert ended.code in (1, 2)
    assert CITY in ended.err
    assert ended.out == ""


@slow
@database
def test_two_files_are_added_once_and_told(run: Run, areas: Lake, two_files):
    ended = run("lake", "add", *two_files)

    report = areas.batches()[-1]
    assert ended.code == 0
    assert len({file.member for file in report.files}) == 2
    assert report.total("accepted") > 0
    assert f"{report.total('accepted'):,} rows accepted" in ended.out
    event = Event.objects.get(verb="batch.loaded")
    assert event.actor_label == f"the system account ({getpass.getuser()})"
    assert event.subject_reference == str(report.number)
    assert report.by == event.actor_label
    assert ended.err == ""  # progress is for a terminal

    again = run("lake", "add", *two_files)
    assert again.code == 0
    assert "Nothing changed: the lake holds these files already." in again.out
    assert len(areas.batches()) == report.number
    assert Event.objects.filter(verb="batch.loaded").count() == 1


@slow
@database
def test_a_refused_file_is_said_last_and_keeps_none_of_the_others_out(
    run: Run, areas: Lake, two_files, tmp_path: Path
):
    bad = tmp_path / two_files[0].name
    bad.write_bytes(b"nothing of use")

    ended = run("lake", "add", bad, two_files[1])

    report = areas.batches()[-1]
    assert ended.code == 1
    assert [file.member for file in report.files if file.accepted] == [
        two_files[1].name
    ]
    why, what_to_do = ended.out.strip().splitlines()[-2:]
    assert why.startswith("Not taken: ") and bad.name in why
    assert what_to_do == (
        "1 file was not taken. Everything else is loaded and stays. Put right what is "
        "said above and add it again."
    )


@slow
@database
def test_an_act_is_recorded_under_the_person_named(run: Run, areas: Lake, two_files):
    person = make_person()

    ended = run("lake", "add", two_files[0], "--as", person.email.upper(), "--json")

    assert ended.code == 0
    assert json.loads(ended.out)["number"] == areas.batches()[-1].number
    assert Event.objects.get(verb="batch.loaded").actor_email == person.email


@slow
@database
@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--as", "nobody@saxonbridge.example"), 2, "nobody@saxonbridge.example"),
        (("--dry-run",), 0, "This was a dry run: nothing was changed."),
    ],
    ids=["nobody", "dry"],
)
def test_an_unknown_person_or_a_dry_run_changes_nothing(
    run: Run, areas: Lake, two_files, words, code: int, sentence: str
):
    before = areas.version().id

    ended = run("lake", "add", two_files[0], *words)

    assert ended.code == code
    assert sentence in ended.out + ended.err
    assert areas.version().id == before
    assert len(areas.batches()) == 1
    assert not Event.objects.filter(verb="batch.loaded").exists()


@slow
@database
def test_the_newest_batch_is_taken_back_and_an_older_one_refused(
    run: Run, copied: Lake
):
    refused = run("lake", "undo", 2)
    assert refused.code == 1
    assert "batch 3 came later" in refused.err
    assert len(copied.batches()) == 3
    assert not Event.objects.filter(verb="batch.taken_back").exists()

    ended = run("lake", "undo", 3)
    assert ended.code == 0
    assert "Batch 3 is taken back; this is batch 4." in ended.out
    assert (
        copied.version().manifest.parts.keys()
        == copied.version("2").manifest.parts.keys()
    )
    assert copied.version().manifest.parts == copied.version("2").manifest.parts
    event = Event.objects.get(verb="batch.taken_back")
    assert event.subject_reference == "3"
    assert event.actor_label == f"the system account ({getpass.getuser()})"


@slow
def test_what_is_held_is_printed_as_the_library_tells_it(run: Run, whole: Lake):
    batches = json.loads(run("lake", "batches", "--json").out)
    assert [each["number"] for each in batches] == [1, 2, 3]
    assert [each["version"] for each in batches] == [
        report.version for report in whole.batches()
    ]

    held = json.loads(run("lake", "coverage", "--json").out)
    assert held == plain(whole.coverage(None).to_pylist())
    assert held

    assert json.loads(run("lake", "verify", "--json").out) == []
    listed = json.loads(run("questions", "--json").out)
    assert [each["question"] for each in listed] == list(questions())


@slow
def test_a_question_gives_the_same_by_name_by_code_and_in_python(
    run: Run, whole: Lake, saxonbridge_files: Generated
):
    when = ("--from", "2025-04", "--to", "2025-06")
    by_name = run(*MONTHLY, "--area", CITY, *when)
    by_code = run(*MONTHLY, "--area", saxonbridge_files.partnership, *when)

    answer = DuckEngine(whole.version()).table(
        "monthly_by_category",
        area=saxonbridge_files.partnership,
        start=date(2025, 4, 1),
        end=date(2025, 7, 1),
    )
    assert by_name.code == by_code.code == 0
    assert by_name.out == by_code.out
    told = json.loads(by_name.out)
    assert told["rows"] == plain(answer.to_pylist())
    assert {row["month"] for row in told["rows"]} == {
        "2025-04-01",
        "2025-05-01",
        "2025-06-01",
    }
    assert told["lake_version"] == whole.version().id


@slow
def test_as_of_an_earlier_batch_gives_the_earlier_figure(
    run: Run, whole: Lake, saxonbridge_files: Generated
):
    month = saxonbridge_files.corrections[0].name[:7]
    words = (*MONTHLY, "--area", CITY, "--from", month, "--to", month)

    newest = json.loads(run(*words).out)
    earlier = json.loads(run(*words, "--as-of", "2").out)

    assert earlier["lake_version"] == whole.batches()[1].version
    assert earlier["rows"] and newest["rows"]
    assert earlier["rows"] != newest["rows"]


@slow
@database
def test_one_flipped_byte_is_found_by_verify_and_by_doctor(run: Run, copied: Lake):
    sound = run("doctor")
    assert sound.code == 0, sound.out
    assert "damaged" not in sound.out
    assert "without its audit record" in sound.out  # loaded without the database
    assert run("lake", "verify").code == 0

    part = flip_a_byte(copied)

    ended = run("lake", "verify")
    assert ended.code == 1
    assert part.name in ended.out
    assert len(ended.out.splitlines()) == 1
    damaged = run("doctor")
    assert damaged.code == 1
    assert "Must be mended: The lake is damaged: " in damaged.out
    assert part.name in damaged.out


@slow
@database
def test_an_assessment_is_written_and_its_findings_made_again(
    run: Run, copied: Lake, tmp_path: Path
):
    from goldthread.assessment.models import Finding

    out = tmp_path / "out"
    ended = run("assess", CITY, "--year", "2025", "--out", out, "--json")

    assert ended.code == 0
    assert ended.err == ""
    told = json.loads(ended.out)
    files = [Path(name) for name in told["files"]]
    assert {path.suffix for path in files} == {".html", ".pdf", ".json"}
    assert all(path.parent == out and path.stat().st_size > 1000 for path in files)
    written = next(path for path in files if path.suffix == ".json")
    assert json.loads(written.read_text())
    assert told["from"] == "2025-04-01"
    assert len(told["findings"]) == Finding.objects.count() > 5

    ref = f"A{told['assessment']}-change-by-category"
    assert ref in told["findings"]
    same = run("finding", "reproduce", ref)
    assert same.code == 0
    assert "same" in same.out

    finding = Finding.objects.get(ref="change-by-category")
    touched = json.loads(finding.result)
    touched["touched"] = 1
    Finding.objects.filter(pk=finding.pk).update(result=json.dumps(touched))
    different = run("finding", "reproduce", ref, "--json")
    assert different.code == 1
    assert "touched" in str(json.loads(different.out)["differences"])

    assert run("finding", "reproduce", "A999-no-such").code == 3


@slow
def test_a_pipe_closed_early_is_no_traceback(saxonbridge_home: Path):
    command = f"{sys.executable} -m goldthread.cli lake coverage --json | head -1"
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", command],
        capture_output=True,
        text=True,
        env=os.environ | {"GOLDTHREAD_HOME": str(saxonbridge_home)},
        check=False,
    )

    assert done.stdout == "[\n"
    assert done.stderr == ""
    assert done.returncode == 0


def test_progress_is_told_to_a_terminal_and_to_nothing_else(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    from goldthread.cli.printing import progress

    progress("Reading.")
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    progress("Reading.")
    assert capsys.readouterr().err == "Reading.\n"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--with", "start=rubbish"], "expected --from"),
        (["--from", "2026-03", "--to", "2026-01"], "no later than --to"),
    ],
)
def test_a_period_that_cannot_be_is_answered_with_a_sentence(
    saxonbridge_home: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    words: list[str],
    says: str,
) -> None:
    monkeypatch.setenv("GOLDTHREAD_HOME", str(saxonbridge_home))

    code = main(["ask", "monthly_by_category", "--area", "X22000001", *words])

    assert code == 2
    assert says in capsys.readouterr().err
