"""Ten at the same moment: one report, ten references, no circle, one change (F25, F26)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.migrated import database_of_its_own

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
ROOT = Path(__file__).resolve().parents[2]
PROGRAM = (
    "import json, django; django.setup(); "
    "from tests.delivery.together import main; print(json.dumps(main()))"
)


@pytest.fixture
def left(tmp_path: Path) -> dict[str, Any]:
    """What was left in a fresh database after ten of each came at once."""
    environ = os.environ | {
        "DJANGO_SETTINGS_MODULE": "goldthread.config.settings",
        "GOLDTHREAD_HOME": str(tmp_path),
        "GOLDTHREAD_DATABASE": database_of_its_own(tmp_path),
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", PROGRAM],
        env=environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_ten_at_once_leave_what_one_after_the_other_would(left: dict[str, Any]) -> None:
    assert left["reports"] == {"answers": 1, "kept": 1, "records": 1}
    assert left["references"] == [f"A-{n:03d}" for n in range(4, 14)]
    # Five tie one way and five the other: one way is kept, the other refused.
    assert left["circles"] == {"kept": 1, "refused": 5}
    assert left["versions"] == {"saved": 1, "overtaken": 9}
