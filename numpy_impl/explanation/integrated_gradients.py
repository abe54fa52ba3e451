"""Integrated gradients."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.validation import as_float, require_choice, require_shape


def integrated_gradients(
    gradient: Callable[[np.ndarray], np.ndarray],
    x: ArrayLike,
    baseline: ArrayLike | None = None,
    steps: int = 50,
    rule: str = "right",
) -> np.ndarray:
    """Return how much each element of x adds to F(x) - F(baseline).

    The gradient of F is averaged along the straight way from the baseline to x, and multiplied by
    that way. The attributions sum to F(x) - F(baseline), as far as the sum over the steps is the
    integral: exactly for a quadratic F by the rules "midpoint" and "trapezoid".

    Args:
        gradient: takes a point of x's shape and returns dF/dx there.
        x: the input that is explained, of any shape.
        baseline: an input that says nothing, of x's shape; zeros if None.
        steps: into how many equal parts the way is cut.
        rule: where in each part the gradient is taken: at its ``"right"`` or ``"left"`` end, in the
            ``"midpoint"``, or, by ``"trapezoid"``, at both ends, each counting half.

    Returns:
        The attributions, of the shape of x.

    Raises:
        ValueError: if the baseline has another shape, or there are no steps or no such rule.

    Source:
        Sundararajan, Taly and Yan (2017), Axiomatic attribution for deep networks, section 5.
    """
    x = as_float("x", x)
    baseline = np.zeros_like(x) if baseline is None else as_float("baseline", baseline)
    require_shape("baseline", baseline, x.shape)
    way = x - baseline
    mean = np.zeros_like(way)
    for alpha, weight in _places(rule, steps) if x.size else ():
        mean += weight * gradient(baseline + alpha * way)
    return way * mean


def _places(rule: str, steps: int) -> list[tuple[float, float]]:
    """Return the places between 0 and 1 at which the gradient is taken, and their weights."""
    require_choice("rule", rule, ("right", "left", "midpoint", "trapezoid"))
    if steps < 1:
        raise ValueError(f"steps is {steps}, but at least 1 is needed.")
    if rule == "trapezoid":
        ends = [(0.0, 0.5 / steps), (1.0, 0.5 / steps)]
        return ends + [(k / steps, 1 / steps) for k in range(1, steps)]
    shift = {"right": 1.0, "left": 0.0, "midpoint": 0.5}[rule]
    return [((k + shift) / steps, 1 / steps) for k in range(steps)]
