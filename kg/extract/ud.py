"""From the CLEAR labels of the English models to Universal Dependencies, and from spaCy's French to plain UD.

The main difference is that CLEAR makes prepositions and copulas heads; UD attaches them to the content word.
"""

from __future__ import annotations

from kg.extract.syntax import Token

_RENAMED = {
    "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "dobj": "obj", "dative": "iobj", "auxpass": "aux:pass",
    "relcl": "acl:relcl", "attr": "xcomp", "acomp": "xcomp", "poss": "nmod:poss", "neg": "advmod", "npadvmod":
    "obl:npmod",
    "nmod": "compound", "nn": "compound", "prt": "compound:prt", "quantmod": "advmod", "predet": "det", "oprd": "xcomp",
    "possessive": "case", "preconj": "cc", "intj": "discourse", "meta": "dep", "hmod": "compound", "infmod": "acl",
    "partmod": "acl",
}  # fmt: skip
_VERBAL = {"VERB", "AUX", "ADJ"}


def from_clear(tokens: list[Token], first: int, last: int) -> None:
    """Rewrite labels and heads of one sentence in place."""
    sentence = tokens[first:last]
    for token in sentence:
        if token.dep == "case" and tokens[token.head].dep == "poss":
            continue
        token.dep = _RENAMED.get(token.dep, token.dep)
    for token in sentence:
        if token.dep == "conj" and token.pos == "ADP" and tokens[token.head].dep in {"prep", "agent", "iobj"}:
            token.dep, token.head = "prep", tokens[token.head].head  # "to X and to Y": each its own complement
    for token in sentence:
        if token.dep in {"prep", "agent"} or (
            token.dep == "iobj" and token.pos == "ADP"
        ):  # "sold X to Y": a dative preposition
            _lift_object(tokens, sentence, token)
    for token in sentence:
        if token.lemma == "be" and token.dep not in {"aux", "aux:pass"}:
            _lift_predicate(sentence, token)


def _lift_object(tokens: list[Token], sentence: list[Token], preposition: Token) -> None:
    """Prep → pobj becomes head → obl/nmod with the preposition as its case."""
    objects = [t for t in sentence if t.head == preposition.i and t.dep in {"pobj", "pcomp"} and t.i != preposition.i]
    if not objects:
        preposition.dep = "advmod" if preposition.dep == "prep" else preposition.dep
        return
    content, head = objects[0], preposition.head
    while tokens[head].dep == "prep" and tokens[head].i != tokens[head].head:
        head = tokens[head].head
    verbal = tokens[head].pos in _VERBAL
    if content.dep == "pcomp" and content.pos in {"VERB", "AUX"}:
        content.dep = "advcl" if verbal else "acl"
        preposition_dep = "mark"
    else:
        content.dep = "obl:agent" if preposition.dep == "agent" else "obl" if verbal else "nmod"
        preposition_dep = "case"
    content.head = head
    for other in sentence:
        if other.head == preposition.i and other.i not in {content.i, preposition.i}:
            other.head = content.i
    preposition.head, preposition.dep = content.i, preposition_dep


def _lift_predicate(sentence: list[Token], copula: Token) -> None:
    """Be → attr becomes attr → cop, the attribute taking the copula's place and dependents."""
    predicates = [t for t in sentence if t.head == copula.i and t.dep == "xcomp" and t.i != copula.i and t.i > copula.i]
    if not predicates:
        return
    content = predicates[0]
    content.head = content.i if copula.head == copula.i else copula.head
    content.dep = copula.dep
    for other in sentence:
        if other.head == copula.i and other.i not in {content.i, copula.i}:
            other.head = content.i
    infinitive = content.pos == "VERB" and any(t.head == content.i and t.dep == "aux" for t in sentence)
    copula.head, copula.dep = content.i, "aux" if infinitive else "cop"  # "is to close": no copula
