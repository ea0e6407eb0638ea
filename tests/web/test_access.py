"""Every address of the site, with every method: headers, sign-in, and nothing written."""

import re
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver
from tests.partners.people import PASSWORD, make_demonstration, make_person

from goldthread.web.access import is_published, published
from goldthread.web.middleware import POLICY

METHODS = ("get", "head", "post", "put", "patch", "delete", "options", "trace")
OTHERS = tuple(method for method in METHODS if method not in ("get", "post"))
SAMPLES = {
    "int": "1",
    "uuid": str(uuid.UUID(int=1)),
    "slug": "x",
    "str": "x",
    "path": "x",
}
# Sign-in itself; everything else that is open says so with `published`.
SIGN_IN = {
    "account_login",
    "account_logout",  # leads to sign-in when nobody is signed in
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "mfa_authenticate",  # the second half of signing in
}


def pages(
    patterns: list[Any] | None = None, before: str = ""
) -> Iterator[tuple[str, URLPattern]]:
    """Each address with something in the place of its parameters."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + _filled(str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            yield from pages(pattern.url_patterns, route)
        else:
            yield "/" + route, pattern


def _filled(route: str) -> str:
    route = re.sub(r"\(\?P<\w+>[^)]*\)", "1", route)
    route = re.sub(
        r"<(?:(\w+):)?\w+>", lambda m: SAMPLES.get(m[1] or "str", "1"), route
    )
    return route.lstrip("^").rstrip("$")


def opens_without_sign_in(path: str, client: Client, method: str) -> bool:
    answer = getattr(client, method)(path)
    away = answer.headers.get("Location", "")
    return not (answer.status_code == 302 and away.startswith("/account/login/"))


@pytest.mark.django_db
@pytest.mark.urls("tests.web.kit_site")
def test_every_page_that_is_not_published_asks_for_sign_in_whatever_the_method(
    client: Client,
) -> None:
    closed = [path for path, page in pages() if not is_published(page.callback)]

    assert {"/start/", "/account/", "/kit/closed/"} <= set(closed)
    for path in closed:
        for method in METHODS:
            assert not opens_without_sign_in(path, client, method), (method, path)


def test_a_page_opens_without_sign_in_only_by_saying_so() -> None:
    open_pages = {
        page.name: page.callback for _, page in pages() if is_published(page.callback)
    }

    unsaid = {
        name for name, view in open_pages.items() if not hasattr(view, "published")
    }
    assert unsaid == SIGN_IN


@pytest.mark.one_database("headers are set around whatever answers")
@pytest.mark.django_db
@pytest.mark.urls("tests.web.kit_site")
def test_every_answer_carries_every_header(client: Client) -> None:
    client.raise_request_exception = False
    make_person()
    signed_in = Client(raise_request_exception=False)
    signed_in.post(
        "/account/login/", {"login": "amar@example.org", "password": PASSWORD}
    )
    walked = [path for path, _ in pages()] + ["/no/such/page/"]

    for number, path in enumerate(walked):
        # The rest of the methods in turn: each meets fifty addresses.
        for method in ("get", "post", OTHERS[number % len(OTHERS)]):
            for who in (client, signed_in):
                if who is signed_in and "logout" in path:
                    continue
                answer = getattr(who, method)(path)
                said = answer.headers
                where = (method, path, answer.status_code)
                assert said["Content-Security-Policy"] == POLICY, where
                assert said["X-Content-Type-Options"] == "nosniff", where
                assert said["Referrer-Policy"] == "same-origin", where
                assert said["X-Frame-Options"] == "DENY", where
                assert said["Cross-Origin-Opener-Policy"] == "same-origin", where
                assert said["Cross-Origin-Resource-Policy"] == "same-origin", where
                assert "geolocation=()" in said["Permissions-Policy"], where
                # What is published is the same for everybody and may be kept a while.
                is_same = path.startswith("/public/") and answer.status_code == 200
                kept = "public, max-age=300" if is_same else "no-store"
                assert kept in said["Cache-Control"], where
                if answer.content and "text/" in said["Content-Type"]:
                    assert "charset=utf-8" in said["Content-Type"], where
                assert "Strict-Transport-Security" not in said  # plain http here


def test_the_policy_lets_nothing_in_from_elsewhere() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert "default-src 'none'" in POLICY


@pytest.mark.django_db
def test_over_https_the_browser_is_told_to_stay_there(client: Client) -> None:
    with override_settings(
        SECURE_HSTS_SECONDS=31536000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True
    ):
        answer = client.get("/account/login/", secure=True)

    said = answer.headers["Strict-Transport-Security"]
    assert said == "max-age=31536000; includeSubDomains"


@pytest.mark.django_db
def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client: Client) -> None:
    make_person()

    client.get("/account/login/")
    client.post("/account/login/", {"login": "amar@example.org", "password": PASSWORD})

    assert set(client.cookies) == {"sessionid", "csrftoken"}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"


@pytest.mark.django_db
def test_a_form_without_its_token_changes_nothing() -> None:
    make_person()
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(
        "/account/login/", {"login": "amar@example.org", "password": PASSWORD}
    )

    assert answer.status_code == 403
    assert b"This form was open too long" in answer.content
    assert "sessionid" not in strict.cookies


MARKS = {"sessions.Session", "usersessions.UserSession", "desk.VisitMark"}


def counted() -> dict[str, int]:
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        # Sessions note the last click, the desk notes a visit; a look at the record
        # leaves its line.
        if model._meta.label not in MARKS and model._meta.app_label != "audit"
    }


@pytest.mark.django_db
def test_looking_at_every_page_writes_nothing(client: Client) -> None:
    make_demonstration()
    make_person()
    client.post("/account/login/", {"login": "amar@example.org", "password": PASSWORD})
    client.raise_request_exception = False
    before = counted()

    for path, _ in pages():
        client.get(path)

    assert counted() == before


@pytest.mark.django_db
def test_too_much_in_one_form_is_refused_in_words(client: Client) -> None:
    many = client.post("/account/login/", {f"field{n}": "x" for n in range(1100)})
    large = client.post("/account/login/", {"login": "x" * 2_100_000})

    for answer in (many, large):
        assert answer.status_code == 400
        assert b"What was sent could not be read" in answer.content


def test_published_says_so_on_the_page_itself() -> None:
    @published
    def page(request: object) -> None: ...

    def other(request: object) -> None: ...

    assert is_published(page)
    assert not is_published(other)
