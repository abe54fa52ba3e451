"""A value that remembers what it was computed from: a node of the computational graph."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float

Local = Callable[[np.ndarray], np.ndarray]


class Variable:
    """An array with the operations by which it was made; each knows its local derivative.

    Attributes:
        value: an array of any shape, also a scalar's ().
        edges: the variables that went in, each with what turns the value's gradient into its own.
        tape: all variables of one computation, in the order in which they were made.
    """

    __array_ufunc__ = None  # array * variable is left to the variable

    def __init__(self, value: ArrayLike, *edges: tuple[Any, Local], tape: Any = None) -> None:
        self.value = as_float("value", value)
        self.edges = [edge for edge in edges if isinstance(edge[0], Variable)]
        self.tape: list[Variable] = self.edges[0][0].tape if self.edges else tape
        if self.tape is not None:
            self.tape.append(self)

    def of(self, other: Any) -> np.ndarray:
        """Return the array of an operand: a variable's, or a constant's in this type."""
        if isinstance(other, Variable):
            return other.value
        return np.asarray(other, dtype=self.value.dtype)

    def __add__(self, other: Any) -> Variable:
        return Variable(self.value + self.of(other), (self, lambda dy: dy), (other, lambda dy: dy))

    def __neg__(self) -> Variable:
        return Variable(-self.value, (self, np.negative))

    def __sub__(self, other: Any) -> Variable:
        return Variable(self.value - self.of(other), (self, lambda dy: dy), (other, np.negative))

    def __mul__(self, other: Any) -> Variable:
        a, b = self.value, self.of(other)
        return Variable(a * b, (self, lambda dy: dy * b), (other, lambda dy: dy * a))

    def __rsub__(self, other: Any) -> Variable:
        return -self + other

    __radd__, __rmul__ = __add__, __mul__

    def __truediv__(self, other: Any) -> Variable:
        a, b = self.value, self.of(other)
        return Variable(a / b, (self, lambda dy: dy / b), (other, lambda dy: -dy * a / b**2))

    def __rtruediv__(self, other: Any) -> Variable:
        y = self.of(other) / self.value
        return Variable(y, (self, lambda dy: -dy * y / self.value))

    def __pow__(self, other: Any) -> Variable:
        a, n = self.value, self.of(other)
        y = a**n
        slope = n * a ** np.where(n == 0, 1, n - 1)
        log_a = np.log(np.where(a > 0, a, 1))
        return Variable(y, (self, lambda dy: dy * slope), (other, lambda dy: dy * y * log_a))

    def __rpow__(self, other: Any) -> Variable:
        y = self.of(other) ** self.value
        return Variable(y, (self, lambda dy: dy * y * np.log(self.of(other))))

    def __matmul__(self, other: Any) -> Variable:
        return _product(self, other, self.value, self.of(other))

    def __rmatmul__(self, other: Any) -> Variable:
        return _product(other, self, self.of(other), self.value)

    def __abs__(self) -> Variable:
        return Variable(abs(self.value), (self, lambda dy: dy * np.sign(self.value)))

    def __getitem__(self, index: Any) -> Variable:
        def scattered(dy: np.ndarray) -> np.ndarray:
            dx = np.zeros_like(self.value)
            np.add.at(dx, index, dy)  # adds, where an element was taken more than once
            return dx

        return Variable(self.value[index], (self, scattered))

    def exp(self) -> Variable:
        """Return e to the power of each element."""
        y = np.exp(self.value)
        return Variable(y, (self, lambda dy: dy * y))

    def log(self) -> Variable:
        """Return the natural logarithm of each element."""
        return Variable(np.log(self.value), (self, lambda dy: dy / self.value))

    def tanh(self) -> Variable:
        """Return the hyperbolic tangent of each element."""
        y = np.tanh(self.value)
        return Variable(y, (self, lambda dy: dy * (1 - y**2)))

    def relu(self) -> Variable:
        """Return the positive part of each element; at 0 its derivative is 0."""
        return Variable(np.maximum(self.value, 0), (self, lambda dy: dy * (self.value > 0)))

    def maximum(self, other: Any) -> Variable:
        """Return the larger of each pair; where both are equal, each gets half of the gradient."""
        a, b = self.value, self.of(other)
        share = (a > b) + (a == b) / self.of(2)
        return Variable(
            np.maximum(a, b), (self, lambda dy: dy * share), (other, lambda dy: dy * (1 - share))
        )

    def sum(self, axis: int | tuple[int, ...] | None = None, keepdims: bool = False) -> Variable:
        """Return the sum over some axes, over all by default."""
        kept = self.value.sum(axis=axis, keepdims=True)
        y, ones = kept if keepdims else kept.squeeze(axis), np.ones_like(self.value)
        return Variable(y, (self, lambda dy: dy.reshape(kept.shape) * ones))

    def reshape(self, *shape: int) -> Variable:
        """Return the elements in another shape."""
        return Variable(self.value.reshape(shape), (self, lambda dy: dy.reshape(self.value.shape)))

    def transpose(self, *axes: int) -> Variable:
        """Return the axes in another order, all turned round by default."""
        order = axes or tuple(range(self.value.ndim))[::-1]
        edge = (self, lambda dy: dy.transpose(np.argsort(order)))
        return Variable(self.value.transpose(order), edge)


def _product(left: Any, right: Any, a: np.ndarray, b: np.ndarray) -> Variable:
    """Return the matrix product; a vector is a row on the left and a column on the right."""
    A, B = np.atleast_2d(a), b if b.ndim > 1 else b[:, None]
    Y = A @ B
    shape = *Y.shape[:-2], *Y.shape[-2:-1] * (a.ndim > 1), *Y.shape[-1:] * (b.ndim > 1)
    places = (..., 0) if b.ndim == 1 else ...
    to_left = (left, lambda dy: dy.reshape(Y.shape) @ B.swapaxes(-1, -2))
    to_right = (right, lambda dy: (A.swapaxes(-1, -2) @ dy.reshape(Y.shape))[places])
    return Variable(Y.reshape(shape), to_left, to_right)
