"""Costs whose gradient is that of z, the input of the output layer: delta(z, a, y)."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.activations.softmax import Softmax
from numpy_impl.activations.tanh import Tanh
from parity.describing.concept import Text

INPUTS = ("z", "zs", "z_l", "zl", "net", "u", "h", "weighted_input", "logits")
"""What such a function calls the input of the output layer."""

OUTPUTS = ("a", "a_l", "al", "y_hat", "yhat", "output", "out", "activation", "activations", "p")
"""What it calls the layer's output."""

FUNCTIONS: tuple[tuple[str, str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("sigmoid", "シグモイド", lambda z: Sigmoid().forward(z)),
    ("softmax", "ソフトマックス", lambda z: Softmax().forward(z)),
    ("tanh", "tanh", lambda z: Tanh().forward(z)),
)
"""What may be between z and a, the likeliest first."""


def of_z(names: Sequence[str]) -> bool:
    """Tell whether a gradient takes z, a and the labels, to judge by its parameters' names."""
    lower = [name.lower() for name in names]
    return len(lower) == 3 and lower[0] in INPUTS and lower[1] in OUTPUTS


def composed(
    obj: Any, loss: str, gradient: str, between: Callable[[np.ndarray], np.ndarray]
) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return the loss and its gradient as functions of z and y, with ``between`` giving a."""

    def holder() -> Any:
        return obj() if inspect.isclass(obj) else obj

    def cost_of_z(z: np.ndarray, y: np.ndarray) -> Any:
        return getattr(holder(), loss)(between(z), y)

    def delta_of_z(z: np.ndarray, y: np.ndarray) -> Any:
        return getattr(holder(), gradient)(z, between(z), y)

    return cost_of_z, delta_of_z


def told(en: str, ja: str) -> Text:
    """Say what was taken for granted."""
    return Text(
        f"Its gradient is that of z, where a is the {en} of z.",
        f"勾配は z についてのもの(a は z の{ja})として読んだ。",
    )
