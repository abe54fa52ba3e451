"""What a network draws while it runs: masks are silenced, or drawn alike every time."""

from __future__ import annotations

import copy
import inspect
import random
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from parity.checking.reading.spellings import Names

DEEPEST = 4
"""How many objects inside each other are searched for dropout layers and generators."""

SEED = 20
"""Which masks are drawn; any will do."""


def parts_of(owner: Any) -> list[Any]:
    """Return what an object is made of."""
    if isinstance(owner, Mapping):
        return list(owner.values())
    if isinstance(owner, list | tuple):
        return list(owner)
    if hasattr(owner, "__dict__") and not inspect.isclass(owner):
        return list(vars(owner).values())
    return []


def silence_dropout(owner: Any, depth: int = DEEPEST) -> bool:
    """Set the rate of every dropout layer inside ``owner`` to 0; tell whether there is one."""
    found = False
    if "dropout" in type(owner).__name__.lower():
        for canonical, value in (("rate", 0.0), ("keep", 1.0)):
            for name in Names().of(canonical):
                if isinstance(vars(owner).get(name), float):
                    setattr(owner, name, value)
                    found = True
    return any([found, *(silence_dropout(part, depth - 1) for part in parts_of(owner) if depth)])


def _generators(owner: Any, depth: int = DEEPEST) -> Iterator[Any]:
    """Yield the random generators that a network keeps."""
    if isinstance(owner, np.random.Generator):
        yield owner.bit_generator
    elif isinstance(owner, np.random.RandomState):
        yield owner._bit_generator
    elif depth and not isinstance(owner, np.ndarray):
        for part in parts_of(owner):
            yield from _generators(part, depth - 1)


class Draws:
    """Makes a network draw the same numbers again."""

    def __init__(self, network: Any) -> None:
        self._before = np.random.get_state(), random.getstate()  # noqa: NPY002
        found = {id(g): g for g in _generators(network)}
        self._kept = [(generator, copy.deepcopy(generator.state)) for generator in found.values()]

    def leave(self) -> None:
        """Put the global streams back to where they were at first."""
        np.random.set_state(self._before[0])  # noqa: NPY002
        random.setstate(self._before[1])

    def again(self) -> None:
        """Go back to the beginning of every stream of random numbers."""
        np.random.seed(SEED)  # noqa: NPY002 (the user's code may draw from there)
        random.seed(SEED)
        for generator, state in self._kept:
            generator.state = copy.deepcopy(state)

    def position(self) -> str:
        """Return how far the streams have been read, in a form that can be compared."""
        state = np.random.get_state(legacy=False)["state"]  # type: ignore[index] # noqa: NPY002
        own = [repr(generator.state) for generator, _ in self._kept]
        return repr((state["pos"], state["key"].tobytes(), random.getstate()[1][:3], own))
