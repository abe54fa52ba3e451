"""Where the weights and gradients are that an update is given, and where they are afterwards."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from parity.checking.reading.sessions.optimizing.driving import Arrays, plain
from parity.checking.reading.sessions.optimizing.stand_ins import (
    CalledDict,
    CalledList,
    Gradients,
    Layer,
    Layers,
    Parameter,
    ParameterArray,
    State,
    bundle_of,
)
from parity.checking.reading.spellings import Names
from parity.checking.reading.wrapping import Wrapper


class Holder:
    """Holds the parameters in the form in which the user's code takes them.

    Attributes:
        values: what is passed for the weights.
        gradients: what is passed for their gradients.
    """

    values: Any
    gradients: Any

    def __init__(self, params: Arrays, names: Names) -> None:
        self.order, self.names = list(params), names
        self.hold(params)

    def hold(self, params: Arrays) -> None:
        """Take the parameters in."""
        raise NotImplementedError

    def give(self, grads: Arrays) -> None:
        """Take the gradients of one step in."""
        raise NotImplementedError

    def read(self, given: Any) -> Arrays:
        """Return the parameters after an update that returned ``given``."""
        raise NotImplementedError

    def state(self) -> Any:
        """Return what an update keeps, at its start: zeros in the same form."""
        return None


class Keyed(Holder):
    """A dictionary by name."""

    numbered = False
    prefixed = False

    def hold(self, params: Arrays) -> None:
        """Take the parameters in."""
        number = "1" if self.numbered else ""
        self.keys = {name: f"{name}{number}" for name in self.order}
        self.values = CalledDict({self.keys[name]: array for name, array in params.items()})

    def give(self, grads: Arrays) -> None:
        """Take the gradients in: under the names of the parameters, or with a d before them."""
        d = "d" if self.prefixed else ""
        self.gradients = Gradients({d + self.keys[name]: g for name, g in grads.items()})

    def read(self, given: Any) -> Arrays:
        """Return the parameters, from what was returned or from the same dictionary."""
        table = given if isinstance(given, dict) and set(given) >= set(self.values) else self.values
        if table is not self.values:
            self.values = table
        return {name: plain(table[key]) for name, key in self.keys.items()}

    def state(self) -> Any:
        """Return zeros, under either name."""
        return State({key: np.shape(self.values[key]) for key in self.keys.values()})


class Numbered(Keyed):
    """A dictionary with W1, b1 and their gradients dW1, db1."""

    numbered = prefixed = True


class TwoLayers(Numbered):
    """A dictionary with the parameters of two layers, W1, b1, W2, b2; the second is a copy."""

    def hold(self, params: Arrays) -> None:
        """Take the parameters in."""
        super().hold(params)
        for name, array in params.items():
            self.values[f"{name}2"] = array.copy()

    def give(self, grads: Arrays) -> None:
        """Take the gradients in."""
        super().give(grads)
        for name, gradient in grads.items():
            self.gradients[f"d{name}2"] = gradient.copy()


class Prefixed(Keyed):
    """A dictionary whose gradients are called dW and db."""

    prefixed = True


class Listed(Holder):
    """A list."""

    def hold(self, params: Arrays) -> None:
        """Take the parameters in."""
        self.values = CalledList(params.values())

    def give(self, grads: Arrays) -> None:
        """Take the gradients in."""
        self.gradients = CalledList(grads.values())

    def read(self, given: Any) -> Arrays:
        """Return the parameters, from what was returned or from the same list."""
        if _like(given, self.order):
            self.values = given
        return dict(zip(self.order, map(plain, self.values), strict=True))

    def state(self) -> Any:
        """Return a list of zeros."""
        return [np.zeros(np.shape(value)) for value in self.values]


def _like(given: Any, order: list[str]) -> bool:
    """Tell whether a result is the parameters themselves."""
    return (
        isinstance(given, list | tuple)
        and len(given) == len(order)
        and all(isinstance(plain(g), np.ndarray) and plain(g).dtype.kind == "f" for g in given)
    )


class Nested(Holder):
    """A list of dictionaries, one for each layer."""

    inner: Callable[[Arrays], Any] = staticmethod(lambda arrays: dict(arrays))

    def hold(self, params: Arrays) -> None:
        """Take the parameters in."""
        self.values = CalledList([self.inner(params)])

    def give(self, grads: Arrays) -> None:
        """Take the gradients in."""
        self.gradients = CalledList([self.inner(grads)])

    def read(self, given: Any) -> Arrays:
        """Return the parameters."""
        if isinstance(given, list) and len(given) == 1 and given is not self.values:
            self.values = given
        inner = self.values[0]
        found = inner if isinstance(inner, dict) else dict(zip(self.order, inner, strict=True))
        return {name: plain(found[name]) for name in self.order}

    def state(self) -> Any:
        """Return zeros in the same form."""
        now = self.read(None)
        return [self.inner({name: np.zeros_like(array) for name, array in now.items()})]


class NestedLists(Nested):
    """A list of lists, one for each layer."""

    inner = staticmethod(lambda arrays: list(arrays.values()))


class Bundled(Holder):
    """All arrays in one array of objects."""

    def hold(self, params: Arrays) -> None:
        """Take the parameters in."""
        self.values = bundle_of(list(params.values()))

    def give(self, grads: Arrays) -> None:
        """Take the gradients in."""
        self.gradients = bundle_of(list(grads.values()))

    def read(self, given: Any) -> Arrays:
        """Return the parameters."""
        return dict(zip(self.order, map(plain, self.values), strict=True))


class Objects(Holder):
    """A list of parameter objects, each with its gradient."""

    make: Callable[[str, np.ndarray], Any] = staticmethod(Parameter)

    def hold(self, params: Arrays) -> None:
        """Take the parameters in."""
        self.values = CalledList(self.make(name, array) for name, array in params.items())

    def give(self, grads: Arrays) -> None:
        """Set the gradients."""
        self.gradients = None
        for parameter, gradient in zip(self.values, grads.values(), strict=True):
            parameter.give(gradient)

    def read(self, given: Any) -> Arrays:
        """Return the parameters."""
        return {n: plain(p.data).copy() for n, p in zip(self.order, self.values, strict=True)}

    def state(self) -> Any:
        """Return a list of zeros."""
        return [np.zeros(p.shape) for p in self.values]


class OwnObjects(Objects):
    """A list of the user's own autograd objects, whose gradients are such objects, too."""

    gradients_wrapped = True

    def __init__(self, params: Arrays, names: Names, wrapper: Wrapper) -> None:
        self.wrapper = wrapper
        super().__init__(params, names)

    def hold(self, params: Arrays) -> None:
        """Take the parameters in."""
        self.values = CalledList(self.wrapper.wrap(array) for array in params.values())

    def give(self, grads: Arrays) -> None:
        """Set the gradients."""
        self.gradients = None
        for parameter, gradient in zip(self.values, grads.values(), strict=True):
            wrapped = self.wrapper.wrap(gradient) if self.gradients_wrapped else gradient
            parameter.grad = wrapped

    def read(self, given: Any) -> Arrays:
        """Return the parameters."""
        held = (np.array(self.wrapper.unwrap(p)) for p in self.values)
        return dict(zip(self.order, held, strict=True))


class OwnArrays(OwnObjects):
    """A list of the user's own autograd objects, whose gradients are arrays."""

    gradients_wrapped = False


OWN: Mapping[str, type[OwnObjects]] = {"own objects": OwnObjects, "own arrays": OwnArrays}
"""Holders that are made of a class of the user's."""


def _as_array(name: str, array: np.ndarray) -> ParameterArray:
    return np.array(array).view(ParameterArray)


class ArrayObjects(Objects):
    """A list of arrays that have their gradient in ``grad``."""

    make = staticmethod(_as_array)


class Pairs(Holder):
    """A list of (weight, gradient), the same arrays at every step."""

    def hold(self, params: Arrays) -> None:
        """Take the parameters in."""
        self.values = CalledList((array, np.zeros_like(array)) for array in params.values())

    def give(self, grads: Arrays) -> None:
        """Write the gradients into the same arrays."""
        self.gradients = None
        for (_, slot), gradient in zip(self.values, grads.values(), strict=True):
            slot[...] = gradient

    def read(self, given: Any) -> Arrays:
        """Return the parameters."""
        return {n: plain(pair[0]) for n, pair in zip(self.order, self.values, strict=True)}


class TurnedPairs(Pairs):
    """A list of (gradient, weight), the same arrays at every step."""

    def hold(self, params: Arrays) -> None:
        """Take the parameters in."""
        self.values = CalledList((np.zeros_like(array), array) for array in params.values())

    def give(self, grads: Arrays) -> None:
        """Write the gradients into the same arrays."""
        self.gradients = None
        for (slot, _), gradient in zip(self.values, grads.values(), strict=True):
            slot[...] = gradient

    def read(self, given: Any) -> Arrays:
        """Return the parameters."""
        return {n: plain(pair[1]) for n, pair in zip(self.order, self.values, strict=True)}


class Layered(Holder):
    """A list of layers, with their gradients.

    Attributes:
        twice: whether a copy of the layer is the second one, as what counts layers for steps shows.
        unset: what a layer has that is None at first.
    """

    lists = twice = False
    unset: tuple[str, ...] = ()

    def hold(self, params: Arrays) -> None:
        """Take the parameters in."""
        copies = [{n: a.copy() for n, a in params.items()}] if self.twice else []
        each = [dict(params), *copies]
        layers = [Layer(arrays, self.names, self.lists) for arrays in each]
        for layer in layers:
            layer.lack(self.unset)
        self.values = Layers(layers)

    def give(self, grads: Arrays) -> None:
        """Set the gradients."""
        self.gradients = None
        for layer in self.values:
            first = layer is self.values[0]
            layer.give(grads if first else {n: g.copy() for n, g in grads.items()})

    def read(self, given: Any) -> Arrays:
        """Return the parameters."""
        return self.values[0].read()


class LayeredLists(Layered):
    """Layers whose ``params`` and ``grads`` are lists."""

    lists = True


HOLDERS: Mapping[str, type[Holder]] = {
    "dict": Keyed, "numbered": Numbered, "prefixed": Prefixed, "two layers": TwoLayers,
    "list": Listed, "dicts": Nested, "lists": NestedLists, "bundle": Bundled,
    "objects": Objects, "arrays": ArrayObjects, "pairs": Pairs,
    "turned pairs": TurnedPairs, "layers": Layered,
    "layers of lists": LayeredLists,
}  # fmt: skip
