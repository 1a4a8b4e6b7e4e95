"""Facts → a self-contained interactive page, drawn by pyvis through a template of our own.

pyvis' own template asks a CDN for files and turns names into HTML (DESIGN §6); ours carries everything inline, shows
every word of the data as text, and forbids the browser any request by a content security policy.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import ConfigurationError, UsageError
from kg.view.choose import find_focus, opening, undrawn_types
from kg.view.payload import STATUS_DASHES, document_data, entity_data, relation_data, telling_data, to_json
from kg.view.records import LANGUAGES, DocumentInfo, FactRecord, Relations, Scene
from kg.view.scene import build_scene

if TYPE_CHECKING:
    from pyvis.network import Network

SCRIPTS = (
    "data.js",  # the data, their indexes, the filters' state
    "words.js",  # the interface's language; amounts, dates, durations
    "dom.js",  # elements made from text, never from HTML
    "style.js",  # colours, glyphs, lines
    "place.js",  # places for nodes that join the picture
    "picture.js",  # the vis-network picture: what is shown, selected, faded
    "fact.js",  # a fact as it is read: sentence, status, quote, source
    "panel.js",  # the panel beside the picture
    "path.js",  # the shortest way between two entities
    "search.js",
    "filters.js",
    "table.js",
    "export.js",
    "main.js",  # wires all of it together
)
"""The page's scripts, in order; they share one scope."""

VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
"""vis-network, as the pyvis package bundles it."""

OPTIONS: dict[str, Any] = {
    "physics": {"enabled": False},  # positions are computed before: pyvis' default takes minutes at 1,000 nodes
    "layout": {"improvedLayout": False},
    "interaction": {"hover": True, "keyboard": False, "multiselect": False, "tooltipDelay": 10**9},
    "nodes": {
        "shape": "dot",
        "size": 17,
        "borderWidth": 0,
        "labelHighlightBold": False,
        "scaling": {"label": {"drawThreshold": 3}},  # pixels on the screen
    },
    "edges": {"smooth": False, "width": 1.3, "arrowStrikethrough": False, "selectionWidth": 1},
}


def render(
    facts: Iterable[FactRecord],
    documents: Mapping[str, DocumentInfo | None],
    ontology: Relations,
    *,
    language: str = "en",
    title: str = "kg",
    focus: Sequence[str] | None = None,
    depth: int = 1,
) -> str:
    """The page for `facts`, as one HTML text to be written in UTF-8; the same input gives the same text.

    `facts` are in the facts format of the export (a list or any iterable, in any order). `documents` has what is known
    of each source; one with a `text` lets the page show a quote in its context. `ontology` has the relations' labels.
    `language` ("en" or "fr") is the one that the page opens in. `focus` names entities by a name or an IRI: the page
    opens with what lies within `depth` steps of them, without it with the most connected entities.

    Raises UsageError for an unknown language, a negative depth, or a focus that is not in `facts`.
    """
    if language not in LANGUAGES:
        raise UsageError(f"the page can't be in {language!r}", hint="use one of " + ", ".join(LANGUAGES))
    if depth < 0:
        raise UsageError(f"depth is {depth}", hint="use 0 or more steps")
    scene = build_scene(facts)
    centres = find_focus(scene, focus or ())
    network = _network(scene, ontology, language, centres, depth)
    data = {
        "language": language,
        "title": title,
        "focus": centres,
        "dashes": STATUS_DASHES,
        "undrawn": undrawn_types(scene),
        "interface": json.loads(_static("interface.json")),
        "entities": entity_data(scene),
        "tellings": telling_data(scene, documents),
        "documents": document_data(scene, documents),
        "relations": relation_data(scene, ontology),
    }
    return _html(network, data)


def write_page(page: str, path: Path) -> None:
    """Writes a rendered page in UTF-8. Raises OSError where the file can't be written."""
    path.write_text(page, encoding="utf-8", newline="\n")


def _network(scene: Scene, ontology: Relations, language: str, focus: Sequence[int], depth: int) -> Network:
    """The pyvis network of the whole scene; the nodes that the page opens with are those that have a position."""
    from pyvis.network import Network

    from kg.view.layout import positions

    places = positions(scene, opening(scene, focus, depth), focus[0] if focus else None)
    network = Network(directed=True)  # an undirected one drops parallel edges
    network.options = OPTIONS
    for node in scene.nodes:
        place = dict(zip("xy", places[node.id], strict=True)) if node.id in places else {}
        network.add_node(node.id, label=node.names[0], group=node.type, **place)
    labels = relation_data(scene, ontology)
    statuses = _statuses(scene)
    for edge in scene.propositions:
        network.add_edge(
            edge.subject,
            edge.object,
            id=edge.id,
            relation=edge.relation,
            label=labels[edge.relation][language],
            dashes=STATUS_DASHES.get(statuses[edge.id], STATUS_DASHES["unknown"]),
        )
    return network


def _statuses(scene: Scene) -> dict[int, str]:
    """The status each proposition is first drawn with: the first of the legend's order that is told of it."""
    order = {status: place for place, status in enumerate(STATUS_DASHES)}
    found: dict[int, str] = {}
    for telling in sorted(scene.tellings, key=lambda t: order.get(str(t.record["status"]), len(order))):
        found.setdefault(telling.proposition, str(telling.record["status"]))
    return found


def _html(network: Network, data: Mapping[str, Any]) -> str:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    style, scripts = _static("page.css"), [_vis(), _script()]
    network.templateEnv = Environment(
        loader=PackageLoader("kg.view"), autoescape=True, undefined=StrictUndefined, keep_trailing_newline=True
    )
    network.templateEnv.globals.update(
        language=data["language"],
        title=data["title"],
        policy=_policy(style, scripts),
        # Marked safe are our own files, pyvis', and JSON without any "<"; nothing else.
        style=Markup(style),  # noqa: S704
        scripts=[Markup(script) for script in scripts],  # noqa: S704
        payload=lambda nodes, edges, options: Markup(  # noqa: S704
            to_json({**data, "nodes": nodes, "edges": edges, "options": json.loads(options)})
        ),
    )
    network.path = "page.html"
    return str(network.generate_html())


def _policy(style: str, scripts: Sequence[str]) -> str:
    """A policy that lets run what we wrote, by hash, and forbids everything else, all requests included."""
    hashes = " ".join(_hash(script) for script in scripts)
    parts = ("default-src 'none'", f"script-src {hashes}", f"style-src {_hash(style)}", "img-src data:")
    return "; ".join((*parts, "base-uri 'none'", "form-action 'none'"))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _script() -> str:
    body = "\n".join(_static(name) for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{body}\n}})();\n'


@cache
def _static(name: str) -> str:
    return resources.files("kg.view").joinpath("static", name).read_text(encoding="utf-8")


@cache
def _vis() -> str:
    try:
        text = resources.files("pyvis").joinpath(VIS).read_text(encoding="utf-8")
    except FileNotFoundError:
        raise ConfigurationError(f"pyvis does not bring {VIS}", hint="install pyvis 0.3.2") from None
    if "</script" in text.lower():
        raise ConfigurationError(f"{VIS} of pyvis can't stand in a page", hint="install pyvis 0.3.2")
    # The browser would ask for the source map when its tools are open; and it hashes with "\n" for every line end.
    return text.partition("//# sourceMappingURL")[0].replace("\r\n", "\n")
