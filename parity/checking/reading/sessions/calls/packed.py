"""Functions of a GPT in one file, whose weights come as pairs, those of Q, K and V in one array."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.describing.concept import Concept, Text

FIRST = ("c_attn", "attn", "qkv", "c_qkv", "w_qkv", "in_proj")
LAST = ("c_proj", "proj", "out", "c_out", "w_out", "out_proj", "w_o", "wo")
UP = ("c_fc", "fc", "fc1", "up", "c_up", "lin1", "linear1")
DOWN = ("c_proj", "proj", "fc2", "down", "c_down", "lin2", "linear2")
HEADS = ("n_head", "n_heads", "num_heads", "heads", "h")

TOLD = Text(
    "Each projection is given as a dictionary of w and b; the weights of Q, K and V stand side by "
    "side in the first.",
    "各線形変換は w と b の辞書として渡した。Q・K・V の重みは、最初の辞書に横に並べた。",
)
PAIRS = Text(
    "Each layer's weights are given as a dictionary of w and b.",
    "各層の重みは、w と b の辞書として渡した。",
)


def unpacked(function: Any, concept: Concept) -> tuple[Callable[..., Any], Text] | None:
    """Return a function of our arrays that calls one with packed weights, and what is told of it.

    ``None`` if the function takes no pairs of weights.
    """
    if not inspect.isfunction(function):
        return None
    takes = [p.name for p in parameters_of(function) or [] if required(p)]
    lower = [name.lower() for name in takes]
    meant = {
        "multi_head_attention": (FIRST, LAST, HEADS),
        "position_wise_feed_forward": (UP, DOWN),
    }.get(concept.name, ())
    fits = len(lower) == len(meant) + 1 and all(
        name in known for name, known in zip(lower[1:], meant, strict=True)
    )
    if not meant or not fits:
        return None
    if concept.name == "multi_head_attention":
        return _attention(function), TOLD
    return _feed_forward(function), PAIRS


def _attention(function: Callable[..., Any]) -> Callable[..., Any]:
    def theirs(
        Q: np.ndarray,
        W_q: np.ndarray,
        W_k: np.ndarray,
        W_v: np.ndarray,
        W_o: np.ndarray,
        b_q: np.ndarray,
        b_k: np.ndarray,
        b_v: np.ndarray,
        b_o: np.ndarray,
        n_heads: int,
    ) -> Any:
        first = {
            "w": np.concatenate([W_q, W_k, W_v], axis=1),
            "b": np.concatenate([b_q, b_k, b_v]),
        }
        return _each(function, Q, first, {"w": W_o, "b": b_o}, n_heads)

    return _called_as(theirs, function)


def _feed_forward(function: Callable[..., Any]) -> Callable[..., Any]:
    def theirs(
        x: np.ndarray, W1: np.ndarray, b1: np.ndarray, W2: np.ndarray, b2: np.ndarray
    ) -> Any:
        return _each(function, x, {"w": W1, "b": b1}, {"w": W2, "b": b2})

    return _called_as(theirs, function)


def _each(function: Callable[..., Any], x: np.ndarray, *rest: Any) -> Any:
    """Return what a function gives for one sequence after another; for all, if it wants all."""
    if x.ndim != 3:
        return function(x, *rest)
    try:
        return np.stack([_result(function(one.copy(), *rest)) for one in x])
    except (ValueError, IndexError, TypeError):
        return _result(function(x.copy(), *rest))


def _result(given: Any) -> Any:
    """Return the output, of a function that gives weights besides."""
    return given[0] if isinstance(given, tuple) else given


def _called_as(theirs: Callable[..., Any], function: Callable[..., Any]) -> Callable[..., Any]:
    signature = inspect.signature(theirs)
    named = functools.wraps(function)(theirs)
    named.__signature__ = signature  # type: ignore[attr-defined]
    return named
