"""Costs whose gradient is that of z, the input of the output layer: delta(z, a, y).

Some are given the slope of the output layer's activation in the place of z.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.activations.softmax import Softmax
from numpy_impl.activations.tanh import Tanh
from parity.checking.loading.signatures import parameters_of
from parity.describing.concept import Text

INPUTS = ("z", "zs", "z_l", "zl", "net", "u", "h", "weighted_input", "logits")
"""What such a function calls the input of the output layer."""

OUTPUTS = ("a", "a_l", "al", "y_hat", "yhat", "output", "out", "activation", "activations", "p")
"""What it calls the layer's output."""

SLOPE = re.compile(r"prime|deriv|slope|(^|_)d_?act")
"""In the name of the slope of the output layer's activation."""

Function = Callable[[np.ndarray], np.ndarray]

FUNCTIONS: tuple[tuple[str, str, Function], ...] = (
    ("sigmoid", "シグモイド", lambda z: Sigmoid().forward(z)),
    ("softmax", "ソフトマックス", lambda z: Softmax().forward(z)),
    ("tanh", "tanh", lambda z: Tanh().forward(z)),
)
"""What may be between z and a, the likeliest first."""

SLOPES: Mapping[str, Function] = {
    "sigmoid": lambda a: a * (1 - a),
    "softmax": lambda a: a * (1 - a),
    "tanh": lambda a: 1 - a * a,
}
"""The slope of each at its output."""


def of_z(names: Sequence[str]) -> bool:
    """Tell whether a gradient takes z, a and the labels, to judge by its parameters' names."""
    lower = [name.lower() for name in names]
    if len(lower) != 3 or lower[1] not in OUTPUTS:
        return False
    return lower[0] in INPUTS or bool(SLOPE.search(lower[0]))


def composed(
    obj: Any, loss: str, gradient: str, name: str, between: Function
) -> tuple[Callable[..., Any], Callable[..., Any]]:
    """Return the loss and its gradient as functions of z and y, with ``between`` giving a."""

    def holder() -> Any:
        return obj() if inspect.isclass(obj) else obj

    names = [p.name for p in parameters_of(getattr(obj, gradient)) or [] if p.name != "self"]
    at_slope = bool(names and SLOPE.search(names[0].lower()))

    def cost_of_z(z: np.ndarray, y: np.ndarray) -> Any:
        return getattr(holder(), loss)(between(z), y)

    def delta_of_z(z: np.ndarray, y: np.ndarray) -> Any:
        given = SLOPES[name](between(z)) if at_slope else z
        return getattr(holder(), gradient)(given, between(z), y)

    return cost_of_z, delta_of_z


def told(en: str, ja: str) -> Text:
    """Say what was taken for granted."""
    return Text(
        f"Its gradient is that of z, where a is the {en} of z.",
        f"勾配は z についてのもの(a は z の{ja})として読んだ。",
    )
