"""Relation frames as data: how a language says each relation, read from `lang/<code>/relations/`.

A frame names its triggers (lemmas of verbs or nouns) and, for subject and object, slots to be tried in order. A slot
is a path: a role of the clause ("agent", "patient", "recipient"), a preposition or several ("à|avec"), "owner" (a
possessor), "governor" (the subject of the clause around a noun), "outer" (that of the clause over it, where the noun
is in the subject), "holder" (whom a noun describes), "above" (the verb
over a noun), "predicate" (what "be" says of it), "within" (the noun that it complements), "host" (the same, by
"with"), "over" (the verb over a participle), "topic" (the organisation last spoken of), "theme" (what the text is
about), "dealt" (the same for nouns whose "of" says who acts), "held" (the company whose shares were told last),
"target" (what is bought or sold), "where" (the place of a relative clause), "next" (the verb coordinated
behind), "inner" (all that a verb governs), "doer" (who does a noun's event, by a participle), "asked" (the
subject of the question that a verb leaves open); further steps after ">" go into the arguments or complements of what
was found ("patient>de|dans", "above>to").
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.errors import ConfigurationError
from kg.language import load_language
from kg.model import Status


@dataclass(frozen=True, slots=True)
class Frame:
    """One way of saying one relation."""

    rule: str  # "fr/acquires/buy"
    relation: str
    lemmas: tuple[str, ...]
    subject: tuple[str, ...]
    object: tuple[str, ...]
    patient: frozenset[str] = frozenset()  # lemmas, one of which must head the patient ("conclure un accord")
    not_patient: frozenset[str] = frozenset()  # lemmas that must not head the patient ("make an offer for X")
    agent: frozenset[str] = frozenset()  # lemmas, one of which must head the agent ("its customers include")
    with_words: frozenset[str] = (
        frozenset()
    )  # lemmas, one of which must head a complement ("counts X among its customers")
    bare: frozenset[str] = frozenset()  # the patient has no complement, or one headed by these ("31% of the capital")
    deal: bool = False  # only in a text that tells of a purchase: "X threw in the towel"
    money: bool = False  # the patient must be an amount ("put $3m into X")
    without: frozenset[str] = frozenset()  # roles or prepositions that must be absent
    status: Status | None = None  # what the words themselves say, before mood and governors
    presupposed: bool = False  # holds whatever becomes of the event: who cuts jobs in Lille is in Lille
    ended: bool = False
    starts: bool = False  # the date of the verb is that from which it holds: "joined X in 2015"
    negative: bool = False  # the amount is a loss
    passive_only: bool = False
    reflexive: bool | None = None  # whether the verb must, or must not, be reflexive ("s'offrir X")
    below: frozenset[str] = frozenset()  # lemmas, one of which must govern the trigger
    not_below: frozenset[str] = frozenset()  # lemmas, none of which may govern it ("received an offer for X")
    copular: bool = False  # the trigger is an adjective with "be": "is worth $3m"
    types: frozenset[str] = frozenset()  # of the subject, where the relation allows more
    who: frozenset[str] = frozenset()  # words, one of which must name or describe the subject: "regulator"
    whom: frozenset[str] = frozenset()  # the same of the object
    not_whom: frozenset[str] = frozenset()  # words that must not name or describe the object
    anybody: bool = False  # the object counts people of any trade: "hired 40 welders", but no customers
    named: bool = False  # the object is an entity, where the relation allows a text as well
    literal: str = ""  # "date": the time of the clause is the object
    match: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()

    @property
    def implied(self) -> bool:
        """Whether subject or object may be what the text is about."""
        return bool({"theme", "dealt", "held", "target"} & {*self.subject, *self.object})


@dataclass(frozen=True)
class Frames:
    """The frames of a language by trigger."""

    verbs: Mapping[str, list[Frame]]
    nouns: Mapping[str, list[Frame]]
    transparent: frozenset[str]  # nouns that are looked through: "30 % de B", "la majorité de B"
    partial: frozenset[str]  # those of them that leave the whole to somebody else: "a stake in B"
    own: frozenset[str]  # those of them by which one is meant oneself: "12 % de son capital"
    whole: frozenset[str]  # words beside them that don't: "a majority stake"
    outsiders: frozenset[
        str
    ]  # verbs whose subject takes no part in the event that is their object: "approved the sale"
    buying: frozenset[str]  # verbs by which one comes to a share: "picks up 74% in B"
    outside: frozenset[str]  # people whom no organisation employs: "clients", "subscribers"
    all: list[Frame] = field(default_factory=list)


@cache
def load_frames(code: str) -> Frames:
    """Read and check the frames of a language; raises ConfigurationError for a broken one."""
    table = load_language(code).table("relations")
    by_kind: dict[str, dict[str, list[Frame]]] = {"verb": defaultdict(list), "noun": defaultdict(list)}
    everything: list[Frame] = []
    words = table.get("words", {})
    for kind, frames in by_kind.items():
        for entry in table.get(kind, ()):
            for frame in _frames(code, kind, entry, words):
                everything.append(frame)
                for lemma in frame.lemmas:
                    frames[lemma].append(frame)
    keys = ("transparent", "partial", "own", "whole", "outsiders", "buying", "outside")
    transparent, partial, own, whole, outsiders, buying, outside = (frozenset(table.get(key, ())) for key in keys)
    return Frames(
        by_kind["verb"], by_kind["noun"], transparent, partial, own, whole, outsiders, buying, outside, everything
    )


def _frames(code: str, kind: str, entry: Mapping[str, Any], words: Mapping[str, list[str]]) -> list[Frame]:
    """The frame of an entry and those of its `also`, which share triggers and conditions."""
    known = {
        "relation",
        "name",
        "lemmas",
        "subject",
        "object",
        "patient",
        "not_patient",
        "agent",
        "with_words",
        "bare",
        "deal",
        "money",
        "without",
        "status",
        "presupposed",
        "ended",
        "starts",
        "negative",
        "passive_only",
        "reflexive",
        "below",
        "not_below",
        "copular",
        "types",
        "who",
        "whom",
        "not_whom",
        "anybody",
        "named",
        "literal",
        "match",
        "avoid",
        "also",
    }
    if extra := set(entry) - known:
        raise ConfigurationError(f"lang/{code}/relations/: frame '{entry.get('name')}': unknown key {sorted(extra)}")
    try:
        first = _frame(code, kind, entry, entry, words)
        return [
            first,
            *(_frame(code, kind, entry, {"name": entry["name"], **other}, words) for other in entry.get("also", ())),
        ]
    except (KeyError, ValueError) as error:
        raise ConfigurationError(f"lang/{code}/relations/: frame '{entry.get('name')}': {error}") from error


def _words(own: Mapping[str, Any], key: str, words: Mapping[str, list[str]]) -> frozenset[str]:
    """The words of a condition; one that is the name of a list in [words] stands for the list."""
    return frozenset(w for given in own.get(key, ()) for w in words.get(given, [given]))


def _frame(
    code: str, kind: str, entry: Mapping[str, Any], own: Mapping[str, Any], words: Mapping[str, list[str]]
) -> Frame:
    return Frame(
        rule=f"{code}/{own['relation']}/{own['name']}" + ("" if kind == "verb" else ":noun"),
        relation=own["relation"],
        lemmas=tuple(entry["lemmas"]),
        subject=tuple(own["subject"]),
        object=tuple(own.get("object", ())),
        patient=frozenset(entry.get("patient", ())),
        not_patient=frozenset(entry.get("not_patient", ())),
        agent=frozenset(entry.get("agent", ())),
        with_words=frozenset(entry.get("with_words", ())),
        bare=frozenset(entry.get("bare", ())),
        deal=entry.get("deal", False),
        money=entry.get("money", False),
        without=frozenset(own.get("without", ())),
        status=Status(own["status"]) if "status" in own else None,
        presupposed=own.get("presupposed", False),
        ended=own.get("ended", False),
        starts=own.get("starts", False),
        negative=own.get("negative", False),
        passive_only=own.get("passive_only", False),
        reflexive=entry.get("reflexive"),
        below=frozenset(entry.get("below", ())),
        not_below=frozenset(entry.get("not_below", ())),
        copular=entry.get("copular", False),
        types=frozenset(own.get("types", ())),
        who=_words(own, "who", words),
        whom=_words(own, "whom", words),
        not_whom=_words(own, "not_whom", words),
        anybody=own.get("anybody", False),
        named=own.get("named", False),
        literal=own.get("literal", ""),
        match=tuple(own.get("match", ())),
        avoid=tuple(own.get("avoid", ())),
    )
