"""Evaluates the expressions of equations on drawn numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

SIZES = {"i": 3, "j": 4, "k": 5}
"""How many values each index takes; it is its own axis."""
AXES = {index: -len(SIZES) + n for n, index in enumerate(SIZES)}
REDUCERS: dict[str, Callable[..., Any]] = {
    "sum": np.sum, "mean": np.mean, "prod": np.prod,
}  # fmt: skip
FUNCTIONS: dict[str, Callable[..., Any]] = {
    "exp": np.exp, "ln": np.log, "tanh": np.tanh, "sqrt": np.sqrt, "abs": np.abs,
    "sin": np.sin, "cos": np.cos, "floor": np.floor, "ceil": np.ceil,
    "max": np.maximum, "min": np.minimum, "sigmoid": lambda a: 1 / (1 + np.exp(-a)),
}  # fmt: skip


def drawn(inputs: Mapping[str, str], seed: int) -> dict[str, Any]:
    """Draw the inputs of an equation.

    Args:
        inputs: by name, what it is and its indices: ``"normal i"``, ``"positive"``, ``"unit"``,
            ``"whole"``, ``"large"``, ``"share i"`` (of all, adds up to 1), ``"standard i"`` (mean
            0, variance 1), ``"chosen i"`` (1 at one place), ``"identity ij"``.
        seed: of the numbers.
    """
    random = np.random.default_rng(seed)
    values: dict[str, Any] = {"pi": np.pi}
    for name, said in inputs.items():
        kind, _, indices = said.partition(" ")
        shape = tuple(n if index in indices else 1 for index, n in SIZES.items())
        size = int(np.prod(shape))
        match kind:
            case "normal":
                flat = random.standard_normal(size)
            case "positive":
                flat = random.uniform(0.3, 3.0, size)
            case "unit":
                flat = random.uniform(0.1, 0.9, size)
            case "whole":
                flat = random.integers(2, 6, size).astype(float)
            case "large":
                flat = random.integers(11, 40, size).astype(float)
            case "standard":
                flat = random.standard_normal(size)
                flat = (flat - flat.mean()) / flat.std()
            case "share":
                flat = random.dirichlet(np.full(size, 2.0))
            case "chosen":
                flat = np.eye(size)[random.integers(size)]
            case "identity":
                flat = np.eye(SIZES[indices[0]], SIZES[indices[1]]).ravel()
            case _:
                raise ValueError(f"{name}: {kind!r} cannot be drawn.")
        values[name] = flat.reshape(shape)
    return values


def value(expression: str, values: Mapping[str, Any]) -> np.ndarray:
    """Return what an expression gives."""
    names = set(re.findall(r"\b(?:sum|mean|prod)_[a-z]+\b", expression))
    return np.asarray(eval(
        expression, {"__builtins__": {}}, {**FUNCTIONS, **values, **{n: _over(n) for n in names}}
    ))  # fmt: skip


def _over(name: str) -> Callable[[Any], Any]:
    kind, _, indices = name.partition("_")
    axes = tuple(AXES[index] for index in indices)
    return lambda a: REDUCERS[kind](a, axis=axes, keepdims=True)
