"""What is written while a backup is made is in it whole, or not at all."""

import tarfile
from pathlib import Path

import pytest
from tests.audit.test_kills import environment_of, run
from tests.migrated import lay_in

# After the moment of the rows, before the files are taken: the worst time there is.
MEANWHILE = """
import sys
import django
django.setup()
from datetime import UTC, datetime
from pathlib import Path
from goldthread.audit.keys import draft_of, keys
from goldthread.audit.sealing import seal_due
from goldthread.backup import making
from goldthread.partners import services

now, place, add_tables = datetime.now(UTC), keys(), making._add_tables
services.add_agency(name="Saxonshire Police", by=None, at=now)

def then_sealed(writer):
    named = add_tables(writer)
    assert seal_due(at=now) and place.last_seal_file.exists()
    draft_of(place.last_seal_file).write_text("half a note")
    return named

making._add_tables = then_sealed
making.make_backup(Path(sys.argv[1]), software="x", by=None, at=now)
"""


@pytest.mark.slow
def test_a_seal_noted_after_the_moment_does_not_call_its_rows_tampered_with(
    tmp_path: Path,
) -> None:
    home, file = tmp_path / "home", tmp_path / "b.tar"
    lay_in(home)

    run(MEANWHILE, environment_of(home), str(file))

    with tarfile.open(file) as tar:
        held = [name for name in tar.getnames() if name.startswith("home/record/")]
    # The keys stay the same, and rows that were sealed in the moment need them; the note
    # and its draft are of rows that the backup does not have.
    assert "home/record/keys/seal-key" in held
    assert not [name for name in held if "last-seal" in name], held
