"""Speaks to a publisher's server the way a polite stranger would.

It says who it is, keeps to a pace, waits when told to wait, gives up in bounded time
and size, and follows a redirect only to where a publisher could want it: https to
https. Plain http is spoken to this machine only, which is what the tests are.
"""

from __future__ import annotations

import email.utils
import http.client
import ipaddress
import json
import random
import ssl
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from goldthread import __version__
from goldthread.evidence.fetching.pace import Pace

T = TypeVar("T")

TIMEOUT_S = 30.0
# Below this for a whole time-out the rest of an archive would take weeks.
SLOWEST_BYTES_PER_S = 1_000
ATTEMPTS = 6
LONGEST_WAIT_S = 300.0
MOST_REDIRECTS = 5
# data.police.uk answers at most 10,000 records, about 4 MB.
MOST_ANSWER_BYTES = 64 * 1024 * 1024
_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class FetchFailed(Exception):
    """Something could not be fetched; the text says what and what to do about it."""


class Refused(FetchFailed):
    """The server answered, and the answer is no; `status` is its code."""

    def __init__(
        self, status: int, words: str, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(words)
        self.status = status
        self.headers = {name.lower(): value for name, value in (headers or {}).items()}


class CutShort(Exception):
    """A body that ended before its end or came too slowly; asking again may help."""


def user_agent() -> str:
    """How this program introduces itself."""
    return f"Goldthread/{__version__} (community safety partnerships)"


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's whole answer."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str

    def json(self) -> Any:
        """The answer as JSON, or a sentence saying that it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            start = self.body[:60].decode("utf-8", "replace")
            raise FetchFailed(
                f"{host_of(self.url)} answered something other than JSON (it begins "
                f"“{start}”); try again later."
            ) from None


@dataclass(slots=True)
class Client:
    """One polite visitor. The clock, the sleep and the dice are given, for the tests."""

    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random
    timeout_s: float = TIMEOUT_S
    attempts: int = ATTEMPTS
    first_wait_s: float = 1.0
    pace: Pace | None = None

    def get(
        self,
        url: str,
        query: Mapping[str, str] | None = None,
        *,
        final: Collection[int] = (),
        most_bytes: int = MOST_ANSWER_BYTES,
    ) -> Answer:
        """Ask; statuses in `final` are answers to act on, not reasons to ask again."""
        return self._ask(with_query(url, query), None, final, most_bytes)

    def post(
        self,
        url: str,
        form: Mapping[str, str],
        *,
        final: Collection[int] = (),
        most_bytes: int = MOST_ANSWER_BYTES,
    ) -> Answer:
        """Ask with a form, for questions longer than an address may be."""
        body = urllib.parse.urlencode(form, safe=":,").encode()
        return self._ask(url, body, final, most_bytes)

    def _ask(
        self, url: str, body: bytes | None, final: Collection[int], most_bytes: int
    ) -> Answer:
        def once() -> Answer:
            try:
                with self.open(url, body=body) as response:
                    read = b"".join(self.chunks(response, url, most_bytes))
                    return Answer(response.status, dict(response.headers), read, url)
            except Refused as refusal:
                if refusal.status in final:
                    return Answer(refusal.status, {}, b"", url)
                raise

        return self.persist(once, url, final)

    def open(
        self,
        url: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> http.client.HTTPResponse:
        """Open one answer, at our pace; a refusal comes as `Refused`."""
        refuse_address(url)
        if self.pace is None:
            self.pace = Pace(self.clock, self.sleep)
        self.pace.wait()
        request = urllib.request.Request(url, data=body)
        request.add_header("User-Agent", user_agent())
        request.add_header("Accept-Encoding", "identity")
        for name, value in (headers or {}).items():
            request.add_header(name, value)
        opener = urllib.request.build_opener(_Redirects())
        try:
            response: http.client.HTTPResponse = opener.open(
                request, timeout=self.timeout_s
            )
        except urllib.error.HTTPError as error:
            with error:
                raise Refused(
                    error.code, _refusal(url, error.code), dict(error.headers.items())
                ) from None
        return response

    def chunks(
        self, response: http.client.HTTPResponse, url: str, most_bytes: int
    ) -> Iterator[bytes]:
        """The body piece by piece; one that is endless, cut short or too slow fails."""
        promised = _promised(response)
        if promised is not None and promised > most_bytes:
            raise _too_large(url, most_bytes)
        received, window, since = 0, 0, self.clock()
        while True:
            piece = response.read1(65_536)
            received += len(piece)
            window += len(piece)
            if received > most_bytes:
                raise _too_large(url, most_bytes)
            if not piece:
                break
            yield piece
            if self.clock() - since > self.timeout_s:
                if window < SLOWEST_BYTES_PER_S * self.timeout_s:
                    raise CutShort(f"{host_of(url)} sends too slowly to ever finish.")
                window, since = 0, self.clock()
        if promised is not None and received != promised:
            raise CutShort(
                f"{host_of(url)} promised {promised:,} bytes and sent {received:,}."
            )

    def persist(
        self, once: Callable[[], T], url: str, final: Collection[int] = ()
    ) -> T:
        """Do `once`, and again after a wait where the trouble may pass."""
        for attempt in range(1, self.attempts + 1):
            asked_to_wait: float | None = None
            try:
                return once()
            except Refused as refusal:
                if refusal.status not in _AGAIN or refusal.status in final:
                    raise
                trouble, asked_to_wait = str(refusal), _retry_after(refusal.headers)
            except CutShort as short:
                trouble = str(short)
            except (OSError, http.client.HTTPException) as error:
                trouble = _network_trouble(url, error)
            if asked_to_wait is not None and asked_to_wait > LONGEST_WAIT_S:
                raise FetchFailed(
                    f"{host_of(url)} asks us to wait {asked_to_wait / 60:.0f} minutes. "
                    "Run the same command again after that; it goes on where it stopped."
                )
            if attempt < self.attempts:
                doubling = self.first_wait_s * 2 ** (attempt - 1)
                self.sleep(
                    max(asked_to_wait or 0.0, doubling * (0.5 + self.jitter() / 2))
                )
        raise FetchFailed(
            f"{trouble} Tried {self.attempts} times. Run the same command again later; "
            "it goes on where it stopped."
        )


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a redirect only from https to https, or between paths of this machine."""

    max_redirections = MOST_REDIRECTS

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: Any,
        code: int,
        msg: str,
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:
        old, new = urllib.parse.urlsplit(req.full_url), urllib.parse.urlsplit(newurl)
        here = old.scheme == "http" and (new.scheme, new.netloc) == (
            old.scheme,
            old.netloc,
        )
        if not here and (new.scheme != "https" or _is_private(new.hostname or "")):
            raise FetchFailed(
                f"{host_of(req.full_url)} sends us on to {newurl[:120]}, which is not a "
                "public https address; nothing was fetched from there."
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def with_query(url: str, query: Mapping[str, str] | None) -> str:
    """The address with its question; colons and commas stay readable."""
    return f"{url}?{urllib.parse.urlencode(query, safe=':,')}" if query else url


def host_of(url: str) -> str:
    """The server's name in an address, for sentences."""
    return urllib.parse.urlsplit(url).hostname or url


def refuse_address(url: str) -> None:
    """Only https, or plain http to this machine."""
    parts = urllib.parse.urlsplit(url)
    host = parts.hostname or ""
    if parts.username or parts.password:
        raise FetchFailed(f"The address of {host} holds a password; leave it out.")
    if parts.scheme == "https" and not _is_private(host):
        return
    if parts.scheme == "http" and host in _LOOPBACK:
        return
    raise FetchFailed(f"{url[:120]} is not a public https address; check it.")


def _is_private(host: str) -> bool:
    """A bare name or a number: no publisher of open data is reached that way."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return "." not in host
    return True


def _promised(response: http.client.HTTPResponse) -> int | None:
    said = response.headers.get("Content-Length", "")
    return int(said) if said.isdecimal() else None


def _refusal(url: str, status: int) -> str:
    host = host_of(url)
    if 300 <= status < 400:
        return f"{host} sends us on to what is no public https address ({status})."
    return {
        400: f"{host} did not understand the question (400).",
        403: f"{host} refuses us (403); open the address in a browser instead.",
        404: f"{host} does not have {urllib.parse.urlsplit(url).path} (404).",
        429: f"{host} says we ask too often (429).",
    }.get(status, f"{host} answered {status}.")


def _too_large(url: str, most_bytes: int) -> FetchFailed:
    return FetchFailed(
        f"{host_of(url)} sends more than {most_bytes / 2**20:,.0f} MB, more than this "
        "can be; stopped and kept nothing of it."
    )


def _network_trouble(url: str, error: Exception) -> str:
    reason = getattr(error, "reason", error)
    if isinstance(reason, ssl.SSLCertVerificationError):
        raise FetchFailed(
            f"The certificate of {host_of(url)} is not trusted. If your network inspects "
            "traffic, name its certificate in SSL_CERT_FILE; nothing was fetched."
        ) from None
    if isinstance(reason, TimeoutError):
        return f"{host_of(url)} did not answer in time."
    return f"{host_of(url)} cannot be reached or broke off ({reason})."


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait, from a number or a date; a date is read against the server's own."""
    said = headers.get("retry-after", "").strip()
    if said.isdecimal():
        return float(said)
    try:
        until = email.utils.parsedate_to_datetime(said)
        now = email.utils.parsedate_to_datetime(headers.get("date", ""))
        return max((until - now).total_seconds(), 0.0)
    except (TypeError, ValueError):
        return None
