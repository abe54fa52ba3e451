"""Functions of one number, or of two matrices, as functions of arrays of any shape."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from parity.checking.reading.binding import NotApplicableError


def one_by_one(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of arrays that calls ``function`` with one number at a time."""

    @functools.wraps(function)
    def every(x: Any, *rest: Any, **named: Any) -> Any:
        array = np.asarray(x)
        values = [function(float(v), *rest, **named) for v in array.ravel()]
        return np.array(values, dtype=float).reshape(array.shape)

    return every


def of_equal_rows(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that compares rows of the same number alone, of one that compares all."""

    @functools.wraps(function)
    def diagonal(*matrices: Any, **named: Any) -> Any:
        compared = np.asarray(function(*matrices, **named))
        if compared.ndim != 2 or compared.shape[0] != compared.shape[1]:
            raise NotApplicableError("it gives no square matrix", "正方行列を返さない")
        return np.diagonal(compared).copy()

    return diagonal
