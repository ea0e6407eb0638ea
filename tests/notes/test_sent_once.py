"""A form that comes twice, or ten times at once, is done once (F26)."""

import os
import re
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, build_opener

import pytest
from django.core.exceptions import BadRequest
from django.db import IntegrityError, transaction
from django.test import Client, RequestFactory
from tests.migrated import database_of_its_own
from tests.partners.people import NOW, PASSWORD

from goldthread.notes.models import Comment
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused
from goldthread.web.models import Submission
from goldthread.web.once import answer_once, forget_submissions

ROOT = Path(__file__).resolve().parents[2]


def form_of(person: Person, mark: str, address: str = "/alley/") -> Any:
    request = RequestFactory().post(address, {"once": mark})
    request.user = person
    return request


@pytest.fixture
def done() -> list[int]:
    return []


def act(done: list[int]) -> str:
    done.append(1)
    return f"/done/{len(done)}/"


def test_the_second_of_two_leads_where_the_first_led(
    amar: Person, done: list[int]
) -> None:
    mark = str(uuid.uuid4())

    answers = [
        answer_once(form_of(amar, mark), lambda: act(done), at=NOW) for _ in range(2)
    ]

    assert [answer["Location"] for answer in answers] == ["/done/1/", "/done/1/"]
    assert len(done) == 1


def test_another_form_person_or_address_is_another_act(
    amar: Person, bea: Person, done: list[int]
) -> None:
    mark = str(uuid.uuid4())

    for request in (
        form_of(amar, mark),
        form_of(bea, mark),
        form_of(amar, mark, "/other/"),
        form_of(amar, str(uuid.uuid4())),
    ):
        answer_once(request, lambda: act(done), at=NOW)

    assert len(done) == 4


def test_a_refused_form_may_be_corrected_and_sent_again(
    amar: Person, done: list[int]
) -> None:
    mark = str(uuid.uuid4())

    def refused() -> str:
        raise Refused("Not like this.")

    with pytest.raises(Refused):
        answer_once(form_of(amar, mark), refused, at=NOW)
    assert not Submission.objects.exists()
    answer_once(form_of(amar, mark), lambda: act(done), at=NOW)

    assert len(done) == 1


@pytest.mark.parametrize("mark", ["", "x", "1" * 500, "\x00", "' or 1=1"])
def test_a_form_without_its_mark_does_nothing(
    amar: Person, done: list[int], mark: str
) -> None:
    with pytest.raises(BadRequest, match="without its mark"):
        answer_once(form_of(amar, mark), lambda: act(done), at=NOW)

    assert not done


def test_every_page_has_a_mark_of_its_own_that_no_browser_puts_back(
    as_amar: Client,
) -> None:
    marks = [
        re.findall(
            r'name="once" value="([^"]+)" autocomplete="off"',
            as_amar.get("/alley/").content.decode(),
        )
        for _ in range(2)
    ]

    assert len({*marks[0], *marks[1]}) == 6  # three forms, twice


def test_old_submissions_are_forgotten(amar: Person, done: list[int]) -> None:
    answer_once(form_of(amar, str(uuid.uuid4())), lambda: act(done), at=NOW)

    assert forget_submissions(before=NOW) == 0
    assert forget_submissions(before=NOW + timedelta(days=31)) == 1


@pytest.mark.parametrize(
    ("wrong", "name"),
    [({"led_to": ""}, "a_form_that_was_done_led_somewhere")],
)
def test_the_database_refuses_what_must_never_be_false(
    amar: Person, done: list[int], wrong: dict[str, Any], name: str
) -> None:
    answer_once(form_of(amar, str(uuid.uuid4())), lambda: act(done), at=NOW)
    kept = Submission.objects.get()

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Submission.objects.update(**wrong)
    kept.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        kept.save(force_insert=True)


# ------------------------------------------------- a real server, two processes, threads


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *asked: Any) -> None:
        return None


class Browser:
    """A browser without a screen: cookies, forms, no redirects followed."""

    def __init__(self, base: str) -> None:
        self.base, self.cookies = base, HTTPCookieProcessor()

    def ask(self, path: str, **form: str) -> tuple[int, str, str]:
        """Status, where it leads, and the page."""
        opener = build_opener(self.cookies, _Stay())
        body = urlencode(form).encode() if form else None
        try:
            with opener.open(self.base + path, body, timeout=60) as answer:
                return answer.status, "", answer.read().decode()
        except HTTPError as answer:
            with answer:
                leads = answer.headers.get("Location", "")
                return answer.code, leads, answer.read().decode()

    def hidden(self, page: str, after: str) -> dict[str, str]:
        form = page.split(after, 1)[1].split("</form>")[0]
        return dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form))

    def sign_in(self) -> None:
        _, _, page = self.ask("/account/login/")
        hidden = self.hidden(page, '<form method="post"')
        status, _, _ = self.ask(
            "/account/login/", login="amar@example.org", password=PASSWORD, **hidden
        )
        assert status == 302


SET_UP = """
import django; django.setup()
from django.core.management import call_command
call_command("collectstatic", verbosity=0, interactive=False)
from tests.partners.people import make_person
make_person()
"""


@pytest.fixture(scope="module")
def real_site(
    tmp_path_factory: pytest.TempPathFactory, django_db_setup: None
) -> Iterator[tuple[str, dict[str, str]]]:
    """Gunicorn with two processes of four threads, on a database file or server."""
    home = tmp_path_factory.mktemp("real")
    environ = os.environ | {
        "GOLDTHREAD_SECOND_FACTOR": "optional",  # signing in is not what is tested
        "GOLDTHREAD_HOME": str(home),
        "GOLDTHREAD_DATABASE": database_of_its_own(home),
        "DJANGO_SETTINGS_MODULE": "tests.notes.site_settings",
        "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    }
    run = [sys.executable, "-W", "ignore"]
    subprocess.run([*run, "-c", SET_UP], env=environ, check=True, cwd=ROOT)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    gunicorn = ["-m", "gunicorn", "goldthread.config.wsgi:application"]
    how = [
        "--bind",
        f"127.0.0.1:{port}",
        "--workers",
        "2",
        "--threads",
        "4",
        "--preload",
    ]
    server = subprocess.Popen(
        [*run, *gunicorn, *how], env=environ, cwd=ROOT, stderr=subprocess.PIPE
    )
    try:
        _wait_for(port, server)
        yield f"http://127.0.0.1:{port}", environ
    finally:
        server.terminate()
        server.communicate(timeout=30)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    for _ in range(300):
        if server.poll() is not None:
            raise AssertionError(server.communicate()[1].decode())
        with socket.socket() as trying:
            if trying.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("the server did not start within 30 seconds")


@pytest.mark.slow
def test_ten_at_the_same_moment_make_one_comment_and_all_are_led_to_it(
    real_site: tuple[str, dict[str, str]],
) -> None:
    base, _ = real_site
    browser = Browser(base)
    browser.sign_in()
    _, _, page = browser.ask("/alley/")
    hidden = browser.hidden(page, 'action="/alley/notes/" data-draft')
    together = Barrier(10)

    def send(_: int) -> tuple[int, str, str]:
        together.wait()
        return browser.ask("/alley/notes/", text="Ten clicks at once.", **hidden)

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(10)))
    _, _, after = browser.ask("/alley/")

    assert {status for status, _, _ in answers} == {302}
    assert len({leads for _, leads, _ in answers}) == 1
    assert re.fullmatch(r"/alley/#comment-\d+", answers[0][1])
    assert after.count("Ten clicks at once.") == 1


@pytest.mark.slow
def test_ten_people_saving_one_version_at_the_same_moment_lose_nothing(
    real_site: tuple[str, dict[str, str]],
) -> None:
    base, _ = real_site
    browser = Browser(base)
    browser.sign_in()
    _, _, page = browser.ask("/alley/")
    first = browser.hidden(page, "<form method=")
    browser.ask("/alley/", text="The first.", **first)
    forms = []
    for _ in range(10):
        _, _, page = browser.ask("/alley/")
        forms.append(browser.hidden(page, "<form method="))
    together = Barrier(10)

    def send(number: int) -> tuple[int, str, str]:
        together.wait()
        return browser.ask("/alley/", text=f"Writer {number}.", **forms[number])

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, range(10)))

    statuses = sorted(status for status, _, _ in answers)
    assert statuses == [302] + [409] * 9
    for number, (status, _, page) in enumerate(answers):
        if status == 409:  # both versions: one's own in the box, the other's beside it
            assert f"Writer {number}.</textarea>" in page
            assert "saved on" in page


def test_a_comment_is_there_once_on_this_database_too(as_amar: Client) -> None:
    page = as_amar.get("/alley/").content.decode()
    hidden = Browser("").hidden(page, 'action="/alley/notes/" data-draft')

    for _ in range(3):
        as_amar.post("/alley/notes/", hidden | {"text": "Again and again."})

    assert Comment.objects.count() == 1
