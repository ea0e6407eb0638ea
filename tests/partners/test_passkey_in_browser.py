"""Passkeys in a real Chromium with a key of its own: added, used, proved again, refused.

The browser makes and signs with the key itself (CTAP2, through its virtual
authenticator), so what the server checks is what a laptop or a phone would send.
"""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import CDPSession, Page, expect
from tests.browser import NARROW, WIDE, OpenPage, enter
from tests.partners.people import PASSWORD, make_installation, make_person
from tests.partners.test_access_in_browser import FIRST_PAGE, judged

from goldthread.audit.models import Event
from goldthread.partners.models import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
Device = tuple[CDPSession, str]


@pytest.fixture
def manager() -> Person:
    make_installation()
    return make_person(role="manager")


@pytest.fixture
def base(live_server: Any) -> str:
    """The site under a name: a passkey belongs to a name, never to a number."""
    return str(live_server.url).replace("127.0.0.1", "localhost")


def device_of(page: Page) -> Device:
    """Give a page's browser a key of its own, as a laptop with a fingerprint reader has."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    added = devices.send(
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
    return devices, str(added["authenticatorId"])


def keys_in(device: Device) -> list[dict[str, Any]]:
    devices, number = device
    held = devices.send("WebAuthn.getCredentials", {"authenticatorId": number})
    return list(held["credentials"])


def add_passkey(page: Page, base: str, manager: Person) -> None:
    enter(page, base, email=manager.email, password=PASSWORD)
    page.goto(f"{base}/account/second-factor/passkeys/add/")
    page.get_by_label("A name for it").fill("the laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/")


def first_step(page: Page, base: str, manager: Person) -> None:
    page.goto(f"{base}/account/login/")
    page.get_by_label("Your e-mail address").fill(manager.email)
    page.get_by_label("Your password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/second-step/")


def sign_out(page: Page) -> None:
    page.locator("header").get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile(r"/(account/login/)?$"))


def recorded(verb: str) -> int:
    return int(Event.objects.filter(verb=verb).count())


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_passkey_is_added_and_then_opens_the_account(
    open_page: OpenPage, base: str, manager: Person, width: int
) -> None:
    page = open_page(width=width)
    device = device_of(page)
    sent: list[str] = []
    page.on("request", lambda asked: sent.append(f"{asked.method} {asked.url}"))

    add_passkey(page, base, manager)

    [key] = keys_in(device)
    assert key["rpId"] == "localhost"
    assert recorded("person.second_factor_added") == 1
    assert (
        len([one for one in sent if one.endswith("/passkeys/add/")]) == 2
    )  # GET, POST
    judged(page, "passkey-recovery-codes")
    page.goto(f"{base}/account/second-factor/")
    expect(page.locator("main")).to_contain_text("the laptop, since")
    judged(page, "second-factor-passkey")
    sign_out(page)

    first_step(page, base, manager)
    judged(page, "second-step-passkey")
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(FIRST_PAGE)

    assert keys_in(device)[0]["signCount"] > key["signCount"]
    assert recorded("person.second_factor_used") == 1
    used = Authenticator.objects.get(user=manager, type=Authenticator.Type.WEBAUTHN)
    assert used.last_used_at is not None


def test_a_password_alone_opens_nothing_where_a_passkey_is_set_up(
    open_page: OpenPage, base: str, manager: Person
) -> None:
    page = open_page()
    device_of(page)
    add_passkey(page, base, manager)
    sign_out(page)

    first_step(page, base, manager)
    page.goto(f"{base}/account/second-factor/")

    assert page.url.endswith("/account/second-step/")
    page.goto(f"{base}/desk/")
    assert "/account/login/" in page.url or "/second-step/" in page.url


def test_the_key_of_another_device_does_not_open_the_account(
    open_page: OpenPage, base: str, manager: Person
) -> None:
    """Same name of the key, other secret: what a thief with a copied list would have."""
    page = open_page()
    device = device_of(page)
    add_passkey(page, base, manager)
    [key] = keys_in(device)
    sign_out(page)

    devices, number = device
    forged = {
        name: key[name]
        for name in ("credentialId", "rpId", "userHandle", "isResidentCredential")
        if name in key
    }
    devices.send("WebAuthn.clearCredentials", {"authenticatorId": number})
    devices.send(
        "WebAuthn.addCredential",
        {
            "authenticatorId": number,
            "credential": forged | {"privateKey": new_key(), "signCount": 50},
        },
    )
    first_step(page, base, manager)
    page.get_by_role("button", name="Use a passkey").click()

    expect(page.locator("main")).to_contain_text("does not open this account")
    assert recorded("person.second_factor_refused") == 1
    judged(page, "second-step-wrong-passkey")


def new_key() -> str:
    """Another secret, in the form that the browser's device takes (PKCS 8, base 64)."""
    import base64

    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    made = ec.generate_private_key(ec.SECP256R1()).private_bytes(
        Encoding.DER, PrivateFormat.PKCS8, NoEncryption()
    )
    return base64.b64encode(made).decode()


def test_a_passkey_proves_again_who_one_is_and_can_be_taken_away(
    open_page: OpenPage, base: str, manager: Person, settings: Any
) -> None:
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    page = open_page()
    device_of(page)
    enter(page, base, email=manager.email, password=PASSWORD)
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    page.goto(f"{base}/account/second-factor/passkeys/add/")
    page.get_by_label("A name for it").fill("the laptop")
    page.get_by_role("button", name="Add a passkey").click()
    page.wait_for_url("**/recovery-codes/")

    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 0
    page.goto(f"{base}/account/prove/passkey/?next=/account/second-factor/")
    judged(page, "prove-passkey")
    settings.ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(re.compile(r":\d+/account/second-factor/$"))
    assert recorded("person.second_factor_used") == 1

    page.get_by_role("link", name=re.compile("Take it away")).click()
    judged(page, "passkey-remove")
    page.get_by_role("button", name="Take it away").click()
    page.wait_for_url("**/second-factor/**")
    assert not manager.authenticator_set.exists()
    assert recorded("person.second_factor_removed") == 1


def test_without_javascript_the_pages_say_so_and_offer_another_way(
    open_page: OpenPage, base: str, manager: Person
) -> None:
    with_script = open_page()
    device_of(with_script)
    add_passkey(with_script, base, manager)

    page = open_page(width=NARROW, script=False)
    first_step(page, base, manager)

    said = page.locator(".gt-no-script")
    expect(said).to_be_visible()
    expect(said).to_contain_text("A passkey needs JavaScript")
    expect(page.get_by_role("button", name="Use a passkey")).to_be_hidden()
    expect(page.get_by_label("The code")).to_be_visible()  # a recovery code opens it
    judged(page, "second-step-no-script", script=False)
    codes = Authenticator.objects.get(
        user=manager, type=Authenticator.Type.RECOVERY_CODES
    )
    page.get_by_label("The code").fill(codes.wrap().get_unused_codes()[0])
    page.locator("main").get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(FIRST_PAGE)

    page.goto(f"{base}/account/second-factor/passkeys/add/")
    expect(page.locator(".gt-no-script")).to_contain_text("set up an app")
    expect(page.get_by_role("button", name="Add a passkey")).to_be_hidden()
    judged(page, "add-passkey-no-script", script=False)


def test_the_passkey_walk_has_nothing_to_mend_with_the_keyboard(
    open_page: OpenPage, base: str, manager: Person
) -> None:
    page = open_page()
    device_of(page)
    enter(page, base, email=manager.email, password=PASSWORD)
    page.goto(f"{base}/account/second-factor/passkeys/add/")
    page.get_by_label("A name for it").focus()
    page.keyboard.type("the key on my ring")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/recovery-codes/")

    assert Authenticator.objects.filter(user=manager).exists()
