"""Keys: made once, shown once, one scope, a last day, taken back, and recorded."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from tests.make import make_manager
from tests.partners.people import NOW, PASSWORD, make_person
from tests.thread.fabric import make_thread

from goldthread.api import rules, services
from goldthread.api.models import Token
from goldthread.audit.models import Event
from goldthread.partners.models import Person
from goldthread.partners.rules import Refused

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def make_key(person: Person, scope: str = "plan", **how: Any) -> str:
    """A key that works for years to come of the tests' own clock."""
    told = {"name": "Power BI", "last_day": TODAY + timedelta(days=300)} | how
    return services.issue_token(person, scope=scope, by=person, at=NOW, **told)


def ask(client: Client, address: str, key: str = "") -> Any:
    headers = {"authorization": f"Bearer {key}"} if key else {}
    return client.get(f"/api/v1{address}", headers=headers)


def test_a_key_is_shown_once_and_only_its_hash_is_kept() -> None:
    amar = make_manager()

    secret = make_key(amar)

    kept = Token.objects.get()
    assert secret.startswith("gt_") and len(secret) > 40
    assert secret not in str(vars(kept)) and kept.digest == services.hashed(secret)
    event = Event.objects.get(verb="api_key.issued")
    assert secret not in str(vars(event))


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"name": "  "}, "Say what the key is for"),
        ({"last_day": TODAY - timedelta(days=1)}, "lies in the past"),
        ({"last_day": TODAY + timedelta(days=400)}, "a year at most"),
    ],
)
def test_a_key_is_refused_in_a_sentence(how: dict[str, Any], sentence: str) -> None:
    amar = make_manager()

    with pytest.raises(Refused, match=sentence):
        make_key(amar, **how)

    assert not Token.objects.exists()


def test_nobody_makes_a_key_for_what_they_may_not_read() -> None:
    nell = make_person("nell@example.org", role="agency_admin", name="Nell Orchard")

    with pytest.raises(Refused, match="may not read this by itself"):
        make_key(nell, "strategy")
    assert make_key(nell, "plan")


def test_nobody_gathers_keys() -> None:
    said = rules.refusal_to_issue(
        name="One more", last_day=TODAY, on=TODAY, working=rules.MOST, may=True
    )

    assert said and "Take back one" in said


def test_a_key_opens_its_own_part_and_no_other(client: Client) -> None:
    make_thread()
    key = make_key(make_manager(), "plan")

    assert ask(client, "/actions", key).status_code == 200
    other = ask(client, "/broken-threads", key)
    assert other.status_code == 403
    assert "This key is for: The action plan" in other.json()["detail"]


def test_without_a_key_that_works_nothing_opens(client: Client) -> None:
    amar = make_manager()
    taken_back, ended = make_key(amar), make_key(amar, name="Old", last_day=TODAY)
    services.revoke_token(Token.objects.get(name="Power BI"), by=amar, at=NOW)
    Token.objects.filter(name="Old").update(expires_on=TODAY - timedelta(days=30))

    for key in ("", "gt_nothing", taken_back, ended):
        answer = ask(client, "/actions", key)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == "Bearer"
        assert "Expected a key that works" in answer.json()["detail"]


def test_a_session_opens_nothing_of_the_api(client: Client) -> None:
    amar = make_manager()
    assert client.login(email=amar.email, password=PASSWORD)

    assert ask(client, "/actions").status_code == 401


def test_who_leaves_takes_their_keys_with_them(client: Client) -> None:
    amar = make_manager()
    key = make_key(amar)
    Person.objects.filter(pk=amar.pk).update(is_active=False)

    assert ask(client, "/actions", key).status_code == 401


def test_whose_appointment_ended_reads_nothing_more(client: Client) -> None:
    amar = make_manager()
    key = make_key(amar)
    amar.appointments.update(until_on=TODAY - timedelta(days=900))

    answer = ask(client, "/actions", key)

    assert answer.status_code == 403
    assert "may not read this any more" in answer.json()["detail"]


def test_every_look_is_recorded_and_a_refused_one_is_not(client: Client) -> None:
    key = make_key(make_manager())

    ask(client, "/actions", key)
    ask(client, "/actions", "gt_nothing")

    event = Event.objects.get(verb="api.read")
    assert (
        "/api/v1/actions" in event.subject_label and "Power BI" in event.subject_label
    )


def test_a_key_is_made_and_taken_back_on_the_page(client: Client) -> None:
    amar = make_manager()
    assert client.login(email=amar.email, password=PASSWORD)
    last = (TODAY + timedelta(days=30)).strftime
    sent = {
        "name": "Notebook",
        "scope": "plan",
        "last_day_0": last("%d"),
        "last_day_1": last("%m"),
        "last_day_2": last("%Y"),
    }
    names = re.findall(
        r'name="(last_day[^"]*)"', client.get("/account/keys/").content.decode()
    )
    boxes = dict(zip(names, [last("%d"), last("%m"), last("%Y")], strict=True))

    made = client.post("/account/keys/", {"name": "Notebook", "scope": "plan", **boxes})
    (secret,) = re.findall(r"gt_[\w-]{40,}", made.content.decode())
    again = client.get("/account/keys/").content.decode()

    assert sent["name"] in again and secret not in again
    assert ask(Client(), "/actions", secret).status_code == 200
    token = Token.objects.get(name="Notebook")
    client.post(f"/account/keys/{token.pk}/revoke/")
    assert ask(Client(), "/actions", secret).status_code == 401
    assert Event.objects.filter(verb="api_key.revoked").count() == 1
    with pytest.raises(Refused, match="taken back already"):
        services.revoke_token(token, by=amar, at=NOW)


def test_nobody_takes_back_somebody_else_s_key(client: Client) -> None:
    make_key(make_manager())
    nell = make_person("nell@example.org", role="agency_admin", name="Nell Orchard")
    assert client.login(email=nell.email, password=PASSWORD)

    answer = client.post(f"/account/keys/{Token.objects.get().pk}/revoke/")

    assert answer.status_code == 404
    assert Token.objects.get().revoked_at is None


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"name": ""}, "a_key_says_what_it_is_for"),
        ({"revoked_at": NOW}, "a_key_is_taken_back_whole_or_not_at_all"),
        (
            {"revoked_at": NOW - timedelta(days=1), "revoked_by_id": 1},
            "a_key_is_taken_back_after_it_was_issued",
        ),
    ],
)
def test_what_must_never_be_false_of_a_key(change: dict[str, Any], name: str) -> None:
    amar = make_manager()
    make_key(amar)
    if "revoked_by_id" in change:
        change = change | {"revoked_by_id": amar.pk}

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Token.objects.update(**change)


def test_a_key_that_is_used_too_often_rests_until_the_minute_is_over(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rules, "CALLS_A_MINUTE", 3)
    make_key(make_manager())
    token = Token.objects.get()
    at = NOW.replace(second=41)

    used = [services.count_call(token, at=at) for _ in range(5)]

    assert used == [0, 0, 0, 19, 19]
    assert services.count_call(token, at=NOW + timedelta(minutes=1)) == 0


def test_a_program_that_asks_too_often_is_told_when_to_ask_again(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_thread()
    amar = make_manager()
    busy, quiet = make_key(amar), make_key(amar, name="A notebook")
    monkeypatch.setattr(rules, "CALLS_A_MINUTE", 2)
    before = Event.objects.filter(verb="api.read").count()

    answers = [ask(client, "/actions", busy) for _ in range(5)]

    # A minute may end in between: two are answered in each, the rest are not.
    codes = [answer.status_code for answer in answers]
    assert codes[:2] == [200, 200] and 429 in codes
    refused = answers[codes.index(429)]
    assert 0 < int(refused["Retry-After"]) <= 60
    assert "“Power BI” was used 2 times in this minute" in refused.json()["detail"]
    assert f"again in {refused['Retry-After']} seconds" in refused.json()["detail"]
    assert ask(client, "/actions", quiet).status_code == 200  # each key for itself
    read = Event.objects.filter(verb="api.read").count() - before
    assert read == codes.count(200) + 1
