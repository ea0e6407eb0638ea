"""Killed for real: mail is never lost, what was acknowledged stands once, pages recover."""

import os
import random
import re
import signal
import threading
import time
import uuid
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from tests.audit.test_kills import environment_of, run
from tests.databases import Postgres
from tests.desk.post import Post, opened
from tests.desk.site import Site
from tests.migrated import lay_in, lay_on

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("django_db_setup")]
MAILS, KILLS = 36, 3

BOOT = """
import sys
from goldthread.cli.booted import boot_with_tables, now
boot_with_tables()
from tests.desk.made import make_link, make_owner, owned
from goldthread.desk import services
from goldthread.desk.models import OutgoingMail, UpdateLink
from goldthread.delivery.models import Update
from goldthread.audit.models import Event
"""
QUEUE = (
    BOOT
    + """
noor = make_owner()
for number in range(int(sys.argv[1])):
    services.queue_mail(noor, key=f"k{number}", kind="digest", subject=f"Mail {number}",
                        body="Hello.", by=None, at=now())
"""
)
MAIL_JUDGE = (
    BOOT
    + """
rows = OutgoingMail.objects.all()
print({state: rows.filter(state=state).count() for state in sorted(set(rows.values_list("state", flat=True)))},
      Event.objects.filter(verb="mail.sent").count())
"""
)
LINK = (
    BOOT
    + """
noor = make_owner()
token, _ = make_link(noor, *owned(noor, "First", "Second", "Third"))
print(token)
"""
)
REPORT_JUDGE = (
    BOOT
    + """
tokens = [str(token) for token in Update.objects.values_list("token", flat=True)]
acked, sent = (set(open(path).read().split()) for path in sys.argv[1:3])
told = Event.objects.filter(verb="action.reported").count()
print("lost", len(acked - set(tokens)), "strange", len(set(tokens) - sent),
      "twice", len(tokens) - len(set(tokens)), "apart", told - len(tokens))
"""
)


@pytest.fixture
def environment(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A home and a database that other processes reach, of the kind this run tests."""
    if connection.vendor == "sqlite":
        lay_in(tmp_path / "home")
        yield environment_of(tmp_path / "home")
        return
    server = Postgres()
    lay_on(str(server.folder), "postgres")
    yield environment_of(
        tmp_path / "home", f"{server.url}&options=-c%20synchronous_commit%3Don"
    )
    server.stop()


def test_no_mail_is_lost_when_the_worker_is_killed_while_it_sends(
    environment: dict[str, str], tmp_path: Path
) -> None:
    post, chance, kills = Post(), random.Random(20261125), set[int]()
    server = opened(post)
    environment |= {"GOLDTHREAD_MAIL": f"smtp://127.0.0.1:{server.port}"}
    site = Site(environment, tmp_path / "log")

    def kill_the_worker() -> None:
        # Taken by the mail server, and not noted yet: the worst moment there is.
        if len(kills) < KILLS and chance.random() < 0.2:
            for pid in set(site.workers("goldthread.cli worker")) - kills:
                os.kill(pid, signal.SIGKILL)
                kills.add(pid)

    try:
        # Queued only now: a worker may be up long before the site answers.
        post.then = kill_the_worker
        run(QUEUE, environment, str(MAILS))
        site.wait_until(lambda: len(_names(post)) == MAILS)
        site.wait_until(lambda: f"{{'sent': {MAILS}}}" in run(MAIL_JUDGE, environment))
        ended = site.stop()
    finally:
        site.process.kill()
        server.stop()

    assert len(kills) == KILLS
    assert ended == 0 and "Traceback" not in site.log.read_text()
    arrived = _names(post)
    assert len(arrived) == MAILS, "every mail arrived"
    assert sum(arrived.values()) > MAILS, "some were sent twice, under one name"
    assert {_subject(mail.content) for mail in post.taken} == {
        f"Goldthread: Mail {number}" for number in range(MAILS)
    }
    assert run(MAIL_JUDGE, environment).strip() == f"{{'sent': {MAILS}}} {MAILS}"


def _names(post: Post) -> Counter[bytes]:
    """How often each Message-ID arrived."""
    found = (re.search(rb"Message-ID: <([^>]+)>", each.content) for each in post.taken)  # type: ignore[type-var]
    return Counter(name[1] for name in found if name)


def _subject(content: bytes | str | None) -> str:
    found = re.search(rb"Subject: (.+?)\r\n", content or b"")  # type: ignore[type-var]
    assert found is not None
    return found[1].decode()


class Reporter(threading.Thread):
    """Somebody who reports again and again, and sends what got no answer once more."""

    def __init__(self, site: Site, token: str, reference: str) -> None:
        super().__init__(daemon=True)
        self.site, self.where = site, f"/u/{token}/{reference}/"
        self.link, self.going = f"/u/{token}/", True
        self.sent: list[str] = []
        self.acked: list[str] = []
        self.reads: Counter[int] = Counter()
        self.writes: Counter[int] = Counter()
        self.words = ""

    def run(self) -> None:
        while self.going:
            form = {
                "status": "on_track", "percent": "50", "text": "", "next_step": "",
                "token": str(uuid.uuid4()), "seen": "999999",
            }  # fmt: skip
            self.sent.append(form["token"])
            for _ in range(40):
                code, words = self.site.post(self.where, form)
                self.writes[code] += 1
                if code == 302:
                    self.acked.append(form["token"])
                    break
                self.words = words if code == 503 else self.words
                time.sleep(0.1)
            self.reads[self.site.get(self.link)[0]] += 1


def judged(environment: dict[str, str], reporters: list[Reporter], folder: Path) -> str:
    """What stands in the database, against what was sent and acknowledged."""
    for name in ("acked", "sent"):
        tokens = [token for each in reporters for token in getattr(each, name)]
        (folder / name).write_text("\n".join(tokens))
    return run(
        REPORT_JUDGE, environment, str(folder / "acked"), str(folder / "sent")
    ).strip()


def reporting(site: Site, token: str) -> list[Reporter]:
    reporters = [Reporter(site, token, f"A-00{n}") for n in (1, 2, 3)]
    for each in reporters:
        each.start()
    return reporters


def cut(reporters: list[Reporter]) -> int:
    """How many reports got no answer, because whoever had them was killed."""
    return sum(each.writes[0] for each in reporters)


def rest(reporters: list[Reporter]) -> None:
    for each in reporters:
        each.going = False
    for each in reporters:
        each.join(60)


WHOLE = "lost 0 strange 0 twice 0 apart 0"


def test_killed_web_workers_lose_and_double_no_report(
    environment: dict[str, str], tmp_path: Path
) -> None:
    token = run(LINK, environment).split()[-1]
    site, chance, killed = Site(environment, tmp_path / "log"), random.Random(1), 0
    try:
        reporters = reporting(site, token)
        end = time.monotonic() + 20
        # What proves something is a report that was cut in the middle, not the time.
        while time.monotonic() < end and (killed < 12 or cut(reporters) < 6):
            time.sleep(0.5)
            if pids := site.workers("gunicorn"):
                os.kill(chance.choice(pids), signal.SIGKILL)
                killed += 1
        rest(reporters)
        site.stop()
    finally:
        site.process.kill()

    acked = sum(len(each.acked) for each in reporters)
    assert killed > 5 and acked > 5 and cut(reporters) > 2
    assert judged(environment, reporters, tmp_path) == WHOLE


def test_a_database_that_cuts_every_connection_costs_only_what_is_being_written(
    environment: dict[str, str], tmp_path: Path
) -> None:
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no connections to cut")
    token = run(LINK, environment).split()[-1]
    site = Site(environment, tmp_path / "log")
    where = environment["GOLDTHREAD_DATABASE"].replace("postgres://", "postgresql://")
    try:
        reporters = reporting(site, token)
        for _ in range(12):
            time.sleep(0.5)
            with psycopg.connect(where, autocommit=True) as other:
                other.execute(
                    "select pg_terminate_backend(pid) from pg_stat_activity where "
                    "pid <> pg_backend_pid() and backend_type = 'client backend'"
                )
        rest(reporters)
        assert site.get(f"/u/{token}/")[0] == 200
        site.stop()
    finally:
        site.process.kill()

    reads = sum((each.reads for each in reporters), Counter())
    writes = sum((each.writes for each in reporters), Counter())
    assert set(reads) == {200}, reads
    assert set(writes) <= {302, 503} and writes[302] > 5, writes
    if writes[503]:
        words = next(each.words for each in reporters if each.words)
        assert "what you sent is not saved" in words and "Send them again" in words
    assert judged(environment, reporters, tmp_path) == WHOLE
