"""Pages of the web: fetched with a time-out and a size limit, and from public addresses only unless allowed.

The address that was checked is the one that is connected to: a name that resolves to something else a moment later
(DNS rebinding) gains nothing. Each redirect is checked as the first address was.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass
from threading import Timer
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from kg import __version__
from kg.model import Problem
from kg.read.limits import MAX_FILE, MEBIBYTE

SCHEMES = ("http", "https")
# A slow server answers within a few seconds; one that trickles must not hold up the others.
CONNECT_SECONDS = 10
TOTAL_SECONDS = 60
MAX_REDIRECTS = 5
_CHUNK = 64 * 1024
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGENT = f"kg/{__version__}"


@dataclass(frozen=True, slots=True)
class Page:
    """What a server answered."""

    url: str  # after redirects
    data: bytes
    media_type: str


class _RefusedError(Exception):
    """The request is not made, or what it gave not taken; the message says why, the hint what to do."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.hint = hint


def is_url(text: str) -> bool:
    """Return True for what is to be fetched, and is no path."""
    return text.lower().startswith(tuple(f"{scheme}://" for scheme in SCHEMES))


def fetch(url: str, *, allow_private: bool = False) -> Page | Problem:
    """Return the page at a URL, or the problem with it; `url` is the problem's source, whatever it was led to."""
    until = time.monotonic() + TOTAL_SECONDS
    address = url
    try:
        for _ in range(MAX_REDIRECTS + 1):
            answer = _request(address, until, allow_private=allow_private)
            if isinstance(answer, Page):
                return answer
            address = urljoin(address, answer)
    except _RefusedError as error:
        return Problem(url, str(error), hint=error.hint)
    except TimeoutError:
        return Problem(url, "took too long to answer")
    except (OSError, http.client.HTTPException, ValueError) as error:
        return Problem(url, f"can't be fetched: {_words(error)}")
    return Problem(url, f"more than {MAX_REDIRECTS} redirects")


def _request(url: str, until: float, *, allow_private: bool) -> Page | str:
    """Make one request; return the page, or where it redirects to."""
    parts = urlsplit(url)
    if parts.scheme.lower() not in SCHEMES or not parts.hostname:
        raise _RefusedError(f"not a web address: {url[:80]}")
    connection = _connect(parts.scheme.lower(), parts.hostname, parts.port, allow_private=allow_private)
    # The socket's time-out is for each step; a server that sends a byte at a time would never meet it.
    end = Timer(max(0.0, until - time.monotonic()), _shut, (connection.sock,))
    end.start()
    try:
        path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
        # Identity: what is packed could grow without bound.
        headers = {"User-Agent": _AGENT, "Accept-Encoding": "identity"}
        connection.request("GET", _quoted(path), headers=headers)
        return _answer(connection.getresponse(), url, until)
    except (OSError, http.client.HTTPException) as error:
        if time.monotonic() > until:
            raise TimeoutError from error
        raise
    finally:
        end.cancel()
        connection.close()


def _shut(connected: socket.socket) -> None:
    with suppress(OSError):
        connected.shutdown(socket.SHUT_RDWR)


def _answer(response: http.client.HTTPResponse, url: str, until: float) -> Page | str:
    if response.status in _REDIRECTS and (target := response.getheader("Location")):
        return target
    if response.status != http.client.OK:
        raise _RefusedError(f"the server answers {response.status} {response.reason}")
    if response.getheader("Content-Encoding", "identity").lower() not in {"", "identity"}:
        raise _RefusedError("the server packs its answer although it was asked not to")
    data = bytearray()
    while chunk := response.read1(_CHUNK):
        data += chunk
        if len(data) > MAX_FILE:
            raise _RefusedError(f"larger than {MAX_FILE // MEBIBYTE} MiB")
    if time.monotonic() > until:  # the connection was shut, which looks like the end of the page
        raise TimeoutError
    return Page(url, bytes(data), response.getheader("Content-Type", ""))


def _connect(scheme: str, host: str, port: int | None, *, allow_private: bool) -> http.client.HTTPConnection:
    """Connect to one of the host's addresses, all of which must be public unless `allow_private`."""
    number = port or (443 if scheme == "https" else 80)
    found = socket.getaddrinfo(_ascii(host), number, type=socket.SOCK_STREAM)
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    private = next((each for each in addresses if not is_public(each)), None)
    if private and not allow_private:
        raise _RefusedError(f"{host} is a private address ({private})", "--allow-private fetches it")
    connection = http.client.HTTPConnection(_ascii(host), number, timeout=CONNECT_SECONDS)
    connection.default_port = 443 if scheme == "https" else 80  # else the header Host would name the port
    connection.sock = _first(addresses, number, _ascii(host) if scheme == "https" else None)
    return connection


def _first(addresses: list[str], port: int, tls_name: str | None) -> socket.socket:
    """A connection to the first of the addresses that answers, encrypted for that name where one is given."""
    errors: list[OSError] = []
    for address in addresses:
        try:
            connected = socket.create_connection((address, port), CONNECT_SECONDS)
        except OSError as error:
            errors.append(error)
            continue
        if tls_name is None:
            return connected
        return ssl.create_default_context().wrap_socket(connected, server_hostname=tls_name)
    raise errors[0] if errors else OSError("no address")


def is_public(address: str) -> bool:
    """Return True for an IP address of the open internet: no loopback, local network, link-local or multicast."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        # Addresses of IPv4 within those of IPv6: mapped, 6to4, and NAT64 lead to where the IPv4 address does.
        inner = found.ipv4_mapped or found.sixtofour or _nat64(found)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


def _nat64(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if address in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _ascii(host: str) -> str:
    """The name as DNS knows it: "société.fr" is "xn--socit-esab.fr"."""
    try:
        return host.encode("idna").decode()
    except UnicodeError as error:
        raise _RefusedError(f"not a host name: {host[:80]}") from error


def _quoted(path: str) -> str:
    return quote(path, safe="/%:;=@!~&?+,$*()'[]-._")


def _words(error: Exception) -> str:
    reason = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return " ".join(str(reason).split()).lower()
