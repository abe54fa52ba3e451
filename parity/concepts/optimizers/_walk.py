"""The path of two parameters under recorded gradients, for an identity that steers each step."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from parity.describing.identity import Arrays

Params = dict[str, np.ndarray]


def walked(a: Arrays, step: Callable[[int, Params, Params], None]) -> Arrays:
    """Return where W and b are after each step.

    Args:
        a: W and b at the start; dW and db, their gradients at each step.
        step: is given t = 1, 2, ..., the parameters, which it changes in place, and their
            gradients.
    """
    params = {"W": a["W"].copy(), "b": a["b"].copy()}
    path: dict[str, list[np.ndarray]] = {name: [] for name in params}
    for t, (gW, gb) in enumerate(zip(a["dW"], a["db"], strict=True), start=1):
        step(t, params, {"W": gW, "b": gb})
        for name, w in params.items():
            path[name].append(w.copy())
    return {name: np.stack(points) for name, points in path.items()}
