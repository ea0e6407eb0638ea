"""The client is polite, patient within bounds, and goes nowhere it should not."""

import pytest

from goldthread.evidence.fetching.client import Client, FetchFailed, Refused
from goldthread.evidence.fetching.months import months_of
from goldthread.evidence.fetching.pace import Pace


def test_thirty_requests_go_at_once_and_then_the_rate_holds():
    now = [0.0]
    waited = []

    def sleep(seconds):
        waited.append(seconds)
        now[0] += seconds

    pace = Pace(lambda: now[0], sleep, rate=15, burst=30)
    for _ in range(30):
        pace.wait()
    assert waited == []

    for _ in range(45):
        pace.wait()

    assert now[0] == pytest.approx(3.0)


def test_no_second_sees_more_than_the_publisher_allows():
    now, sent = [0.0], []

    def sleep(seconds):
        now[0] += seconds

    pace = Pace(lambda: now[0], sleep)
    for _ in range(100):
        pace.wait()
        sent.append(now[0])

    # Their bucket: 30 at once, 15 back each second.
    for first in range(100):
        for last in range(first, 100):
            assert last - first + 1 <= 30 + 15 * (sent[last] - sent[first]) + 1e-9


def test_a_clock_set_back_does_not_stop_us():
    now = [100.0]

    def sleep(seconds):
        now[0] += seconds

    pace = Pace(lambda: now[0], sleep, rate=10, burst=1)
    pace.wait()
    now[0] = 0.0

    pace.wait()

    assert now[0] <= 0.2


def test_it_says_who_it_is(standin, address):
    import http.client
    from unittest.mock import patch

    seen = {}
    real = http.client.HTTPConnection.putheader

    def keep(self, header, *values):
        seen[header] = values[0]
        return real(self, header, *values)

    with patch.object(http.client.HTTPConnection, "putheader", keep):
        Client().get(
            f"{address}/api/crimes-no-location", {"date": "2024-01", "poly": ""}
        )

    assert str(seen["User-Agent"]).startswith("Goldthread/")


def test_too_many_requests_wait_as_long_as_the_server_says(
    standin, address, client, waits
):
    standin.burst = 3
    standin.retry_after = "7"

    for _ in range(5):
        client.get(f"{address}/api/crimes-no-location", {"date": "2024-01"})

    assert 7.0 in waits
    assert len(standin.asked) > 5


def test_a_server_that_asks_for_hours_is_not_waited_for(standin, address, client):
    standin.burst = 1
    standin.retry_after = "7200"
    client.get(f"{address}/api/crimes-no-location", {"date": "2024-01"})

    with pytest.raises(FetchFailed, match="wait 120 minutes"):
        client.get(f"{address}/api/crimes-no-location", {"date": "2024-01"})


def test_trouble_that_passes_is_waited_out_with_growing_pauses(
    standin, address, client, waits
):
    standin.outage = 3

    answer = client.get(f"{address}/api/crimes-no-location", {"date": "2024-01"})

    assert answer.status == 200
    assert len(waits) == 3
    assert waits[0] < waits[1] < waits[2]


def test_trouble_that_stays_ends_in_a_sentence(standin, address, client):
    standin.outage = 99

    with pytest.raises(FetchFailed, match=r"answered 503.*Tried 6 times"):
        client.get(f"{address}/api/crimes-no-location", {"date": "2024-01"})

    assert len(standin.asked) == 6


def test_a_page_that_is_not_there_is_not_asked_for_again(standin, address, client):
    with pytest.raises(Refused, match="404"):
        client.get(f"{address}/nowhere")

    assert len(standin.asked) == 1


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/hostname",
        "ftp://example.org/file",
        "http://example.org/file",
        "https://169.254.169.254/latest",
        "https://intranet/file",
        "https://person:secret@example.org/file",
    ],
)
def test_only_public_https_addresses_are_asked(client, url):
    with pytest.raises(FetchFailed):
        client.get(url)


@pytest.mark.parametrize(
    "elsewhere",
    [
        "file:///etc/hostname",
        "http://example.org/",
        "https://127.0.0.1/",
        "ftp://x.org/",
    ],
)
def test_a_redirect_out_of_bounds_is_not_followed(standin, address, client, elsewhere):
    standin.redirect_to = elsewhere

    with pytest.raises(FetchFailed, match="sends us on"):
        client.get(f"{address}/archive/2024-03.zip")


def test_a_redirect_in_circles_ends(standin, address, client):
    standin.redirect_to = f"{address}/again"

    with pytest.raises(FetchFailed):
        client.get(f"{address}/archive/2024-03.zip")

    assert len(standin.asked) <= 6


def test_an_answer_without_end_is_stopped(standin, address, client):
    standin.endless = True

    with pytest.raises(FetchFailed, match="sends more than 1 MB"):
        client.get(f"{address}/archive/2024-03.zip", most_bytes=1024**2)


def test_an_answer_that_drips_is_given_up(standin, address):
    standin.drip_s = 0.02
    client = Client(sleep=lambda seconds: None, timeout_s=0.2, attempts=2)

    with pytest.raises(FetchFailed, match=r"too slowly|in time"):
        client.get(f"{address}/archive/2024-03.zip")


def test_months_are_written_as_a_range_or_a_list():
    assert months_of("2023-12..2024-02") == ("2023-12", "2024-01", "2024-02")
    assert months_of("2024-02,2024-01") == ("2024-01", "2024-02")


@pytest.mark.parametrize("text", ["2024-13", "2024", "2024-02..2024-01", "2009-01", ""])
def test_what_is_no_month_is_said_to_be_none(text):
    with pytest.raises(ValueError, match=r"month|backwards"):
        months_of(text)
