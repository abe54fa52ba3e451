"""Makes objects and inputs ready: ``build(input_shape)`` and the like, numbers above 0."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.checking.alone.finding.inputs import size_of
from parity.checking.alone.finding.worlds import World
from parity.checking.alone.probing.probe import quiet
from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.construction import PREPARING
from parity.checking.reading.spellings import CLEARING

OF_OPTIMIZERS = ("initialize", "set_optimizer", "compile")
"""Methods of that list that are given an optimizer: another one's business."""


def asks_for_a_shape(kind: Any) -> bool:
    """Tell whether a class has a method that is told the shape of the input."""
    return any("shape" in name for method in _methods(kind) for name in _wanted(method))


def prepare(made: Any, world: World, with_batch: bool) -> None:
    """Call the methods that make an object ready, as far as we know what they want.

    Args:
        made: the object.
        world: what inputs look like.
        with_batch: whether the shape of the input begins with the number of examples.
    """
    shape = world.x() if with_batch else world.example()
    for method in _methods(made):
        values = {n: shape if "shape" in n else size_of(n, world) for n in _wanted(method)}
        if None not in values.values():
            method(**values)


def clear(obj: Any) -> None:
    """Have an object that stands ready drop the gradients of what it was used for before."""
    for name in CLEARING:
        method = getattr(obj, name, None)
        if callable(method) and not _wanted(method):
            with quiet("constructor"):
                method()


def _methods(target: Any) -> list[Any]:
    found = [getattr(target, name, None) for name in PREPARING if name not in OF_OPTIMIZERS]
    return [method for method in found if callable(method)]


def _wanted(method: Any) -> list[str]:
    return [p.name for p in parameters_of(method) or [] if required(p) and p.name != "self"]


def positive(args: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments with every array of floats above 0."""
    return {
        name: np.abs(value) + 0.5
        if isinstance(value, np.ndarray) and value.dtype.kind == "f"
        else value
        for name, value in args.items()
    }
