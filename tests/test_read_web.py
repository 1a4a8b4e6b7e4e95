"""Pages of the web, from a server of our own on this machine, which is a private address."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from kg.model import Document, Problem
from kg.read import Options, fetch, find_inputs, read
from kg.read.fetch import is_public
from tests.support.files import pdf

FRENCH = "L'usine de Velmora a été inaugurée hier à Fécamp par sa présidente."
PAGE = f"<!DOCTYPE html><html lang='fr'><title>Une usine</title><body><article><p>{FRENCH}</p><p>{FRENCH}</p></article></body></html>"
FEED = (
    f"<rss><channel><item><link>https://example.org/1</link><description>{FRENCH}</description></item></channel></rss>"
)
BODIES = {
    "/page": ("text/html; charset=utf-8", PAGE.encode()),
    "/paper": ("application/pdf", pdf([[FRENCH]])),
    "/feed": ("application/rss+xml", FEED.encode()),
    "/feed.xml": ("application/octet-stream", FEED.encode()),
    "/untold": ("", PAGE.encode()),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path in BODIES:
            self._answer(200, *BODIES[self.path])
        elif self.path.startswith("/to/"):
            self._answer(302, "", b"", Location=self.path.removeprefix("/to/"))
        elif self.path == "/loop":
            self._answer(301, "", b"", Location="/loop")
        elif self.path == "/trickle":
            self._trickle()
        elif self.path == "/large":
            self._answer(200, "text/plain", bytes(2000))
        elif self.path == "/packed":
            self._answer(200, "text/html", b"x", **{"Content-Encoding": "gzip"})
        else:
            self._answer(404, "text/html", b"nothing here")

    def _answer(self, status: int, media_type: str, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": media_type, **headers}.items():
            if value:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _trickle(self) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(100):
                self.wfile.write(b"x")
                time.sleep(0.1)
        except OSError:
            pass  # it was hung up

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()


def read_url(url: str, *, allow_private: bool = True) -> Document | Problem:
    (found,) = read(find_inputs([url]), Options(("en", "fr"), allow_private=allow_private))
    return found


def message(url: str, *, allow_private: bool = True) -> str:
    found = read_url(url, allow_private=allow_private)
    assert isinstance(found, Problem), found
    assert found.source == url
    return found.message


@pytest.mark.parametrize("path", ["/page", "/paper", "/untold", "/to//page"])
def test_a_page_is_read_in_its_format_under_its_address(server: str, path: str) -> None:
    found = read_url(server + path)
    assert isinstance(found, Document), found
    assert found.source == server + path
    assert FRENCH in found.text


@pytest.mark.parametrize("path", ["/feed", "/feed.xml"])
def test_a_feed_gives_its_entries(server: str, path: str) -> None:
    found = read_url(server + path)
    assert (found.source, found.text) == ("https://example.org/1", FRENCH)  # type: ignore[union-attr]


def test_a_private_address_is_refused_unless_allowed(server: str) -> None:
    assert message(server + "/page", allow_private=False) == "127.0.0.1 is a private address (127.0.0.1)"
    port = server.rpartition(":")[2]
    assert "is a private address" in message(f"http://localhost:{port}/page", allow_private=False)


def test_a_redirect_is_checked_as_the_first_address_is(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first address passes for public; what it leads to is not."""
    monkeypatch.setattr(fetch, "is_public", lambda address: address == "127.0.0.1")
    port = server.rpartition(":")[2]
    target = f"http://127.0.0.2:{port}/page"
    assert message(f"{server}/to/{target}", allow_private=False) == "127.0.0.2 is a private address (127.0.0.2)"
    assert message(f"{server}/to/file:///etc/passwd", allow_private=False) == "not a web address: file:///etc/passwd"


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("/gone", "the server answers 404 Not Found"),
        ("/loop", "more than 5 redirects"),
        ("/packed", "the server packs its answer although it was asked not to"),
    ],
)
def test_what_can_not_be_had_says_why(server: str, path: str, said: str) -> None:
    assert message(server + path) == said


def test_a_page_that_is_too_large_is_refused(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_FILE", 1000)
    assert message(server + "/large").startswith("larger than")


def test_a_server_that_trickles_is_left(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "TOTAL_SECONDS", 0.3)
    start = time.monotonic()
    assert message(server + "/trickle") == "took too long to answer"
    assert time.monotonic() - start < 3


def test_a_server_that_is_not_there(server: str) -> None:
    assert server
    assert message("http://127.0.0.1:1/") == "can't be fetched: connection refused"
    assert message("http://not-a-host.invalid/").startswith("can't be fetched: ")
    assert message("http:///nowhere") == "not a web address: http:///nowhere"


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.215.14", True), ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("127.0.0.1", False), ("10.1.2.3", False), ("192.168.0.1", False), ("172.20.0.1", False), ("169.254.169.254", False),
        ("0.0.0.0", False), ("100.64.0.1", False), ("224.0.0.1", False), ("::1", False), ("fe80::1%eth0", False),  # noqa: S104  (not bound to)
        ("fd00::1", False), ("::ffff:127.0.0.1", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    assert is_public(address) is public
