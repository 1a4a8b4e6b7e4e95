"""Document to extraction: the stages of one text, in order."""

from __future__ import annotations

import gc
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path

from kg.extract.appointments import Appointments
from kg.extract.approvals import Approvals
from kg.extract.attributes import Describing
from kg.extract.births import Births
from kg.extract.brands import Brands
from kg.extract.callings import Callings
from kg.extract.clauses import find_clauses
from kg.extract.coreference import resolve
from kg.extract.counterparts import Counterparts
from kg.extract.cuts import Cuts
from kg.extract.denials import Denials
from kg.extract.enumerations import Enumerations
from kg.extract.facts import Assembler
from kg.extract.factuality import Judge
from kg.extract.figures import Figures
from kg.extract.frames import load_frames
from kg.extract.further import FurtherSites
from kg.extract.headcounts import Headcounts
from kg.extract.lives import Lives
from kg.extract.markets import Markets
from kg.extract.models import BATCH
from kg.extract.nations import Nations
from kg.extract.owners import Owners
from kg.extract.parse import Parser
from kg.extract.phrases import find_phrases
from kg.extract.possessions import Possessions
from kg.extract.precedents import Precedents
from kg.extract.presence import Presence
from kg.extract.qualifiers import Qualifiers
from kg.extract.relations import Matcher
from kg.extract.schooling import Schooling
from kg.extract.sites import Sites
from kg.extract.stakes import Stakes
from kg.extract.stating import Context
from kg.extract.syntax import Parse
from kg.extract.timing import Timing
from kg.extract.townships import Townships
from kg.language import FOLDER, data_digest, languages
from kg.model import Document, Extraction
from kg.ontology import load_ontology, ontology_path


@cache
def rules_version() -> str:
    """Digest (hex) of all that extraction depends on beside the document: code, language data, ontology."""
    return data_digest([Path(__file__).parent, FOLDER, ontology_path("kg.ttl").parent])[:16]


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No search for cyclic garbage within a batch, only between two.

    The stages make many small records that live as long as their document; looking through them again and again took
    a fifth of the time behind the parse.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


class Extractor:
    """Extracts entities and facts; models are loaded when the first document of their language comes."""

    def __init__(self, codes: Iterable[str] | None = None) -> None:
        self.codes = tuple(codes) if codes is not None else languages()
        self._parsers: dict[str, Parser] = {}

    def extract(self, document: Document) -> Extraction:
        """All that one document says."""
        return next(iter(self.extract_many([document])))

    def extract_many(self, documents: Iterable[Document]) -> Iterator[Extraction]:
        """Extractions in the order of the documents, parsed in batches."""
        source = iter(documents)
        while batch := list(islice(source, BATCH)):
            yield from self._batch(batch)

    def _batch(self, batch: list[Document]) -> list[Extraction]:
        by_language: dict[str, list[int]] = defaultdict(list)
        for i, document in enumerate(batch):
            by_language[document.language].append(i)
        done: dict[int, Extraction] = {}
        with _collector_paused():
            for code, places in by_language.items():
                parses = self._parser(code).parse((batch[i].text, batch[i].published) for i in places)
                for i, parse in zip(places, parses, strict=True):
                    done[i] = self.read(batch[i], parse)
        return [done[i] for i in range(len(batch))]

    def _parser(self, code: str) -> Parser:
        if code not in self._parsers:
            self._parsers[code] = Parser(code)
        return self._parsers[code]

    def read(self, document: Document, parse: Parse) -> Extraction:
        """The stages behind the parse."""
        parser = self._parser(document.language)
        lexicon, gazetteer, ontology = parser.lexicon, parser.gazetteer, load_ontology()
        phrases = find_phrases(parse, lexicon)
        discourse = resolve(parse, phrases, lexicon, gazetteer)
        clauses = find_clauses(parse, lexicon)
        frames = load_frames(document.language)
        judge = Judge(parse, clauses, discourse, lexicon)
        context = Context(parse, discourse, lexicon, gazetteer)
        owners = Owners(parse, clauses, discourse, lexicon)
        members = Enumerations(context).included
        candidates = list(Matcher(parse, clauses, discourse, lexicon, frames, ontology, members).run())
        candidates += Stakes(parse, clauses, discourse, lexicon).run(tuple(candidates))
        candidates += Approvals(parse, discourse, lexicon).run(tuple(candidates))
        candidates = Figures(parse, clauses, lexicon, owners, document.published).run(candidates)
        candidates += Cuts(parse, clauses, discourse, lexicon, owners).run(tuple(candidates))
        candidates += Possessions(context).run()
        candidates += Headcounts(parse, discourse, lexicon, owners).run()
        described = list(Describing(context, clauses).run())
        candidates += Presence(context, clauses, Sites(context), owners).run()
        candidates += Markets(context, clauses, owners).run()
        candidates += Nations(context).run()
        candidates += Brands(context).run()
        candidates += Townships(context).run()
        candidates += Lives(context).run()
        candidates += Births(context, clauses).run()
        candidates += Schooling(context).run()
        candidates += Callings(context, clauses).run()
        candidates += [*described, *Appointments(context, clauses, judge).run(described)]
        candidates += Counterparts(context).run(tuple(candidates))
        candidates += Precedents(context).run(tuple(candidates))
        candidates += FurtherSites(context, clauses).run(tuple(candidates))
        candidates += Denials(parse, clauses, discourse, lexicon, judge).run(tuple(candidates))
        qualifiers = Qualifiers(parse, clauses, discourse, lexicon)
        timing = Timing(parse, clauses, discourse, qualifiers, lexicon, document.published)
        assembler = Assembler(document, parse, discourse, judge, qualifiers, timing, lexicon, ontology)
        facts = assembler.facts(candidates)
        mentions = tuple(assembler.mentions())
        return Extraction(document, tuple(assembler.entities()), mentions, tuple(facts), rules=rules_version())
