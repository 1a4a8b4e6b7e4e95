"""A real SPARQL server: Oxigraph's own, started by the tests."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PROGRAM = Path(sys.executable).parent / "oxigraph"  # of the package `oxigraph`


@contextmanager
def oxigraph() -> Iterator[str]:
    """The address of an empty server, in memory."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [str(PROGRAM), "serve", "--bind", f"127.0.0.1:{port}"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            _wait_for(address)
            yield address
        finally:
            server.kill()


def empty(address: str) -> None:
    """Take everything out of a server."""
    request = urllib.request.Request(  # noqa: S310
        f"{address}/update", b"CLEAR ALL", {"Content-Type": "application/sparql-update"}
    )
    urllib.request.urlopen(request).close()  # noqa: S310


def _wait_for(address: str) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            urllib.request.urlopen(address).close()  # noqa: S310
        except OSError:
            assert time.monotonic() < until
            time.sleep(0.05)
        else:
            return
