"""What OpenID Connect Core 1.0 asks of whoever believes a token (3.1.3.7), point by point.

Signatures, expiry, nonce, replay and CSRF are in test_single_sign_on.py.
"""

from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client
from django.urls import reverse
from tests.partners.people import PASSWORD, make_person
from tests.partners.stand_in import CLIENT, StandIn, written
from tests.partners.test_single_sign_on import (
    is_in,
    linked,
    refused,
    there_and_back,
)

from goldthread.config.single_sign_on import providers

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ({"aud": [CLIENT, "another-site"], "azp": CLIENT}, "for another site too"),
        ({"aud": [CLIENT, "another-site"]}, "for another site too"),
        ({"azp": "another-site"}, "made for another site"),
        ({"aud": []}, "aud"),
        ({"aud": {"goldthread": 1}}, "the token"),
        ({"sub": 7}, "ubject"),
        ({"nbf": 4_000_000_000}, "nbf"),
    ],
)
def test_a_token_for_others_or_of_the_wrong_shape_is_refused(
    provider: StandIn, spoil: dict[str, Any], why: str
) -> None:
    linked(provider, make_person())
    provider.spoil = lambda claims: claims.update(spoil)
    client = Client()

    refused(there_and_back(provider, client), client, why)


@pytest.mark.parametrize("audience", [CLIENT, [CLIENT]])
def test_a_token_for_this_site_alone_is_believed(
    provider: StandIn, audience: Any
) -> None:
    linked(provider, make_person())
    provider.spoil = lambda claims: claims.update(aud=audience, azp=CLIENT)
    client = Client()

    there_and_back(provider, client)

    assert is_in(client)


def test_a_provider_that_changes_its_key_goes_on_and_the_old_key_opens_nothing(
    provider: StandIn,
) -> None:
    linked(provider, make_person())
    provider.rotate("two")
    client = Client()
    there_and_back(provider, client)
    assert is_in(client)

    provider.sign = provider.with_retired_key
    late = Client()

    refused(there_and_back(provider, late), late, "unknown key")


def test_a_key_that_is_there_to_encrypt_signs_nothing(provider: StandIn) -> None:
    linked(provider, make_person())
    provider.use = "enc"
    client = Client()

    refused(there_and_back(provider, client), client, "unknown key")


def test_an_encrypted_token_nobody_asked_for_is_refused(provider: StandIn) -> None:
    linked(provider, make_person())
    provider.sign = provider.encrypted
    client = Client()

    refused(there_and_back(provider, client), client, "")


@pytest.mark.parametrize("verified", [True, False])
def test_an_e_mail_address_links_nobody_whether_it_is_verified_or_not(
    provider: StandIn, verified: bool
) -> None:
    amar = make_person()
    client = Client()
    begun = client.post(reverse("openid_connect_login", args=["police"]))
    back = provider.authorize(
        begun["Location"], subject="stranger", email=amar.email, verified=verified
    )

    answer = client.get(reverse("openid_connect_callback", args=["police"]), back)

    assert answer.status_code == 403
    assert not is_in(client)
    assert not SocialAccount.objects.exists()


def test_a_person_whose_subject_changed_links_the_new_one_by_their_own_act(
    provider: StandIn,
) -> None:
    amar = make_person()
    linked(provider, amar, "old subject")
    client = Client()
    assert there_and_back(provider, client, subject="new subject").status_code == 403

    client.post("/account/login/", {"login": amar.email, "password": PASSWORD})
    begun = client.post(reverse("single_sign_on"), {"provider": "police"})
    there_and_back(provider, client, subject="new subject", start=begun)

    again = Client()
    there_and_back(provider, again, subject="new subject")
    assert is_in(again)


def test_a_provider_that_offers_an_open_line_is_refused(
    provider: StandIn, tmp_path: Path, settings: Any
) -> None:
    """The keys over http would let anybody on the way make tokens."""
    from django.test import RequestFactory

    from goldthread.partners.openid_tokens import Checked, Untrusted

    safe = "https://login.example.org"
    settings.SOCIALACCOUNT_PROVIDERS = providers(str(written(tmp_path, issuer=safe)))
    told = {
        "issuer": safe,
        "authorization_endpoint": f"{safe}/authorize",
        "token_endpoint": f"{safe}/token",
        "jwks_uri": "http://login.example.org/keys",
    }
    checked = Checked(RequestFactory().get("/"), "police")
    checked._openid_config = told  # as it came; the test has no way to that host

    with pytest.raises(Untrusted, match="jwks_uri is not encrypted"):
        _ = checked.openid_config


def test_a_discovery_of_the_wrong_shape_is_said_plainly(provider: StandIn) -> None:
    provider.spoil_discovery = lambda told: told.update(issuer=None)

    answer = Client().post(reverse("openid_connect_login", args=["police"]))

    assert answer.status_code == 403
    assert "cannot be believed" in answer.content.decode()


def test_an_answer_of_one_provider_is_not_taken_at_the_door_of_another(
    provider: StandIn, tmp_path: Path, settings: Any
) -> None:
    """The mix-up: a code of the police's provider handed to the council's."""
    file = written(tmp_path, issuer=provider.issuer)
    police = file.read_text()
    file.write_text(police + police.replace("[police]", "[council]"))
    settings.SOCIALACCOUNT_PROVIDERS = providers(str(file))
    linked(provider, make_person())
    client = Client()
    begun = client.post(reverse("openid_connect_login", args=["police"]))
    back = provider.authorize(begun["Location"], subject="s-1")

    answer = client.get(reverse("openid_connect_callback", args=["council"]), back)

    refused(answer, client, "no question of this browser")


def test_a_site_that_cannot_prove_itself_to_the_provider_gets_no_token(
    provider: StandIn, tmp_path: Path, settings: Any
) -> None:
    linked(provider, make_person())
    (tmp_path / "secret").write_text("another secret")
    file = tmp_path / "providers.toml"
    settings.SOCIALACCOUNT_PROVIDERS = providers(str(file))
    client = Client()

    refused(there_and_back(provider, client), client, "no token")
