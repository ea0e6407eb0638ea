"""Following a typed address: politely, in bounded time, and into no private network."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from goldthread.evidence.fetching.following import Followed, follow, is_public


class Stand(BaseHTTPRequestHandler):
    """A web site of many moods, one for each path."""

    asked: list[tuple[str, str, str]] = []

    def _answer(self) -> None:
        self.asked.append((self.command, self.path, self.headers["User-Agent"]))
        if self.path == "/no-head" and self.command == "HEAD":
            self.send_response(405)
        elif self.path.startswith("/on/"):
            left = int(self.path.removeprefix("/on/"))
            self.send_response(302)
            self.send_header("Location", f"/on/{left - 1}" if left else "/plan")
        elif self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.7/secret")
        elif self.path == "/odd":
            self.send_response(302)
            self.send_header("Location", "file:///etc/passwd")
        elif self.path.strip("/").isdecimal():
            self.send_response(int(self.path.strip("/")))
        else:
            self.send_response(200)
        self.end_headers()
        if self.command == "GET" and self.path == "/endless":
            self._for_ever()

    def _for_ever(self) -> None:
        try:
            while True:
                self.wfile.write(b"x" * 65_536)
        except OSError:
            return

    do_HEAD = do_GET = _answer

    def log_message(self, *given: Any) -> None:
        return


@pytest.fixture
def site() -> Iterator[str]:
    """The stand-in, on loopback: its place as it stands in an address."""
    Stand.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stand)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join(5)


def asked(site: str, path: str, **how: Any) -> Followed:
    return follow(f"http://{site}{path}", inside=[site], **how)


def test_an_address_that_leads_somewhere_is_asked_once_without_its_body(
    site: str,
) -> None:
    assert asked(site, "/plan?year=2026&on=a b") == Followed(True, "It leads there.")

    ((method, path, who),) = Stand.asked
    assert (method, path) == ("HEAD", "/plan?year=2026&on=a%20b")
    assert who.startswith("Goldthread/")


def test_a_server_that_knows_no_head_is_asked_in_the_usual_way(site: str) -> None:
    assert asked(site, "/no-head").works

    assert [method for method, _, _ in Stand.asked] == ["HEAD", "GET"]


@pytest.mark.parametrize(
    ("path", "works", "words"),
    [
        ("/404", False, "Nothing stands there (404)."),
        ("/410", False, "Nothing stands there (410)."),
        ("/500", False, "It answers with an error (500)."),
        ("/401", True, "Something stands there and asks who one is (401)."),
    ],
)
def test_every_answer_has_its_sentence(
    site: str, path: str, works: bool, words: str
) -> None:
    assert asked(site, path) == Followed(works, words)


def test_it_follows_where_it_is_sent_and_says_so_and_not_for_ever(site: str) -> None:
    found = asked(site, "/on/2")

    assert found == Followed(True, f"It leads there. It leads to http://{site}/plan.")
    assert asked(site, "/on/9") == Followed(False, "It is sent on more than 5 times.")


@pytest.mark.parametrize(
    ("path", "words"),
    [("/inside", "is not public"), ("/odd", "no address of the web")],
)
def test_a_redirect_into_a_private_network_is_not_followed(
    site: str, path: str, words: str
) -> None:
    found = asked(site, path)

    assert not found.works and words in found.words


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://localhost/admin",
        "https://10.1.2.3/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:10.0.0.1]/",
        "http://2130706433/",
        "http://0x7f.1/",
    ],
)
def test_a_private_address_is_never_connected_to(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connects(*given: Any, **how: Any) -> None:
        raise AssertionError(f"connected to {given}")

    monkeypatch.setattr(socket, "create_connection", connects)

    found = follow(address)

    assert found == Followed(
        False, "It leads into a network that is not public, so it was not asked."
    )


def test_a_name_with_one_private_place_is_refused_whatever_stands_first() -> None:
    found = follow(
        "https://both.example.org/",
        lookup=lambda host, port: ["93.184.216.34", "10.0.0.1"],
    )

    assert "is not public" in found.words


def test_the_place_that_was_judged_is_the_one_that_is_asked(site: str) -> None:
    """A second look-up would be free to answer something else."""
    host, port = site.split(":")
    looked: list[str] = []

    def once(name: str, number: int) -> list[str]:
        looked.append(name)
        return [host]

    place = f"saxonbridge.example.org:{port}"
    assert follow(f"http://{place}/plan", inside=[place], lookup=once).works
    assert looked == ["saxonbridge.example.org"]


@pytest.mark.parametrize(
    ("place", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1:248:1893:25c8:1946", True),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("224.0.0.1", False),
        ("fe80::1%eth0", False),
        ("::ffff:93.184.216.34", True),
        ("64:ff9b::a00:1", False),
        ("2002:a00:1::", False),
    ],
)
def test_what_is_public(place: str, public: bool) -> None:
    assert is_public(place) is public


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("ftp://example.org/plan", "no address of the web"),
        ("https://", "no address of the web"),
        ("https://wilf:secret@example.org/", "a name or a password"),
        ("https://example.org:6379/", "names port 6379"),
        ("http://[::1/", "no whole address"),
        ("http://example.org:99999/", "no whole address"),
    ],
)
def test_what_is_no_address_to_ask_is_said_so(address: str, words: str) -> None:
    found = follow(address, lookup=lambda host, port: ["93.184.216.34"])

    assert not found.works and words in found.words


def test_a_name_that_nobody_knows_and_a_door_that_is_shut() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        shut = f"127.0.0.1:{probe.getsockname()[1]}"
    assert follow("https://nowhere.example.org/", lookup=lambda host, port: []) == (
        Followed(False, "It cannot be reached.")
    )
    assert asked(shut, "/") == Followed(False, "It cannot be reached.")


def test_a_certificate_that_nobody_vouches_for_is_said_so(site: str) -> None:
    # A plain server is no secure one: the greeting fails before anything is told.
    assert not follow(f"https://{site}/", inside=[site]).works


def test_a_server_that_dribbles_is_left_in_time() -> None:
    with closing(socket.socket()) as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        threading.Thread(target=_dribble, args=(door,), daemon=True).start()
        place = f"127.0.0.1:{door.getsockname()[1]}"
        began = time.monotonic()

        found = asked(place, "/", longest_s=1.0)

    assert found == Followed(False, "No answer within 1 seconds.")
    assert time.monotonic() - began < 10


def _dribble(door: socket.socket) -> None:
    try:
        line, _ = door.accept()
        with line:
            for letter in b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 10_000:
                line.sendall(bytes([letter]))
                time.sleep(0.05)
    except OSError:
        return


def test_time_that_is_used_up_asks_nothing_more(site: str) -> None:
    ticks = iter([0.0, *[99.0] * 20])

    found = asked(site, "/plan", clock=lambda: next(ticks))

    assert not found.works and "No answer" in found.words
    assert Stand.asked == []
