"""Somebody signed in, and what their page shows."""

from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone
from tests.partners.people import PASSWORD

from goldthread.partners.models import Person


def signed_in(client: Client, person: Person) -> Client:
    assert client.login(email=person.email, password=PASSWORD)
    return client


def shown(client: Client, address: str = "/desk/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer
    return str(answer.content.decode())


def in_days(days: int) -> Any:
    return timezone.localdate() + timedelta(days=days)
