"""The vocabularies of the graph, and the terms of them that code writes."""

from __future__ import annotations

from types import MappingProxyType

from pyoxigraph import NamedNode

from kg import NAMESPACE

TYPE_CHECKING = False  # see `kg`
if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIXES: Mapping[str, str] = MappingProxyType(
    {
        "kg": NAMESPACE,
        "dct": "http://purl.org/dc/terms/",
        "oa": "http://www.w3.org/ns/oa#",
        "org": "http://www.w3.org/ns/org#",
        "owl": "http://www.w3.org/2002/07/owl#",
        "prov": "http://www.w3.org/ns/prov#",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "schema": "https://schema.org/",
        "skos": "http://www.w3.org/2004/02/skos/core#",
        "xsd": "http://www.w3.org/2001/XMLSchema#",
    }
)


class Namespace:
    """`Namespace("rdfs").label` and `Namespace("kg")["from"]` are the IRIs of these terms."""

    def __init__(self, prefix: str) -> None:
        self._iri = PREFIXES[prefix]

    def __getitem__(self, name: str) -> NamedNode:
        term: NamedNode = getattr(self, name)
        return term

    def __getattr__(self, name: str) -> NamedNode:
        """Asked once for each name: the term then stands among the attributes."""
        if name.startswith("__"):
            raise AttributeError(name)
        term = NamedNode(self._iri + name)
        self.__dict__[name] = term
        return term


KG = Namespace("kg")
DCT = Namespace("dct")
OA = Namespace("oa")
PROV = Namespace("prov")
RDF = Namespace("rdf")
RDFS = Namespace("rdfs")
SCHEMA = Namespace("schema")
SKOS = Namespace("skos")
XSD = Namespace("xsd")


def local_name(term: object) -> str:
    """The name behind the last "#" or "/" of an IRI of ours: "chiefExecutiveOf"."""
    return term.value.removeprefix(NAMESPACE) if isinstance(term, NamedNode) else str(term)
