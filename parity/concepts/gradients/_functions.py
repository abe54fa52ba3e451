"""Functions to differentiate."""

from __future__ import annotations

from typing import Any

# Functions to differentiate. They index and reckon, nothing else, so that NumPy arrays, torch and
# TensorFlow tensors go through the same roundings: a difference quotient magnifies each one.


def cubic(x: Any) -> Any:
    """Return a polynomial of degree 3 in three elements; central differences miss x1^3 by h^2."""
    return x[0] * x[1] - 2.0 * x[2] * x[2] + x[1] * x[1] * x[1]


def quotient(x: Any) -> Any:
    """Return a quotient of polynomials of a 2 by 3 array, with every element in it."""
    top = x[0, 0] * x[0, 1] - x[1, 2] * x[1, 2] + 3.0 * x[0, 2]
    return top / (2.0 + x[1, 0] * x[1, 0] + x[1, 1] * x[1, 1] * x[0, 0] * x[0, 0])


def without_the_last(x: Any) -> Any:
    """Return a polynomial of four elements that leaves the last one out."""
    return x[0] * x[0] * x[1] + 3.0 * x[2]
