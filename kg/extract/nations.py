"""Posts of state without a country: "le premier ministre X", "President Y": those of the country that the text is
about.

Foreign news names the country once and its ministers many times. The country goes without saying only where the text
speaks of one country far more than of any other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from kg.extract.candidates import Candidate
from kg.extract.phrases import Kind, Phrase
from kg.extract.posts import Posts
from kg.extract.referents import Referent
from kg.extract.stating import Context, Described, Stating
from kg.model import EntityType

_OFTEN = 2  # mentions, by name or nationality, that make a country the text's
_LEAD = 1.5  # times those of the next country; with less the text is about both


class Nations(Stating):
    """Finds the country of such posts in one document."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.posts = Posts(context)
        self.national = self.words("national_posts")
        self.titles = self.words("national_titles")

    def run(self) -> Iterator[Candidate]:
        """Candidates in order of the phrases; none when no country stands out."""
        country = self._country()
        for phrase in self.discourse.phrases if country is not None else ():
            holder = self.referent(phrase)
            if (
                country is None
                or holder is None
                or holder.type is not EntityType.PERSON
                or not self._is_national(phrase)
            ):
                continue
            if not self.posts.employers(phrase) and phrase.i not in self.discourse.owners:
                ended, _ = self.posts.when(phrase)
                described = Described(phrase, holder, "nation")
                yield self.make(
                    "worksFor", holder.i, country.i, described, [], ended=ended, position=self.posts.title(phrase)
                )

    def _is_national(self, phrase: Phrase) -> bool:
        """A post that only states have, or one that they share with companies, as a title before the name."""
        if phrase.kind is not Kind.NOUN or phrase.role is None:
            return False
        words = phrase.role.words
        others = {t.lower for t in phrase.tokens(self.parse)} - set(words.split()) - self.lexicon.ended
        bare = len(others) <= bool(phrase.determiner)  # not "Assembly president"
        return words in self.national or (words in self.titles and phrase.reason == "title" and bare)

    def _country(self) -> Referent | None:
        counts: Counter[int] = Counter()
        for referent in self.discourse.referents:
            if referent.code and referent.type is EntityType.PLACE:
                counts[referent.i] += len(referent.phrases)
        by_code = {r.code: r.i for r in self.discourse.referents if r.code}
        for token in self.parse.tokens:
            found = self.demonym(token)
            if found is not None and found.code and (i := by_code.get(f"iso3166:{found.code}")) is not None:
                counts[i] += 1
        ranked = counts.most_common(2)
        if not ranked or ranked[0][1] < _OFTEN or (len(ranked) > 1 and ranked[0][1] < _LEAD * ranked[1][1]):
            return None
        return self.discourse.referents[ranked[0][0]]
