"""What the tagger gets wrong of descriptions: "l'exploitant toulousain X", "le concurrent danois X", "l'offre de X".

A description is a noun that we know, between an article and a name or an adjective of origin; unknown names make the
tagger take such nouns for participles and such adjectives for nouns of their own.
"""

from __future__ import annotations

from itertools import pairwise

from kg.extract.lexicon import Lexicon
from kg.extract.places import Gazetteer
from kg.extract.syntax import Token
from kg.extract.verbforms import VerbForms

_OPENERS = ("definite", "indefinite", "demonstrative", "possessive", "contracted")
_HUNG = frozenset({"amod", "acl", "flat:name", "appos", "nmod", "dep", "conj"})
_SUBJECT = 12  # tokens from a subject to what is said of it
_NOUN = 8  # tokens before "selon laquelle" among which is the noun that it speaks of: "information de presse du jour"
_ARGUMENTS = frozenset({"obj", "nsubj", "obl", "nmod", "appos"})


class Repairs:
    """Mends the tokens of one text in place."""

    def __init__(
        self, tokens: list[Token], lexicon: Lexicon, gazetteer: Gazetteer, verbs: frozenset[str], times: set[int]
    ) -> None:
        phrases = lexicon.language.table("language")["phrases"]
        self.tokens = tokens
        self.lexicon = lexicon
        self.gazetteer = gazetteer
        forms = VerbForms(lexicon)
        self.verbs = verbs | forms.known
        self.infinitives = forms.infinitives
        self.participles = {ending: infinitive for infinitive, found in forms.participles.items() for ending in found}
        self.past = tuple(ending for found in forms.participles.values() for ending in found)
        self.irregular: dict[str, str] = lexicon.language.table("clauses").get("irregular_participles", {})
        self.nouns_too = forms.nouns_too
        pronouns = lexicon.language.table("coreference")["pronouns"]
        self.subjects = frozenset(pronouns) | frozenset(lexicon.language.table("clauses").get("relative_subjects", ()))
        impersonal = lexicon.language.table("coreference")["expletive"]
        self.impersonal = {key: frozenset(impersonal.get(f"impersonal_{key}", ())) for key in ("lemmas", "aux")}
        self.perfect = frozenset(lexicon.language.table("clauses").get("perfect", ()))
        self.copulas = frozenset(lexicon.language.table("clauses").get("copulas", ()))
        self.content = frozenset(lexicon.language.table("clauses").get("content_relatives", ()))
        self.times = times
        self.agent = frozenset(lexicon.language.table("clauses")["agent"])
        self.of = frozenset(phrases["of"])
        self.employing = self.of | frozenset(lexicon.language.table("attributes")["employing"])
        self.plural = frozenset(phrases.get("plural_articles", ()))
        self.head_first: bool = phrases["head"] == "first"
        self.openers = frozenset(word for key in _OPENERS for word in phrases.get(key, ()))

    def before_links(self) -> None:
        """Heads and parts of speech, as long as no token knows its children."""
        self._join_posts()
        if not self.head_first:
            self._make_infinitives()
            return
        self._hang_contents()
        for token in self.tokens[:-1]:
            if self._opens_with_participle(token):
                self._make_participle(token)
            if token.pos in {"VERB", "ADJ"} and token.i and self._is_post(token):
                self._make_noun(token)
            if token.i and (token.pos == "NOUN" or token.lower in self.nouns_too):
                self._make_verb(token)
            if token.lower in self.plural:
                self._free_object(token)
            if token.name >= 0 and token.i:
                self._free_name(token)
            if token.dep in {"aux:pass", "expl:subj", "obj", "obl:arg"}:
                self._relabel(token)
            if token.lower in self.openers and self._is_described(token.i + 1):
                self._mend(self.tokens[token.i + 1], token)

    def _make_verb(self, token: Token) -> None:
        """A verb that the tagger takes for a noun."""
        if token.lower in self.nouns_too and self._is_predicate(token):
            self._make_finite(token)
        elif token.dep in {"xcomp", "obl:arg"} and token.lower in self.verbs:
            self._hang_infinitive(token)
        elif token.dep == "appos" and self.tokens[token.i + 1].lower in self.agent:
            self._make_agentive(token)

    def _relabel(self, token: Token) -> None:
        """What the parser takes for the auxiliary of a passive, for a subject that is nobody, or for an object."""
        if token.dep == "aux:pass":
            self._make_copula(token)
        elif token.dep != "expl:subj":
            self._raise_predicate(token)
        elif self._acts(token):
            token.dep = "nsubj"

    def _acts(self, token: Token) -> bool:
        """ "Il étudie à X", "il l'a vendue": a pronoun that the parser takes for nobody's, before a verb that needs
        somebody.
        """
        verb = self.tokens[token.head]
        between = {t.lower for t in self.tokens[token.i + 1 : verb.i]}
        said = between & self.impersonal["aux"] or token.i > verb.i
        return verb.pos == "VERB" and not said and verb.lemma not in self.impersonal["lemmas"]

    def _is_described(self, i: int) -> bool:
        """A descriptive noun, with an adjective of origin or a name right behind it."""
        noun = self.tokens[i]
        following = self.tokens[i + 1] if i + 1 < len(self.tokens) else None
        if following is None or noun.name >= 0 or not noun.text.islower() or following.sentence != noun.sentence:
            return False
        known = self.lexicon.noun(noun.lower) is not None or self.lexicon.role(noun.lower) is not None
        return (known and (following.name >= 0 or self._is_origin(following))) or (
            noun.pos == "NOUN" and self._is_origin(following) and following.pos == "NOUN"
        )

    def _is_origin(self, token: Token) -> bool:
        return token.name < 0 and token.text.islower() and self.gazetteer.demonym(token.text) is not None

    def _mend(self, noun: Token, opener: Token) -> None:
        """The noun is one, the adjective its own; the name hangs on the noun."""
        if noun.pos not in {"NOUN", "PROPN"}:
            noun.pos, noun.lemma, noun.morph = "NOUN", noun.lower, {}
        adjective = self.tokens[noun.i + 1]
        if adjective.name < 0:
            self._make_adjective(adjective, noun)
        if opener.head == adjective.i:
            opener.head = noun.i

    def _make_adjective(self, adjective: Token, noun: Token) -> None:
        if noun.head == adjective.i:  # "le concurrent" said of "danois"
            noun.head, noun.dep = adjective.head, adjective.dep
            if noun.head == adjective.i:
                noun.head, noun.dep = noun.i, "root"
        adjective.pos, adjective.dep, adjective.head = "ADJ", "amod", noun.i
        for token in self.tokens[adjective.i + 1 :]:
            if token.sentence != noun.sentence:
                break
            if token.head == adjective.i:
                token.head = noun.i

    # -- "X, consultant pour Y", "elle a été rapporteure à Y"

    def _is_post(self, token: Token) -> bool:
        """A post that looks like a participle, behind a name's comma or the perfect of "be", with its complement."""
        role = self.lexicon.role(token.lower)
        before, behind = self.tokens[token.i - 1], self.tokens[token.i + 1]
        if role is None or behind.pos != "ADP" or before.sentence != token.sentence:
            return False
        if token.lower.endswith(self.past) and self.lexicon.plain(behind.lower) not in self.employing:
            return False  # "X, associé à Y" takes part; "X, associé du cabinet Y" has a post
        comma = token.i - 2 if before.pos == "ADV" else token.i - 1  # "X, désormais consultant pour Y"
        named = comma > 0 and self.tokens[comma].text == "," and self.tokens[comma - 1].name >= 0
        return named or (before.pos == "AUX" and before.head == token.i and not token.lower.endswith(self.past))

    def _make_noun(self, token: Token) -> None:
        before = self.tokens[token.i - 1]
        token.pos, token.lemma, token.morph = "NOUN", token.lower, {"Number": "Sing"}
        if before.pos == "AUX":
            self._make_copula(before)

    # -- "Elle siège au conseil", "Son mari, X, enseigne à Lille"

    def _is_predicate(self, token: Token) -> bool:
        """A bare noun between a subject pronoun, or a name's comma, and an adverb or preposition is a verb."""
        before, behind = self.tokens[token.i - 1], self.tokens[token.i + 1]
        if token.pos not in {"NOUN", "PROPN"} or not before.sentence == token.sentence == behind.sentence:
            return False
        subject = before.pos == "PRON" and before.lower in self.subjects
        named = before.text == "," and token.i > 1 and self.tokens[token.i - 2].name >= 0
        return (subject or named) and behind.pos in {"ADP", "ADV"} and behind.lower not in self.of

    def _make_finite(self, token: Token) -> None:
        token.pos, token.lemma = "VERB", self.nouns_too[token.lower]
        token.morph = {"VerbForm": "Fin", "Mood": "Ind", "Tense": "Pres"}
        subject = self.tokens[token.i - 1]
        if subject.pos != "PRON":
            name = self.tokens[token.i - 2]
            subject = self.tokens[name.head] if name.dep == "appos" else name
        if token.head == subject.i:
            token.head, token.dep = (token.i, "root") if subject.head == subject.i else (subject.head, subject.dep)
        subject.head, subject.dep = token.i, "nsubj"

    # -- "a infligé lundi des amendes à X"

    def _free_object(self, article: Token) -> None:
        """The indefinite article behind a time begins an object: it is no complement of the time."""
        noun = self.tokens[article.head]
        if article.dep != "case" or noun.head != article.i - 1 or noun.head not in self.times:
            return
        verb = self.tokens[self.tokens[noun.head].head]
        if verb.pos == "VERB" and verb.i < noun.head:
            noun.head, noun.dep = verb.i, "obj"
            article.pos, article.dep = "DET", "det"

    def _free_name(self, name: Token) -> None:
        """ "remplacera en mars X, PDG de Y", "a racheté X il y a trois ans": a name behind a time, or right behind an
        active verb, that the parser hung on the time or nowhere, is the verb's object.
        """
        before, day = self.tokens[name.i - 1], self.tokens[name.head]
        if name.dep == "dep" and day.i == before.i and day.pos == "VERB" and self._is_perfect(day):
            name.dep = "obj"
        verb = self.tokens[day.head]
        if name.dep not in _HUNG or day.i not in self.times or before.i not in self.times or verb.pos != "VERB":
            return
        if verb.i < day.i:
            name.head, name.dep = verb.i, "obj"
            for other in self.tokens[name.i + 1 :]:
                if other.sentence != name.sentence:
                    return
                if other.head == day.i and other.dep in _HUNG:
                    other.head = name.i

    def _is_perfect(self, verb: Token) -> bool:
        return any(t.head == verb.i and t.lemma in self.perfect for t in self.tokens[max(0, verb.i - 3) : verb.i])

    # -- "served as chair of X and director of Y"

    def _join_posts(self) -> None:
        for token in self.tokens:
            if token.dep == "conj" and token.name < 0 and token.pos in {"NOUN", "PROPN"}:
                self._join_post(token)

    def _join_post(self, post: Token) -> None:
        """A post is joined to the post before, not to the name of its organisation nor to the verb."""
        head = self.tokens[post.head]
        if head.i > post.i or not self._is_known_post(post):
            return
        if any(t.head == post.i and t.dep in {"cop", "nsubj"} for t in self.tokens[head.i + 1 : post.i]):
            return
        first = self.tokens[head.head] if head.name >= 0 else self._post_below(head, post)
        if first is not None and first.i < post.i and self._is_known_post(first):
            post.head = first.i

    def _post_below(self, verb: Token, post: Token) -> Token | None:
        """The post with a preposition behind a verb: "served as chair of X"."""
        behind = self.tokens[verb.i + 1 : post.i]
        return next((t for t in behind if t.head == verb.i and t.dep in _ARGUMENTS and self._is_known_post(t)), None)

    def _is_known_post(self, token: Token) -> bool:
        return token.name < 0 and self.lexicon.role(token.lower) is not None

    # -- "was lined up to chair X"

    def _make_infinitives(self) -> None:
        """Behind "to" as a particle stands a verb, though the word is a noun's as well."""
        for particle in self.tokens[:-1]:
            verb = self.tokens[particle.head]
            if particle.pos == "PART" and verb.pos == "NOUN" and verb.i == particle.i + 1 and verb.name < 0:
                self._make_infinitive(verb)

    def _make_agentive(self, token: Token) -> None:
        """ "Le Zéphyr, produit par Norvane": a participle that is a noun as well, before who does it."""
        infinitive = self._infinitive(token.lower)
        if infinitive is not None and self.tokens[token.i - 1].text == ",":
            token.pos, token.dep, token.lemma = "VERB", "acl", infinitive
            token.morph = {"VerbForm": "Part", "Tense": "Past"}

    def _hang_infinitive(self, verb: Token) -> None:
        """ "va licencier", "prévoit de licencier": an infinitive below a verb that the tagger takes for a noun."""
        before = self.tokens[verb.i - 1]
        infinitive = verb.lower.endswith(self.infinitives) and before.pos != "DET"
        if not infinitive or self.tokens[verb.head].pos != "VERB":
            return
        self._make_infinitive(verb)
        verb.dep = "xcomp"
        if before.dep == "case":
            before.dep = "mark"

    @staticmethod
    def _make_infinitive(verb: Token) -> None:
        verb.pos, verb.lemma, verb.morph = "VERB", verb.lower, {"VerbForm": "Inf"}

    # -- "X est directrice générale de Y"

    def _make_copula(self, auxiliary: Token) -> None:
        """ "Be" before a noun of a post is no auxiliary of the passive."""
        noun = self.tokens[auxiliary.head]
        if noun.pos != "NOUN" or noun.lower.endswith(self.past) or self.lexicon.role(noun.lower) is None:
            return
        auxiliary.dep = "cop"
        for other in self.tokens[max(0, auxiliary.i - _SUBJECT) : auxiliary.i]:
            if other.head == noun.i and other.dep == "nsubj:pass":
                other.dep = "nsubj"

    def _raise_predicate(self, noun: Token) -> None:
        """ "n'est plus le patron de Y": a post that looks like the object of "be" is what it says of its subject."""
        verb = self.tokens[noun.head]
        known = noun.pos == "NOUN" and self.lexicon.role(noun.lower) is not None
        between = self.tokens[verb.i + 1 : noun.i]
        if not known or verb.lemma not in self.copulas or verb.i > noun.i:
            return
        if any(t.pos in {"ADP", "PUNCT", "VERB"} for t in between):
            return  # "est chez le directeur de Y"
        noun.head, noun.dep = (noun.i if verb.head == verb.i else verb.head), verb.dep
        verb.head, verb.dep, verb.pos = noun.i, "cop", "AUX"
        for other in self.tokens[max(0, verb.i - _SUBJECT) : verb.i + _SUBJECT]:
            if other.head == verb.i and other.sentence == verb.sentence:
                other.head = noun.i

    def _hang_contents(self) -> None:
        for before, token in pairwise(self.tokens):
            if token.pos == "PRON" and f"{before.lower} {token.lower}" in self.content:
                self._hang_content(token)

    def _hang_content(self, pronoun: Token) -> None:
        """ "Dément la rumeur selon laquelle il vend": what follows is what the noun says, not when X denies it."""
        verb, number = self.tokens[pronoun.head], pronoun.morph.get("Number")
        before = self.tokens[max(0, pronoun.i - _NOUN) : pronoun.i - 1]
        nouns = [t for t in before if t.pos == "NOUN" and t.sentence == pronoun.sentence]
        noun = next((t for t in reversed(nouns) if t.morph.get("Number", number) == number), None)
        if noun is None or verb.i < pronoun.i or verb.sentence != pronoun.sentence or noun.head == verb.i:
            return
        verb.head, verb.dep, pronoun.dep = noun.i, "acl", "mark"

    # -- "Créée en 2006 par X, Y conçoit …"

    def _opens_with_participle(self, token: Token) -> bool:
        """The first word of a sentence, with its capital, that the tagger takes for a name or noun."""
        first = token.i == 0 or self.tokens[token.i - 1].sentence != token.sentence
        if not first or token.name >= 0 or token.pos not in {"PROPN", "NOUN", "ADJ", "VERB"}:
            return False
        following = self.tokens[token.i + 1]
        return self._infinitive(token.lower) is not None and (following.pos in {"ADP", "ADV", "NUM"})

    def _infinitive(self, form: str) -> str | None:
        found = (form[: -len(e)] + i for e, i in self.participles.items() if form.endswith(e))
        return self.irregular.get(form) or next((verb for verb in found if verb in self.verbs), None)

    def _make_participle(self, token: Token) -> None:
        token.lemma = self._infinitive(token.lower) or token.lemma
        if token.pos != "VERB":
            token.pos, token.morph = "VERB", {"VerbForm": "Part", "Tense": "Past"}
        verb = self._main_verb(token)
        if token.dep != "root" or verb is None:
            return
        subject = self.tokens[verb.head]
        for other in self.tokens[subject.i + 1 :]:
            if other.sentence != token.sentence:
                break
            if other.head in {token.i, subject.i} and other.i > verb.i:
                other.head = verb.i
        subject.head, subject.dep = verb.i, "nsubj"
        verb.head, verb.dep = verb.i, "root"
        token.head, token.dep = verb.i, "advcl"

    def _main_verb(self, token: Token) -> Token | None:
        """The verb that hangs on the name behind the comma, where that name hangs on the participle."""
        comma = False
        for other in self.tokens[token.i + 1 :]:
            if other.sentence != token.sentence:
                return None
            head = self.tokens[other.head]
            if comma and other.pos == "VERB" and token.i < head.i < other.i and head.head == token.i:
                return other if other.dep in _HUNG and other.morph.get("VerbForm", "Fin") == "Fin" else None
            comma = comma or other.text == ","
        return None

    # -- "l'offre"

    def after_links(self) -> None:
        """Verbs that have an article and stand as an argument."""
        for token in self.tokens:
            self._noun_with_article(token)

    def _noun_with_article(self, token: Token) -> None:
        """ "a retenu l'offre de X": what has an article right before it and stands as an argument is no finite verb."""
        if token.pos != "VERB" or token.morph.get("VerbForm") != "Fin" or token.dep.split(":")[0] not in _ARGUMENTS:
            return
        below = [self.tokens[c] for c in token.children]
        if any(t.dep == "det" and t.i == token.i - 1 for t in below) and not any(
            t.dep.startswith(("aux", "nsubj", "obj")) for t in below
        ):
            token.pos, token.lemma, token.morph = "NOUN", token.lower, {}
