"""What the three trainers share: parameters that stay as they are, and arrays that are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

import numpy as np

from parity.experiments.training.drawing import Drawn

MOST_KEPT = 4
"""How many converted arrays a process keeps: images and targets, training and test."""

AT_ONCE = 500
"""How many examples go through a network together where there are many: what stays in the cache."""


def pieces(n: int) -> Iterator[slice]:
    """Yield the slices in which n examples go through a network."""
    for first in range(0, n, AT_ONCE):
        yield slice(first, min(first + AT_ONCE, n))


class Kept:
    """Arrays in a framework's form, converted once for all the runs that use them."""

    def __init__(self) -> None:
        self._arrays: dict[tuple, tuple[np.ndarray, Any]] = {}

    def get(self, array: np.ndarray, form: str, convert: Callable[[np.ndarray], Any]) -> Any:
        """Return ``convert(array)``, or what it gave for this array and ``form`` before."""
        key = (array.__array_interface__["data"][0], array.shape, array.strides, form)
        if key not in self._arrays:
            while len(self._arrays) >= MOST_KEPT:
                del self._arrays[next(iter(self._arrays))]
            # The array is kept too, or another one might come to lie at its address.
            self._arrays[key] = (array, convert(array))
        return self._arrays[key][1]


def matches(name: str, patterns: Iterable[str]) -> bool:
    """Tell whether a parameter's name matches one of the patterns."""
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def learned(drawn: Drawn) -> list[str]:
    """Return the names of the parameters that are updated."""
    return [name for name in drawn.case.params if not matches(name, drawn.setting.frozen)]


def by_rate(drawn: Drawn) -> list[tuple[float, list[str]]]:
    """Return (how many times the learning rate, parameters) of those that are updated.

    ``options["rates"]`` has the factor of each pattern of names; the others move with the rate as
    it is.
    """
    rates = drawn.setting.options.get("rates", {})
    groups: dict[float, list[str]] = {}
    for name in learned(drawn):
        of_it = [rate for pattern, rate in rates.items() if fnmatchcase(name, pattern)]
        groups.setdefault(of_it[0] if of_it else 1.0, []).append(name)
    return list(groups.items())


def scaled(config: Mapping[str, Any], rate: float) -> dict[str, Any]:
    """Return an optimizer's arguments with so many times their learning rate."""
    return dict(config) if rate == 1 else {**config, "lr": config["lr"] * rate}


def penalized(drawn: Drawn) -> list[str]:
    """Return the layers, such as ``dense1``, whose weights are decayed."""
    weights = [name for name in drawn.case.params if name.endswith(".W")]
    return [
        name.removesuffix(".W")
        for name in weights
        if not matches(name, drawn.setting.without_penalty)
    ]


def has_own_penalty(drawn: Drawn) -> bool:
    """Tell whether the penalty is another than that of the network as it is.

    Raises:
        ValueError: if the network has none that could be changed.
    """
    setting = drawn.setting
    changed = bool(setting.without_penalty or setting.taught_penalty)
    if changed and not ("l1" in setting.config or "l2" in setting.config):
        raise ValueError(f"{setting.name} changes a penalty (l1, l2) that it does not have.")
    return changed
