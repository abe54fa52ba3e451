"""What drives an optimizer: gradients go in step by step, parameters are looked at after each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.checking.reading.binding import NotApplicableError
from parity.describing.concept import DrawnCase

Arrays = dict[str, np.ndarray]


class OptimizerSession:
    """One optimizer, stepping through a case.

    Attributes:
        used: our arguments that were passed on.
        params: the parameters by our names, as they are now.
    """

    used: set[str]
    params: Arrays

    def step(self, grads: Arrays) -> None:
        """Take one step; the parameters are in ``params`` afterwards."""
        raise NotImplementedError

    def change_rate(self, lr: float) -> None:
        """Change the learning rate between two steps.

        Raises:
            NotApplicableError: if the code has no place for another rate.
        """
        raise NotImplementedError


def fixed_rate() -> NotApplicableError:
    """Return what is raised where a learning rate cannot be changed on the way."""
    return NotApplicableError("its learning rate cannot be changed", "学習率を途中で変えられない")


def steps_of(case: DrawnCase) -> int:
    """Return how many gradients the case has."""
    return len(next(iter(case.inputs[0].values())))


def gradients_at(case: DrawnCase, step: int, dtype: np.dtype) -> Arrays:
    """Return the gradients of one step by parameter, in copies."""
    grads: Mapping[str, np.ndarray] = case.inputs[0]
    return {name: np.array(grads[f"d{name}"][step], dtype=dtype) for name in case.params}


def plain(value: Any) -> np.ndarray:
    """Return a value of the user's as an array of NumPy's own class."""
    for attribute in ("data", "value", "array"):
        inner = getattr(value, attribute, None)
        if not isinstance(value, np.ndarray) and isinstance(inner, np.ndarray):
            return np.asarray(inner)
    return np.asarray(value)
