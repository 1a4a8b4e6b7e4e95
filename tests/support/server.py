"""Real SPARQL servers, started by the tests: Oxigraph's own, and one by other people."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

OXIGRAPH = Path(sys.executable).parent / "oxigraph"  # of the package `oxigraph`
# The engine of rdflib, which has nothing in common with Oxigraph, behind the server of the package `rdflib-endpoint`.
RDFLIB = """
import sys, rdflib, rdflib.plugins.sparql, rdflib_endpoint, uvicorn
rdflib.plugins.sparql.SPARQL_DEFAULT_GRAPH_UNION = False
app = rdflib_endpoint.SparqlEndpoint(graph=rdflib.Dataset(), path="/sparql", enable_update=True)
uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
"""


@contextmanager
def oxigraph() -> Iterator[str]:
    """The address of an empty server, in memory."""
    port = _free_port()
    with _running([str(OXIGRAPH), "serve", "--bind", f"127.0.0.1:{port}"], f"http://127.0.0.1:{port}") as address:
        yield address


@contextmanager
def rdflib_endpoint() -> Iterator[str]:
    """The address of an empty server of another engine, in memory."""
    port = _free_port()
    with _running([sys.executable, "-c", RDFLIB, str(port)], f"http://127.0.0.1:{port}/sparql") as address:
        yield address


@contextmanager
def _running(command: list[str], address: str) -> Iterator[str]:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(address)
            yield address
        finally:
            server.kill()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def empty(address: str) -> None:
    """Take everything out of a server."""
    path = address if address.endswith("/sparql") else f"{address}/update"
    request = urllib.request.Request(  # noqa: S310
        path, b"CLEAR ALL", {"Content-Type": "application/sparql-update"}
    )
    urllib.request.urlopen(request).close()  # noqa: S310


def _wait_for(address: str) -> None:
    until = time.monotonic() + 120  # on a machine with much else to do
    while True:
        try:
            urllib.request.urlopen(address).close()  # noqa: S310
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.05)
        else:
            return
