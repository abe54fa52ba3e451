"""Predictions and targets that keep away from the kinks of losses of their difference."""

from __future__ import annotations

from typing import Any

import numpy as np

from parity.concepts.losses._draws import SCALAR
from parity.describing.case import Case
from parity.describing.draw import Draw, normal, spaced


def of_errors(name: str, *shape: int, kink: bool = False, **config: Any) -> Case:
    """Return a case whose errors are odd eighths: 0 and whole quarters are 1/8 away."""
    none = config.get("reduction") == "none"
    return Case(
        name,
        inputs={"y": spaced(*shape, gap=0.5), "t": spaced(*shape, gap=0.5, shift=0.125)},
        upstream=normal(*shape) if none else SCALAR,
        config=config,
        kink=kink,
    )


def signs(*shape: int) -> Draw:
    """Draw targets of -1 and 1."""

    def make(rng: np.random.Generator) -> np.ndarray:
        return rng.integers(0, 2, shape) * 2.0 - 1.0

    return Draw("signs", shape, make)
