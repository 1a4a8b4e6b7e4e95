"""Facts → scene: who is one node, which facts are one edge, what a page opens with, and where."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import UsageError
from kg.view.choose import MOST, OPENING, find_focus, opening
from kg.view.layout import positions
from kg.view.scene import build_scene


def organization(name: str, *others: str, iri: str | None = None) -> dict[str, Any]:
    known = {"iri": iri} if iri else {}
    return {"type": "Organization", "names": [name, *others], **known}


def fact(
    subject: dict[str, Any],
    object_: dict[str, Any],
    *,
    relation: str = "partnerOf",
    document: str = "a",
    status: str = "asserted",
) -> dict[str, Any]:
    evidence = {"quote": "…", "start": 0, "end": 1}
    return {
        "document": document,
        "subject": subject,
        "relation": relation,
        "object": object_,
        "status": status,
        "evidence": evidence,
    }


def pairs(*names: str) -> list[dict[str, Any]]:
    """Facts "AB": A partnerOf B."""
    return [fact(organization(name[0]), organization(name[1])) for name in names]


def test_tellings_of_one_fact_are_one_edge() -> None:
    scene = build_scene(
        [
            fact(organization("A"), organization("B"), document=d, status=s)
            for d, s in (("1", "possible"), ("2", "denied"))
        ]
    )
    assert len(scene.propositions) == 1
    assert [telling.record["status"] for telling in scene.tellings] == ["possible", "denied"]


def test_an_iri_is_one_node_under_all_its_names() -> None:
    facts = [
        fact(organization("Norrvik", iri="n"), organization("B"), document="1"),
        fact(organization("Norrvik", iri="n"), organization("B"), document="2"),
        fact(organization("Norrvik AB", "the group", iri="n"), organization("B"), document="3"),
    ]
    assert build_scene(facts).nodes[0].names == ("Norrvik", "Norrvik AB", "the group")


def test_equal_values_of_two_subjects_do_not_connect_them() -> None:
    people = {"quantity": 300}
    scene = build_scene([fact(organization(name), people, relation="employeeCount") for name in "AB"])
    assert [node.type for node in scene.nodes] == ["Organization", "Quantity", "Organization", "Quantity"]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"amount": 1.5e9, "currency": "USD"}, "Amount"),
        ({"quantity": 3}, "Quantity"),
        ({"date": "2024-H1"}, "Date"),
        ({"text": "steel"}, "Text"),
    ],
)
def test_a_value_has_the_type_of_its_key(value: dict[str, Any], kind: str) -> None:
    assert build_scene([fact(organization("A"), value)]).nodes[1].type == kind


@given(st.randoms(use_true_random=False))
def test_the_order_of_the_facts_does_not_matter(chance: random.Random) -> None:
    # Law: "same input, same bytes", whatever the order in which a store hands out its facts.
    facts = pairs("AB", "BC", "CA", "AD", "DE")
    shuffled = facts.copy()
    chance.shuffle(shuffled)
    assert build_scene(shuffled) == build_scene(facts)


@pytest.mark.parametrize("wanted", ["Écume", "ecume", "ECUME ", "https://kg.example/e"])
def test_a_focus_is_a_name_without_regard_to_case_and_accents_or_an_iri(wanted: str) -> None:
    scene = build_scene([fact(organization("A"), organization("Écume", iri="https://kg.example/e"))])
    assert find_focus(scene, [wanted]) == [1]


@pytest.mark.parametrize("wanted", ["Nobody", "", "300"])
def test_a_focus_that_is_not_there_is_wrong_use(wanted: str) -> None:
    scene = build_scene([fact(organization("A"), {"quantity": 300})])
    with pytest.raises(UsageError, match="no entity is named"):
        find_focus(scene, [wanted])


@pytest.mark.parametrize(("depth", "names"), [(0, "A"), (1, "AB"), (2, "ABC"), (9, "ABCD")])
def test_depth_is_counted_in_steps_from_the_focus(depth: int, names: str) -> None:
    scene = build_scene(pairs("AB", "BC", "CD", "XY"))
    shown = opening(scene, find_focus(scene, ["A"]), depth)
    assert {scene.nodes[node].names[0] for node in shown} == set(names)


def star(leaves: int) -> list[dict[str, Any]]:
    return [fact(organization("Hub"), organization(f"Leaf {i}")) for i in range(leaves)]


def test_a_large_graph_opens_around_its_best_connected_node() -> None:
    scene = build_scene([*star(500), *pairs("AB", "BC")])
    shown = opening(scene, (), 1)
    assert len(shown) == OPENING
    assert scene.nodes[shown[0]].names == ("Hub",)


def test_a_focus_draws_no_more_than_can_be_read() -> None:
    scene = build_scene(star(1000))
    assert len(opening(scene, find_focus(scene, ["Hub"]), 1)) == MOST


def test_texts_crowd_no_large_picture() -> None:
    scene = build_scene([*star(OPENING), fact(organization("Hub"), {"text": "steel"}, relation="industry")])
    assert all(scene.nodes[node].type != "Text" for node in opening(scene, find_focus(scene, ["Hub"]), 1))


graphs = st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), min_size=1, max_size=30)


@given(graphs)
def test_every_node_shown_has_a_place_of_its_own(edges: list[tuple[int, int]]) -> None:
    # Law: the opening picture shows each chosen node, and no two on the same spot.
    scene = build_scene([fact(organization(f"N{a}"), organization(f"N{b}")) for a, b in edges])
    shown = opening(scene, (), 1)
    places = positions(scene, shown)
    assert set(places) == set(shown)
    assert len(set(places.values())) == len(shown)


def test_labels_of_a_star_do_not_cover_each_other() -> None:
    scene = build_scene([fact(organization("Hub"), organization(f"A name of {i:02} words")) for i in range(30)])
    places = list(positions(scene, opening(scene, (), 1)).values())
    near = [
        (a, b) for i, a in enumerate(places) for b in places[:i] if abs(a[0] - b[0]) < 120 and abs(a[1] - b[1]) < 50
    ]
    assert near == []


def test_the_focus_is_the_centre() -> None:
    scene = build_scene(pairs("AB", "BC", "CD"))
    assert positions(scene, range(4), centre=2)[2] == (0, 0)
