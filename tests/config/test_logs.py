"""The log never holds what opens something."""

import logging
from typing import Any

import pytest
from django.test import Client
from tests.desk.made import make_link, make_owner, owned

from goldthread.config.logs import Line


@pytest.mark.django_db
def test_a_link_that_somebody_mistypes_is_not_written_into_the_log(
    client: Client, caplog: Any
) -> None:
    noor = make_owner()
    token, _ = make_link(noor, *owned(noor, "Mend the lamps"))

    client.get(f"/u/{token}/A-999/")

    lines = [Line("%(message)s").format(record) for record in caplog.records]
    assert "Not Found: /u/.../A-999/" in lines
    assert not any(token in line for line in lines)


@pytest.mark.parametrize(
    "address",
    [
        "/u/a-b_c:d-e_f/",
        "/plan/feeds/a1B2.ics",
        "/invitation/x:y:z/",
        "/account/password/reset/key/3-abc-def/",
    ],
)
def test_every_kind_of_secret_is_left_out(address: str) -> None:
    secret = address.strip("/").split("/")[-1]
    record = logging.LogRecord("a", 30, "", 0, "Gone: %s", (address,), None)
    assert secret not in Line("%(message)s").format(record)
