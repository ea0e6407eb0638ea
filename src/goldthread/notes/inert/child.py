"""The process that opens a stranger's attachment: little memory, little time, no files.

`python -m goldthread.notes.inert.child pdf < file` answers with one letter and what
follows it: K and the bytes to keep, or R and the sentence why it is refused. It knows no
settings and no database; when it is ended, only its file is lost (trust FIL-2).
"""

import resource
import sys
from collections.abc import Callable, Mapping

from goldthread.notes.inert import images, office, pdf
from goldthread.notes.inert.refusal import KEPT, REFUSED, NotInert

# Addresses, not memory. The most is asked by a clear picture of 50 million points, the
# largest that is kept: turned upright and drawn anew it takes 0.83 GB and 6 s.
MEMORY = 1_000_000_000
SECONDS = 20  # of the processor
OPENERS: Mapping[str, Callable[[bytes], bytes]] = {
    "pdf": pdf.inert,
    "docx": office.inert_document,
    "xlsx": office.inert_workbook,
    "png": images.png,
    "jpeg": images.jpeg,
}


def confine() -> None:
    """Bind this process for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def main() -> None:
    confine()
    try:
        answer = KEPT + OPENERS[sys.argv[1]](sys.stdin.buffer.read())
    except NotInert as refusal:
        answer = REFUSED + str(refusal).encode()
    sys.stdout.buffer.write(answer)


if __name__ == "__main__":
    main()
