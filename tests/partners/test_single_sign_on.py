"""Single sign-on against a stand-in: who one is, is issuer and subject, and no e-mail."""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse
from tests.partners.people import NOW, PASSWORD, make_agency, make_person
from tests.partners.stand_in import CLIENT, StandIn, written

from goldthread.audit.models import Event
from goldthread.config.declared import Misconfigured
from goldthread.config.single_sign_on import providers
from goldthread.partners import services
from goldthread.partners.models import Person

pytestmark = pytest.mark.django_db


def there_and_back(
    provider: StandIn,
    client: Client,
    *,
    subject: str = "s-1",
    email: str = "",
    start: Any = None,
) -> Any:
    """Sign in at the provider as this subject, and come back with what it says."""
    begun = start or client.post(reverse("openid_connect_login", args=["police"]))
    assert begun.status_code == 302, begun.content.decode()
    back = provider.authorize(begun["Location"], subject=subject, email=email)
    return client.get(reverse("openid_connect_callback", args=["police"]), back)


def linked(provider: StandIn, person: Person, subject: str = "s-1") -> Client:
    """Link a subject to somebody, by their own act."""
    client = Client()
    client.post("/account/login/", {"login": person.email, "password": PASSWORD})
    begun = client.post(reverse("single_sign_on"), {"provider": "police"})
    there_and_back(provider, client, subject=subject, start=begun)
    assert SocialAccount.objects.filter(user=person).exists()
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def invited(email: str = "bettina@example.org") -> tuple[str, Person]:
    tokens: list[str] = []
    invitation = services.invite_person(
        email=email,
        name="Bettina Okonjo",
        agency=make_agency("Saxonshire Police"),
        role="agency_lead",
        days=7,
        link=lambda token: tokens.append(token) or token,  # type: ignore[func-returns-value]
        by=None,
        at=datetime.now(UTC),
    )
    return reverse("accept_invitation", args=tokens), invitation.person


def test_somebody_linked_signs_in_without_a_password(provider: StandIn) -> None:
    amar = make_person()
    linked(provider, amar)

    client = Client()
    answer = there_and_back(provider, client)

    assert answer["Location"] == "/start/"
    assert is_in(client)
    signed_in = Event.objects.filter(verb="person.signed_in").latest("id")
    assert signed_in.detail["with"] == "single sign-on"
    assert "/userinfo" not in provider.asked  # the signed token says all that is needed


def test_an_unknown_subject_with_a_known_e_mail_is_turned_away(
    provider: StandIn,
) -> None:
    amar = make_person()

    client = Client()
    answer = there_and_back(provider, client, subject="stranger", email=amar.email)

    assert answer.status_code == 403
    assert "does not know you from there yet" in answer.content.decode()
    assert not is_in(client)
    assert not SocialAccount.objects.exists()
    assert Person.objects.count() == 1


def test_same_e_mail_another_subject_is_another_person(provider: StandIn) -> None:
    amar = make_person()
    linked(provider, amar, "s-1")

    answer = there_and_back(provider, Client(), subject="s-2", email=amar.email)

    assert answer.status_code == 403


def test_same_subject_of_another_issuer_is_another_person(
    provider: StandIn, tmp_path: Path, settings: Any
) -> None:
    """The administrator points the same name at another provider: nobody is known there."""
    linked(provider, make_person(), "s-1")
    other = StandIn()
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        str(written(tmp_path, issuer=other.issuer))
    )

    client = Client()
    answer = there_and_back(other, client, subject="s-1")
    other.stop()

    assert answer.status_code == 403
    assert not is_in(client)


def test_an_invitation_lets_somebody_in_by_single_sign_on(provider: StandIn) -> None:
    path, bettina = invited()
    client = Client()
    assert (
        "Accept by signing in at Saxonshire Police" in client.get(path).content.decode()
    )

    begun = client.post(path, {"provider": "police"})
    answer = there_and_back(
        provider, client, subject="b-7", email="other@example.org", start=begun
    )

    assert answer["Location"] == "/start/"
    assert is_in(client)
    assert bettina.appointments.get().role == "agency_lead"
    assert not Person.objects.get(pk=bettina.pk).has_usable_password()
    kept = SocialAccount.objects.get()
    assert kept.extra_data == {"issuer": provider.issuer, "subject": "b-7"}
    assert is_in_again(provider, "b-7")
    assert Event.objects.filter(verb="person.identity_linked").count() == 1


def is_in_again(provider: StandIn, subject: str) -> bool:
    client = Client()
    there_and_back(provider, client, subject=subject)
    return is_in(client)


def test_an_invitation_links_one_subject_only(provider: StandIn) -> None:
    path, _ = invited()
    client = Client()
    there_and_back(
        provider, client, subject="b-7", start=client.post(path, {"provider": "police"})
    )

    second = Client()
    assert second.post(path, {"provider": "police"}).status_code == 410
    assert there_and_back(provider, second, subject="b-8").status_code == 403


def test_an_invitation_to_somebody_known_links_nothing_before_they_sign_in(
    provider: StandIn,
) -> None:
    """Whoever reads a colleague's mail must not get into their account with it."""
    make_person(email="bettina@example.org", name="Bettina Okonjo", role="board")
    path, _ = invited()

    client = Client()
    answer = client.post(path, {"provider": "police"})

    assert "Sign in to accept" in answer.content.decode()
    assert there_and_back(provider, client, subject="thief").status_code == 403
    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("spoil", "why"),
    [
        ({"aud": "another-site"}, "Audience"),
        ({"aud": [CLIENT, "another-site"], "azp": "another-site"}, "another site"),
        ({"iss": "https://elsewhere.example.org"}, "ssuer"),
        ({"exp": int(time.time()) - 3600}, "expired"),
        ({"iat": int(time.time()) + 3600}, "iat"),
        ({"nonce": "of another sign-in"}, "another question"),
        ({"nonce": None}, "nonce"),
        ({"sub": None}, "sub"),
        ({"sub": ""}, "names nobody"),
        ({"sub": "x" * 300}, "names nobody"),
        ({"exp": None}, "exp"),
        ({"exp": "never"}, "exp"),
    ],
)
def test_a_token_that_does_not_hold_is_refused(
    provider: StandIn, spoil: dict[str, Any], why: str
) -> None:
    linked(provider, make_person())
    provider.spoil = lambda claims: (
        [
            claims.pop(name) if value is None else claims.update({name: value})
            for name, value in spoil.items()
        ]
        and None
    )
    client = Client()

    answer = there_and_back(provider, client)

    refused(answer, client, why)


@pytest.mark.parametrize(
    ("way", "why"),
    [
        ("wrongly", "Signature"),
        ("with_unknown_key", "unknown key"),
        ("unsigned", "signed by none"),
        ("with_the_public_key_as_secret", "signed by HS256"),
    ],
)
def test_a_token_signed_wrongly_is_refused(
    provider: StandIn, way: str, why: str
) -> None:
    linked(provider, make_person())
    provider.sign = getattr(provider, way)
    client = Client()

    answer = there_and_back(provider, client)

    refused(answer, client, why)


@pytest.mark.parametrize("token", ["", "not.a.token", "a" * 100_000, "e30.e30.e30"])
def test_what_is_no_token_is_refused(provider: StandIn, token: str) -> None:
    linked(provider, make_person())
    provider.sign = lambda claims: token
    client = Client()

    refused(there_and_back(provider, client), client, "")


def refused(answer: Any, client: Client, why: str) -> None:
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "You are not signed in" in page
    assert page.count('<p class="govuk-body-l">') == 1
    assert not is_in(client)
    event = Event.objects.filter(verb="person.single_sign_on_refused").latest("id")
    assert event.outcome == "refused"
    assert why in event.detail["why"]


def test_an_answer_comes_back_once(provider: StandIn) -> None:
    linked(provider, make_person())
    client = Client()
    begun = client.post(reverse("openid_connect_login", args=["police"]))
    back = provider.authorize(begun["Location"], subject="s-1")
    path = reverse("openid_connect_callback", args=["police"])
    assert client.get(path, back).status_code == 302
    client.post(reverse("account_logout"))

    refused(client.get(path, back), client, "no question of this browser")


def test_a_code_is_spent_once(provider: StandIn) -> None:
    linked(provider, make_person())
    client = Client()
    begun = client.post(reverse("openid_connect_login", args=["police"]))
    back = provider.authorize(begun["Location"], subject="s-1")
    provider.codes.clear()  # somebody else spent it first

    answer = client.get(reverse("openid_connect_callback", args=["police"]), back)

    refused(answer, client, "no token")


def test_an_answer_to_somebody_elses_question_is_refused(provider: StandIn) -> None:
    """Signing somebody in as oneself, to read what they then write."""
    linked(provider, make_person())
    thief, victim = Client(), Client()
    begun = thief.post(reverse("openid_connect_login", args=["police"]))
    back = provider.authorize(begun["Location"], subject="s-1")

    answer = victim.get(reverse("openid_connect_callback", args=["police"]), back)

    refused(answer, victim, "no question of this browser")


def test_turning_back_there_is_said_plainly(provider: StandIn) -> None:
    client = Client()
    begun = client.post(reverse("openid_connect_login", args=["police"]))
    back = provider.authorize(begun["Location"], subject="s-1")

    answer = client.get(
        reverse("openid_connect_callback", args=["police"]),
        {"error": "access_denied", "state": back["state"]},
    )

    assert "You did not sign in at Saxonshire Police" in answer.content.decode()


def test_a_provider_that_is_down_or_lies_about_its_name_is_said(
    provider: StandIn,
) -> None:
    provider.is_down = True
    answer = Client().post(reverse("openid_connect_login", args=["police"]))
    assert answer.status_code == 403
    assert "cannot be believed" in answer.content.decode()
    provider.honest()
    provider.told_issuer = "https://elsewhere.example.org"

    answer = Client().post(reverse("openid_connect_login", args=["police"]))

    assert answer.status_code == 403
    why = (
        Event.objects.filter(verb="person.single_sign_on_refused")
        .latest("id")
        .detail["why"]
    )
    assert "another issuer" in why


def test_a_closed_account_and_one_asleep_let_nobody_in(
    provider: StandIn, settings: Any
) -> None:
    amar = make_person()
    linked(provider, amar)
    settings.DORMANT_DAYS = 60
    long_ago = datetime.now(UTC) - timedelta(days=90)
    Person.objects.update(last_login=long_ago, joined_at=long_ago)
    assert "it is asleep" in there_and_back(provider, Client()).content.decode()

    services.close_account(amar, by=None, at=NOW)

    client = Client()
    assert there_and_back(provider, client).status_code == 403
    assert not is_in(client)


def test_a_subject_that_belongs_to_somebody_is_not_linked_to_another(
    provider: StandIn,
) -> None:
    amar = make_person()
    linked(provider, amar)
    other = make_person(email="other@example.org")
    client = Client()
    client.post("/account/login/", {"login": other.email, "password": PASSWORD})
    begun = client.post(reverse("single_sign_on"), {"provider": "police"})

    answer = there_and_back(provider, client, start=begun)

    assert "belongs to another account" in answer.content.decode()
    assert SocialAccount.objects.get().user_id == amar.pk


def test_a_link_is_taken_away_and_other_sessions_end(provider: StandIn) -> None:
    amar = make_person()
    client = linked(provider, amar)
    there_and_back(provider, Client())
    assert UserSession.objects.filter(user=amar).count() == 2

    client.post(reverse("single_sign_on"), {"unlink": SocialAccount.objects.get().pk})

    assert not SocialAccount.objects.exists()
    assert is_in(client)
    assert UserSession.objects.filter(user=amar).count() == 1
    assert Event.objects.filter(verb="person.identity_unlinked").exists()


def test_the_only_way_in_is_not_taken_away(provider: StandIn) -> None:
    path, _ = invited()
    client = Client()
    there_and_back(
        provider, client, subject="b-7", start=client.post(path, {"provider": "police"})
    )

    answer = client.post(
        reverse("single_sign_on"),
        {"unlink": SocialAccount.objects.get().pk},
        follow=True,
    )

    assert "your only way in" in answer.content.decode()
    assert SocialAccount.objects.exists()


def test_single_sign_on_needs_the_second_factor_too_unless_the_provider_is_believed(
    provider: StandIn, tmp_path: Path, settings: Any
) -> None:
    linked(provider, make_person(role="manager"))
    settings.SECOND_FACTOR = "manager"

    def lands(amr: list[str]) -> str:
        provider.spoil = lambda claims: claims.update(amr=amr)
        client = Client()
        there_and_back(provider, client)
        return str(client.get("/data/").headers.get("Location", "in"))

    assert lands(["pwd", "mfa"]) == reverse("mfa_index")
    settings.SOCIALACCOUNT_PROVIDERS = providers(
        str(written(tmp_path, issuer=provider.issuer, second_factor=True))
    )
    assert lands(["pwd"]) == reverse("mfa_index")
    assert lands(["pwd", "mfa"]) == "in"


def test_a_provider_that_is_not_named_does_not_exist(provider: StandIn) -> None:
    assert Client().post("/account/with/nobody/").status_code == 404
    assert Client().get("/account/with/nobody/back/").status_code == 404
    assert (
        Client().get(reverse("openid_connect_login", args=["police"])).status_code
        == 405
    )


def test_linking_cannot_be_asked_for_at_the_door_of_sign_in(provider: StandIn) -> None:
    """Only the page that asks again who one is begins a link."""
    amar = make_person()
    client = Client()
    client.post("/account/login/", {"login": amar.email, "password": PASSWORD})

    begun = client.post(
        reverse("openid_connect_login", args=["police"]) + "?process=connect",
        {"process": "connect"},
    )
    there_and_back(provider, client, subject="thief", start=begun)

    assert not SocialAccount.objects.exists()


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"issuer": "http://login.example.org"}, "must begin with https://"),
        ({"issuer": "javascript:alert(1)"}, "must begin with https://"),
        ({"issuer": None}, "It needs issuer"),
        ({"client_id": ""}, "It needs client_id"),
        ({"secret_file": "/no/such/file"}, "cannot be read"),
        ({"scope": "everything"}, "'scope', which means nothing here"),
        ({"second_factor": "yes"}, "true or false"),
    ],
)
def test_a_file_that_means_nothing_stops_the_site_with_a_sentence(
    tmp_path: Path, told: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Misconfigured, match=sentence):
        providers(
            str(written(tmp_path, **{"issuer": "https://login.example.org"} | told))
        )


def test_a_secret_that_others_can_read_or_that_is_empty_is_refused(
    tmp_path: Path,
) -> None:
    file = written(tmp_path, issuer="https://login.example.org")
    (tmp_path / "secret").chmod(0o644)
    with pytest.raises(Misconfigured, match="chmod 600"):
        providers(str(file))
    (tmp_path / "secret").chmod(0o600)
    (tmp_path / "secret").write_text("\n")
    with pytest.raises(Misconfigured, match="is empty"):
        providers(str(file))
    file.write_text("[Police!]\n")
    with pytest.raises(Misconfigured, match=r"cannot be read|small letters"):
        providers(str(file))
    with pytest.raises(Misconfigured, match="cannot be read"):
        providers(str(tmp_path / "none.toml"))
    assert providers("")["openid_connect"]["APPS"] == []
