"""A network over a tree as the exam writes it: vectors for leaves, W beside the function."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import NotApplicableError
from parity.checking.reading.sessions.session import users_code
from parity.describing.text import Text

TOLD = Text(
    "The leaves of the tree are the words' vectors, as in the exam.",
    "試験の形と同じく、木の葉は単語のベクトルである。",
)


def called(function: Callable[..., Any], node: Any, inputs: Mapping[str, np.ndarray]) -> Any:
    """Return what ``traverse(node)`` gives, or ``traverse(node, W)``.

    Raises:
        NotApplicableError: if it takes something else.
    """
    takes = [p.name for p in parameters_of(function) or [] if required(p)]
    beside: dict[str, Any] = getattr(function, "__globals__", {})
    given: list[np.ndarray] = []
    if len(takes) == 2:
        given = [inputs["W"].copy()]
    elif len(takes) == 1 and "W" in function.__code__.co_names:
        beside["W"] = inputs["W"].copy()
    else:
        raise NotApplicableError("it takes more than a node and W", "節点と W 以外も取る")
    with users_code("call"):
        return function(with_vectors(node, inputs["leaves"]), *given)


def with_vectors(node: Any, leaves: np.ndarray) -> Any:
    """Return the tree with the leaves' vectors in place of their positions."""
    if isinstance(node, dict):
        return {side: with_vectors(child, leaves) for side, child in node.items()}
    return leaves[node].copy()
