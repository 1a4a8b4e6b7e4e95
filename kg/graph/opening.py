"""Opening stores, and the settings that each has."""

from __future__ import annotations

import os

from pyoxigraph import Literal

from kg.errors import StoreError, UsageError
from kg.graph.embedded import OxigraphStore, is_vacant
from kg.graph.layout import SETTINGS
from kg.graph.namespaces import KG

TYPE_CHECKING = False  # see `kg`
if TYPE_CHECKING:
    from kg.graph.store import Store

DEFAULT_BASE = "https://kg.example/"

# Layout of the triples; to be raised when a store of an older version can't be read as it is.
_FORMAT = 1


def open_store(path: str | os.PathLike[str] | None, *, read_only: bool = False, create: bool = True) -> Store:
    """The bare store: a folder, an `http://` address of a SPARQL server, or None for one in memory."""
    address = os.fspath(path) if path is not None else ""
    if address.startswith(("http://", "https://")):
        from kg.graph.remote import SparqlStore

        return SparqlStore(address, read_only=read_only)
    if path is not None and (read_only or not create) and is_vacant(path):
        raise UsageError(f"{path}: no store there", hint="kg ingest makes one")
    return OxigraphStore(path, read_only=read_only)


def settled_base(store: Store, wanted: str | None, path: object) -> str:
    """The base of the store, set now when the store is new."""
    settings = store.settings(SETTINGS)
    if KG.restoring in settings:
        raise StoreError(f"{path}: a backup was restored by half", hint="kg restore goes on where it was")
    if KG.base not in settings:
        if store.read_only or any(True for _ in store.match(None, None, None)):
            raise StoreError(f"{path}: a store of another program", hint="name a new one")
        settings = {KG.base: Literal(wanted or DEFAULT_BASE), KG.formatVersion: Literal(_FORMAT)}
        store.set(SETTINGS, settings)
    if settings[KG.formatVersion].value != str(_FORMAT):
        raise StoreError(f"{path}: made by another version of kg", hint="ingest into a new store")
    base = settings[KG.base].value
    if wanted not in {None, base}:
        raise UsageError(f"{path}: its base is {base}, not {wanted}", hint="the base of a store is set once")
    return base
