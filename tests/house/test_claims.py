"""A claim on a statement that does not exist stops the run."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.slow
@pytest.mark.parametrize(("statement", "status"), [("E36", 0), ("E9999", 4)])
def test_only_known_statements_can_be_claimed(
    tmp_path: Path, statement: str, status: int
) -> None:
    test = ROOT / "tests" / "house" / f"test_planted_{statement}.py"
    test.write_text(
        "import pytest\n\n\n"
        f"@pytest.mark.covers('{statement}')\n"
        "def test_planted():\n    assert True\n"
    )
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(test)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    finally:
        test.unlink()

    assert done.returncode == status, done.stdout + done.stderr
    if status:
        assert "E9999, which is not in docs/reference/statements.txt" in (
            done.stdout + done.stderr
        )


@pytest.mark.slow
def test_the_claims_name_what_is_proven_by_which_test_and_what_is_not() -> None:
    done = subprocess.run(
        [sys.executable, "tools/claims.py", "tests/core"],  # all take half a minute
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    known = len((ROOT / "docs/reference/statements.txt").read_text().split())
    assert f"of {known} statements are proven" in done.stdout
    assert re.search(r"^E36 +tests/core/", done.stdout, re.MULTILINE)
    assert "Not proven: " in done.stdout
