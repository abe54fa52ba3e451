"""Measures how strongly a case's quantities react to its inputs, for the bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np

from parity.describing.concept import DrawnCase
from parity.describing.draw import seed_of
from parity.harness.evaluators.evaluation import Evaluation

DELTA = 2.0**-26
"""The relative change: the square root of float64's rounding."""

REPLICAS = 2
"""How many random changes are tried."""


def condition(
    case: DrawnCase, evaluate: Callable[[DrawnCase, str], Evaluation]
) -> dict[str, float]:
    """Return, for each quantity, its largest movement for each unit of relative change.

    Empty for a case on a kink or a tie, where the smallest change makes a jump, and for concepts
    whose output does not vary with drawn numbers. Of what is compared element by element, each
    element's movement counts in relation to itself, under the key of :func:`of_elements`.
    """
    counted = "layer_table" in case.options
    if case.kink or counted or case.kind == "initializer" or case.options.get("sampled"):
        return {}
    still = evaluate(case, "float64")
    moved: dict[str, float] = dict.fromkeys(still.quantities, 0.0)
    moved.update(dict.fromkeys(map(of_elements, case.by_element), 0.0))
    for replica in range(REPLICAS):
        rng = np.random.default_rng(seed_of(case.concept, case.name, "condition", str(replica)))
        shaken = evaluate(_shaken(case, rng), "float64")
        for name, array in still.quantities.items():
            if array.dtype.kind != "f" or not array.size:
                continue
            with np.errstate(invalid="ignore"):
                distance = float(np.max(np.abs(shaken.quantities[name] - array))) / DELTA
            if np.isfinite(distance):
                moved[name] = max(moved[name], distance)
            if name in case.by_element:
                key = of_elements(name)
                moved[key] = max(moved[key], _relative(shaken.quantities[name], array) / DELTA)
    return moved


def of_elements(quantity: str) -> str:
    """Return the name under which the condition of a quantity's elements is kept."""
    return f"{quantity}, by element"


def _relative(a: np.ndarray, b: np.ndarray) -> float:
    """Return how far an element of a is from that of b at most, in relation to it."""
    there = b != 0
    return float(np.max(np.abs(a - b)[there] / np.abs(b[there]), initial=0.0))


def _shaken(case: DrawnCase, rng: np.random.Generator) -> DrawnCase:
    def shake(array: np.ndarray) -> np.ndarray:
        if array.dtype.kind != "f":
            return array
        return array * (1 + DELTA * rng.choice((-1.0, 1.0), array.shape))

    def shake_all(arrays: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        return {name: shake(array) for name, array in arrays.items()}

    return replace(
        case,
        inputs=tuple(
            {
                name: shake(array) if name in case.differentiable else array
                for name, array in drawn.items()
            }
            for drawn in case.inputs
        ),
        params=shake_all(case.params),
        buffers=shake_all(case.buffers),
        upstream=tuple(shake(array) for array in case.upstream),
        further=tuple(shake_all(arrays) for arrays in case.further),
    )
