"""Functions to explain, and their gradients: written out for NumPy, by autograd for the others.

They index and reckon, nothing else, so that NumPy arrays, torch and TensorFlow tensors go through
the same roundings.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import numpy as np


def in_pairs(x: Any) -> Any:
    """Return a polynomial of degree 2 in three elements, one of which stands alone."""
    return x[0] * x[1] + 2.0 * x[2] * x[2] - 3.0 * x[1]


def slope_in_pairs(x: np.ndarray) -> np.ndarray:
    """Return the gradient of :func:`in_pairs`."""
    return np.stack([x[1], x[0] - 3.0, 4.0 * x[2]])


def bent(x: Any) -> Any:
    """Return a polynomial of degree 3 in three elements."""
    return x[0] * x[1] * x[2] + 2.0 * x[2] * x[2] * x[2] - 3.0 * x[1]


def slope_bent(x: np.ndarray) -> np.ndarray:
    """Return the gradient of :func:`bent`."""
    a, b, c = x
    return np.stack([b * c, a * c - 3.0, a * b + 6.0 * c * c])


def cubic(x: Any) -> Any:
    """Return a polynomial of degree 3 of a 2 by 3 array."""
    return (
        x[0, 0] * x[0, 0] * x[0, 1]
        + x[0, 2] * x[1, 0]
        - x[1, 1] * x[1, 1] * x[1, 1]
        + 2.0 * x[1, 2]
    )


def slope_of_cubic(x: np.ndarray) -> np.ndarray:
    """Return the gradient of :func:`cubic`."""
    (a, b, c), (d, e, _) = x
    top = np.stack([2.0 * a * b, a * a, d])
    return np.stack([top, np.stack([c, -3.0 * e * e, 2.0 + 0.0 * e])])


def all_together(x: Any) -> Any:
    """Return a polynomial of four elements, whose parts take one, two, three and four of them."""
    one, two = 1.5 * x[0] - x[3], x[1] * x[2]
    return one + two - 2.0 * x[0] * two + x[0] * x[0] * two * x[3] + 0.5


def alone(x: Any) -> Any:
    """Return a function of one element."""
    return x[0] * x[0] - 2.0 * x[0]


def slope_alone(x: np.ndarray) -> np.ndarray:
    """Return the gradient of :func:`alone`."""
    return 2.0 * x - 2.0


def _by_autograd(tree: str, f: Any, x: Any) -> Any:
    return import_module(f"{tree}.explanation.autograd").autograd(f, x)


def torch_bent(x: Any) -> Any:
    """Return the gradient of :func:`bent` by PyTorch."""
    return _by_autograd("torch_impl", bent, x)


def keras_bent(x: Any) -> Any:
    """Return the gradient of :func:`bent` by TensorFlow."""
    return _by_autograd("tf_impl", bent, x)


def torch_cubic(x: Any) -> Any:
    """Return the gradient of :func:`cubic` by PyTorch."""
    return _by_autograd("torch_impl", cubic, x)


def keras_cubic(x: Any) -> Any:
    """Return the gradient of :func:`cubic` by TensorFlow."""
    return _by_autograd("tf_impl", cubic, x)


def torch_alone(x: Any) -> Any:
    """Return the gradient of :func:`alone` by PyTorch."""
    return _by_autograd("torch_impl", alone, x)


def keras_alone(x: Any) -> Any:
    """Return the gradient of :func:`alone` by TensorFlow."""
    return _by_autograd("tf_impl", alone, x)


SLOPES = {
    "bent": (slope_bent, torch_bent, keras_bent),
    "cubic": (slope_of_cubic, torch_cubic, keras_cubic),
    "alone": (slope_alone, torch_alone, keras_alone),
}
"""By the function's name its gradient for NumPy, PyTorch and TensorFlow."""
