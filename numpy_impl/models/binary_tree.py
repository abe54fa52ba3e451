"""What a binary tree over the words of a sentence is, and what is wrong with one that is none."""

from __future__ import annotations

from typing import Any

import numpy as np

DEEPEST = 500
"""So many nodes may lie on the way from the root to a leaf: the networks recurse."""


def require_binary_tree(node: Any, n_leaves: int) -> None:
    """Check that ``node`` is a binary tree in which each of the leaves stands once.

    A leaf is its position, an inner node a dictionary with the nodes ``left`` and ``right``.

    Raises:
        ValueError: naming the place in the tree, what is there and what was expected.
    """
    places: dict[int, str] = {}  # of each leaf
    inner: set[int] = set()
    ahead = [(node, "node", 0)]
    while ahead:
        part, place, depth = ahead.pop()
        if isinstance(part, dict):
            _require_inner(part, place, depth, inner)
            ahead += [(part[k], f"{place}[{k!r}]", depth + 1) for k in ("right", "left")]
        else:
            _require_leaf(part, place, n_leaves)
            if part in places:
                raise ValueError(
                    f"{place} is leaf {part}, which stands at {places[part]} already: each leaf "
                    "stands once in a tree."
                )
            places[int(part)] = place
    for leaf in range(n_leaves):
        if leaf not in places:
            raise ValueError(f"Leaf {leaf} of {n_leaves} stands nowhere in the tree.")


def _require_inner(part: dict[Any, Any], place: str, depth: int, inner: set[int]) -> None:
    """Check that an inner node has two children, and is met for the first time."""
    if set(part) != {"left", "right"}:
        keys = ", ".join(sorted(map(str, part))) or "no keys"
        raise ValueError(f"{place} has {keys}, but left and right were expected.")
    if id(part) in inner:
        where = place if len(place) < 80 else f"{place[:60]}..."
        raise ValueError(f"{where} is a node that stands in the tree already: that is no tree.")
    if depth >= DEEPEST:
        raise ValueError(f"The tree is deeper than {DEEPEST} nodes.")
    inner.add(id(part))


def _require_leaf(part: Any, place: str, n_leaves: int) -> None:
    """Check that a leaf is the position of one of the vectors."""
    if isinstance(part, bool) or not isinstance(part, int | np.integer):
        raise ValueError(
            f"{place} is {part!r}, but a leaf's position or a dictionary with left and right was "
            "expected."
        )
    if not 0 <= part < n_leaves:
        raise ValueError(f"{place} is leaf {part}, but there are {n_leaves} leaves, from 0.")
