"""Appointments: the verbs by which people come to posts, hold them, hand them on and leave them.

A frame (`lang/<code>/appointments.toml`) says which role of the clause holds the post, how the post stands behind the
verb, and where the employer is named when the post doesn't name it. What ends a post tells, while it is only planned
or denied, that the post is held.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from kg.extract.candidates import Candidate
from kg.extract.clause import Clause
from kg.extract.enumerations import Enumerations
from kg.extract.factuality import Judge
from kg.extract.lexicon import KIN
from kg.extract.phrases import Kind, Phrase
from kg.extract.postframes import Frame, load_appointments
from kg.extract.posts import OWNING, Posts
from kg.extract.referents import Referent, words_of
from kg.extract.stating import Context, Described, Stating
from kg.model import EntityType, Status

_PERSON, _ORG = EntityType.PERSON, EntityType.ORGANIZATION
_FAR = 30  # tokens between a verb and its post: beyond it another clause speaks, or a list of others
_BEHIND = 4  # phrases from a post to who gets it
_NEAR = 2  # tokens from a post to the person who is named behind it
_NOUN = 8  # tokens between "appointment of X" and "as chief executive"
_SUCCESSION = "appointment-succeed"
_MOST = 8  # persons of one appointment; longer lists in news are of others
_SUBJECT = "subject"  # how a post stands that is the subject of the clause
_MEMORY = 2  # sentences in which "X succeeds Y" may leave the post unsaid


class Appointments(Stating):
    """Reads the appointments of one document."""

    def __init__(self, context: Context, clauses: Mapping[int, Clause], judge: Judge) -> None:
        super().__init__(context)
        self.clauses = clauses
        self.judge = judge
        self.posts = Posts(context)
        self.enumerations = Enumerations(context)
        table = self.lexicon.language.table("appointments")
        self.as_words = tuple(table["as"])
        self.brought = frozenset(table["brought"])
        self.containers = frozenset(table["containers"])
        self.schools = frozenset(table["schools"])
        self.bodies = frozenset(table["bodies"])
        self.clubs = frozenset(table["clubs"])
        self.events = {lemma: key for key, lemmas in table["events"].items() for lemma in lemmas}
        self.partitives = frozenset(self.lexicon.language.table("clauses").get("partitive", ()))
        self.announcing = frozenset(table["announcing"])
        self.pairs = {lemma: key == "predecessors" for key, lemmas in table["pairs"].items() for lemma in lemmas}
        self.board_posts = frozenset(table["board_posts"])
        self.deputies = frozenset(table["deputies"])
        self.frames: dict[str, list[Frame]] = {}
        for frame in load_appointments(self.code):
            for lemma in frame.lemmas:
                self.frames.setdefault(lemma, []).append(frame)

    def run(self, known: list[Candidate]) -> Iterator[Candidate]:
        """Candidates in order of the clauses; `known` are the posts that noun phrases have told."""
        told = [c for c in known if c.position is not None]
        for clause in self.clauses.values():
            for frame in self._frames_of(clause):
                if (frame.patient and not self._has_patient(frame, clause)) or (frame.alone and self._acts_on(clause)):
                    continue
                for candidate in self._read(frame, clause, told):
                    told.append(candidate)
                    yield candidate
        for phrase in self.discourse.phrases:
            yield from self._paired(phrase, told)
            yield from self._deputy(phrase, told)
            yield from self._by_noun(phrase)

    def _by_noun(self, phrase: Phrase) -> Iterator[Candidate]:
        """ "the appointment of X as chief executive of Y", "X's resignation as chairman"."""
        event = self.events.get(self.parse.tokens[phrase.head].lemma)
        if event is None or self._is_lit(phrase):
            return
        behind = [(r, o.head) for o in self.complements(phrase, self.of) if (r := self.referent(o)) is not None][:1]
        for holder, token in behind or list(self.possessors(phrase))[:1]:
            post = self._post_behind(max(token, phrase.head), self.brought | (self.of if event == "leaving" else set()))
            if holder.type is not _PERSON or post is None:
                continue
            given = self.posts.employers(post, implicit=False) or self._announcer(phrase.head)
            for employer, at in given or self.posts.employers(post):
                named = self._relation_of(post, employer)
                described = Described(post, holder, "appointment-noun", phrase.head, token)
                title = self.posts.title(post)
                candidate = self.make(named, holder.i, employer.i, described, [phrase.head, at], position=title)
                yield self._timed(candidate, event == "leaving")

    def _is_lit(self, phrase: Phrase) -> bool:
        """ "fait son entrée au conseil": verb and noun are one frame's."""
        head = self.parse.tokens[phrase.head]
        clause = self.clauses.get(head.head)
        return clause is not None and any(head.lemma in frame.patient for frame in self._frames_of(clause))

    def _relation_of(self, post: Phrase, employer: Referent) -> str:
        held = post.role or post.office
        if held is None or not self.is_type(employer, _ORG):
            return "worksFor"
        plural = self.parse.tokens[post.head].morph.get("Number") == "Plur"
        one_of_several = plural or post.determiner == "indefinite"
        return "boardMemberOf" if one_of_several and held.words in self.board_posts else held.relation

    def _post_behind(self, token: int, standing: frozenset[str]) -> Phrase | None:
        """The first post behind a noun of appointment that "as" or "to" brings, or "from" behind one of leaving."""
        sentence = self.parse.tokens[token].sentence
        for phrase in self.discourse.phrases:
            near = token < phrase.first < token + _NOUN and self.parse.tokens[phrase.head].sentence == sentence
            if near and self._is_post(phrase) and self._standing(phrase) in standing:
                return phrase
        return None

    def _paired(self, phrase: Phrase, told: list[Candidate]) -> Iterator[Candidate]:
        """As in "Her successor, X": the post last told of the one is, or was, that of the other."""
        former = self.pairs.get(self.parse.tokens[phrase.head].lemma)
        holder = self._named_behind(phrase) if former is not None else None
        owner = self.discourse.owners.get(
            phrase.i, self.discourse.phrases[phrase.owner].entity if phrase.owner >= 0 else -1
        )
        if former is None or holder is None or holder.type is not _PERSON or owner in {-1, holder.i}:
            return
        posts = [
            c
            for c in told
            if c.subject == owner and c.relation != "founderOf" and c.trigger < phrase.head and not (former and c.ended)
        ]
        if posts and all(c.object == posts[-1].object for c in posts):
            last = replace(
                posts[-1], time=None, subject=holder.i, trigger=phrase.head, tokens=[phrase.first, phrase.head]
            )
            yield replace(last, rule=f"{self.code}/{last.relation}/pair", judged=False, status=None, ended=former)

    def _deputy(self, phrase: Phrase, told: list[Candidate]) -> Iterator[Candidate]:
        """As in "Her deputy, X", where her post was told: who works beside somebody does so for the same employer."""
        words = self.parse.tokens[phrase.head].text
        holder = self._named_behind(phrase) if words.lower() in self.deputies else None
        chief = self.discourse.owners.get(
            phrase.i, self.discourse.phrases[phrase.owner].entity if phrase.owner >= 0 else -1
        )
        if holder is None or holder.type is not _PERSON or chief in {-1, holder.i}:
            return
        employers = [c.object for c in told if c.subject == chief and c.trigger < phrase.head and not c.ended]
        if employers and isinstance(employers[-1], int):
            described = Described(phrase, holder, "deputy")
            yield self.make("worksFor", holder.i, employers[-1], described, [phrase.head], position=words)

    def _named_behind(self, phrase: Phrase) -> Referent | None:
        """The entity of a description, or of the name right behind it or behind a comma."""
        following = self.phrase_at(phrase.i + 1)
        if phrase.entity >= 0 or following is None or following.kind is not Kind.NAME:
            return self.referent(phrase)
        between = [t.text for t in self.parse.tokens[phrase.last : following.first]]
        return self.referent(following) if between in ([], [","]) else None

    def _frames_of(self, clause: Clause) -> list[Frame]:
        """By the lemma with its particle ("step down"), else by the lemma."""
        if clause.copular:
            return []
        token = self.parse.tokens[clause.predicate]
        following = self.parse.tokens[token.i + 1].lower if token.i + 1 < len(self.parse.tokens) else ""
        return self.frames.get(f"{clause.lemma} {following}") or self.frames.get(clause.lemma, [])

    def _has_patient(self, frame: Frame, clause: Clause) -> bool:
        return any(self.parse.tokens[i].lemma in frame.patient for i in clause.arguments.get("patient", ()))

    def _acts_on(self, clause: Clause) -> bool:
        """Whether the verb has an object, be it a time."""
        return any(c.i > clause.predicate for c in self.parse.children(self.parse.tokens[clause.predicate], "obj"))

    # -- one clause

    def _read(self, frame: Frame, clause: Clause, told: list[Candidate]) -> Iterator[Candidate]:
        posts = list(self._posts(frame, clause))
        holders = (
            self._listed(frame, posts)
            or self._persons(frame.holder, clause)
            or self._beside_post(frame, clause, posts)
            or self._further(frame, clause, posts)
        )
        for token, holder in holders[:_MOST]:
            if posts:
                for phrase in posts:
                    yield from self._candidates(frame, clause, phrase, (token, holder), told)
            elif frame.needs_post:
                return
            elif frame.bare:
                yield from self._bare(frame, clause, token, holder)
            elif frame.predecessor:
                yield from self._handed_on(frame, clause, token, holder, told)
            elif frame.ended and not clause.arguments.get("patient"):
                yield from self._leaving(frame, clause, token, holder, told)

    def _listed(self, frame: Frame, posts: list[Phrase]) -> list[tuple[int, Referent]]:
        """ "a reconduit, en qualité d'administrateurs, A, B et C": the names that a plural post holds for."""
        if not posts or "patient" not in frame.holder:
            return []
        return [(token, person) for person, token in self.enumerations.members(posts[0]) if person.type is _PERSON]

    def _persons(self, roles: tuple[str, ...], clause: Clause) -> list[tuple[int, Referent]]:
        for role in roles:
            found = [(i, r) for i in self._at(role, clause) if (r := self.posts.person(i)) is not None]
            if found:
                return found
        return []

    def _at(self, role: str, clause: Clause) -> list[int]:
        """What stands in a role of the clause, or by a preposition on what does: "patient>de"."""
        first, _, preposition = role.partition(">")
        found = list(clause.arguments.get(first, ()))
        if not preposition:
            return found
        phrases = [p for i in found if (p := self.discourse.by_head.get(i)) is not None]
        return [o.head for p in phrases for o in self.complements(p, frozenset({preposition}))]

    def _beside_post(self, frame: Frame, clause: Clause, posts: list[Phrase]) -> list[tuple[int, Referent]]:
        """The person beside the post, where the parse gives no argument: "a porté à sa présidence X"."""
        if not posts or clause.passive or "patient" not in frame.holder:
            return []
        for phrase in self.discourse.phrases:
            if (
                clause.predicate < phrase.head < posts[0].last + _NEAR
                and phrase.kind is Kind.NAME
                and (person := self.posts.person(phrase.head)) is not None
            ):
                return [(phrase.head, person)]
        return []

    def _further(self, frame: Frame, clause: Clause, posts: list[Phrase]) -> list[tuple[int, Referent]]:
        """ "cède son fauteuil de directeur général de X à Y": the parser hung the successor on the post."""
        if not (frame.patient or frame.predecessor) or not posts:
            return []
        for phrase in self.discourse.phrases[posts[-1].i + 1 : posts[-1].i + _BEHIND]:
            if self._verb_between(clause.predicate, phrase.first):
                break
            person = self.posts.person(phrase.head) if self.lexicon.plain(phrase.preposition) in frame.holder else None
            if person is not None:
                return [(phrase.head, person)]
        return []

    # -- the post

    def _posts(self, frame: Frame, clause: Clause) -> Iterator[Phrase]:
        """The first post behind the verb in a form that the frame takes, and those joined to it; or the subject."""
        if _SUBJECT in frame.post and (subject := self._subject_post(clause)) is not None:
            yield subject
            return
        _, end = self.parse.sentences[self.parse.tokens[clause.predicate].sentence]
        limit = min(end, clause.predicate + _FAR)
        for phrase in self.discourse.phrases:
            if not clause.predicate < phrase.first < limit:
                continue
            if self._verb_between(clause.predicate, phrase.first):
                return
            contained = phrase.office is not None or self._container(phrase) is not None
            if self._is_post(phrase) and self._standing(phrase) in frame.post and contained >= frame.contained:
                joined = [p for p in self.posts.joined(phrase) if p.i > phrase.i]
                yield from [phrase, *joined, *self._further_posts(phrase, joined)]
                return

    def _further_posts(self, first: Phrase, joined: list[Phrase]) -> Iterator[Phrase]:
        """ "as director of X and chair of Y": posts coordinated behind the organisation of the first."""
        for token in self.parse.conjuncts(self.parse.tokens[first.head]):
            phrase = self.discourse.by_head.get(token.i)
            if phrase is not None and phrase.i > first.i and phrase not in joined and self._is_post(phrase):
                yield phrase

    def _subject_post(self, clause: Clause) -> Phrase | None:
        """ "La direction de X est confiée à Y", "le poste de directeur de X revient à Y"."""
        for i in clause.subjects:
            phrase = self.discourse.by_head.get(i)
            if phrase is not None and phrase.kind is Kind.PRONOUN:  # "la présidence, qui revient à X"
                phrase = self._antecedent(phrase)
            if phrase is not None and phrase.complements and self._is_container(phrase):
                phrase = self.discourse.phrases[phrase.complements[0]]
            if phrase is not None and self._is_post(phrase):
                return phrase
        return None

    def _antecedent(self, pronoun: Phrase) -> Phrase | None:
        """The phrase right before a relative pronoun."""
        before = self.phrase_at(pronoun.i - 1)
        between = self.parse.tokens[before.last : pronoun.first] if before is not None else []
        return before if all(t.text == "," for t in between) else None

    def _is_container(self, phrase: Phrase) -> bool:
        return self.parse.tokens[phrase.head].lemma in self.containers

    def _container(self, post: Phrase) -> Phrase | None:
        """The phrase that holds a post in its complement: "the job of chairman"."""
        holder = self.discourse.phrases[post.inside] if post.inside >= 0 else None
        contains = holder is not None and holder.head not in self.clauses and self._is_container(holder)
        return holder if contains else None

    def _is_post(self, phrase: Phrase) -> bool:
        if phrase.reason in {"title", "apposition"} and not self.enumerations.members(phrase):
            return False
        return phrase.office is not None or (phrase.role is not None and phrase.role.relation not in KIN | OWNING)

    def _verb_between(self, first: int, last: int) -> bool:
        return any(i in self.clauses and self.clauses[i].form == "fin" for i in range(first + 1, last))

    def _standing(self, phrase: Phrase) -> str:
        """How the post stands: "", a preposition, or "as"; a container's preposition counts for what it holds."""
        if (holder := self._container(phrase)) is not None:
            return self._standing(holder)
        first = self.parse.tokens[phrase.first]
        before = self.parse.text[max(0, first.start - 40) : first.start].lower().rstrip()
        if any(before.endswith((" " + word, "," + word)) for word in self.as_words):
            return "as"
        if phrase.owner >= 0 or (first.i and self.parse.tokens[first.i - 1].dep == "compound:prt"):
            return ""  # "joins X's board", "took up the post"
        return self.lexicon.plain(phrase.preposition)

    # -- candidates

    def _candidates(
        self, frame: Frame, clause: Clause, phrase: Phrase, held: tuple[int, Referent], told: list[Candidate]
    ) -> Iterator[Candidate]:
        token, holder = held
        post = phrase.role or phrase.office
        if post is None:
            return
        for employer, at in self._employers(frame, clause, phrase, told):
            if employer.i == holder.i:
                continue
            relation = self._relation_of(phrase, employer)
            described = Described(phrase, holder, frame.rule, clause.predicate, token)
            candidate = self.make(
                relation, holder.i, employer.i, described, [clause.predicate, at], position=self.posts.title(phrase)
            )
            if not clause.passive and self._acts(clause, at):
                candidate = replace(candidate, planner=employer.i)
            if frame.status and self.judge.judge(candidate.trigger).status is Status.ASSERTED:
                candidate = replace(candidate, status=frame.status)
            yield self._timed(candidate, frame.ended)
            before = [(at, other, frame.rule) for at, other in self._persons(frame.predecessor, clause)]
            before = before or [(at, other, _SUCCESSION) for at, other in self.posts.replaced(phrase)]
            for other_token, other, rule in before:
                former = replace(candidate, subject=other.i, tokens=[*candidate.tokens, other_token])
                yield self._timed(replace(former, rule=f"{self.code}/{relation}/{rule}"), ended=True)

    def _acts(self, clause: Clause, token: int) -> bool:
        """Whether what a token names acts in the clause, or a body of it does: "le conseil d'administration de X"."""
        above = {token, *(t.i for t in self.parse.ancestors(self.parse.tokens[token]))}
        return token < clause.predicate and bool(above & set(clause.arguments.get("agent", ())))

    def _timed(self, candidate: Candidate, ended: bool) -> Candidate:
        """A post that somebody will leave, may leave or won't leave is held."""
        if not ended:
            return replace(candidate, bound="since")
        done = self.judge.judge(candidate.trigger).status is Status.ASSERTED
        return replace(candidate, ended=done, judged=done, bound="until")

    def _employers(
        self, frame: Frame, clause: Clause, phrase: Phrase, told: list[Candidate]
    ) -> list[tuple[Referent, int]]:
        """That of the post itself, else of the clause, else the organisation that is talked about."""
        found = self.posts.employers(phrase, implicit=False)
        for role in frame.employer:
            if found or (role == "agent" and clause.passive):
                break
            found = self._organizations(role, clause)
        if not found and phrase.determiner != "possessive":
            found = self._last_told(clause, told) or self._partitive(clause) or self._announcer(clause.predicate)
        return found or self.posts.employers(phrase)

    def _partitive(self, clause: Clause) -> list[tuple[Referent, int]]:
        """ "Elle en devient directrice": of what the pronoun before the verb stands for."""
        for phrase in reversed(self.discourse.phrases):
            token = self.parse.tokens[phrase.head]
            if token.i < clause.predicate and token.lower in self.partitives and token.head == clause.predicate:
                referent = self.referent(phrase)
                return [(referent, token.i)] if referent is not None and referent.type is _ORG else []
        return []

    def _announcer(self, told: int) -> list[tuple[Referent, int]]:
        """ "Norvane said X would take over as chief executive", "announced the appointment of X as": who announces a
        post has it to give.
        """
        for above in self.parse.ancestors(self.parse.tokens[told]):
            outer = self.clauses.get(above.i)
            if outer is not None and outer.lemma in self.announcing:
                return [
                    (r, i)
                    for i in outer.arguments.get("agent", ())
                    if (r := self.discourse.referent_at(i)) is not None and r.type is _ORG
                ][:1]
        return []

    def _last_told(self, clause: Clause, told: list[Candidate]) -> list[tuple[Referent, int]]:
        """Appointments come in series: the employer of the one told just before; that of the same person, also
        without a post: "who joined X in 2012, was named chief executive in 2019".
        """
        sentence = self.parse.tokens[clause.predicate].sentence
        held = {r.i for found in clause.arguments.values() for i in found if (r := self.posts.person(i)) is not None}
        for last in reversed(told):
            if (
                "/appointment-" in last.rule
                and (last.position is not None or (last.subject in held and last.bound == "since"))
                and isinstance(last.object, int)
                and 0 <= sentence - self.parse.tokens[last.trigger].sentence <= 1
            ):
                return [(self.discourse.referents[last.object], clause.predicate)]
        return []

    def _organizations(self, role: str, clause: Clause) -> list[tuple[Referent, int]]:
        found = []
        for i in self._at(role, clause):
            phrase = self.discourse.by_head.get(i)
            referent = self.referent(self.with_title(phrase)) if phrase is not None else None
            if referent is not None and self.is_type(referent, _ORG):
                found.append((referent, i))
            elif phrase is not None and self.parse.tokens[i].lemma in self.bodies:
                found += self._of_body(phrase)
        return found[:1]

    def _of_body(self, phrase: Phrase) -> list[tuple[Referent, int]]:
        """ "the shareholders of X elected", "X's board named": whose body it is."""
        behind = [(r, o.head) for o in self.complements(phrase, self.of) if (r := self.referent(o)) is not None]
        had = [(r, phrase.head) for r, _ in self.possessors(phrase)]
        return [(r, i) for r, i in [*behind, *had] if r.type is _ORG]

    def _bare(self, frame: Frame, clause: Clause, token: int, holder: Referent) -> Iterator[Candidate]:
        """As in "X a rejoint Y": nothing is said of the post."""
        for role in frame.employer:
            for employer, at in self._organizations(role, clause):
                if any(word in self.schools for name in employer.names for word in name.lower().split()):
                    return  # to join a school is mostly to study there
                phrase = self.discourse.by_head.get(at)
                if phrase is None or phrase.office is not None:
                    return  # "has joined its board": the possessive is no place of its own
                described = Described(phrase, holder, frame.rule, clause.predicate, token)
                yield self._timed(
                    self.make(frame.bond or self._bond(employer), holder.i, employer.i, described, [clause.predicate]),
                    frame.ended,
                )
                return

    def _leaving(
        self, frame: Frame, clause: Clause, token: int, holder: Referent, told: list[Candidate]
    ) -> Iterator[Candidate]:
        """ "The finance chief, who is stepping down on 30 November": the one post that was told, until then."""
        posts = [c for c in told if c.subject == holder.i and c.relation != "founderOf" and not c.ended]
        going = self.judge.judge(clause.predicate).status is not Status.ASSERTED or clause.tense == "pres"
        if clause.negated or not going or len({(c.relation, c.object) for c in posts}) != 1:
            return
        rule = f"{self.code}/{posts[-1].relation}/{frame.rule}"
        tokens = [clause.predicate, token]
        yield replace(
            posts[-1], trigger=clause.predicate, tokens=tokens, rule=rule, time=None, judged=False, bound="until"
        )

    def _bond(self, employer: Referent) -> str:
        """Who joins or leaves a party, a team or a band is its member; elsewhere one works."""
        words = {word for name in {*employer.names, *employer.nouns} for word in words_of(name)}
        return "memberOf" if words & self.clubs else "worksFor"

    def _handed_on(
        self, frame: Frame, clause: Clause, token: int, holder: Referent, told: list[Candidate]
    ) -> Iterator[Candidate]:
        """As in "Elle succède à X": to the post that was told last of one of them, in this sentence or just before."""
        sentence = self.parse.tokens[clause.predicate].sentence
        for other_token, other in self._persons(frame.predecessor, clause):
            near = [
                c
                for c in told
                if c.subject in {holder.i, other.i} and 0 <= sentence - self.parse.tokens[c.trigger].sentence <= _MEMORY
            ]
            if not near or other.i == holder.i:
                continue
            last = ([c for c in near if c.subject == other.i] or near)[-1]
            new = replace(
                last,
                trigger=clause.predicate,
                tokens=[clause.predicate, token, other_token],
                judged=True,
                ended=False,
                status=None,
            )
            new = replace(new, rule=f"{self.code}/{last.relation}/{frame.rule}")
            if last.subject != holder.i:
                yield self._timed(replace(new, subject=holder.i), ended=False)
            if last.subject != other.i:
                yield self._timed(replace(new, subject=other.i), ended=True)
