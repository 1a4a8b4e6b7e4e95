"""The record of one clause: a predicate with its arguments."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Clause:
    """One predicate with its arguments; tokens stand for the phrases that they head."""

    predicate: int  # token
    lemma: str
    arguments: dict[str, list[int]] = field(default_factory=dict)  # role → tokens, coordination spelt out
    passive: bool = False
    negated: bool = False
    copular: bool = False  # the predicate is a noun or adjective
    form: str = "fin"  # "fin", "inf", "part"
    mood: str = ""  # "cnd", "sub", "" for the rest
    tense: str = ""  # "fut", "past", "pres"
    auxiliaries: tuple[str, ...] = ()  # lemmas of auxiliaries and of the modals seen through

    def tokens(self, *roles: str) -> list[int]:
        """Tokens of the first role that has any."""
        return next((found for role in roles if (found := self.arguments.get(role))), [])
