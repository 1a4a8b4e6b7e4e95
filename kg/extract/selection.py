"""What a predicate tells of its subject: only people are born, marry, hold posts; only companies are listed or hire.

So "il" in "il est né" is no company, and "elle" in "cotée à Paris, elle …" no person.
"""

from __future__ import annotations

import re

from kg.extract.lexicon import Lexicon
from kg.extract.syntax import Parse, Token
from kg.extract.verbforms import VerbForms
from kg.model import EntityType

_PERSON = EntityType.PERSON
_NOT_ONLY_PERSONS = frozenset({"ownerOf", "shareholderOf", "founderOf", "memberOf"})


class Selection:
    """Reads the predicates of one document's pronouns."""

    def __init__(self, parse: Parse, lexicon: Lexicon) -> None:
        self.parse = parse
        self.lexicon = lexicon
        self.forms = VerbForms(lexicon)
        table = lexicon.language.table("coreference")
        personal, corporate = table["personal_verbs"], table.get("corporate_verbs", {})  # English tells "it" from "he"
        self.verbs = frozenset(personal["lemmas"])
        self.passives = frozenset(personal.get("passives", ()))
        self.survivors = frozenset(personal.get("leaving", ()))
        self.openings = _pattern(personal.get("openings", ()))
        self.predicates = _pattern(personal.get("predicates", ()))
        self.corporate_predicates = _pattern(corporate.get("predicates", ()))
        self.said_as = frozenset(personal["said_as"])
        self.corporate_verbs = frozenset(corporate.get("lemmas", ()))
        self.corporate_passives = frozenset(corporate.get("passives", ()))
        self.counting = frozenset(corporate.get("counting", ()))
        self.figures = frozenset(table["implied"]["figures"]) | lexicon.staff
        self.corporate_openings = _pattern(corporate.get("openings", ()))

    def types(self, token: Token, types: list[EntityType]) -> list[EntityType]:
        """Those of the types that the subject can be."""
        if not token.dep.startswith("nsubj"):
            return types
        company = self._opens(token, self.corporate_openings, posts=False) or self._goes_on(
            token, self.corporate_predicates
        )
        if not company and self._is_personal(token):
            return [t for t in types if t is _PERSON]
        return [t for t in types if t is not _PERSON] if company or self._is_company_s(token) else types

    def _goes_on(self, token: Token, pattern: re.Pattern[str] | None) -> bool:
        """Whether what stands right behind the subject fits a pattern: "il avait 91 ans"."""
        return bool(pattern and pattern.match(self.parse.text, token.end + 1))

    # -- people

    def _is_personal(self, token: Token) -> bool:
        """ "il resta administrateur", "she is a trustee", "elle laisse un mari"."""
        verb = self.parse.head(token)
        lemma = self.forms.lemma(verb)
        if token.dep == "nsubj:pass" and lemma in self.passives:
            return True
        return (
            lemma in self.verbs
            or self._opens(token, self.openings, posts=True)
            or self._goes_on(token, self.predicates)
            or any(self._is_post(t) for t in [verb, *self.parse.children(verb, "obj", "xcomp", "obl", "nmod")])
            or (lemma in self.survivors and any(self._is_kin(t) for t in self.parse.children(verb, "obj")))
        )

    def _is_post(self, token: Token) -> bool:
        """A person's post or kinship said of the subject: with "be", or bare behind the verb."""
        said = bool(self.parse.children(token, "cop")) or not self.parse.children(token, "det", "nummod")
        role = self.lexicon.role(token.lower, token.lemma) if said and token.pos == "NOUN" and token.name < 0 else None
        return role is not None and role.relation not in _NOT_ONLY_PERSONS and not self._is_of_another(token)

    def _is_kin(self, token: Token) -> bool:
        role = self.lexicon.role(token.lower, token.lemma)
        return role is not None and role.relation in {"spouseOf", "childOf", "relativeOf"}

    def _is_of_another(self, token: Token) -> bool:
        """ "travaille avec des ingénieurs": behind a preposition only "as" says it of the subject."""
        cases = self.parse.children(token, "case", "mark")
        return bool(cases) and not any(c.lower in self.said_as for c in cases)

    # -- companies

    def _is_company_s(self, token: Token) -> bool:
        """ "Il est coté", "elle compte 300 salariés"."""
        verb = self.parse.head(token)
        lemma = self.forms.lemma(verb)
        if token.dep == "nsubj:pass":
            return lemma in self.corporate_passives
        return lemma in self.counting and any(self._is_figure(t) for t in self.parse.children(verb, "obj"))

    def is_corporate(self, token: Token) -> bool:
        """ "Elle emploie 300 personnes": what companies do, and seldom people, who may buy, found, make."""
        return token.dep == "nsubj" and self.forms.lemma(self.parse.head(token)) in self.corporate_verbs

    def _is_figure(self, token: Token) -> bool:
        text = self.parse.text[token.start : token.start + 30].lower()
        return (
            token.lemma in self.figures
            or token.lower in self.figures
            or any(" " in f and text.startswith(f) for f in self.figures)
        )

    # -- "Diplômée de l'École X, elle dirige Y", "À 41 ans, elle …", "Cotée à Paris, elle …"

    def _opens(self, token: Token, pattern: re.Pattern[str] | None, *, posts: bool) -> bool:
        """Whether what opens the sentence, before the subject, fits a pattern; or is a post, when that is asked."""
        first, _ = self.parse.sentences[token.sentence]
        tokens = self.parse.tokens
        if (
            token.i <= first
            or tokens[token.i - 1].text != ","
            or any(t.dep.startswith("nsubj") for t in tokens[first : token.i])
        ):
            return False
        opening = tokens[first]
        role = self.lexicon.role(opening.lower) if posts and opening.name < 0 else None
        post = role is not None and role.relation not in _NOT_ONLY_PERSONS
        return post or bool(pattern and pattern.match(self.parse.text, opening.start))


def _pattern(openings: list[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(openings), re.IGNORECASE) if openings else None
