"""A recursive network on a binary tree."""

from __future__ import annotations

from typing import Any

import numpy as np

from numpy_impl.models.binary_tree import require_binary_tree
from numpy_impl.validation import as_float, require_shape


def traverse(node: Any, leaves: np.ndarray, W: np.ndarray) -> np.ndarray:
    """Return the vector of a node: a leaf's own, or one made of those of its two children.

        v = tanh(W (left, right))

    One W serves every node, so a sentence of any length and shape becomes a vector as long as a
    word's.

    Args:
        node: a leaf as its position among the leaves, or a dictionary with the nodes ``left`` and
            ``right``. Each leaf stands once in the tree.
        leaves: the vectors of the words, in the order of the sentence (n, D).
        W: to a node, from both of its children side by side (D, 2D).

    Returns:
        v (D,).

    Source:
        Socher, Lin, Ng and Manning (2011), Parsing natural scenes and natural language with
        recursive neural networks, ICML, section 3.1; Goller and Küchler (1996), Learning
        task-dependent distributed representations by backpropagation through structure.
    """
    leaves, W = _given(node, leaves, W)

    def visit(node: Any) -> np.ndarray:
        """Return the vector of one node (D,), its children's first."""
        if not isinstance(node, dict):
            return leaves[node]
        left = visit(node["left"])
        right = visit(node["right"])
        a = W.dot(np.concatenate([left, right]))
        return np.tanh(a)

    return visit(node).copy()  # a leaf alone must not share the caller's memory


def traverse_backward(
    dv: np.ndarray, node: Any, leaves: np.ndarray, W: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return the gradients of the leaves and of W: backpropagation through structure.

    The way up is gone once more, as ``traverse`` keeps nothing. On the way down each node hands
    its gradient to its two children, and all nodes add to the one dW.

    Args:
        dv: the gradient of v (D,).
        node: the tree, as ``traverse`` was given it; so is the rest.
        leaves: the vectors of the words (n, D).
        W: to a node, from both of its children (D, 2D).

    Returns:
        (dleaves, dW), each of the shape of what it belongs to.
    """
    leaves, W = _given(node, leaves, W)
    dv = as_float("dv", dv)
    require_shape("dv", dv, leaves.shape[1:])
    dleaves, dW = np.empty_like(leaves), np.zeros_like(W)
    vectors: dict[int, np.ndarray] = {}  # of the inner nodes

    def up(node: Any) -> np.ndarray:
        """Return the vector of one node (D,), and keep it."""
        if not isinstance(node, dict):
            return leaves[node]
        vectors[id(node)] = np.tanh(W @ np.hstack([up(node["left"]), up(node["right"])]))
        return vectors[id(node)]

    def down(node: Any, dv: np.ndarray) -> None:
        """Hand dv, the gradient of one node (D,), to W and to the children."""
        if not isinstance(node, dict):
            dleaves[node] = dv  # a leaf stands in one place
            return
        children = [_vector(node[side], vectors, leaves) for side in ("left", "right")]
        da = dv * (1 - vectors[id(node)] ** 2)
        dW[...] += np.outer(da, np.concatenate(children))  # every node has the same W
        dleft, dright = np.split(W.T.dot(da), 2)
        down(node["left"], dleft)
        down(node["right"], dright)

    up(node)
    down(node, dv)
    return dleaves, dW


def _vector(node: Any, vectors: dict[int, np.ndarray], leaves: np.ndarray) -> np.ndarray:
    """Return what the way up gave a node."""
    return vectors[id(node)] if isinstance(node, dict) else leaves[node]


def _given(node: Any, leaves: np.ndarray, W: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the arrays as floats, of shapes that fit together and with the tree."""
    leaves, W = as_float("leaves", leaves), as_float("W", W)
    require_shape("leaves", leaves, (None, None))
    n, D = leaves.shape
    require_shape("W", W, (D, 2 * D))
    require_binary_tree(node, n)
    return leaves, W
