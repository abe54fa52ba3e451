"""Automatic differentiation, backwards through the computational graph."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.gradients.variable import Variable
from numpy_impl.validation import as_float


def autodiff(f: Callable[..., Variable], *inputs: ArrayLike) -> tuple[np.ndarray, ...]:
    """Return y = f(inputs) and its gradient with respect to each input.

    f is computed once, with variables that keep what they were made from. Then, backwards, each
    node hands its gradient on, times the local derivative, and gets the sum of what is handed to
    it. That costs a few times what f does, however many inputs there are.

    Args:
        f: takes a variable for each input and returns a scalar one, by operators (+ - * / ** @,
            indexing) and the methods of a variable.
        inputs: numbers or arrays of any shape; they are left as they are.

    Returns:
        (y, dx, ...): y of shape (), then a gradient of the shape of each input; 0 where y does not
        depend on it.

    Raises:
        ValueError: if y is no scalar.

    Source:
        Baydin, Pearlmutter, Radul and Siskind (2018), Automatic differentiation in machine
        learning: a survey, section 3.2.
    """
    tape: list[Variable] = []
    variables = [Variable(as_float("input", x), tape=tape) for x in inputs]
    y = f(*variables)
    y = y if isinstance(y, Variable) else Variable(y)  # f may return a constant
    if y.value.ndim:
        raise ValueError(f"y has shape {y.value.shape}, but only a scalar has a gradient.")
    gradients = {id(y): np.ones_like(y.value)}
    for node in reversed(tape):  # what was made last has nothing to wait for
        if id(node) not in gradients:
            continue  # y does not depend on it
        for parent, local in node.edges:
            handed = local(gradients[id(node)])
            handed = handed.sum(axis=tuple(range(handed.ndim - parent.value.ndim)))
            stretched = tuple(i for i, n in enumerate(parent.value.shape) if n != handed.shape[i])
            handed = handed.sum(axis=stretched, keepdims=True)
            gradients[id(parent)] = gradients.get(id(parent), 0) + handed
    return (y.value, *(gradients.get(id(v), np.zeros_like(v.value)) for v in variables))
