"""What the tests of notes share: the site with the alley, and two people on it."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.partners.people import make_person

from goldthread.partners.models import Person

ROLES = Path(__file__).with_name("roles.toml")


@pytest.fixture(autouse=True)
def _notes_site(settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.notes.notes_site"
    settings.ROLES_FILES = [*settings.ROLES_FILES, ROLES]


@pytest.fixture
def amar(db: None) -> Person:
    return make_person()


@pytest.fixture
def bea(db: None) -> Person:
    return make_person("bea@example.org", name="Bea Quillfeather")


@pytest.fixture
def as_amar(client: Client, amar: Person) -> Client:
    client.force_login(amar)
    return client


@pytest.fixture
def as_bea(bea: Person) -> Client:
    client = Client()
    client.force_login(bea)
    return client
