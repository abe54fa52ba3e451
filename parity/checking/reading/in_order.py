"""Arguments and results by the names that people give them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.checking.reading.spellings import Names


def in_their_order(
    theirs: list[str], inputs: Mapping[str, np.ndarray], names: Names
) -> list[np.ndarray]:
    """Return a loss's two inputs in the order of the user's parameters.

    Names decide where one of them can only be the target: ``(y_true, y_pred)``, ``(d, y)``.
    """
    output, target = list(inputs)[:2]
    first, second = (name.strip("_").lower() for name in theirs[:2])
    said = [n.lower() for n in names.of(target)]
    outputs = [n.lower() for n in names.of(output)] + ["y", "x", "y_hat", "yhat", "y_pred", "p"]
    swapped = first in said and second not in said and second in outputs
    swapped = swapped or (first == "y" and second in ("y_pred", "y_hat", "yhat", "p", "pred"))
    order = (target, output) if swapped else (output, target)
    return [inputs[name] for name in order]


def by_name(given: Mapping[str, Any], wanted: list[str], names: Names) -> dict[str, Any]:
    """Return the gradients in a dictionary by our names."""
    found = {}
    for name in wanted:
        spelled = (*names.gradient_of(name), *names.of(name))
        key = next((theirs for theirs in spelled if theirs in given), None)
        if key is not None:
            found[name] = given[key]
    return found
