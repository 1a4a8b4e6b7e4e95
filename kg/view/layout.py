"""Positions for the nodes that a page opens with, in the picture's own units (pixels at scale 1). Pure, repeatable."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import networkx as nx
import numpy as np
import numpy.typing as npt

from kg.view.records import Scene

Points = npt.NDArray[np.float64]

EDGE = 200.0
"""Wanted length of an edge: room for "subsidiary of" between two labelled nodes, tried on the examples."""

HUB = 0.2
"""How much longer an edge gets with each doubling of its lesser end's degree; tried on a dossier of nine articles."""

CHARACTER = 7.4
"""Width of a label's character at the page's 13 px; half a label is at most WIDEST, where the page wraps it."""

WIDEST = 75.0
HEIGHT = 62.0
"""A node of 17 px radius with its label below."""

CLEAR = 34.0
"""Room between a node and the lines of others: two radii."""

SEED = 7
"""Any fixed number: the same facts give the same picture."""


def positions(scene: Scene, shown: Sequence[int], centre: int | None = None) -> dict[int, tuple[int, int]]:
    """Where to draw the nodes `shown`; `centre` is put at (0, 0). Components stand side by side, the largest first."""
    graph = _graph(scene, shown)
    parts = sorted(nx.connected_components(graph), key=lambda part: (-len(part), min(part)))
    placed: dict[int, tuple[float, float]] = {}
    blocks = [_spread(graph.subgraph(sorted(part)), scene) for part in parts]
    for block, (dx, dy) in zip(blocks, _shelves(blocks), strict=True):
        placed.update({node: (x + dx, y + dy) for node, (x, y) in block.items()})
    cx, cy = placed.get(-1 if centre is None else centre, (0.0, 0.0))
    return {node: (round(placed[node][0] - cx), round(placed[node][1] - cy)) for node in shown}


def _graph(scene: Scene, shown: Sequence[int]) -> nx.Graph:
    graph = nx.Graph()
    graph.add_nodes_from(sorted(shown))
    within = set(shown)
    for p in scene.propositions:
        if p.subject in within and p.object in within and p.subject != p.object:
            graph.add_edge(p.subject, p.object)
    return graph


def _spread(part: nx.Graph, scene: Scene) -> Mapping[int, tuple[float, float]]:
    """The layout of one component: distances as in the graph, labels pushed apart, the corner at (0, 0)."""
    nodes = sorted(part)
    graph = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_edges_from(sorted(tuple(sorted(edge)) for edge in part.edges))
    start = nx.spring_layout(graph, pos=nx.circular_layout(graph), seed=SEED, method="force")
    points = _stress(np.array([start[node] for node in nodes]), _distances(graph, nodes)) * EDGE
    half = np.array([_half_width(scene.nodes[node].names[0]) for node in nodes])
    ends = np.array([(nodes.index(a), nodes.index(b)) for a, b in graph.edges], dtype=np.int64).reshape(-1, 2)
    points = _separate(points, half, ends)
    points -= points.min(axis=0)
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, points, strict=True)}


def _distances(graph: nx.Graph, nodes: Sequence[int]) -> Points:
    """Shortest ways; an edge between two hubs is longer than one to a leaf, to make room for the leaves of both."""
    for a, b in graph.edges:
        graph.edges[a, b]["length"] = 1 + HUB * math.log2(min(graph.degree[a], graph.degree[b]))
    lengths = dict(nx.all_pairs_dijkstra_path_length(graph, weight="length"))
    return np.array([[lengths[a][b] for b in nodes] for a in nodes], dtype=np.float64)


def _stress(points: Points, wanted: Points, rounds: int = 200) -> Points:
    """Majorisation of the stress that Kamada and Kawai's layout minimises (networkx' own needs scipy).

    Springs alone push the leaves far out, so that a picture of 60 nodes is too small to read; this keeps edges equal.
    """
    if len(points) < 2:
        return points
    weights = np.where(wanted > 0, 1.0 / np.maximum(wanted, 1.0) ** 2, 0.0)
    laplacian = np.diag(weights.sum(1)) - weights
    inverse = np.linalg.pinv(laplacian)
    for _ in range(rounds):
        apart = np.linalg.norm(points[:, None, :] - points[None, :, :], axis=2)
        ratio = -weights * wanted / np.where(apart > 0, apart, 1.0)
        np.fill_diagonal(ratio, 0.0)
        np.fill_diagonal(ratio, -ratio.sum(1))
        points = inverse @ (ratio @ points)
    return points


def _half_width(label: str) -> float:
    return min(max(len(label) * CHARACTER / 2, 24.0), WIDEST) + 8


def _separate(points: Points, half: npt.NDArray[np.float64], ends: npt.NDArray[np.int64], rounds: int = 120) -> Points:
    """Moves labels off each other and nodes off the lines of others, until none overlap or `rounds` are over."""
    for _ in range(rounds):
        move = _off_labels(points, half) + _off_lines(points, ends)
        if not move.any():
            break
        # Less than the whole overlap at once: crowded nodes would jump.
        points = points + 0.3 * move
    return points


def _off_labels(points: Points, half: npt.NDArray[np.float64]) -> Points:
    """How far each box would have to move along the axis where it overlaps another least, summed over the others."""
    delta = points[:, None, :] - points[None, :, :]
    over_x = half[:, None] + half[None, :] - np.abs(delta[..., 0])
    over_y = HEIGHT - np.abs(delta[..., 1])
    overlap = (over_x > 0) & (over_y > 0)
    np.fill_diagonal(overlap, val=False)
    sideways = overlap & (over_x < over_y)
    upright = overlap & ~sideways
    x = (np.sign(delta[..., 0]) * over_x * sideways).sum(1)
    y = (_sign(delta[..., 1]) * over_y * upright).sum(1)
    return np.stack([x, y], 1)


def _off_lines(points: Points, ends: npt.NDArray[np.int64]) -> Points:
    """How far each node would have to move to stand CLEAR of the lines that are not its own, summed over the lines."""
    if not len(ends):
        return np.zeros_like(points)
    start, along = points[ends[:, 0]], points[ends[:, 1]] - points[ends[:, 0]]
    length = np.maximum((along**2).sum(1), 1.0)
    share = ((points[:, None, :] - start[None]) * along[None]).sum(2) / length
    away = points[:, None, :] - (start[None] + np.clip(share, 0, 1)[..., None] * along[None])
    distance = np.linalg.norm(away, axis=2)
    upright = np.stack([-along[:, 1], along[:, 0]], 1) / np.sqrt(length)[:, None]
    direction = np.where(distance[..., None] > 1, away / np.maximum(distance, 1)[..., None], upright[None])
    push = np.maximum(CLEAR - distance, 0)
    push[ends[:, 0], np.arange(len(ends))] = push[ends[:, 1], np.arange(len(ends))] = 0
    moved: Points = (direction * push[..., None]).sum(1)
    return moved


def _sign(delta: Points) -> Points:
    """Signs that also part two nodes at the same height: the earlier one goes up."""
    order = np.triu(np.full(delta.shape, -1.0), 1) + np.tril(np.ones(delta.shape), -1)
    return np.where(delta == 0, order, np.sign(delta))


def _shelves(blocks: Sequence[Mapping[int, tuple[float, float]]], gap: float = 130.0) -> list[tuple[float, float]]:
    """Offsets that put blocks side by side in rows about as wide as the picture is high."""
    sizes = [(max(x for x, _ in b.values()), max(y for _, y in b.values())) for b in blocks]
    row = max([w for w, _ in sizes] + [math.sqrt(sum((w + gap) * (h + gap) for w, h in sizes))], default=0.0)
    offsets, x, y, tallest = [], 0.0, 0.0, 0.0
    for width, height in sizes:
        if x and x + width > row:
            x, y, tallest = 0.0, y + tallest + gap, 0.0
        offsets.append((x, y))
        x, tallest = x + width + gap, max(tallest, height)
    return offsets
