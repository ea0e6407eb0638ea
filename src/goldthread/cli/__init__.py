"""The `goldthread` command: thin, every verb one call.

Nothing heavy is imported here: `goldthread --help` must answer within 0.4 s of
CPU (the engine alone costs 0.3 s), so each verb names the function that does
its work and that module is imported only when the verb is used.
"""

import os
import sys
from collections.abc import Sequence

from goldthread.cli.endings import REFUSED, USED_WRONGLY, Ending, ending_of


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb; the exit code says how it went (see `goldthread.cli.endings`)."""
    from goldthread.cli.parser import arguments

    try:
        chosen = arguments(sys.argv[1:] if argv is None else argv)
    except SystemExit as stop:  # argparse has printed its sentence already
        return stop.code if isinstance(stop.code, int) else USED_WRONGLY
    try:
        code: int = chosen.run(chosen)
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        sys.stderr.write("goldthread: stopped; what was finished is kept.\n")
        return 130
    except BrokenPipeError:  # `goldthread ask ... | head` is no fault
        # What is left in the buffer has no reader; without this Python complains at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f" ({error.filename})" if error.filename else ""
        return _say(
            Ending(
                REFUSED,
                f"The machine refused: {error.strerror or error}{where}. Nothing "
                "half-done was kept. Free space or mend permissions, then try again.",
            )
        )
    except Exception as error:
        ending = ending_of(error)
        if ending is None:
            raise
        return _say(ending)


def _say(ending: Ending) -> int:
    sys.stderr.write(f"goldthread: {ending.sentence}\n")
    return ending.code
