"""The frames of verbs of appointment as data: `lang/<code>/appointments.toml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from kg.errors import ConfigurationError
from kg.language import load_language
from kg.model import Status


@dataclass(frozen=True, slots=True)
class Frame:
    """One class of verbs of appointment."""

    rule: str
    lemmas: tuple[str, ...]
    holder: tuple[str, ...]
    post: frozenset[str]
    employer: tuple[str, ...] = ()
    predecessor: tuple[str, ...] = ()
    ended: bool = False
    bare: bool = False
    contained: bool = False  # the post is named as one: "turned down the post of director", not "the director"
    status: Status | None = None  # of the post, once the verb has happened: "declined the chair"
    bond: str = ""  # what a holder without a post is of the employer: "memberOf" of who is expelled
    alone: bool = False  # the verb has no patient: "passe chez X", but "a passé dix ans chez X"
    needs_post: bool = False  # tells nothing where no post stands behind the verb
    patient: tuple[str, ...] = ()  # lemmas, one of which must head the patient ("passe la main à")
    match: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()


@cache
def load_appointments(code: str) -> tuple[Frame, ...]:
    """The frames of a language; raises ConfigurationError for a broken one."""
    return tuple(_frame(code, entry) for entry in load_language(code).table("appointments")["frame"])


def _frame(code: str, entry: Mapping[str, Any]) -> Frame:
    try:
        known: dict[str, Any] = {
            key: tuple(value) if isinstance(value, list) else value
            for key, value in entry.items()
            if key not in {"name", "post", "status"}
        }
        known |= {"status": Status(entry["status"])} if "status" in entry else {}
        return Frame(rule=f"appointment-{entry['name']}", post=frozenset(entry["post"]), **known)
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(f"lang/{code}/appointments.toml: frame '{entry.get('name')}': {error}") from error
