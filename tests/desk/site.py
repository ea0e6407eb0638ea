"""A running `goldthread serve` in processes of its own, whose parts can be killed."""

import http.client
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

from tests.desk.post import free_port

PATIENCE = 240.0  # seconds; a start takes three where the machine is free
CSRF = "a" * 32


class Site:
    """The site on a port of its own; `environment` says which home and database."""

    def __init__(
        self, environment: dict[str, str], log: Path, *, port: int | None = None
    ) -> None:
        self.port, self.log = port or free_port(), log
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "goldthread.cli", "serve",
                 "--port", str(self.port), "--workers", "2"],
                env=environment, stdout=out, stderr=out,
            )  # fmt: skip
        # A site that nobody founded answers, too: with the way to set it up.
        self.wait_until(lambda: self.get("/account/login/")[0] in (200, 302))

    def wait_until(self, true: Callable[[], object]) -> None:
        deadline = time.monotonic() + PATIENCE
        while not true():
            assert self.process.poll() is None, self.log.read_text()[-2000:]
            assert time.monotonic() < deadline, self.log.read_text()[-2000:]
            time.sleep(0.1)

    def get(self, path: str) -> tuple[int, str]:
        """How the site answers, 0 where it does not."""
        return self._asked(urllib.request.Request(self._address(path)))

    def post(self, path: str, form: dict[str, str]) -> tuple[int, str]:
        """Send a form as a browser does that has the cookie of the page."""
        told = urllib.parse.urlencode(form | {"csrfmiddlewaretoken": CSRF})
        request = urllib.request.Request(
            self._address(path),
            data=told.encode(),
            headers={"Cookie": f"csrftoken={CSRF}"},
        )
        return self._asked(request)

    def workers(self, *words: str) -> list[int]:
        """The site's processes whose command has these words, without their parent."""
        listed = subprocess.run(
            ["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True
        ).stdout
        rows = [line.split(None, 2) for line in listed.splitlines()]
        ours, grown = {self.process.pid}, True
        while grown:
            found = {int(pid) for pid, parent, _ in rows if int(parent) in ours}
            grown = not found <= ours
            ours |= found
        parents = {int(parent) for _, parent, _ in rows}
        return [
            int(pid)
            for pid, _, args in rows
            if int(pid) in ours - parents and all(word in args for word in words)
        ]

    def stop(self) -> int:
        """End it as a service manager does; how it ended."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(60)
        finally:
            for pid in self.workers(""):
                os.kill(pid, signal.SIGKILL)

    def _address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def _asked(self, request: urllib.request.Request) -> tuple[int, str]:
        opener = urllib.request.build_opener(_Stay)
        try:
            with opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode(errors="replace")
        except (OSError, http.client.HTTPException):  # killed, or not there yet
            return 0, ""


class _Stay(urllib.request.HTTPRedirectHandler):
    """A redirect is the answer: what was sent is done."""

    def redirect_request(self, *given: object) -> None:
        return None
