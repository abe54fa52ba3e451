"""Functions to differentiate."""

from __future__ import annotations

import math
from importlib import import_module
from operator import attrgetter
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


# What follows takes several arguments: numbers, and matrices, since TensorFlow multiplies no
# vectors.


def scaled_cubic(s: Any, x: Any) -> Any:
    """Return a number times a polynomial of degree 3 in three elements."""
    return s * cubic(x)


def scaled_quotient(s: Any, x: Any) -> Any:
    """Return a number over a quotient of polynomials of a 2 by 3 array."""
    return s / (quotient(x) ** 2.0 + 1.0)


def quadratic(x: Any) -> Any:
    """Return a polynomial of degree 2 in three elements: central differences miss nothing."""
    return x[0] * x[1] - 2.0 * x[2] * x[2] + x[1]


def of_two_numbers(x: Any, y: Any) -> Any:
    """Return a function of two numbers with each of the four operations in it."""
    return (x * y - 3.0) / (2.0 + y * y) + 1.0 / x - y


def dense(r: Any, x: Any, W: Any, b: Any, c: Any) -> Any:
    """Return a dense layer's output, weighted by r along the rows and by c along the columns."""
    return (r @ (x @ W + b) @ c)[0, 0]


def two_layers(r: Any, x: Any, W1: Any, b1: Any, W2: Any, b2: Any) -> Any:
    """Return the weighted output of two dense layers with a sigmoid between them."""
    h = 1.0 / (1.0 + math.e ** (-(x @ W1 + b1)))
    return (r @ (h @ W2 + b2))[0, 0]


def paths_of_two_lengths(r: Any, x: Any, c: Any) -> Any:
    """Return what a squared x gives directly, and by way of its own square and of x."""
    a = x * x
    return (r @ (a - a * a * x) @ c)[0, 0]


def stretched(r: Any, column: Any, row: Any, c: Any) -> Any:
    """Return the weighted products of a column and a row, each stretched to a table."""
    return (r @ (column * row - row) @ c)[0, 0]


def powers(r: Any, x: Any, n: Any, c: Any) -> Any:
    """Return weighted powers: of a variable by a variable, and of constants."""
    return (r @ (x**n + 2.0**n - x**2.0) @ c)[0, 0]


def elements(s: Any, x: Any) -> Any:
    """Return a product of elements, of which two are taken twice and some never."""
    return s * x[0, 1] * x[1, 0] * x[0, 1] - abs(x[1, 0]) / x[1, 2]


def without_the_second(x: Any, z: Any) -> Any:
    """Return a polynomial of the first argument alone."""
    return x[0] * x[1] * x[1]


def larger(x: Any, y: Any) -> Any:
    """Return the larger of two numbers, by the absolute value of their difference."""
    return (x + y + abs(x - y)) / 2.0


def larger_by_comparing(x: Any, y: Any) -> Any:
    """Return the larger of two numbers, by the framework's own operation."""
    return _applied("maximum", x, y)


def with_functions(x: Any, W: Any, b: Any) -> Any:
    """Return the sum of a log-sum-exp of a layer with tanh, and of rectified values."""
    h = _applied("tanh", x @ W + b)
    z = _applied("log", _applied("sum", _applied("exp", h)))
    return z + _applied("sum", _applied("relu", h - 0.25) * h)


def _applied(name: str, x: Any, *more: Any) -> Any:
    """Return an operation of one name: a method of x, or a function of TensorFlow."""
    if hasattr(x, name):
        return getattr(x, name)(*more)
    functions = import_module(type(x).__module__.partition(".")[0])
    places = {"log": "math.log", "sum": "reduce_sum", "relu": "nn.relu"}
    return attrgetter(places.get(name, name))(functions)(x, *more)
