"""Lines of the log, in which the secret of an address never stands.

Some addresses open something to whoever knows them: a link from a mail, a calendar, an
invitation, a new password. Django writes the address of every page that was not found or
not allowed, and a log is read by more people than a mail.
"""

import logging
import re

SECRET = re.compile(r"(/u/|/plan/feeds/|/invitation/|/password/reset/key/)[^/\s?\"']+")


class Line(logging.Formatter):
    """One line, with its traceback where there is one."""

    def format(self, record: logging.LogRecord) -> str:
        return SECRET.sub(r"\1...", super().format(record))
