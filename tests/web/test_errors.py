"""When something cannot be done, the page says so and says what to do next."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.web.kit_site")]


def shown(path: str) -> tuple[int, str]:
    answer = Client(raise_request_exception=False).get(path)
    return answer.status_code, answer.content.decode()


def test_a_page_that_is_not_there() -> None:
    status, page = shown("/no/such/page/")

    assert status == 404
    assert "<h1" in page
    assert "There is no page at this address" in page


def test_a_page_that_is_not_allowed_says_why() -> None:
    status, page = shown("/kit/forbidden/")

    assert status == 403
    assert "Only the chair may close a meeting." in page


def test_a_fault_of_ours_tells_nothing_of_the_inside(
    caplog: pytest.LogCaptureFixture,
) -> None:
    status, page = shown("/kit/broken/")

    assert status == 500
    assert "Something went wrong on our side" in page
    assert "secret" not in page
    assert "Traceback" not in page
    assert "a secret in a traceback" in caplog.text  # but the log has it


@pytest.mark.parametrize(
    "path", ["/%00", "/%ff", "/..%2f..%2fetc%2fpasswd", "/{{7*7}}", "/" + "x" * 5000]
)
def test_a_hostile_address_is_a_page_that_is_not_there(path: str) -> None:
    assert shown(path)[0] in (400, 404)
