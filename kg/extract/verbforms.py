"""Verbs behind forms that the tagger or lemmatiser missed: "fabrique" → "fabriquer", "X dirige Y" with a noun "dirige".

Only verbs that the language's data speak of are looked for; rules turn endings into infinitives.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from kg.extract.clause import Clause
from kg.extract.lexicon import Lexicon
from kg.extract.syntax import Parse, Token
from kg.language import load_language


class VerbForms:
    """Knows the verbs of one language's data by their forms."""

    def __init__(self, lexicon: Lexicon) -> None:
        table = lexicon.language.table("clauses").get("verb_forms", {})
        self.irregular: dict[str, str] = table.get("irregular", {})
        self.nouns_too: dict[str, str] = table.get("nouns_too", {})
        self.endings: dict[str, list[str]] = table.get("endings", {})
        self.finite: tuple[str, ...] = tuple(table.get("finite", ()))
        self.infinitives: tuple[str, ...] = tuple(table.get("infinitives", ()))
        self.content = frozenset(table.get("content", ()))
        self.alike = frozenset(table.get("alike", ()))
        self.participles: dict[str, tuple[str, ...]] = {i: tuple(e) for i, e in table.get("participles", {}).items()}
        self.future: tuple[str, ...] = tuple(table.get("future", ()))
        self.conditional: tuple[str, ...] = tuple(table.get("conditional", ()))
        self.prepositions = {form: (verb, frozenset(b)) for form, (verb, b) in table.get("prepositions", {}).items()}
        self.known = _known(lexicon.language.code)

    def lemma(self, token: Token) -> str:
        """The lemma of a verb; the parser's own where it is an infinitive or nothing better is known."""
        if token.lower in self.irregular:
            return self.irregular[token.lower]
        if not self.infinitives or token.lemma in self.known:
            return token.lemma
        if token.lemma.endswith(self.infinitives) and token.lemma != token.lower:  # "montre" is no infinitive
            return token.lemma
        return next(self._candidates(token.lower), token.lemma)

    def is_present(self, token: Token) -> bool:
        """A present tense that the tagger takes for a past participle: "X, PDG de Y, rejoint Z", "le groupe
        recrute".
        """
        if token.morph.get("VerbForm") != "Part" or token.morph.get("Tense") != "Past":
            return False
        return token.lower in self.alike or any(
            token.lemma.endswith(i) and not token.lower.endswith(e) for i, e in self.participles.items()
        )

    def is_conditional(self, token: Token) -> bool:
        """ "envisagerait", "étudierait": to the tagger imperfects; only the conditional is as long as its infinitive
        without the ending (of 56 conditionals of the development
        articles 21 were tagged so).
        """
        ending = next((e for e in self.conditional if token.lower.endswith("r" + e)), None)
        return ending is not None and len(token.lower) - len(ending) >= len(token.lemma) - 1

    def is_future(self, token: Token) -> bool:
        """ "créera", "vendra": to the tagger at times a present."""
        ending = next((e for e in self.future if token.lower.endswith("r" + e)), None)
        return ending is not None and len(token.lower) - len(ending) >= len(token.lemma) - 1

    def is_finite(self, token: Token) -> bool:
        """Whether a verb's form is a finite one, or ends like one where the tagger says nothing of it."""
        form = token.morph.get("VerbForm", "")
        if form == "Inf":
            return bool(self.infinitives) and not token.lower.endswith(self.infinitives)
        return (
            form == "Fin"
            or self.is_present(token)
            or (not form and bool(self.finite) and token.lower.endswith(self.finite))
        )

    def hidden(self, token: Token) -> str | None:
        """The verb that a word tagged as noun or adjective may be a finite form of."""
        if (
            token.name >= 0
            or token.pos not in {"NOUN", "ADJ", "PROPN"}
            or not self.finite
            or not token.lower.endswith(self.finite)
        ):
            return None
        return next(self._candidates(token.lower), None)

    def said(self, token: Token) -> str | None:
        """The verb of which a word is a finite form, whatever the tagger calls it."""
        if token.lower in self.alike:
            return token.lemma if token.lemma in self.known else None
        finite = bool(self.finite) and token.name < 0 and token.lower.endswith(self.finite)
        return next(self._candidates(token.lower), None) if finite else None

    def _candidates(self, form: str) -> Iterator[str]:
        if form in self.irregular:
            yield self.irregular[form]
        for infinitive, endings in self.endings.items():
            for ending in endings:
                if form.endswith(ending) and (verb := form[: len(form) - len(ending)] + infinitive) in self.known:
                    yield verb


@cache
def _known(code: str) -> frozenset[str]:
    """All verbs of the frames, of factuality, and of what tells people from companies."""
    language = load_language(code)
    frames = {lemma for frame in language.table("relations").get("verb", ()) for lemma in frame["lemmas"]}
    judged = {verb for verbs in language.table("factuality")["verbs"].values() for verb in verbs}
    telling = (language.table("coreference").get(key, {}) for key in ("personal_verbs", "corporate_verbs"))
    told = {verb for table in telling for key in ("lemmas", "leaving", "counting") for verb in table.get(key, ())}
    return frozenset(frames | judged | told)


def share_helpers(parse: Parse, clauses: Mapping[int, Clause]) -> None:
    """ "will be run by X and chaired by Y": the auxiliaries of the first of two participles are the second's too."""
    for clause in clauses.values():
        token = parse.tokens[clause.predicate]
        above = clauses.get(token.head)
        if token.dep != "conj" or clause.form != "part" or above is None or not (above.passive and clause.passive):
            continue
        if above.auxiliaries and not clause.auxiliaries:
            clause.auxiliaries, clause.form = above.auxiliaries, above.form
            clause.tense, clause.mood = above.tense, above.mood
