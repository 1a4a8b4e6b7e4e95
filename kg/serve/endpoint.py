"""The HTTP server of the endpoint: http://127.0.0.1:7070/sparql.

An answer is sent when all of it is there: a query that runs over its time, or whose answer is too large, is an error
with its own status and never a good answer that ends in the middle.
"""

from __future__ import annotations

import hmac
import ipaddress
import queue
import tempfile
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import urlsplit

from kg.errors import QueryError, UsageError
from kg.serve.protocol import Operation, Refused, operation
from kg.serve.worker import Job, Worker

PATH = "/sparql"
# A query of a megabyte is no query; an update may carry data.
_LONGEST = 32 << 20
_IN_MEMORY = 4 << 20  # bytes of an answer above which it waits on disk
_IDLE = 60  # seconds in which a client must send or take something
_DESCRIPTION = """\
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
[] a sd:Service ; sd:endpoint <> ; sd:supportedLanguage sd:SPARQL11Query{update} ;
  sd:resultFormat <http://www.w3.org/ns/formats/SPARQL_Results_JSON>, <http://www.w3.org/ns/formats/SPARQL_Results_XML>,
    <http://www.w3.org/ns/formats/SPARQL_Results_CSV>, <http://www.w3.org/ns/formats/SPARQL_Results_TSV>,
    <http://www.w3.org/ns/formats/Turtle>, <http://www.w3.org/ns/formats/N-Triples>,
    <http://www.w3.org/ns/formats/RDF_XML>, <http://www.w3.org/ns/formats/JSON-LD> .
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may take."""

    timeout: float = 30  # seconds
    size: int = 100_000_000  # bytes of the answer
    workers: int = 2  # operations at the same time; others wait


@dataclass(frozen=True, slots=True)
class Access:
    """Who may do what."""

    token: str | None = None  # for updates; None refuses them
    raw: bool = False  # updates may write to the graph of documents as well, and break what holds of it
    origin: str | None = None  # of pages that may ask, or "*"; None allows no other than the endpoint's own


class Endpoint(ThreadingHTTPServer):
    """Serves one store on disk. Raises `UsageError` where the address can't be listened at."""

    daemon_threads = True

    def __init__(self, store: Path, host: str, port: int, limits: Limits, access: Access) -> None:
        self.store, self.limits, self.access = store, limits, access
        self._workers: queue.Queue[Worker | None] = queue.Queue()
        for _ in range(limits.workers):
            self._workers.put(None)  # started when it is needed
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            raise UsageError(
                f"{host}:{port}: {(error.strerror or str(error)).lower()}", hint="--port 0 finds one"
            ) from error

    @property
    def url(self) -> str:
        """The address of the endpoint."""
        host, port = self.server_address[:2]
        return f"http://{host if isinstance(host, str) else host.decode()}:{port}{PATH}"

    @property
    def local(self) -> bool:
        """True when only this machine can reach it."""
        return _is_loopback(str(self.server_address[0]))

    def carry_out(self, job: Job, out: IO[bytes]) -> str | None:
        """Write the answer, and return its media type. Raises `Refused`."""
        try:
            worker = self._workers.get(timeout=self.limits.timeout)
        except queue.Empty:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "busy with other queries") from None
        try:
            if worker is None or not worker.alive:
                worker = Worker(self.store)
            media: str | None = None
            for piece in worker.run(job, self.limits.timeout):
                if isinstance(piece, str):
                    media = piece
                else:
                    out.write(piece)
        except QueryError as error:
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, str(error)) from error
        else:
            return media
        finally:
            self._workers.put(worker)

    def server_close(self) -> None:
        """Stop listening, and end all workers."""
        super().server_close()
        while not self._workers.empty():
            worker = self._workers.get()
            if worker is not None:
                worker.kill()


class _Handler(BaseHTTPRequestHandler):
    server: Endpoint
    protocol_version = "HTTP/1.1"
    server_version, sys_version = "kg", ""
    timeout = _IDLE

    def do_GET(self) -> None:
        self._respond()

    def do_POST(self) -> None:
        self._respond()

    def do_HEAD(self) -> None:
        self._respond()

    def do_OPTIONS(self) -> None:
        self.send_response(HTTPStatus.NO_CONTENT)
        self.send_header("Allow", "GET, POST, HEAD, OPTIONS")
        if self.server.access.origin:
            self.send_header("Access-Control-Allow-Methods", "GET, POST")
            self.send_header("Access-Control-Allow-Headers", "Content-Type, Authorization")
        self.end_headers()

    def _refuse_method(self) -> None:
        self.close_connection = True  # there may be a body that nobody reads
        self._send_text(HTTPStatus.METHOD_NOT_ALLOWED, "GET and POST are known\n")

    do_PUT = do_DELETE = do_PATCH = do_TRACE = _refuse_method  # noqa: N815  (the library's names)

    def _respond(self) -> None:
        with tempfile.SpooledTemporaryFile(_IN_MEMORY) as out:
            try:
                body = self._body()
                self._check_host()
                media = self._carry_out(urlsplit(self.path), body, cast("IO[bytes]", out))
            except Refused as refused:
                self._send_text(refused.status, f"{refused}\n")
                return
            self._send(HTTPStatus.OK if media else HTTPStatus.NO_CONTENT, media, cast("IO[bytes]", out))

    def _carry_out(self, place: Any, body: bytes, out: IO[bytes]) -> str | None:
        if place.path.rstrip("/") != PATH:
            raise Refused(HTTPStatus.NOT_FOUND, f"the endpoint is {PATH}")
        if self.command != "POST" and not place.query:
            update = ", sd:SPARQL11Update" if self.server.access.token else ""
            out.write(_DESCRIPTION.format(update=update).encode())
            return "text/turtle"
        asked = operation(self.command, place.query, self.headers["Content-Type"], body)
        self._check_access(asked)
        server = self.server
        job = Job(asked, self.headers["Accept"], server.limits.size, server.url, named_only=not server.access.raw)
        return server.carry_out(job, out)

    def _body(self) -> bytes:
        if self.headers["Transfer-Encoding"]:
            self.close_connection = True
            raise Refused(HTTPStatus.LENGTH_REQUIRED, "needs a Content-Length")
        length = self.headers["Content-Length"] or "0"
        if not length.isdigit() or int(length) > _LONGEST:
            self.close_connection = True
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"more than {_LONGEST:,} bytes")
        return self.rfile.read(int(length))

    def _check_host(self) -> None:
        """Refuse pages that have their own name resolved to this machine to read what it serves to itself."""
        name = (urlsplit(f"//{self.headers['Host']}").hostname or "") if self.headers["Host"] else ""
        if self.server.local and name not in {"localhost", ""} and not _is_loopback(name):
            raise Refused(HTTPStatus.FORBIDDEN, f"{name} is not this machine")

    def _check_access(self, asked: Operation) -> None:
        if not asked.update:
            return
        if self.server.access.token is None:
            raise Refused(HTTPStatus.FORBIDDEN, "serves queries only")
        given = (self.headers["Authorization"] or "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, f"Bearer {self.server.access.token}".encode()):
            raise Refused(HTTPStatus.UNAUTHORIZED, "an update needs the token")

    def _send(self, status: HTTPStatus, media: str | None, out: IO[bytes]) -> None:
        self.send_response(status)
        if media:
            text = media.startswith("text/")
            self.send_header("Content-Type", f"{media}; charset=utf-8" if text else media)
            self.send_header("Content-Length", str(out.tell()))
        self.end_headers()
        out.seek(0)
        while self.command != "HEAD" and (piece := out.read(1 << 16)):
            self.wfile.write(piece)

    def _send_text(self, status: HTTPStatus, text: str) -> None:
        data = text.encode("utf-8", "replace")
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        if status == HTTPStatus.UNAUTHORIZED:
            self.send_header("WWW-Authenticate", "Bearer")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(data)

    def end_headers(self) -> None:
        """Add what all answers have."""
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Vary", "Accept")
        if self.server.access.origin:
            self.send_header("Access-Control-Allow-Origin", self.server.access.origin)
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the library's signature)
        """Nothing: queries are the users' own business."""


def _is_loopback(name: str) -> bool:
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return name == "localhost"
