"""How names of institutions, houses and titles go on over lower-case words, and where a name ends before its holder.

"École des arts et métiers de Norvane", "la laiterie des Monts", "« Le Sel des dunes »": French writes most of a name
in lower case. The run of capitals is found by `kg.extract.names`; here is what may stand between and before them.
"""

from __future__ import annotations

from functools import cached_property

from kg.extract.wordsigns import CLOSING, OPENING, WordSigns
from kg.model import EntityType

_TITLE = 7  # words of the longest title in quotation marks that is read as one name
_ANNOUNCED = 4  # words before the quotes among which that noun stands: "collection bilingue ,"
_ACRONYM = 6  # letters of the longest acronym of an employer: "délégué CFTN Paul Mirande"


class Institutions(WordSigns):
    """Tells what belongs to the names of one text beyond its capitals."""

    @cached_property
    def nobles(self) -> frozenset[str]:
        """Surnames that stand behind a title or given name and a particle: "M. de Mirande", "Paul de Mirande"."""
        return frozenset(
            self.words[i + 2].text
            for i, word in enumerate(self.words[:-2])
            if (word.text in self.lexicon.honorifics or word.text in self.known.given_names)
            and self.lowers[i + 1] in self.known.particles
            and self.capitals[i + 2]
            and not self._is_known_place(self.words[i + 2].text)
        )

    # -- titles

    def _is_article_of_name(self, i: int) -> bool:
        """ "à La Gazette du Norval": an article in capitals inside a sentence begins a name of several words."""
        return (
            self.known.lower_case
            and not self.words[i].first
            and self._is_capital_article(i)
            and i not in self.places
            and i not in self.shouting
        )

    def _is_capital_article(self, i: int) -> bool:
        return self.lowers[i] in self.known.articles and self.capitals[i] and self._capital(i + 1)

    def _title_in_quotes(self, i: int) -> int:
        """The end of « Le Sel des dunes »: in quotes, an article and a noun in capitals begin a title."""
        quoted = i > 0 and self.words[i - 1].text in OPENING and self.known.lower_case
        if not quoted or i in self.shouting or not (self._is_capital_article(i) or self._is_announced(i)):
            return 0
        for j in range(i + 1, min(i + _TITLE, len(self.words))):
            if self.words[j].text in CLOSING:
                return j
            if not self.words[j].text[:1].isalpha():
                return 0
        return 0

    def _is_announced(self, i: int) -> bool:
        """ "une collection bilingue, « Passerelles »": the noun of a product before the quotes says what they hold."""
        before = [w for w in self.lowers[max(0, i - _ANNOUNCED) : i - 1] if w != ","]
        nouns = (self.lexicon.noun(w) for w in before)
        product = any(n is not None and n.type is EntityType.PRODUCT for n in nouns)
        return product and self.capitals[i] and self.lowers[i] not in self.model.functions

    # -- lower-case words inside a name

    def _low_part(self, first: int, i: int, j: int) -> int:
        """How many lower-case words behind an institution's head belong to it."""
        if not self.known.lower_case:
            return 0
        return (
            self._lower_case_part(i, j) or self._pair(first, i) or self._purpose(first, i) or self._of_paper(first, i)
        )

    def _field(self, j: int, end: int) -> int:
        """ "ministère de la Transition | écologique": the end of a name with the adjective of its field."""
        alone = (
            end == j + 1 < len(self.words)
            and self.lowers[j] in self.model.nouns
            and not self._is_known_place(self.words[j].text)
        )
        return end + (alone and self.words[end].text.islower() and self._is_adjective(self.lowers[end]))

    def _of_paper(self, first: int, i: int) -> int:
        """ "Le Réveil | norvalois", "La Dépêche | des îles": what follows an article and a noun in capitals."""
        if i - first != 2 or not self._is_article_of_name(first) or self.lowers[i - 1] not in self.model.nouns:
            return 0
        if self.words[i].text.islower() and self.gazetteer.demonym(self.lowers[i]) is not None:
            return 1
        plural = self.lowers[i] in self.known.fused and i + 1 < len(self.words) and self.words[i + 1].text.islower()
        return 2 * (plural and self._is_plural_noun(self.lowers[i + 1]))

    def _pair(self, first: int, i: int) -> int:
        """ "des arts | et métiers", "radical | -libéral": a second noun or adjective beside one in lower case."""
        if i + 1 >= len(self.words) or i - 1 == first or not self.words[i - 1].text.islower():
            return 0
        if self.words[i].text == "-" and self._touches(i) and self._touches(i + 1):
            return 2 if self._is_adjective(self.lowers[i - 1]) and self._is_adjective(self.lowers[i + 1]) else 0
        plural = self.lowers[i] in self.known.conjunctions and self.words[i + 1].text.islower()
        return 2 if plural and all(self._is_plural_noun(self.lowers[k]) for k in (i - 1, i + 1)) else 0

    def _purpose(self, first: int, i: int) -> int:
        """ "Haute Autorité | pour la transparence": what an institution of two words or more is for."""
        if i - first < 2 or i + 2 >= len(self.words) or self.lowers[i] not in self.known.purposes:
            return 0
        noun = self.words[i + 2]
        return (
            3
            if self.lowers[i + 1] in self.known.articles and noun.text.islower() and self._is_common(noun.lower)
            else 0
        )

    def _of_trade(self, first: int, i: int, starts: list[bool]) -> int:
        """ "Norvalienne d'Emboutissage": a common noun in capitals behind "de" belongs to the name before."""
        if not self.known.lower_case or i + 1 >= len(self.words) or self.lowers[i] not in self.known.of:
            return 0
        noun = self.lowers[i + 1]
        plain = noun not in self.known.institutional and self.lexicon.noun(noun) is None
        person = self.words[first].text.split("-")[0] in self.known.given_names
        common = noun in self.model.nouns and self.words[i + 1].text not in self.known.given_names
        named = starts[i + 1] and not self.words[i + 1].text.isupper() and i + 1 not in self.places
        known = self.gazetteer.place(self.words[i + 1].text) or self.words[i + 1].text in self.known.towns
        return 2 if plain and common and named and not person and not known and i + 1 not in self.shouting else 0

    def _family_particle(self, i: int) -> int:
        """How many words a particle takes behind "famille": "famille | de | Mirande-Orval"."""
        found = i + 1 < len(self.words) and self.lowers[i] in self.known.particles and self._capital(i + 1)
        known = found and (
            self.words[i + 1].text in self.known.given_names
            or self._is_known_place(self.words[i + 1].text)
            or self.words[i + 1].text in self.known.towns
        )
        return 1 if found and not known else 0

    def _house(self, i: int, starts: list[bool]) -> int:
        """The first capital of "laiterie des Monts", "brasserie du Norval": a trade's house with its own name."""
        noun = self.lexicon.noun(self.lowers[i]) if self.words[i].text.islower() and self.known.lower_case else None
        if noun is None or noun.kind != "trades" or not self.lowers[i].endswith(self.known.house_endings):
            return 0
        j = i + 1
        if j + 1 < len(self.words) and self.lowers[j] in self.known.of and self.lowers[j + 1] in self.known.articles:
            j += 1
        elif j >= len(self.words) or self.lowers[j] not in self.known.fused:
            return 0
        j += 1
        known = j < len(self.words) and (j in self.places or self._is_known_place(self.words[j].text))
        return j if j < len(self.words) and starts[j] and not known and not self.words[j].text.isupper() else 0

    # -- where the holder of a post begins

    def _behind_employer(self, first: int, last: int) -> int:
        """ "délégué CFTN | Paul Mirande", "maire de Port-Norval | Paul Mirande": the first word of the person, 0 if
        nobody stands there.
        """
        if first < 1 or last - first < 3:
            return 0
        if first - 1 in self.posts:
            text = self.words[first].text
            return first + 1 if text.isupper() and 2 <= len(text) <= _ACRONYM and not text.endswith(".") else 0
        before = first - 1
        while before > max(0, first - 3) and self.lowers[before] in self.known.between:
            before -= 1
        held = before < first - 1 and before in self.posts
        if (
            not held
            or self.lowers[first] in self.known.institutional
            or self.words[first].text in self.known.given_names
        ):
            return 0
        for i in range(first + 1, last - 1):
            named = self.words[i].text in self.known.given_names or self._is_town(first, i)
            if named and self.capitals[i] and self.capitals[i + 1] and not self._touches(i):
                return i
        return 0

    def _is_town(self, first: int, last: int) -> bool:
        text = self._text(first, last)
        return text in self.known.towns or self.gazetteer.place(text) is not None

    def _behind_origin(self, first: int, last: int) -> int:
        """ "la Norvano-Canadienne | Jeanne Tardiveau": behind a nationality of two words, 0 if there is none."""
        joined = last - first >= 5 and self.words[first + 1].text == "-" and self._touches(first + 2)
        origin = joined and self.gazetteer.demonym(self.words[first + 2].text) is not None
        return first + 3 if origin and not self._touches(first + 3) else 0
