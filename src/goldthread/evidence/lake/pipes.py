"""What passes between a load and the processes that read for it."""

import io
import pickle
from typing import IO, Any

# What an answer may be made of. The process that answers has read a stranger's file:
# were it taken over, its answer must not be able to run anything here.
_ANSWERS = {
    "builtins": {"OSError", "FileNotFoundError", "PermissionError"},
    "collections": {"Counter"},
    "pathlib": {"PosixPath", "Path"},
    "goldthread.evidence.reading": {"Remark"},
    "goldthread.evidence.lake.supplied": {"Supplied"},
    "goldthread.evidence.lake.tally": {"Taken"},
    "goldthread.evidence.lake.manifest": {"Part"},
    "goldthread.evidence.lake.report": {
        "Difference",
        "FileReport",
        "LakeBusy",
        "LakeDamaged",
        "LakeRefused",
    },
}


def send(pipe: IO[bytes], message: Any) -> None:
    """Send one message."""
    content = pickle.dumps(message)
    pipe.write(len(content).to_bytes(8, "big") + content)
    pipe.flush()


def received(pipe: IO[bytes]) -> Any:
    """The next message from a reading process; None where it is gone."""
    content = _content(pipe)
    return None if content is None else _Plainly(io.BytesIO(content)).load()


def ordered(pipe: IO[bytes]) -> Any:
    """The next message from the load, which is trusted; `EOFError` where it is gone."""
    content = _content(pipe)
    if content is None:
        raise EOFError("the load is gone")
    return pickle.loads(content)


def _content(pipe: IO[bytes]) -> bytes | None:
    head = pipe.read(8)
    if len(head) < 8:
        return None
    size = int.from_bytes(head, "big")
    content = pipe.read(size)
    return content if len(content) == size else None


class _Plainly(pickle.Unpickler):
    """Opens only figures, words and our own records of a load."""

    def find_class(self, module: str, name: str) -> Any:
        """The class of that name, if an answer may hold one."""
        if name in _ANSWERS.get(module, ()):
            return super().find_class(module, name)
        raise pickle.UnpicklingError(f"an answer holds no {module}.{name}")
