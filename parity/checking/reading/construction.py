"""Ways to make the user's object: given arrays, given sizes, or made ready afterwards."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import Parameter, Settings, Supply, bind
from parity.checking.reading.spellings import Names
from parity.describing.concept import DrawnCase

SIZE = re.compile(
    r"(^|_)(n|num|no|in|out|nin|nout|dims?|sizes?|shape|units?|features?|channels?|neurons?|nodes?|"
    r"filters?|inputs?|outputs?|depth|height|width)(_|\d*$)|size|dim|shape|neurons|units",
    re.IGNORECASE,
)
"""Names of constructor's parameters that ask for a size rather than an array."""

ARRAY = re.compile(r"(^|_)(weights?|bias(es)?|kernels?|w|b)(_|\d*$)", re.IGNORECASE)
COUNT = re.compile(r"(^|_)(n|num|size|shape|dims?|init\w*|std|scale|decay)(_|$)", re.IGNORECASE)
"""Words of a name that is an array's, whatever it is the weight of, and those of one that is not:
``weight_in``, ``bias_hidden``; ``weight_size``."""


def asks_for_a_size(name: str) -> bool:
    """Tell whether a constructor's parameter asks for a size, by its name."""
    return bool(SIZE.search(name)) and (not ARRAY.search(name) or bool(COUNT.search(name)))


PREPARING = ("set_input_shape", "set_input_size", "build", "initialize", "init", "init_params",
             "_init_params", "initialize_parameters", "initialize_weights", "init_weights",
             "_init_weights", "_initialize", "reset_parameters", "setup", "set_optimizer",
             "compile")  # fmt: skip
"""Methods that make an object ready which its constructor does not, in the order of the calls."""

Made = tuple[Any, set[str], set[str]]
"""An object, our arguments that were passed, and our arrays that were given."""


OPTIMIZERS = ("optimizer", "optim", "opt", "_optimizer")
"""Attributes in which a layer that updates itself keeps its optimizer."""


def parameters_in(layer: Any) -> dict[str, Any]:
    """Return the parameters that a layer holds: those in its dictionary, or its attributes."""
    for name in ("params", "parameters"):
        if isinstance(held := getattr(layer, name, None), dict):
            return held
    return vars(layer)


class RecordingOptimizer:
    """Stands for an optimizer where a layer wants one: notes gradients, and changes nothing.

    Attributes:
        notes: the weights and their gradients, in the order of the calls.
        replaced: the optimizer that the layer had, which answers for all other attributes.
    """

    def __init__(self, notes: list[tuple[Any, Any]] | None = None, replaced: Any = None) -> None:
        self.notes = [] if notes is None else notes
        self.replaced = replaced
        self.lr = self.learning_rate = 0.0

    def __getattr__(self, name: str) -> Any:
        """Return what the replaced optimizer has under the name."""
        if name.startswith("__") or self.__dict__.get("replaced") is None:
            raise AttributeError(name)
        return getattr(self.replaced, name)

    def update(self, w: Any, gradient: Any = None, *_: Any, **__: Any) -> Any:
        """Note the gradient of ``w``, or of each of several; return what was given unchanged."""
        if isinstance(gradient, dict) and not isinstance(w, dict):
            w = parameters_in(w)  # a layer, with the gradients of its parameters
            gradient = {key: g for name, g in gradient.items() for key in (name, name[1:])}
        if isinstance(w, dict) and isinstance(gradient, dict):
            self.notes += [(w[key], gradient[key]) for key in w if key in gradient]
        elif isinstance(w, list | tuple) and isinstance(gradient, list | tuple):
            self.notes += zip(w, gradient, strict=False)
        else:
            self.notes.append((w, gradient))
        return w

    __call__ = step = update

    def __deepcopy__(self, memo: Any) -> RecordingOptimizer:
        """Return one that writes into the same notes: layers take a copy for each parameter."""
        return RecordingOptimizer(self.notes, self.replaced)

    def __copy__(self) -> RecordingOptimizer:
        """Return one that writes into the same notes."""
        return RecordingOptimizer(self.notes, self.replaced)


class DrawingInitializer:
    """Stands for an initializer where a layer wants one: whatever it is asked for, it draws."""

    def __init__(self) -> None:
        self.draws = np.random.default_rng(0)

    def __call__(self, *sizes: Any, **_: Any) -> np.ndarray:
        """Return numbers of the shape that is asked for, in whichever form it is given."""
        flat = [n for size in sizes for n in (size if isinstance(size, tuple | list) else [size])]
        return 0.1 * self.draws.normal(size=[int(n) for n in flat])

    def __getattr__(self, name: str) -> Any:
        """Return what draws, under every name."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self.__call__


@dataclass
class Construction:
    """Makes objects of one class.

    Attributes:
        target: the class.
        names: how its names are understood.
        optimizer: what was given where an optimizer is wanted.
        called: what the constructor calls the arrays that it was given, by our names.
        turned: flags of its own, and what they are given.
    """

    target: Any
    names: Names
    optimizer: RecordingOptimizer = field(default_factory=RecordingOptimizer)
    called: dict[str, str] = field(default_factory=dict)
    turned: dict[str, bool] = field(default_factory=dict)

    def stand_in(self, layer: Any) -> None:
        """Put the recording optimizer where a layer keeps the one that it takes its steps with."""
        for name in OPTIMIZERS:
            held = getattr(layer, name, self)
            later = held is None  # it is given one where the network is put together
            if held not in (self, self.optimizer) and (
                later or any(callable(getattr(held, step, None)) for step in ("update", "step"))
            ):
                self.optimizer.replaced = held
                with contextlib.suppress(AttributeError):  # a property without a setter
                    setattr(layer, name, self.optimizer)

    def ways(self, case: DrawnCase, supply: Supply) -> Iterator[Callable[[], Made]]:
        """Yield the ways to make the object, the likeliest first."""
        parameters = parameters_of(self.target) or []
        unknown = self._unknown(parameters, supply)
        if not any(asks_for_a_size(p.name) for p in unknown):
            yield lambda: self._bound(supply)
        sizes = self._with_sizes(case, supply)
        if unknown or not supply.arrays:
            yield lambda: self._bound(sizes)
        else:
            yield lambda: self._bound(Supply({}, sizes.config, (), sizes.flags))
        if "W" in case.params and case.params["W"].ndim >= 3:
            yield lambda: self._bound(self._with_kernel_shape(case, sizes))
            yield lambda: self._bound(self._with_kernel_shape(case, sizes, whole=False))

    def takes_arrays(self, supply: Supply) -> bool:
        """Tell whether the names of the parameters that must be given are those of arrays."""
        asked = parameters_of(self.target) or []
        needed = [p for p in asked if required(p)]
        if any(p.name in self.names.of("kernel_size") for p in asked):
            return False  # a kernel is an array to one, and its shape to another
        meant = [self.names.meaning(p.name, [*supply.arrays, *supply.config]) for p in needed]
        return bool(meant) and all(name in supply.arrays for name in meant)

    def _bound(self, supply: Supply) -> Made:
        """Construct with what the names of the parameters ask for."""
        if any(p.name.lower() in ("optimizer", "optim", "opt") and required(p)
               for p in parameters_of(self.target) or []):  # fmt: skip
            supply = Supply(supply.arrays, dict(supply.config), supply.order, supply.flags)
            for spelled in ("optimizer", "optim", "opt"):
                supply.config[spelled] = self.optimizer
        drawing = [p.name for p in parameters_of(self.target) or []
                   if required(p) and "initializer" in p.name.lower()]  # fmt: skip
        if drawing:
            config = {**supply.config, "initializer": DrawingInitializer()}
            supply = Supply(supply.arrays, config, supply.order, supply.flags)
        settings = Settings(supply, self.names)
        for key, name in (("in", "n_in"), ("out", "n_out")):
            if name in supply.config:
                dict.__setitem__(settings, key, supply.config[name])
        bound = bind(self.target, supply, self.names, settings)
        used = bound.used & (set(supply.config) | set(supply.flags) | set(supply.arrays))
        given = {name for name in bound.used if isinstance(supply.arrays.get(name), np.ndarray)}
        bound.keywords |= {n: 0.0 for n in self._dropouts() if n not in bound.names}
        bound.keywords |= self.turned
        self.called = {ours: theirs for theirs, ours in bound.names.items() if ours in given}
        return bound.call(self.target), used, given

    def _dropouts(self) -> list[str]:
        """Return arguments with a default by which something is dropped at random on the way."""
        return [
            p.name for p in parameters_of(self.target) or []
            if "drop" in p.name.lower() and isinstance(p.default, float) and 0 < p.default < 1
        ]  # fmt: skip

    def _unknown(self, parameters: list[Parameter], supply: Supply) -> list[Parameter]:
        """Return the parameters that must be given and whose names mean nothing to us."""
        wanted = [*supply.arrays, *supply.config, "keep", "kernel_h", "kernel_w", *supply.flags]
        return [p for p in parameters if required(p) and not self.names.meaning(p.name, wanted)]

    def _with_sizes(self, case: DrawnCase, supply: Supply) -> Supply:
        """Return a supply of sizes in the place of arrays, in the usual order."""
        sizes: dict[str, Any] = {}
        for name in ("n_in", "n_out", "n_words", "n_dims", "n_channels", "input_shape"):
            if name in supply.config:
                sizes[name] = supply.config[name]
        config = dict(supply.config)
        x = next(iter(case.inputs[0].values())) if case.inputs and case.inputs[0] else None
        if x is not None and "input_shape" not in config:
            config["input_shape"] = tuple(x.shape[1:])
        if x is not None and x.ndim > 1 and case.kind == "loss":
            config.setdefault("n_classes", x.shape[-1])  # for a loss that makes one-hot rows
        order = tuple(name for name in sizes if name != "input_shape")
        if "kernel_size" in config and case.weights:
            sizes["kernel_size"] = config["kernel_size"]
            order = (*order, "kernel_size")
        return Supply(dict(sizes), config, order, supply.flags)

    def _with_kernel_shape(self, case: DrawnCase, supply: Supply, whole: bool = True) -> Supply:
        """Return a supply in which the kernel's size is the shape of the whole kernel, HWIO."""
        first, second, *window = case.params["W"].shape
        channels = [first, second] if "transpose" in case.concept else [second, first]
        kernel = [*window, *channels] if whole else tuple(window)
        config = {**supply.config, "kernel_size": kernel}
        arrays = {name: v for name, v in supply.arrays.items() if name != "kernel_size"}
        for name in ("stride", "dilation", "padding"):
            if isinstance(config.get(name), int):
                value = config[name]
                config[name] = (value,) * len(window) if name != "padding" else config[name]
        if whole:
            config["padding"] = {0: "VALID", "valid": "VALID", "same": "SAME"}.get(
                config.get("padding", 0) if not isinstance(config.get("padding"), tuple) else -1,
                config.get("padding", 0),
            )
        order = tuple(name for name in supply.order if name in arrays)
        return Supply(arrays, config, order, supply.flags)

    def asks_for_a_shape(self, layer: Any) -> bool:
        """Tell whether the layer has a method that is told the shape of its input."""
        methods = [getattr(layer, name, None) for name in PREPARING]
        return any(
            "shape" in p.name
            for method in methods if callable(method)
            for p in parameters_of(method) or []
        )  # fmt: skip

    def prepare(
        self, layer: Any, case: DrawnCase, supply: Supply, with_batch: bool = False
    ) -> None:
        """Call the methods that make the object ready, as far as we know what they want.

        Args:
            layer: the object.
            case: what it is made ready for.
            supply: what can be passed.
            with_batch: whether the shape of the input begins with the number of examples.
        """
        sizes = self._with_sizes(case, supply)
        if with_batch and case.inputs and case.inputs[0]:
            sizes.config["input_shape"] = tuple(next(iter(case.inputs[0].values())).shape)
        sizes.arrays = {}
        sizes.order = ()
        for spelled in ("optimizer", "optim", "opt"):
            sizes.config[spelled] = self.optimizer
        shaped = (str, int, tuple, list, np.ndarray)  # anything else there is no shape yet
        if not isinstance(getattr(layer, "input_shape", ""), shaped) and (
            "input_shape" in sizes.config
        ):
            with contextlib.suppress(AttributeError):  # a property without a setter
                layer.input_shape = sizes.config["input_shape"]
        for name in PREPARING:
            method: Any = getattr(layer, name, None)
            parameters = parameters_of(method) if callable(method) else None
            if parameters is None:
                continue
            more = any(p.kind is p.VAR_POSITIONAL for p in parameters)
            if more and any(map(required, parameters)):
                continue
            try:
                if more:  # what it may be given besides it makes itself
                    method()
                else:
                    bind(method, sizes, _with_shape(self.names, parameters)).call(method)
            except Exception:
                continue


def _with_shape(names: Names, parameters: list[Parameter]) -> Names:
    """Return names under which a parameter called ``shape`` is the input's."""
    if len(parameters) == 1 and parameters[0].name in ("shape", "in_shape", "x_shape", "dims"):
        return Names({**names.mapping, "input_shape": parameters[0].name})
    return names
