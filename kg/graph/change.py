"""A change of the store that is being prepared: what is removed and added, and how the store would look then."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Triple

from kg.graph.store import Notes, Store, Term


class Change:
    """Triples to remove and to add. `match` answers as the store will once the change is made."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._removed: set[Triple] = set()
        self._added: set[Triple] = set()
        # By object and predicate, the way in which what refers to a node is asked for.
        self._referring: defaultdict[object, set[Triple]] = defaultdict(set)

    def replace(self, old: Iterable[Triple], new: Iterable[Triple]) -> None:
        """Have `new` stand where `old`, which the store holds, stood."""
        before, after = set(old), set(new)
        self._removed |= before - after
        for triple in after - before:
            if triple in self._removed:
                self._removed.discard(triple)
            else:
                self._added.add(triple)
                self._referring[triple.object, triple.predicate].add(triple)

    def before(self, subject: NamedNode, predicate: NamedNode | None = None) -> Iterator[Triple]:
        """What the store holds of the subject now, by one predicate or by all."""
        return self._store.match(subject, predicate, None)

    def referring(self, predicate: NamedNode, object_: Term) -> Iterator[NamedNode]:
        """Subjects that will have the predicate with the object, those in the change first."""
        for triple in self._referring[object_, predicate]:
            yield _node(triple)
        for triple in self._store.match(None, predicate, object_):
            if triple not in self._removed:
                yield _node(triple)

    def holds(self, triple: Triple) -> bool:
        """True when the triple will be in the store."""
        if triple in self._added:
            return True
        stored = any(True for _ in self._store.match(_node(triple), triple.predicate, triple.object))  # type: ignore[arg-type]
        return stored and triple not in self._removed

    def commit(self, notes: Notes) -> None:
        """Make the change, wholly or not at all, and note when documents were stored."""
        self._store.change(self._removed, self._added, notes)


def _node(triple: Triple) -> NamedNode:
    """The subject, which is an IRI throughout: the graph has no blank nodes."""
    if not isinstance(triple.subject, NamedNode):
        raise TypeError(f"a blank node in the graph: {triple}")
    return triple.subject
