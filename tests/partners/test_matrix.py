"""Every role, at every address, with every method: answered as the file of roles says.

What is expected comes from an oracle that reads the TOML itself, with no code of the
product. Each request goes through the product's own handler and middleware; a last
middleware notes that it got through, in the place of the view, so that a thing that does
not exist cannot hide an open gate behind a 404.
"""

import logging
import tomllib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.handlers.base import BaseHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import URLPattern, get_resolver
from django.urls.converters import IntConverter, UUIDConverter
from tests.partners.people import PASSWORD, make_person

Told = Mapping[str, Any]
Cell = tuple[str, str, str]  # role, address, method
FILE = Path(django_settings.ROLES_FILES[0])
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
# The first is looking, and nothing answers to the others, whoever asks: each role meets
# one of them at each address, in turn, and every address meets all of them.
IN_TURN = ("OPTIONS", "PATCH", "TRACE")
THROUGH, SIGN_IN, NOT_YOURS, NO_SUCH = "through", "sign in", "not yours", "no such"
REACHED = 299  # no page of ours answers so
ONE_DATABASE = pytest.mark.one_database("10,000 requests that reach no view")


# ------------------------------------------------------------------- the oracle


def told() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def pages(file: Told) -> dict[str, dict[str, str]]:
    return {
        page: asked for room in file["pages"].values() for page, asked in room.items()
    }


def oracle(file: Told, role: str, page: str, method: str) -> set[str]:
    """What may happen to this request; more than one only where nothing is there."""
    return allowed(file, role, pages(file)[page], method)


def allowed(file: Told, role: str, asked: Told, method: str) -> set[str]:
    """The same for a page that asks this for looking and for sending."""
    if method in ("GET", "HEAD", "OPTIONS"):
        act = asked.get("look")
    elif method == "POST":
        act = asked.get("send")
    else:
        act = None
    if act is None:
        return {SIGN_IN, NO_SUCH} if role == "visitor" else {NO_SUCH}
    if act == "everybody":
        return {THROUGH}
    if role == "visitor":
        return {SIGN_IN}
    if act == "signed in" or act in file["roles"][role].get("may", ()):
        return {THROUGH}
    return {NOT_YOURS}


# ------------------------------------------------------------------- the product


class Through:
    """Stands where the view would: says that nothing stopped the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: object) -> HttpResponse:
        return HttpResponse(status=REACHED)


def addresses() -> Iterator[tuple[str, str]]:
    """The name and one path of every address of the site, made from its pattern."""
    for pattern in patterns(get_resolver().url_patterns):
        values = {
            name: 1
            if isinstance(converter, IntConverter)
            else "00000000-0000-0000-0000-000000000001"
            if isinstance(converter, UUIDConverter)
            else "one"
            for name, converter in pattern.pattern.converters.items()
        }
        name = str(pattern.name)
        if name == "account_reset_password_from_key":
            values = {"uidb36": "1", "key": "set-password"}
        route, possible = get_resolver().reverse_dict.getlist(name)[0][0][0]
        assert set(possible) <= values.keys(), f"how is {name} reached?"
        yield name, "/" + route % values


def patterns(found: list[Any]) -> Iterator[URLPattern]:
    for one in found:
        if isinstance(one, URLPattern):
            yield one
        else:
            yield from patterns(one.url_patterns)


def outcome(answer: Any) -> str:
    if answer.status_code == REACHED:
        return THROUGH
    if answer.status_code == 302 and answer["Location"].startswith("/account/login/"):
        return SIGN_IN
    return {403: NOT_YOURS, 405: NO_SUCH}.get(
        answer.status_code, f"an unexpected {answer.status_code}"
    )


class Somebody:
    """One role's way to the site: the product's handler, without a client's luggage."""

    def __init__(self, role: str) -> None:
        self.role, self.handler = role, BaseHandler()
        self.handler.load_middleware()
        client = Client()
        if role != "visitor":
            person = make_person(role=None if role == "nobody" else role)
            assert client.login(email=person.email, password=PASSWORD)
        self.factory = RequestFactory()
        self.factory.cookies = client.cookies

    def asks(self, method: str, path: str) -> str:
        request = self.factory.generic(method, path)
        request._dont_enforce_csrf_checks = True
        return outcome(self.handler.get_response(request))


@pytest.fixture(autouse=True)
def _nothing_is_run(settings: Any) -> Iterator[None]:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, f"{__name__}.Through"]
    # A line in the log for each of 10,000 refusals costs more than the refusals.
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


def measured(role: str) -> dict[Cell, str]:
    somebody, turn = Somebody(role), list(told()["roles"]).index(role)
    return {
        (role, page, method): somebody.asks(method, path)
        for n, (page, path) in enumerate(addresses(), turn)
        for method in (*METHODS, IN_TURN[n % len(IN_TURN)])
    }


@ONE_DATABASE
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("role", tomllib.loads(FILE.read_text())["roles"])
def test_every_role_gets_at_every_address_what_the_file_says(role: str) -> None:
    file = told()

    wrong = [
        (cell, found)
        for cell, found in measured(role).items()
        if found not in oracle(file, *cell)
    ]

    assert not wrong
    assert len(list(addresses())) == len(pages(file))


FLIPS = {
    "board": (
        ('take_back = { send = "load data" }', 'take_back = { send = "own account" }'),
        ('people = { look = "appoint people"', 'people = { look = "everybody"'),
        ('account = { look = "own account" }', 'account = { look = "read data" }'),
    ),
    # A view that says it is published, where the file closes it.
    "visitor": (
        ('chapter = { look = "everybody" }', 'chapter = { look = "read data" }'),
    ),
}


@ONE_DATABASE
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("role", FLIPS)
def test_a_product_that_obeys_another_file_fails_the_matrix(
    settings: Any, tmp_path: Path, role: str
) -> None:
    right, text = told(), FILE.read_text()
    for before, after in FLIPS[role]:
        assert before in text
        text = text.replace(before, after)
    broken = tmp_path / "roles.toml"
    broken.write_text(text)
    settings.ROLES_FILES = [broken]

    wrong = [
        cell
        for cell, found in measured(role).items()
        if found not in oracle(right, *cell)
    ]

    # Each flip is seen, and nothing else.
    assert {page for _, page, _ in wrong} == {
        before.partition(" ")[0] for before, _ in FLIPS[role]
    }


def test_flipping_any_single_gate_of_the_file_fails_at_least_one_cell() -> None:
    """Each gate in turn asks for each other act: the oracle's cells change every time.

    The product agrees with the oracle cell by cell (above), so a product that were
    wrong in any one gate would fail at least one cell of that test.
    """
    file = told()
    acts = ["everybody", "signed in", *file["acts"]]

    for page, asked in pages(file).items():
        right = cells(file, asked)
        for side in ("look", "send"):
            for act in (*acts, None):
                if act == asked.get(side) or same(file, act, asked.get(side)):
                    continue
                assert cells(file, {**asked, side: act}) != right, (
                    f"{page}: {side} = {act!r} would go unseen"
                )


def cells(file: Told, asked: Told) -> dict[tuple[str, str], frozenset[str]]:
    """What each role gets at a page that asks this."""
    return {
        (role, method): frozenset(allowed(file, role, asked, method))
        for role in file["roles"]
        for method in ("GET", "POST")
    }


def same(file: Told, one: str | None, other: str | None) -> bool:
    """Two acts that the very same roles may do open the very same gate."""

    def who(act: str | None) -> object:
        if act is None or act in ("everybody", "signed in"):
            return act
        return frozenset(
            role for role, held in file["roles"].items() if act in held.get("may", ())
        )

    everyone = frozenset(role for role in file["roles"] if role != "visitor")
    as_signed_in = {"signed in": everyone}
    return as_signed_in.get(str(one), who(one)) == as_signed_in.get(
        str(other), who(other)
    )
