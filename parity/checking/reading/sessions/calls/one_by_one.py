"""Functions of one number, of one example or of two matrices, as functions of more."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from parity.checking.reading.binding import NotApplicableError


def one_by_one(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of arrays that calls ``function`` with one number at a time."""

    @functools.wraps(function)
    def every(*given: Any, **named: Any) -> Any:
        first, called_with = _of_the_first(function, given, named)
        array = np.asarray(first)
        values = [called_with(float(v)) for v in array.ravel()]
        return np.array(values, dtype=float).reshape(array.shape)

    return every


def each_example(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function of a batch that calls ``function`` with one example after the other."""

    @functools.wraps(function)
    def every(*given: Any, **named: Any) -> Any:
        first, called_with = _of_the_first(function, given, named)
        return np.array([called_with(one) for one in first])

    return every


def _of_the_first(
    function: Callable[..., Any], given: tuple[Any, ...], named: Mapping[str, Any]
) -> tuple[Any, Callable[[Any], Any]]:
    """Return the first argument of a call, and the call as a function of it."""
    if given:
        return given[0], lambda one: function(one, *given[1:], **named)
    name = next(iter(named))
    return named[name], lambda one: function(**{**named, name: one})


def of_equal_rows(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that compares rows of the same number alone, of one that compares all."""

    @functools.wraps(function)
    def diagonal(*matrices: Any, **named: Any) -> Any:
        compared = np.asarray(function(*matrices, **named))
        if compared.ndim != 2 or compared.shape[0] != compared.shape[1]:
            raise NotApplicableError("it gives no square matrix", "正方行列を返さない")
        return np.diagonal(compared).copy()

    return diagonal


ONE_AFTER_THE_OTHER: Mapping[str, Callable[[Callable[..., Any]], Callable[..., Any]]] = {
    "pairs": of_equal_rows,
    "each_example": each_example,
}
"""How a function is called that was written for a part of the inputs, by what that is."""
