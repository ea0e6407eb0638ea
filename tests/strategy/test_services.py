"""A strategy's life and contents, through the services that change them."""

import pytest
from tests.make import (
    make_public,
)

pytestmark = pytest.mark.django_db


def test_walk() -> None:
    strategy = make_public()
    assert strategy.state == "in_force"
    assert strategy.published_document
