"""Arguments and results by the names that people give them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import NONE_BY_DEFAULT
from parity.checking.reading.spellings import Names

UNREAD = ("parameters", "params")
"""What a loss of a course is given besides, and takes nothing from that it needs."""


class Unread(dict[str, object]):
    """A dictionary that has every key; what stands under it cannot be computed with."""

    def __missing__(self, key: str) -> object:
        """Return what no function of NumPy's takes."""
        return object()


def unread(function: Callable[..., Any]) -> dict[str, Unread]:
    """Return what a loss is given besides its two inputs, by its name."""
    wanted = [p.name for p in parameters_of(function) or [] if required(p)]
    return {name: Unread() for name in wanted[2:] if name in UNREAD}


def in_their_order(
    theirs: list[str], inputs: Mapping[str, np.ndarray], names: Names
) -> list[np.ndarray]:
    """Return a loss's two inputs in the order of the user's parameters.

    Names decide, where the first can only be the target and the second only what is compared with
    it: ``(y_true, y_pred)``, ``(d, y)``. Beside a prediction by another name, ``y`` is the target.
    """
    output, target = list(inputs)[:2]
    compared = dict.fromkeys((output, "y", "x"))
    first, second = (names.meaning(name.strip("_"), [target, *compared]) for name in theirs[:2])
    labels = first == target or theirs[0].strip("_").lower() == "y" != theirs[1].strip("_").lower()
    order = (target, output) if labels and second in compared else (output, target)
    return [inputs[name] for name in order]


def takes_two(function: Callable[..., Any]) -> bool:
    """Tell whether a function asks for two arguments, as a loss does and its gradient."""
    wanted = sum(required(p) for p in parameters_of(function) or [])
    return wanted - len(unread(function)) == 2


def ordered_arguments(
    function: Callable[..., Any],
    inputs: Mapping[str, np.ndarray],
    names: Names,
    config: Mapping[str, Any],
) -> tuple[list[np.ndarray], dict[str, str]]:
    """Return a loss' two inputs as a function takes them, and its own options by our names."""
    parameters = parameters_of(function) or []
    wanted = [p.name for p in parameters if required(p)]
    rest = [p.name for p in parameters if not required(p)]
    options = {own: name for name in rest if (own := names.meaning(name, config))}
    given = [own for own in options if own not in NONE_BY_DEFAULT or config[own] is not None]
    return in_their_order(wanted, inputs, names), {own: options[own] for own in given}


def by_name(given: Mapping[str, Any], wanted: list[str], names: Names) -> dict[str, Any]:
    """Return the gradients in a dictionary by our names."""
    found = {}
    for name in wanted:
        spelled = (*names.gradient_of(name), *names.of(name))
        key = next((theirs for theirs in spelled if theirs in given), None)
        if key is not None:
            found[name] = given[key]
    return found
