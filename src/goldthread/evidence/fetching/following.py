"""Does an address lead anywhere? Asked politely, and of public machines only.

People type addresses into a strategy, so what is asked here is what a stranger chose: a
name may stand for a machine inside our own network, at once or after a redirect, and a
second look-up may answer otherwise than the first (server-side request forgery, trust
§5.5). So each name is looked up once, every address behind it must be public, and the
connection goes to the very address that was judged. Nothing is kept of the answer but
its status.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
import urllib.parse
from collections.abc import Callable, Collection
from dataclasses import dataclass

from goldthread.evidence.fetching.client import user_agent

MOST_REDIRECTS = 5
LONGEST_S = 10.0  # for the whole of it, however many redirects
MOST_BYTES = 16_384  # read and thrown away, where a server knows no HEAD
PORTS = {"http": 80, "https": 443}
NO_HEAD = frozenset({400, 403, 404, 405, 501})  # some answer GET where HEAD is refused
# Public by their number, and yet each holds an address of the older kind inside.
_WRAPPED = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16"))

Lookup = Callable[[str, int], Collection[str]]


@dataclass(frozen=True, slots=True)
class Followed:
    """Where an address led: whether it works, and the sentence that says so."""

    works: bool
    words: str


class _NotAsked(Exception):
    """The address is none that we ask; the sentence says why."""


class _TooLong(Exception):
    """The whole of it took longer than it may."""


@dataclass(frozen=True, slots=True)
class _Errand:
    """What one asking may do, and until when."""

    inside: Collection[str]
    lookup: Lookup
    clock: Callable[[], float]
    until: float

    def left(self) -> float:
        """The seconds that are left; none is too long."""
        left = self.until - self.clock()
        if left <= 0:
            raise _TooLong
        return left


def follow(
    address: str,
    *,
    inside: Collection[str] = (),
    lookup: Lookup | None = None,
    clock: Callable[[], float] = time.monotonic,
    longest_s: float = LONGEST_S,
) -> Followed:
    """Ask once whether something stands at this address.

    `inside` names the machines of one's own network that may be asked, as they stand in
    addresses: "intranet", "10.0.0.7", "wiki.example.org:8443".
    """
    errand = _Errand(inside, lookup or _lookup, clock, clock() + longest_s)
    too_long = Followed(False, f"No answer within {longest_s:.0f} seconds.")
    here = address
    try:
        for _ in range(MOST_REDIRECTS + 1):
            status, onward = _asked(here, errand)
            if onward is None:
                return _told(status, address, here)
            here = urllib.parse.urljoin(here, onward)
    except _NotAsked as why:
        return Followed(False, str(why))
    except (_TooLong, TimeoutError):
        return too_long
    except ssl.SSLCertVerificationError:
        return Followed(False, "Its certificate is not trusted.")
    except (OSError, http.client.HTTPException, ValueError):
        # A connection cut at the end of our patience looks like one that broke off.
        broke = Followed(False, "It cannot be reached.")
        return too_long if clock() >= errand.until else broke
    return Followed(False, f"It is sent on more than {MOST_REDIRECTS} times.")


def _told(status: int, asked: str, here: str) -> Followed:
    if 200 <= status < 300:
        led = "" if here == asked else f" It leads to {here[:200]}."
        return Followed(True, f"It leads there.{led}")
    if status in (401, 403):  # somebody answers, and asks who we are
        return Followed(True, f"Something stands there and asks who one is ({status}).")
    if status in (404, 410):
        return Followed(False, f"Nothing stands there ({status}).")
    return Followed(False, f"It answers with an error ({status}).")


def _asked(address: str, errand: _Errand) -> tuple[int, str | None]:
    """The status at one address, and where it sends us on."""
    parts = _judged(address, errand.inside)
    place = _public(parts, errand)
    status, onward = 0, None
    for method in ("HEAD", "GET"):
        status, onward = _once(method, parts, place, errand)
        if status not in NO_HEAD:
            break
    return status, onward if 300 <= status < 400 else None


def _judged(address: str, inside: Collection[str]) -> urllib.parse.SplitResult:
    try:
        parts = urllib.parse.urlsplit(address)
        port = parts.port
    except ValueError:
        raise _NotAsked("It is no whole address.") from None
    if parts.scheme not in PORTS or not parts.hostname:
        raise _NotAsked("It is no address of the web (http or https).")
    if parts.username is not None or parts.password is not None:
        raise _NotAsked("It holds a name or a password; leave them out.")
    if port not in (None, *PORTS.values()) and parts.netloc.lower() not in inside:
        raise _NotAsked(f"It names port {port}; only the usual ones are asked.")
    return parts


def _lookup(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(each[4][0]) for each in found]


def _public(parts: urllib.parse.SplitResult, errand: _Errand) -> str:
    """The one address to connect to; refused where any behind the name is not public."""
    host = str(parts.hostname)
    places = list(errand.lookup(host, parts.port or PORTS[parts.scheme]))
    if not places:
        raise OSError("nothing is known of that name")
    is_ours = host in errand.inside or parts.netloc.lower() in errand.inside
    if not is_ours and not all(map(is_public, places)):
        raise _NotAsked(
            "It leads into a network that is not public, so it was not asked."
        )
    return places[0]


def is_public(place: str) -> bool:
    """Whether an address belongs to the open internet, also behind an older one's dress."""
    number = ipaddress.ip_address(place.partition("%")[0])
    if isinstance(number, ipaddress.IPv6Address):
        if number.ipv4_mapped is not None:
            return is_public(str(number.ipv4_mapped))
        if any(number in network for network in _WRAPPED):
            return False
    return number.is_global and not number.is_multicast


def _once(
    method: str, parts: urllib.parse.SplitResult, place: str, errand: _Errand
) -> tuple[int, str | None]:
    """One question to one machine; at most a little of the answer is read."""
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    raw = socket.create_connection((place, port), timeout=errand.left())
    # A server that sends a byte now and then never runs into a time-out of ours.
    cut = threading.Timer(errand.left(), _cut, [raw])
    cut.start()
    connection = _connection(parts.scheme, host, port, raw)
    try:
        connection.request(
            method,
            _path(parts),
            headers={"User-Agent": user_agent(), "Connection": "close"},
        )
        answer = connection.getresponse()
        answer.read1(MOST_BYTES)
        errand.left()  # what was cut at the end of our patience may look whole
        return answer.status, answer.headers.get("Location")
    finally:
        cut.cancel()
        connection.close()
        raw.close()


def _connection(
    scheme: str, host: str, port: int, raw: socket.socket
) -> http.client.HTTPConnection:
    """A connection that speaks through this socket and looks nothing up again."""
    if scheme == "http":
        plain = http.client.HTTPConnection(host, port)
        plain.sock = raw
        return plain
    secure = http.client.HTTPSConnection(host, port)
    context = ssl.create_default_context()
    secure.sock = context.wrap_socket(raw, server_hostname=host)
    return secure


def _cut(raw: socket.socket) -> None:
    with contextlib.suppress(OSError):
        raw.shutdown(socket.SHUT_RDWR)


def _path(parts: urllib.parse.SplitResult) -> str:
    path = urllib.parse.quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    if not parts.query:
        return path
    query = urllib.parse.quote(parts.query, safe="/%:@!$&'()*+,;=~-._?")
    return f"{path}?{query}"
