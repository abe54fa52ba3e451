"""What stands for the user's own objects: parameters with a gradient, layers, networks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import numpy as np

from parity.checking.reading.sessions.optimizing.driving import plain
from parity.checking.reading.spellings import CLEARING, Names

VALUE = ("data", "value", "val", "array", "w", "W", "weight", "weights", "param", "p", "theta")
GRADIENT = ("grad", "gradient", "g", "dw", "dW", "grads", "d", "delta", "_grad", "dweights")


class Gradient(np.ndarray):
    """A gradient that is an array, and has its numbers in ``data`` as well."""

    @property
    def data(self) -> Any:  # type: ignore[override]
        """The numbers."""
        return self.view(np.ndarray)

    @data.setter
    def data(self, value: Any) -> None:
        self[...] = value


class Parameter:
    """A parameter object: its value under one of the usual names, its gradient likewise."""

    xp = np
    requires_grad = trainable = True

    def __init__(self, name: str, array: np.ndarray) -> None:
        vars(self).update(name=name, _array=array, _gradient=None)

    def give(self, gradient: np.ndarray) -> None:
        """Set the gradient."""
        vars(self)["_gradient"] = gradient.view(Gradient)

    def __getattr__(self, name: str) -> Any:
        if name in VALUE:
            return vars(self)["_array"]
        if name in GRADIENT:
            return vars(self)["_gradient"]
        if name in ("shape", "dtype", "size", "ndim"):
            return getattr(vars(self)["_array"], name)
        if name.strip("_") in CLEARING:
            return lambda *_: None  # each step brings a new gradient
        raise AttributeError(name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name in VALUE:
            name, value = "_array", plain(value)
        elif name in GRADIENT:
            name = "_gradient"
        vars(self)[name] = value


class ParameterArray(np.ndarray):
    """A parameter that is an array itself, with its gradient in ``grad``."""

    grad: Any = None
    _name: str = ""

    @property
    def data(self) -> Any:  # type: ignore[override]
        """The numbers."""
        return self.view(np.ndarray)

    @data.setter
    def data(self, value: Any) -> None:
        self[...] = value

    def give(self, gradient: np.ndarray) -> None:
        """Set the gradient."""
        self.grad = gradient

    def __hash__(self) -> int:  # type: ignore[override]
        return id(self)


class Gradients(dict):
    """Gradients under the names of the parameters, and under those with a d before them."""

    def __missing__(self, key: Any) -> Any:
        other = key[1:] if isinstance(key, str) and key.startswith("d") else f"d{key}"
        if dict.__contains__(self, other):
            return dict.__getitem__(self, other)
        raise KeyError(key)


class State(Gradients):
    """What an update keeps by name: zeros where nothing is kept yet."""

    def __init__(self, shapes: Mapping[str, tuple[int, ...]]) -> None:
        super().__init__()
        self.shapes = dict(shapes)

    def __missing__(self, key: Any) -> Any:
        for name in (key, str(key)[1:]):
            if name in self.shapes:
                self[key] = np.zeros(self.shapes[name])
                return self[key]
        raise KeyError(key)


class CalledList(list):
    """A list that a call returns, too: ``net.params`` and ``net.params()`` are one."""

    def __call__(self) -> CalledList:
        """Return the list."""
        return self


class Layers(CalledList):
    """Layers in a list, which are found as in a dictionary, too: ``layers.values()``."""

    def values(self) -> list[Any]:
        """Return the layers."""
        return list(self)

    def items(self) -> list[tuple[str, Any]]:
        """Return the layers with a name each."""
        return [(f"Affine{place}", layer) for place, layer in enumerate(self, 1)]

    def keys(self) -> list[str]:
        """Return their names."""
        return [name for name, _ in self.items()]

    def __getitem__(self, key: Any) -> Any:
        """Return the layer in a place, or of a name."""
        return dict(self.items())[key] if isinstance(key, str) else super().__getitem__(key)


class CalledDict(dict):
    """A dictionary that a call returns, too."""

    def __call__(self) -> CalledDict:
        """Return the dictionary."""
        return self


class Spelled(CalledDict):
    """A dictionary whose entries are found under other spellings of their names, too."""

    def __init__(self, arrays: Mapping[str, Any], spelled: Mapping[str, str]) -> None:
        super().__init__(arrays)
        self.spelled = spelled

    def __missing__(self, key: Any) -> Any:
        return dict.__getitem__(self, self.spelled[key])

    def __setitem__(self, key: Any, value: Any) -> None:
        super().__setitem__(key if key in self else self.spelled.get(key, key), value)


GETTERS = ("get_weights", "get_params", "get_parameters")
GRADIENT_GETTERS = ("get_grads", "get_gradients", "get_gradient", "get_grad")
SETTERS = ("set_weights", "set_params", "set_parameters", "update_weights", "update_params")
"""Methods by which a layer hands out its arrays, and takes new ones."""


class Layer:
    """A layer with weights, biases and their gradients, as attributes and in ``params``."""

    trainable = True

    def __init__(self, arrays: dict[str, np.ndarray], names: Names, lists: bool = False) -> None:
        values = {spelling: name for name in arrays for spelling in names.of(name)}
        slopes = {spelling: name for name in arrays for spelling in names.gradient_of(name)}
        for name in arrays:
            forms = (f"{s}_gradient" for s in names.of(name))
            slopes.update(dict.fromkeys([*forms, f"{name}s_gradient"], name))
        vars(self).update(
            _values=values, _slopes={k: v for k, v in slopes.items() if k not in values},
            _arrays=arrays, _lists=lists, _gradients={},
            _table=CalledList(arrays.values()) if lists else Spelled(arrays, values),
            _grads=[] if lists else Gradients(),
        )  # fmt: skip

    def lack(self, names: Iterable[str]) -> None:
        """Set what is None until something is kept there."""
        own = vars(self)
        own.update((n, None) for n in names if n not in own["_values"] and n not in own["_slopes"])

    def give(self, grads: Mapping[str, np.ndarray]) -> None:
        """Set the gradients."""
        own = vars(self)
        own["_gradients"] = dict(grads)
        own["_grads"] = (
            CalledList(grads.values())
            if own["_lists"]
            else Spelled(grads, {**own["_values"], **own["_slopes"]})
        )

    def read(self) -> dict[str, np.ndarray]:
        """Return the arrays as they are now: in ``params``, or set as attributes."""
        own = vars(self)
        table = own["_table"]
        now = dict(zip(own["_arrays"], table, strict=True)) if own["_lists"] else table
        return {name: plain(now[name]) for name in own["_arrays"]}

    def __getattr__(self, name: str) -> Any:
        own = vars(self)
        if "_values" not in own:
            raise AttributeError(name)
        if name in own["_values"]:
            return self.read()[own["_values"][name]]
        if name in own["_slopes"]:
            return own["_gradients"][own["_slopes"][name]]
        if name in ("params", "parameters", "_params", "weights_and_biases"):
            return own["_table"]
        if name in ("grads", "gradients", "grad", "_grads", "derivatives", "dparams"):
            return own["_grads"]
        if name in GETTERS:
            return lambda *_: own["_table"]
        if name in GRADIENT_GETTERS:
            return lambda *_: own["_grads"]
        if name in SETTERS:
            return self._set
        if name.strip("_") in CLEARING:
            return lambda *_: None
        raise AttributeError(name)

    def _set(self, *values: Any) -> None:
        """Take new arrays in: in a list or a dictionary, or one by one."""
        given = values[0] if len(values) == 1 and not isinstance(values[0], np.ndarray) else values
        own = vars(self)
        if isinstance(given, Mapping):
            own["_table"].update(given)
        elif own["_lists"]:
            own["_table"][:] = given
        else:
            own["_table"].update(zip(own["_arrays"], given, strict=False))

    def __setattr__(self, name: str, value: Any) -> None:
        own = vars(self)
        if name in own["_values"]:
            key: Any = own["_values"][name]
            own["_table"][list(own["_arrays"]).index(key) if own["_lists"] else key] = value
        elif name in ("params", "parameters") and own["_lists"]:
            own["_table"][:] = value
        elif name in ("params", "parameters"):
            own["_table"].update(value)
        elif name in ("grads", "gradients"):
            own["_grads"] = value
        else:
            own[name] = value


class Net:
    """A network with layers, parameters and gradients."""

    def __init__(self, layers: list[Any], params: Any, grads: Any = None) -> None:
        self.layers = self.trainable_layers = self.modules = Layers(layers)
        self.params = self.parameters = self.weights = params
        self.grads = self.gradients = grads

    def params_and_grads(self) -> Iterator[tuple[Any, Any]]:
        """Yield each parameter with its gradient."""
        if isinstance(self.params, Mapping):
            yield from ((self.params[name], self.grads[name]) for name in self.params)
        else:
            yield from zip(self.params, self.grads, strict=True)

    get_params_and_grads = parameters_and_gradients = params_and_gradients = params_and_grads


class Bundle(np.ndarray):
    """All arrays in one array of objects, with ``values``, as frameworks of one's own have it."""

    @property
    def values(self) -> Any:
        """The arrays, as an array of objects."""
        return self.view(np.ndarray)

    @values.setter
    def values(self, value: Any) -> None:
        for place, array in enumerate(value):
            self[place] = array


def bundle_of(arrays: Iterator[np.ndarray] | list[np.ndarray]) -> Bundle:
    """Return arrays in one array of objects."""
    arrays = list(arrays)
    made = np.empty(len(arrays), dtype=object)
    for place, array in enumerate(arrays):
        made[place] = array
    return made.view(Bundle)
