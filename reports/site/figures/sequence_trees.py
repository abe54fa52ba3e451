"""Trees and dialogues: what the networks over them make of short sentences."""

from __future__ import annotations

from typing import Any

import numpy as np

from numpy_impl.models.traverse import traverse, traverse_backward
from parity.describing.concept import Concept, Text
from reports.site.drawing.sheet import C1, C2, QUIET, WIDTH, Drawing, Sheet, number

CELL = (23, 19)
TREE = {"left": {"left": 0, "right": 1}, "right": {"left": 2, "right": {"left": 3, "right": 4}}}
WORDS = (
    Text("the", "小さな"),
    Text("cat", "猫が"),
    Text("saw", "隣の"),
    Text("a", "犬を"),
    Text("dog", "見た"),
)


def _shade(vector: np.ndarray) -> Any:
    def style(_: int, j: int) -> tuple[str, float]:
        value = float(vector[j])
        return (C1 if value >= 0 else C2, 0.06 + 0.5 * min(abs(value), 1))

    return style


def draw_traverse(concept: Concept) -> Drawing:
    """Draw a sentence's tree, each node's vector and how much gradient reaches each word."""
    rng = np.random.default_rng(11)
    leaves, W = rng.standard_normal((5, 3)) * 0.8, rng.standard_normal((3, 6)) * 0.7
    dleaves, _ = traverse_backward(np.ones(3), TREE, leaves, W)
    sheet = Sheet(252)
    left, step, width = 28, (WIDTH - 56 - 3 * CELL[0]) / 4, 3 * CELL[0]
    positions: dict[int, tuple[float, float]] = {}

    def place(node: Any, depth: int) -> tuple[float, float]:
        """Return the middle of a node, and draw what lies below it."""
        if not isinstance(node, dict):
            return left + node * step + width / 2, 170.0
        below = [place(node[side], depth + 1) for side in ("left", "right")]
        middle = (below[0][0] + below[1][0]) / 2, 34 + 42.0 * depth
        for x, y in below:
            sheet.arrow((x, y - 2), (middle[0], middle[1] + CELL[1] + 3))
        inside: set[int] = set()
        _leaves_of(node, inside)
        order = sorted(inside)
        vector = traverse(_renumbered(node, order), leaves[order], W)
        sheet.grid(
            middle[0] - width / 2, middle[1], vector[None], CELL, _shade(vector),
            lambda v: f"{v:.1f}", "", 8.5,
        )  # fmt: skip
        positions[id(node)] = middle
        return middle

    place(TREE, 0)
    for n, word in enumerate(WORDS):
        x = left + n * step
        sheet.grid(x, 172, leaves[n][None], CELL, _shade(leaves[n]), lambda v: f"{v:.1f}", "", 8.5)
        sheet.text(x + width / 2, 206, word, 11, anchor="middle")
        size = number(float(np.linalg.norm(dleaves[n])), 2)
        sheet.text(x + width / 2, 236, size, 10, QUIET, anchor="middle")
    sheet.text(
        WIDTH / 2, 221, Text("size of its gradient", "その勾配の大きさ"), 9.5, QUIET, "middle"
    )
    top = positions[id(TREE)]
    sheet.text(top[0], 22, Text("the sentence: v", "文全体の v"), 10.5, anchor="middle")
    return Drawing(
        sheet,
        Text(
            "One W makes every node from its two children, up to the vector of the whole sentence. "
            "On the way back each node hands its gradient to both; the deeper a word lies, the "
            "more slopes of tanh and products with W it passes.",
            "同じ W が2つの子から節点を作り、文全体のベクトルに至る。"
            "逆伝播では各節点が両方の子に勾配を渡す。深いところにある単語ほど、"
            "tanh の傾きと W の積を多く通る。",
        ),
        Text(
            "A binary tree over five words, with a vector of three numbers at each node.",
            "5語の上の二分木。各節点に3個の数からなるベクトルがある。",
        ),
    )


def _leaves_of(node: Any, found: set[int]) -> None:
    """Collect the positions of the leaves below a node."""
    if isinstance(node, dict):
        _leaves_of(node["left"], found)
        _leaves_of(node["right"], found)
    else:
        found.add(node)


def _renumbered(node: Any, order: list[int]) -> Any:
    """Return a part of a tree whose leaves are counted anew."""
    if isinstance(node, dict):
        return {side: _renumbered(node[side], order) for side in ("left", "right")}
    return order.index(node)


FIGURES = {"traverse": draw_traverse}
