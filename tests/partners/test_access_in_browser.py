"""The pages of people and of one's own account, looked at as people do."""

import os
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.utils import timezone
from playwright.sync_api import Page, expect
from tests.browser import (
    NARROW,
    WIDE,
    OpenPage,
    enter,
    overflow,
    sign_in,
    violations,
    walk,
)
from tests.partners.people import (
    NOW,
    PASSWORD,
    make_agency,
    make_installation,
    make_person,
)

from goldthread.partners import services
from goldthread.partners.models import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
FIRST_PAGE = re.compile(r"/(start|desk)/$")
SHOTS = os.environ.get("GOLDTHREAD_SHOTS", "")


def shot(page: Page, name: str) -> None:
    if SHOTS:
        width = page.viewport_size["width"] if page.viewport_size else 0
        page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)


def judged(page: Page, name: str, *, script: bool = True) -> None:
    shot(page, name)
    assert not (script and violations(page)), name  # axe itself needs JavaScript
    assert overflow(page) <= 0, name


@pytest.fixture
def manager() -> Person:
    make_installation()
    council, police = (
        make_agency(),
        make_agency("Saxonshire Police", short_name="Police"),
    )
    make_agency("Saxonbridge Fire and Rescue Service")
    manager = make_person(role="manager", agency=council)
    services.appoint(
        manager,
        agency=police,
        role="analyst",
        title="Seconded analyst",
        from_on=NOW.date() - timedelta(30),
        by=None,
        at=NOW,
    )
    board = make_person(
        email="ifeoma@example.org", name="Dame Ifeoma Larkwright", role=None
    )
    services.appoint(
        board,
        agency=council,
        role="chair",
        title="Chair of the board",
        from_on=NOW.date() - timedelta(300),
        until_on=timezone.localdate() + timedelta(days=20),
        by=None,
        at=NOW,
    )
    services.invite_person(
        email="bettina@example.org",
        name="Bettina Okonjo",
        agency=police,
        role="agency_lead",
        title="Superintendent",
        days=1,
        link=lambda token: token,
        by=manager,
        at=NOW - timedelta(days=20),
    )
    return manager


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_the_pages_of_people_at_both_widths(
    live_server: Any, open_page: OpenPage, manager: Person, width: int
) -> None:
    page, base = open_page(width=width), live_server.url
    enter(page, base, email=manager.email, password=PASSWORD)
    chair = Person.objects.get(email="ifeoma@example.org")
    held = chair.appointments.get()
    bettina = Person.objects.get(email="bettina@example.org")
    for path, name in (
        ("/people/", "people"),
        ("/people/invite/", "invite"),
        (f"/people/{chair.pk}/", "person"),
        (f"/people/{bettina.pk}/", "person-invited"),
        (f"/people/{chair.pk}/leave/", "leave"),
        (f"/people/appointments/{held.pk}/extend/", "extend"),
        (f"/people/appointments/{held.pk}/end/", "end"),
        (f"/people/{chair.pk}/second-factor/", "lost"),
        ("/roles/", "roles"),
        ("/account/", "account"),
        ("/account/sessions/", "sessions"),
        ("/account/second-factor/", "second-factor"),
        ("/account/second-factor/app/", "app"),
        ("/account/second-factor/passkeys/add/", "passkey"),
        ("/account/providers/", "providers"),
    ):
        page.goto(base + path)
        assert page.locator("h1").count() == 1, name
        judged(page, name)
    page.goto(base + "/people/invite/")
    page.get_by_role("button", name="Send the invitation").click()
    judged(page, "invite-errors")


@pytest.mark.parametrize("script", [True, False])
def test_one_changes_the_appointment_one_acts_in_at_the_top_of_the_page(
    live_server: Any, open_page: OpenPage, manager: Person, script: bool
) -> None:
    page = open_page(script=script)
    enter(page, live_server.url, email=manager.email, password=PASSWORD)
    page.goto(live_server.url + "/roles/")
    summary = page.locator(".gt-acting__now")
    assert "Partnership manager, Saxonbridge City Council" in summary.inner_text()
    summary.focus()
    page.keyboard.press("Enter")
    shot(page, "acting")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    # It leads back to the page it was asked on, whose address is the same: only the
    # words tell the new page from the old one.
    expect(page.locator(".gt-acting__now")).to_contain_text("Seconded analyst, Police")
    expect(page.locator("main")).to_contain_text(
        "From now on you act as Seconded analyst"
    )
    assert page.url.endswith("/roles/")


def test_the_switch_fits_a_phone(
    live_server: Any, open_page: OpenPage, manager: Person
) -> None:
    page = open_page(width=NARROW)
    enter(page, live_server.url, email=manager.email, password=PASSWORD)
    page.goto(live_server.url + "/roles/")
    page.locator(".gt-acting__now").click()
    judged(page, "acting-open")


@pytest.mark.parametrize("script", [True, False])
def test_an_invitation_is_accepted_with_the_keyboard_with_script_and_without(
    live_server: Any, open_page: OpenPage, manager: Person, script: bool
) -> None:
    tokens: list[str] = []

    def link(token: str) -> str:
        tokens.append(token)
        return f"{live_server.url}/invitation/{token}/"

    services.invite_person(
        email="noor@example.org",
        name="Noor Ash",
        agency=make_agency("Saxonshire Police"),
        role="practitioner",
        title="Neighbourhood sergeant",
        days=7,
        link=link,
        by=manager,
        at=datetime.now(UTC),
    )
    assert tokens[0] in str(mail.outbox[-1].body)
    page = open_page(width=NARROW, script=script)
    page.goto(f"{live_server.url}/invitation/{tokens[0]}/")
    judged(page, "invitation", script=script)
    page.get_by_label("Choose a password").focus()
    page.keyboard.type("eleven kites above the gasworks")
    page.keyboard.press("Enter")
    page.wait_for_url(FIRST_PAGE)

    assert "Neighbourhood sergeant, Police" in page.locator("header").inner_text()
    page.goto(f"{live_server.url}/invitation/{tokens[0]}/")
    judged(page, "invitation-over", script=script)


def code_of(secret: str, ahead: int = 0) -> str:
    return totp.format_hotp_value(
        totp.hotp_value(secret, int(time.time()) // 30 + ahead)
    )


@pytest.mark.parametrize("script", [True, False])
def test_an_app_is_set_up_and_used_with_script_and_without(
    live_server: Any,
    open_page: OpenPage,
    manager: Person,
    settings: Any,
    script: bool,
) -> None:
    settings.SECOND_FACTOR = "manager"
    page, base = open_page(width=NARROW, script=script), live_server.url
    sign_in(page, base, email=manager.email, password=PASSWORD)
    page.wait_for_url("**/account/second-factor/")
    judged(page, "second-factor-needed", script=script)
    page.get_by_role("link", name="Set up an app").click()
    secret = page.locator("code.gt-key").inner_text()
    judged(page, "app", script=script)
    page.get_by_label("The code that the app shows now").fill("000000")
    page.get_by_role("button", name="Set it up").click()
    judged(page, "app-wrong", script=script)
    assert page.locator("code.gt-key").inner_text() == secret
    page.get_by_label("The code that the app shows now").fill(code_of(secret))
    page.get_by_role("button", name="Set it up").click()
    page.wait_for_url("**/recovery-codes/")
    judged(page, "recovery-codes", script=script)
    page.get_by_role("button", name="I have kept them").click()
    page.wait_for_url(FIRST_PAGE)
    page.get_by_role("button", name="Sign out").click()

    page.goto(f"{base}/account/login/")
    page.get_by_label("Your e-mail address").fill(manager.email)
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/second-step/")
    judged(page, "second-step", script=script)
    page.get_by_label("The code").fill(code_of(secret, ahead=1))
    page.keyboard.press("Enter")
    page.wait_for_url(FIRST_PAGE)


@pytest.fixture
def authenticator() -> Callable[[Page], None]:
    """Gives a page a key of its own, as a laptop with a fingerprint reader has one."""

    def add(page: Page) -> None:
        devices = page.context.new_cdp_session(page)
        devices.send("WebAuthn.enable")
        devices.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )

    return add


def test_a_passkey_is_added_and_opens_the_account(
    live_server: Any,
    open_page: OpenPage,
    manager: Person,
    authenticator: Callable[[Page], None],
) -> None:
    # Passkeys belong to a name, not to a number: the same site as localhost.
    page, base = open_page(), live_server.url.replace("127.0.0.1", "localhost")
    authenticator(page)
    sign_in(page, base, email=manager.email, password=PASSWORD)
    # The tests' database is one connection: a page left half loaded would still read.
    page.wait_for_url(FIRST_PAGE)
    page.goto(f"{base}/account/second-factor/passkeys/add/")
    page.get_by_label("A name for it").fill("the laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/")
    page.goto(f"{base}/account/second-factor/")
    assert "the laptop, since" in page.locator("main").inner_text()
    judged(page, "second-factor-passkey")
    page.locator("header").get_by_role("button", name="Sign out").click()

    page.goto(f"{base}/account/login/")
    page.get_by_label("Your e-mail address").fill(manager.email)
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/second-step/")
    judged(page, "second-step-passkey")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(FIRST_PAGE)

    page.goto(f"{base}/account/second-factor/")
    page.get_by_role("link", name=re.compile("Take it away")).click()
    judged(page, "passkey-remove")
    page.get_by_role("button", name="Take it away").click()
    page.wait_for_url("**/second-factor/**")
    assert not manager.authenticator_set.exists()


def test_somebody_is_invited_with_the_keyboard_alone(
    live_server: Any, open_page: OpenPage, manager: Person
) -> None:
    page = open_page()
    enter(page, live_server.url, email=manager.email, password=PASSWORD)
    page.goto(live_server.url + "/people/invite/")
    page.get_by_label("Their name").focus()
    page.keyboard.type("Noor Ash")
    assert walk(page, 1) == ["email"]
    page.keyboard.type("noor@example.org")
    page.keyboard.press("Tab")
    page.keyboard.type("Saxonshire")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("Sergeant")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/")

    assert "Invited: Sergeant" in page.locator("table").inner_text()
