"""Talking to a SPARQL 1.1 server over plain HTTP: addresses, who we are, and what its errors mean.

Redirects are not followed: the name and the password would go with them.
"""

from __future__ import annotations

import base64
import http.client
import os
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from kg.errors import KgError, QueryError, StoreError, UsageError

# What an update of one large document takes is far below; a query that takes longer is better asked elsewhere.
_TIMEOUT = 300  # seconds without a byte
_SHOWN = 300  # characters of a server's message that are shown
_HINT = "$KG_STORE_USER and $KG_STORE_PASSWORD, or $KG_STORE_TOKEN, say who asks"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where a server answers, as paths with their queries."""

    query: str
    update: str
    graphs: str | None  # of the graph store protocol


def endpoints(path: str, environment: Mapping[str, str]) -> Endpoints:
    """The paths behind an address: "…/sparql" is one for all, "…/query" has siblings, any other has them below it.

    `$KG_STORE_UPDATE` and `$KG_STORE_GRAPHS` are paths for servers that have others.
    """
    path = path.rstrip("/")
    update, graphs = environment.get("KG_STORE_UPDATE"), environment.get("KG_STORE_GRAPHS")
    if path.endswith("/sparql"):
        return Endpoints(path, update or path, graphs)
    base = path.removesuffix("/query")
    return Endpoints(f"{base}/query", update or f"{base}/update", graphs or f"{base}/store")


class Client:
    """Sends requests to one server, over connections that it keeps open.

    Raises `UsageError` for an address that is none. Who asks is taken from the environment.
    """

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        if not parts.hostname or parts.username or parts.fragment or parts.query:
            hint = _HINT if parts.username else "for instance http://localhost:7878"
            raise UsageError(f"{parts.hostname or address}: not an address of a server", hint=hint)
        self.address = address
        self.endpoints = endpoints(parts.path, os.environ)
        self._secure, self._host, self._port = parts.scheme == "https", parts.hostname, parts.port
        self._idle: list[http.client.HTTPConnection] = []
        self._headers = {"User-Agent": "kg", **_authorization(os.environ)}

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Response:
        """The answer, when it is a good one; its body is still to be read.

        Raises `QueryError` when the server doesn't understand what is asked, `StoreError` for all else.
        """
        while True:
            kept = bool(self._idle)
            connection = self._idle.pop() if kept else self._connect()
            try:
                connection.request(method, path, body, {**self._headers, **headers})
                raw = connection.getresponse()
            except (OSError, http.client.HTTPException) as error:
                connection.close()
                if kept and not isinstance(error, TimeoutError):
                    continue  # the server had closed it; all that we send may be sent twice
                raise StoreError(f"{self.address}: no answer: {error or type(error).__name__}") from error
            response = Response(self, connection, raw)
            if raw.status < 300:
                return response
            raise self._refusal(raw.status, response.rest())

    def keep(self, connection: http.client.HTTPConnection) -> None:
        """Take back a connection whose answer was read to its end, unless the server has closed it."""
        if connection.sock is not None:
            self._idle.append(connection)

    def close(self) -> None:
        """Close all connections that are not in use."""
        while self._idle:
            self._idle.pop().close()

    def _connect(self) -> http.client.HTTPConnection:
        if self._secure:
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(self._host, self._port, timeout=_TIMEOUT, context=context)
        return http.client.HTTPConnection(self._host, self._port, timeout=_TIMEOUT)

    def _refusal(self, status: int, body: bytes) -> KgError:
        said = " ".join(body.decode("utf-8", "replace").split())[:_SHOWN]
        if status == http.HTTPStatus.BAD_REQUEST:
            return QueryError(f"the query is not SPARQL: {said}")
        hint = _HINT if status in {http.HTTPStatus.UNAUTHORIZED, http.HTTPStatus.FORBIDDEN} else None
        return StoreError(f"{self.address}: answers {status} {said}".rstrip(), hint=hint)


class Response:
    """An answer that is being read; `read` is that of a file."""

    def __init__(self, client: Client, connection: http.client.HTTPConnection, raw: http.client.HTTPResponse) -> None:
        self._client, self._connection, self._raw = client, connection, raw
        self._kept = False

    @property
    def media_type(self) -> str:
        """The type of the body, without parameters."""
        return self._raw.headers.get_content_type()

    def read(self, size: int = -1) -> bytes:
        """Bytes of the body; none at its end. Raises `StoreError` when the server goes away in between."""
        try:
            data = self._raw.read(None if size < 0 else size)
        except (OSError, http.client.HTTPException) as error:
            self.close()
            raise StoreError(f"{self._client.address}: the answer ends in the middle") from error
        if self._raw.isclosed() and not self._kept:
            self._kept = True
            self._client.keep(self._connection)
        return data

    def rest(self) -> bytes:
        """All that is left of the body."""
        data = self.read()
        self.close()
        return data

    def close(self) -> None:
        """Let the answer go; a connection with something left in it can't be used again."""
        if not self._kept:
            self._connection.close()


def _authorization(environment: Mapping[str, str]) -> dict[str, str]:
    if token := environment.get("KG_STORE_TOKEN"):
        return {"Authorization": f"Bearer {token}"}
    if user := environment.get("KG_STORE_USER"):
        pair = f"{user}:{environment.get('KG_STORE_PASSWORD', '')}"
        return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}
    return {}
