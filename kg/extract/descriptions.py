"""Link descriptions to the names they touch: titles, appositions, parentheses.

"le fonds britannique X", "X, spécialiste du freinage,", "son directeur général, X": the noun phrase and the name
are one entity. These links carry most facts of news and all later anaphora, so they are read off the surface.
"""

from __future__ import annotations

from kg.extract.choices import alternatives, any_of
from kg.extract.contacts import opens_clause
from kg.extract.fitting import PERSONAL, Fitting
from kg.extract.lexicon import KIN, Lexicon
from kg.extract.phrases import Kind, Phrase
from kg.extract.places import Gazetteer
from kg.extract.referents import Referent
from kg.extract.syntax import Parse
from kg.extract.wordsigns import CLOSING, OPENING, POSSESSIVE
from kg.model import EntityType

_DESCRIBED, _PERSONAL = 3, 5  # votes of a description for the type of a name; those that only persons have count more
_NAMING = 4  # phrases before a name among which the noun that bears it is looked for


class Describer(Fitting):
    """Sets `entity` of the noun phrases that stand beside a name."""

    def __init__(
        self, parse: Parse, phrases: list[Phrase], referents: list[Referent], lexicon: Lexicon, gazetteer: Gazetteer
    ) -> None:
        super().__init__(parse, phrases, referents, lexicon, gazetteer)
        table = lexicon.language.table("attributes")
        self.report = frozenset(lexicon.language.table("factuality")["verbs"]["report"])
        self.relative_adverbs = frozenset(table["relative_adverbs"])
        self.asides = tuple(table["asides"])
        self.contact_clauses: bool = table["contact_clauses"]
        small = alternatives(table["renaming"])
        self.naming = any_of(table["renamed"], rf',? (?:(?:{small}|\w+ment|\w+ly) )*%s ?["«“‘]? ?')
        self.universal = frozenset(lexicon.language.table("coreference")["nouns"]["universal"])

    def run(self, margins: set[int]) -> None:
        """Titles first: a phrase that is a name's title is nobody's apposition; nor is what begins behind a date line
        (its names are the tokens in `margins`).
        """
        names = [p for p in self.phrases if p.kind is Kind.NAME]
        for phrase in self.phrases:
            self._name_inside(phrase)
        for name in names:
            self._title(name)
        for name in (n for n in names if n.head not in margins):
            self._apposition_behind(name)
        for name in names:
            self._named_so(name)
            self._apposition_before(name)

    def _name_inside(self, phrase: Phrase) -> None:
        """ "the Norvane group" is Norvane, "Tilmex's Norvane unit" as well; "the Lyon group" is not Lyon."""
        if phrase.kind is not Kind.NOUN or phrase.noun is None or len(phrase.names) != 1:
            return
        generic = phrase.noun.kind == "generic" and phrase.determiner == "definite"
        part = phrase.noun.kind == "parts" and phrase.owner >= 0
        if not (generic or part) or phrase.names[0] != phrase.head - len(phrase.noun.lemma.split()):
            return
        text = self.parse.tokens[phrase.names[0]].text
        referent = next((r for r in self.referents if text in r.names), None)
        if referent is not None and referent.type in {None, EntityType.ORGANIZATION}:
            self.link(phrase, referent, "title")

    def link(self, phrase: Phrase, referent: Referent, reason: str) -> None:
        """Make the phrase refer to the entity, and let the entity learn from it."""
        phrase.entity, phrase.reason = referent.i, reason
        referent.phrases.append(phrase.i)
        head = self.parse.tokens[phrase.head]
        referent.nouns.add(phrase.noun.lemma if phrase.noun else head.lemma)
        if phrase.role is not None:
            referent.nouns.add(phrase.role.words)  # "le secrétaire général" comes back to him whom it was said of
        kind = self.type_of(phrase)
        if kind is not None:
            referent.scores[kind] += _PERSONAL if self._is_only_of_persons(phrase, kind) else _DESCRIBED
            referent.type = max(referent.scores, key=lambda k: (referent.scores[k], k.value))
        if not referent.gender and referent.type is EntityType.PERSON:
            referent.gender = {"Masc": "m", "Fem": "f"}.get(head.morph.get("Gender", ""), "")

    @staticmethod
    def _is_only_of_persons(phrase: Phrase, kind: EntityType) -> bool:
        """ "le Français X", "son mari, X"."""
        native = phrase.role is None and phrase.noun is None and kind is EntityType.PERSON
        kin = phrase.role is not None and phrase.role.relation in KIN - {"parent"}
        return native or (kin and phrase.determiner == "possessive")

    def _start(self, name: Phrase) -> int:
        """The first token of a name with the quotation mark before it: "le film « Zéphyr »"."""
        return name.first - (name.first > 0 and self.parse.tokens[name.first - 1].text in OPENING)

    def _end(self, name: Phrase) -> int:
        """The token behind a name and the quotation mark that closes it."""
        last = name.last
        quoted = self._start(name) < name.first and last < len(self.parse.tokens)
        return last + (quoted and self.parse.tokens[last].text in CLOSING)

    def _name_of(self, phrase: Phrase) -> Referent:
        return self.referents[phrase.entity]

    # -- "le groupe d'ingénierie lyonnais X"

    def _title(self, name: Phrase) -> None:
        owning = name.preposition in POSSESSIVE  # "cable maker X's takeover of Y"
        if name.i == 0 or (name.preposition and not owning) or name.owner >= 0:
            return
        if name.determiner and not self.capital_demonyms:
            return  # "was asked to chair the Norvane Council"
        previous = self._behind_acronym(self._titled_of(name))
        if previous.last != self._start(name) - (previous.i < name.i - 1) or previous.kind is not Kind.NOUN:
            return
        if self.parse.tokens[previous.first].sentence != self.parse.tokens[name.first].sentence:
            return
        if self._opens_clause(previous, name):
            return
        for candidate in self._candidates(previous):
            if candidate is not previous and candidate.role is not None and self._follows_name(candidate):
                return  # "X, PDG de la confiserie Y"
            if (
                self.fits(candidate, name)
                and not self._has_name(candidate, name)
                and not self._is_acronym_of_employer(candidate, name)
            ):
                self._take_adjectives(candidate, previous)
                self.link(candidate, self._name_of(name), "title")
                self._joined_before(candidate, name)
                self._before_title(candidate, name)
                return

    def _titled_of(self, name: Phrase) -> Phrase:
        """The phrase before a name, or the title that it completes where nouns come last: "Mayor of Leeds X"."""
        previous = self.phrases[name.i - 1]
        title = self.phrases[previous.inside] if previous.kind is Kind.NAME and previous.inside >= 0 else None
        if self.capital_demonyms or title is None or title.role is None or previous.last != name.first:
            return previous
        person = self.type_of(title) is self._name_of(name).type is EntityType.PERSON
        if person and not title.determiner and self.fits(title, name):
            self.link(title, self._name_of(name), "title")
        return previous

    def _behind_acronym(self, phrase: Phrase) -> Phrase:
        """ "le député PNV X": the post before the acronym of whom it is held for, else the phrase itself."""
        post = self.phrases[phrase.i - 1] if phrase.i else phrase
        text = self.parse.tokens[phrase.head].text
        acronym = phrase.kind is Kind.NAME and text.isupper() and phrase.last - phrase.first == 1
        personal = post.role is not None and post.role.relation in PERSONAL and post.kind is Kind.NOUN
        return post if self.capital_demonyms and acronym and personal and post.last == phrase.first else phrase

    def _opens_clause(self, phrase: Phrase, name: Phrase) -> bool:
        before = self.phrases[phrase.i - 1] if phrase.i and self.contact_clauses else None
        kind = self.referents[before.entity].type if before is not None and before.entity >= 0 else None
        return before is not None and opens_clause(self.parse, before, phrase, name) and kind is self.type_of(phrase)

    def _take_adjectives(self, phrase: Phrase, last: Phrase) -> None:
        """ "homme d'affaires italien": the adjective behind the complement is the noun's."""
        tokens = self.parse.tokens
        if phrase is not last and not last.determiner:
            phrase.modifiers += [i for i in last.modifiers if tokens[i].head == phrase.head and tokens[i].pos == "ADJ"]

    def _candidates(self, phrase: Phrase) -> list[Phrase]:
        """The chain, what has a type first: "l'homme d'affaires italien X"; a bare complement never is the title
        itself.
        """
        chain = self._chain(phrase)
        if (
            self.type_of(phrase) is None
            and phrase.inside >= 0
            and not phrase.determiner
            and self.has_nationality(phrase)
        ):
            return sorted(chain[1:], key=lambda c: self.type_of(c) is None)
        if self._is_goods(phrase):
            return [*chain[1:], phrase]
        return chain

    def _is_goods(self, phrase: Phrase) -> bool:
        """ "le fabricant de batteries X", "la gamme de pompes X": the goods are no title, who makes them is, or what
        holds them.
        """
        holder = self.phrases[phrase.inside] if phrase.inside >= 0 else None
        return (
            self.capital_demonyms
            and not phrase.determiner
            and self.type_of(phrase) is not EntityType.PERSON
            and holder is not None
            and holder.noun is not None
            and (holder.noun.kind in {"makers", "generic", "trades"} or holder.noun.type is EntityType.PRODUCT)
            and holder.role is None
        )

    def _follows_name(self, phrase: Phrase) -> bool:
        """Whether the phrase stands behind a person's name and a comma."""
        before = self.phrases[phrase.i - 1] if phrase.i else None
        return (
            before is not None
            and before.kind is Kind.NAME
            and before.last == phrase.first - 1
            and self.parse.tokens[before.last].text == ","
            and self._name_of(before).type is EntityType.PERSON
        )

    def _is_acronym_of_employer(self, phrase: Phrase, name: Phrase) -> bool:
        """ "délégué CGT", "analyste UBS": capitals behind a post are whom it is held for; people have longer names."""
        text = self.parse.tokens[name.head].text
        personal = phrase.role is not None and phrase.role.relation in PERSONAL
        return self.capital_demonyms and personal and text.isupper() and 2 <= len(text) <= 5

    def _chain(self, phrase: Phrase) -> list[Phrase]:
        """The phrase and those whose complement it is, near to far."""
        chain = [phrase]
        while chain[-1].inside >= 0 and len(chain) < 4:
            chain.append(self.phrases[chain[-1].inside])
        return chain

    def _has_name(self, phrase: Phrase, but: Phrase) -> bool:
        """Whether a name already stands in the complement: "la filiale de X Y" is not read."""
        organization = phrase.noun is not None and phrase.noun.type is EntityType.ORGANIZATION and phrase.role is None
        names = [c for c in self._complements(phrase) if c.kind is Kind.NAME and c.i < but.i]
        return organization and any(self._name_of(c).type is not EntityType.PLACE for c in names)

    def _complements(self, phrase: Phrase) -> list[Phrase]:
        found, todo = [], [phrase]
        while todo:
            for i in todo.pop().complements:
                found.append(self.phrases[i])
                todo.append(self.phrases[i])
        return found

    # -- "X, spécialiste lyonnais du freinage,"

    def end_of(self, phrase: Phrase) -> int:
        """The token behind a phrase with its complements."""
        last = max([phrase.last, phrase.role_last, *(c.last for c in self._complements(phrase))])
        titled = self._starting_at(last)
        if titled is not None and titled.kind is Kind.NAME and not titled.preposition and self._is_titled(titled):
            last = titled.last  # "la présidente de la chaîne X"
        while last < len(self.parse.tokens) and self.parse.tokens[last].text == ")":
            last += 1
        return last

    def _is_titled(self, name: Phrase) -> bool:
        """Whether the phrase right before a name is its title, inside a complement."""
        before = self.phrases[name.i - 1] if name.i else None
        return (
            before is not None
            and before.last == name.first
            and before.inside >= 0
            and any(c.entity == name.entity >= 0 and c.inside >= 0 for c in self._chain(before))
        )

    def _apposition_behind(self, name: Phrase) -> None:
        tokens = self.parse.tokens
        i = self._skip_parenthesis(self._end(name))
        if i >= len(tokens) or tokens[i].sentence != tokens[name.head].sentence:
            return
        if tokens[i].text not in {",", "–", "("} and not (tokens[i].text == ":" and self._opens(name)):
            return
        start = i + 1
        while start < len(tokens) and tokens[start].pos == "ADV" and tokens[start].lower not in self.relative_adverbs:
            start += 1
        start = self._behind_aside(start)
        phrase = self._possessed(self._starting_at(start))
        if phrase is None or phrase.kind is not Kind.NOUN or not self.fits(phrase, name):
            return
        if self._is_of_next(phrase):
            return
        whole = self.type_of(self._chain(name)[-1]) is self.type_of(phrase)
        own = phrase.determiner == "definite" and self._name_of(name).type is self.type_of(phrase)
        if name.inside >= 0 and whole and not own and phrase.role is None:
            return  # "le groupe de Lyon, numéro trois": the group's, not Lyon's; but "cliente de X, le négociant"
        if self._is_title_of_next(phrase) and not self._is_relational(phrase):
            return
        if self.is_of_person(phrase, name, self._starting_at(self.end_of(phrase) + 1)):
            return
        if (
            self._speaks(phrase)
            or self._is_subject_elsewhere(phrase, name)
            or (tokens[i].text == ":" and self._has_verb(phrase))
        ):
            return
        self.link(phrase, self._name_of(name), "apposition")
        self._coordinated(phrase, name)

    def _is_of_next(self, phrase: Phrase) -> bool:
        """ "At X, its new owner, Y, promised": who stands in a relation to the name is named behind the next comma."""
        relates = phrase.determiner == "possessive" and phrase.noun is not None and phrase.noun.kind == "relational"
        behind = self._starting_at(phrase.last + 1)
        comma = phrase.last < len(self.parse.tokens) and self.parse.tokens[phrase.last].text == ","
        return relates and comma and behind is not None and behind.kind is Kind.NAME and not behind.preposition

    def _behind_aside(self, i: int) -> int:
        """Behind "à l'époque", "by then", else i."""
        text = (
            self.parse.text[self.parse.tokens[i].start : self.parse.tokens[i].start + 30].lower()
            if i < len(self.parse.tokens)
            else ""
        )
        aside = next((a for a in self.asides if text.startswith(a + " ")), "")
        token = self.parse.at(self.parse.tokens[i].start + len(aside) + 1) if aside else None
        return token.i if token is not None else i

    def _opens(self, name: Phrase) -> bool:
        """Whether the name begins its sentence, as the label of a paragraph does: "NORVANE : le groupe"."""
        first, _ = self.parse.sentences[self.parse.tokens[name.head].sentence]
        return all(not t.text[:1].isalnum() for t in self.parse.tokens[first : name.first])

    def _possessed(self, phrase: Phrase | None) -> Phrase | None:
        """ "X, Y's chief executive": the noun that the possessor Y stands before."""
        if phrase is not None and phrase.i + 1 < len(self.phrases) and self.phrases[phrase.i + 1].owner == phrase.i:
            return self.phrases[phrase.i + 1]
        return phrase

    def _speaks(self, phrase: Phrase) -> bool:
        """ "Norvane will buy Tilmex, Sweden's competition agency said": the subject of a clause of speech is nobody's
        description.
        """
        end = self.end_of(phrase)
        verb = self.parse.tokens[end] if end < len(self.parse.tokens) else None
        if verb is None or verb.lemma not in self.report or verb.morph.get("VerbForm") != "Fin":
            return False
        return (
            verb.dep.startswith(("parataxis", "root", "conj", "ccomp")) and self.parse.tokens[phrase.head].head == end
        )

    def _is_subject_elsewhere(self, phrase: Phrase, name: Phrase) -> bool:
        """ "Selon X, le groupe a vendu": a definite phrase right before a finite verb begins its own clause."""
        tokens = self.parse.tokens
        end = self.end_of(phrase)
        if phrase.determiner not in {"definite", "possessive", "demonstrative"} or end >= len(tokens):
            return False
        while (
            end + 1 < len(tokens)
            and tokens[end].pos in {"PRON", "ADV", "PART"}
            and tokens[end].dep.split(":")[0] in {"expl", "obj", "iobj", "advmod", "neg"}
        ):
            end += 1  # "l'ingénieur s'était mis": clitics and adverbs
        following = tokens[end]
        if following.pos not in {"VERB", "AUX"} or following.morph.get("VerbForm") not in {"Fin", None}:
            return False
        return name.preposition != "" or not tokens[name.head].dep.startswith(("nsubj", "root"))

    def _has_verb(self, phrase: Phrase) -> bool:
        """ "Le Temps : La fondation est née en 2009": behind who speaks, another subject with its verb."""
        end = self.end_of(phrase)
        universal = phrase.noun is not None and phrase.noun.lemma in self.universal
        tokens = self.parse.tokens[end : end + 1]
        return not universal and any(t.morph.get("VerbForm") == "Fin" for t in tokens)

    def _coordinated(self, phrase: Phrase, name: Phrase) -> None:
        """ "X, cofondatrice et directrice générale": the second post is X's too."""
        tokens = self.parse.tokens
        end = self.end_of(phrase)
        for _ in range(2):
            if end < len(tokens) and tokens[end].lower in self.joiners:
                other = self._starting_at(end + 1) or (
                    self._starting_at(end + 2) if tokens[end + 1 : end + 2] and tokens[end + 1].pos == "ADV" else None
                )
                if other is not None and tokens[end].pos == "PUNCT" and other.determiner and phrase.complements:
                    return  # "X, épouse de Y, le fils de Z": Y's
                if (
                    other is not None
                    and other.kind is Kind.NOUN
                    and other.role is not None
                    and self.fits(other, name)
                    and not self._is_title_of_next(other)
                ):
                    self.link(other, self._name_of(name), "apposition")
                    end = self.end_of(other)

    def _skip_parenthesis(self, i: int) -> int:
        """Behind a parenthesis that follows, else i."""
        tokens = self.parse.tokens
        if i < len(tokens) and tokens[i].text == "(":
            for j in range(i + 1, min(i + 12, len(tokens))):
                if tokens[j].text == ")":
                    return j + 1 if j + 1 < len(tokens) and tokens[j + 1].text == "," else i
        return i

    def _starting_at(self, token: int) -> Phrase | None:
        return next((p for p in self._near(token) if p.first == token), None)

    def _near(self, token: int) -> list[Phrase]:
        """Phrases around a token, by binary search on their order."""
        low, high = 0, len(self.phrases)
        while low < high:
            mid = (low + high) // 2
            if self.phrases[mid].first < token:
                low = mid + 1
            else:
                high = mid
        return self.phrases[max(0, low - 1) : low + 2]

    def _is_title_of_next(self, phrase: Phrase) -> bool:
        """Whether the phrase, with its complement, is the title of the name that follows it."""
        end = self.end_of(phrase)
        following = self._starting_at(phrase.last) or self._starting_at(end)
        if following is None or following.kind is not Kind.NAME or following.preposition:
            return False
        return not self._is_body_of(phrase, following) and not self._opens_clause(phrase, following)

    def _is_body_of(self, phrase: Phrase, name: Phrase) -> bool:
        """ "X, délégué CFDT": capitals behind a post are an organisation's, where nouns come before what qualifies
        them.
        """
        return self.parse.tokens[phrase.first - 1].text == "," and self._is_acronym_of_employer(phrase, name)

    def _is_relational(self, phrase: Phrase) -> bool:
        return phrase.determiner == "possessive"

    # -- "son directeur général, X,"

    def _apposition_before(self, name: Phrase) -> None:
        tokens = self.parse.tokens
        comma = self._start(name) - 1
        if (
            name.preposition
            or comma < 1
            or tokens[comma].text not in {",", ":"}
            or tokens[comma].sentence != tokens[name.head].sentence
        ):
            return
        behind = self._end(name)
        closed = (
            behind >= len(tokens)
            or tokens[behind].sentence != tokens[name.head].sentence
            or tokens[behind].text in {",", ".", ";", ")", "(", '"', "»", ":", "–"}
        )
        if not closed:
            return
        for phrase in self._ending_at(comma, name):
            determined = phrase.determiner in {"definite", "possessive", "indefinite"}
            described = determined or phrase.role is not None or phrase.owner >= 0
            if described and self.fits(phrase, name) and not self._own_name(phrase, name):
                self.link(phrase, self._name_of(name), "apposition")
                self._joined_before(phrase, name)
                return

    def _ending_at(self, comma: int, name: Phrase) -> list[Phrase]:
        """Descriptions that a comma closes, the outermost first: "la présidente du tribunal, X"."""
        near = self.phrases[max(0, name.i - 6) : name.i]
        return [p for p in near if p.kind is Kind.NOUN and p.last <= comma and self.end_of(p) == comma]

    def _before_title(self, title: Phrase, name: Phrase) -> None:
        """ "Sa directrice, l'historienne X", "Le vendeur, la mutuelle Y": what stands before the title's comma."""
        comma = title.first - 1
        if title.determiner != "definite" or comma < 1 or self.parse.tokens[comma].text != ",":
            return
        for phrase in self._ending_at(comma, name):
            whole = phrase.inside < 0 and (phrase.determiner in {"definite", "possessive"} or phrase.owner >= 0)
            relates = phrase.role is not None or (phrase.noun is not None and phrase.noun.kind == "relational")
            if whole and relates and self.fits(phrase, name) and not self._own_name(phrase, name):
                self.link(phrase, self._name_of(name), "apposition")
                return

    def _named_so(self, name: Phrase) -> None:
        """ "le nouvel ensemble, provisoirement baptisé X", "the new firm, to be called X": the noun bears the name."""
        tokens = self.parse.tokens
        for phrase in self.phrases[max(0, name.i - _NAMING) : name.i]:  # the outermost first
            end = self.end_of(phrase)
            if end > name.first or tokens[end - 1].sentence != tokens[name.head].sentence:
                continue
            known = phrase.noun is not None and phrase.noun.type is not None and phrase.role is None
            between = self.parse.text[tokens[end - 1].end : tokens[self._start(name)].start].lower().replace("’", "'")
            if phrase.kind is Kind.NOUN and known and self.naming.fullmatch(between) and self.fits(phrase, name):
                self.link(phrase, self._name_of(name), "apposition")
                return

    def _joined_before(self, phrase: Phrase, name: Phrase) -> None:
        """ "its founder and chairman, X", "X founder and CEO Y": the post before is the same person's."""
        for other in reversed(self.phrases[max(0, phrase.i - 2) : phrase.i]):
            between = [t.lower for t in self.parse.tokens[other.last : phrase.first]]
            if (
                other.role is None
                or phrase.role is None
                or len(between) != 1
                or between[0] not in self.joiners
                or not self.fits(other, name)
            ):
                return
            self.link(other, self._name_of(name), phrase.reason)
            phrase = other

    def _own_name(self, phrase: Phrase, name: Phrase) -> bool:
        """A person's post may hold the organisation's name; a company's description may not hold a company's."""
        return (
            self.type_of(phrase) is EntityType.ORGANIZATION
            and self._has_name(phrase, name)
            and phrase.role is None
            and not self._is_part(phrase)
        )

    @staticmethod
    def _is_part(phrase: Phrase) -> bool:
        return phrase.noun is not None and phrase.noun.kind == "parts"
