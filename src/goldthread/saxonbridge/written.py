"""The suppliers' files of a build that was killed are not written again by the next one."""

import hashlib
import pickle
from pathlib import Path

from goldthread.saxonbridge.generate import Generated, generate

STAMP = "written"  # put last: what is without it is not whole


def write_once(folder: Path) -> Generated:
    """Write the files that `generate` writes, where this program has not done so before."""
    stamp, state = folder / STAMP, _state(folder)
    if stamp.exists():
        kept, _, told = stamp.read_bytes().partition(b"\n")
        if kept == state:
            made: Generated = pickle.loads(told)
            return made
    made = generate(folder)
    half = stamp.with_suffix(".part")
    half.write_bytes(state + b"\n" + pickle.dumps(made))
    half.replace(stamp)
    return made


def _state(folder: Path) -> bytes:
    """What changes with where the files are and with the program that writes them."""
    seen = hashlib.sha256(f"{folder} {folder.resolve()}".encode())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        seen.update(source.read_bytes())
    return seen.hexdigest().encode()
