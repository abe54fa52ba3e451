"""Autograd objects: arrays go into a ``Variable``, a ``Tensor`` or a ``Value`` and out again."""

from __future__ import annotations

import copy
import inspect
import re
import types
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from parity.checking.loading.origin import is_users
from parity.checking.loading.signatures import parameters_of, required

DATA = ("data", "value", "val", "array", "_data", "_value")
"""What the array in an autograd object is called."""

_SEEDS = ("grad", "gradient", "grad_output", "gy", "g", "upstream", "seed", "initial_grad", "dout")

_TRACKS = re.compile(
    r"_?(requires?|needs?|tracks?|with|compute)_?(grads?|gradients?|grad_fn)|is_?variable",
    re.IGNORECASE,
)
"""Flags of a constructor without which such an object does not know what it was made of."""


@dataclass(frozen=True)
class Wrapper:
    """A class whose objects hold an array and its gradient, and go back through what made them.

    Attributes:
        cls: the class.
        data: the attribute that holds the array.
        scalar: whether it holds single numbers only.
        flag: the option of its constructor without which it has no gradient.
    """

    cls: type
    data: str
    scalar: bool = False
    flag: str = ""

    def wrap(self, value: Any) -> Any:
        """Return an object that holds ``value``, in double precision where it can be."""
        array = np.array(value)
        options = {self.flag: True} if self.flag else {}
        made = self.cls(float(array) if self.scalar else array, **options)
        held = getattr(made, self.data)
        if isinstance(held, np.ndarray) and held.dtype in (np.float32, np.float16):
            setattr(made, self.data, array)
        return made

    def holds(self, value: Any) -> bool:
        """Tell whether ``value`` is such an object."""
        return isinstance(value, self.cls)

    def unwrap(self, value: Any) -> Any:
        """Return what such an object holds; anything else as it is, lists by their elements."""
        if self.holds(value):
            return self.unwrap(getattr(value, self.data))
        if isinstance(value, tuple) and type(value) is tuple:
            return tuple(self.unwrap(part) for part in value)
        if isinstance(value, list):
            return [self.unwrap(part) for part in value]
        if isinstance(value, dict):
            return {key: self.unwrap(part) for key, part in value.items()}
        return value

    def gradient(self, wrapped: Any) -> Any:
        """Return the gradient that an object has now, as an array; ``None`` if it has none."""
        found = self.unwrap(getattr(wrapped, "grad", None))
        return None if found is None else np.array(found, dtype=float)

    def go_back(self, output: Any, upstream: Any, like: Any = None) -> None:
        """Go back from ``output`` with an upstream gradient.

        Args:
            output: an object that an operation has made.
            upstream: dL/d output.
            like: a gradient that the code made itself: whether it is an array or wrapped, too.
        """
        parameters = parameters_of(output.backward) or []
        seeds = [p.name for p in parameters if p.name.lower() in _SEEDS]
        given = self.wrap(upstream) if self.holds(like) else np.array(upstream)
        if seeds:
            output.backward(**{seeds[0]: given})
            return
        if any(required(p) for p in parameters):
            output.backward(given)
            return
        output.grad = given
        output.backward()


def wrapper_of(cls: Any) -> Wrapper | None:
    """Return how to use ``cls`` as an autograd class; ``None`` if it is none."""
    if not inspect.isclass(cls) or not callable(getattr(cls, "backward", None)):
        return None
    kind: Any = cls
    if any(required(p) for p in (parameters_of(kind.backward) or [])[2:]):
        return None
    flag = next(
        (p.name for p in parameters_of(kind) or []
         if not required(p) and not p.default and _TRACKS.fullmatch(p.name)), "",
    )  # fmt: skip
    options = {flag: True} if flag else {}
    for scalar, value in ((False, np.array([[0.5, -0.25]])), (True, 0.5)):
        try:
            made = kind(value, **options)
        except Exception:
            continue
        name = next((n for n in DATA if _same(getattr(made, n, None), value)), None)
        if name is not None and hasattr(made, "grad"):
            if not scalar and not _adds_arrays(cls, value, options):
                continue
            return Wrapper(cls, name, scalar, flag)
    return None


def _same(held: Any, value: Any) -> bool:
    if isinstance(held, np.ndarray) != isinstance(value, np.ndarray) and not np.isscalar(held):
        return False
    try:
        return bool(np.shape(held) == np.shape(value) and np.allclose(held, value))
    except (TypeError, ValueError):
        return False


def _adds_arrays(cls: Any, value: Any, options: Mapping[str, Any]) -> bool:
    """Tell whether objects that hold arrays go back as such: one made for numbers takes any."""
    try:
        first = cls(value, **options)
        output = first + cls(value, **options)
        output.backward()
    except Exception as error:
        # An array cannot be told to be true or false: made for numbers.
        return not isinstance(error, ValueError)
    held: Any = getattr(first, "grad", None)
    return bool(np.shape(getattr(held, "data", held)) == np.shape(value))


def find_wrapper(namespace: Mapping[str, Any]) -> Wrapper | None:
    """Return the autograd class among the names that a file sees, if there is one."""
    seen: list[type] = []
    beside = [
        part
        for module in list(namespace.values())
        if isinstance(module, types.ModuleType) and is_users(getattr(module, "__file__", "") or "")
        for part in list(vars(module).values())
    ]
    for value in [*namespace.values(), *beside]:
        if inspect.isclass(value) and value not in seen and hasattr(value, "backward"):
            seen.append(value)
            found = wrapper_of(value)
            if found is not None:
                return next((w for base in value.__mro__[1:-1] if (w := wrapper_of(base))), found)
    return None


class Wrapped:
    """A function or class that takes and returns autograd objects, used with arrays.

    ``forward`` takes and returns arrays; ``backward`` returns the gradients of the inputs, in
    their order.
    """

    def __init__(self, target: Any, wrapper: Wrapper) -> None:
        self.target, self.wrapper = target, wrapper
        self.inputs: list[Any] = []
        self.output: Any = None

    def forward(self, *inputs: Any, **options: Any) -> Any:
        """Call the function on wrapped inputs; return what its result holds."""
        given = [wrapped_input(self.wrapper, value) for value in inputs]
        named = {name: wrapped_input(self.wrapper, value) for name, value in options.items()}
        self.inputs = [*given, *named.values()]
        self.output = self.target(*given, **named)
        return self.wrapper.unwrap(self.output)

    __call__ = forward

    def backward(self, dy: Any) -> Any:
        """Go back from the output; return the gradients of the inputs."""
        outputs = self.output if isinstance(self.output, tuple | list) else [self.output]
        back_from(self.wrapper, list(outputs), [dy])
        found = tuple(self.wrapper.gradient(i) for i in self.inputs if self.wrapper.holds(i))
        return found[0] if len(found) == 1 else found


def taking_arrays(cls: Any, wrapper: Wrapper) -> type:
    """Return a class that is used as the layer class ``cls`` is, with arrays.

    Its objects have the attributes of the user's, so that parameters are found where the user
    keeps them. Gradients are cleared before each way back: such objects add up.
    """

    class TakingArrays:
        __slots__ = ("__dict__", "_given", "_layer", "_made")
        _given: Any
        _layer: Any
        _made: Any

        def __init__(self, *arguments: Any, **options: Any) -> None:
            self._hold(cls(*arguments, **options))

        def _hold(self, layer: Any) -> None:
            for name, value in (("_layer", layer), ("__dict__", vars(layer))):
                object.__setattr__(self, name, value)

        def __setattr__(self, name: str, value: Any) -> None:
            setattr(self._layer, name, value)

        def __deepcopy__(self, memo: dict[int, Any]) -> Any:
            made = object.__new__(type(self))
            made._hold(copy.deepcopy(self._layer, memo))
            return made

        def forward(self, *inputs: Any) -> Any:
            given = [wrapped_input(wrapper, value) for value in inputs]
            try:
                made = self._layer(*given)
            except (AttributeError, TypeError):
                if all(wrapper.holds(value) for value in given):
                    raise
                given = [wrapper.wrap(value) for value in inputs]  # whole numbers as well
                made = self._layer(*given)
            object.__setattr__(self, "_given", given)
            object.__setattr__(self, "_made", made)
            return wrapper.unwrap(made)

        def backward(self, dy: Any) -> Any:
            for held in vars(self._layer).values():
                if wrapper.holds(held):
                    held.grad = None
            made = self._made if isinstance(self._made, tuple | list) else [self._made]
            back_from(wrapper, list(made), [dy])
            found = tuple(wrapper.gradient(value) for value in self._given if wrapper.holds(value))
            return found[0] if len(found) == 1 else found

    TakingArrays.__name__ = TakingArrays.__qualname__ = cls.__name__
    TakingArrays.__signature__ = inspect.signature(cls)  # type: ignore[attr-defined]
    return TakingArrays


def wrapped_input(wrapper: Wrapper, value: Any) -> Any:
    """Return a floating-point array wrapped, anything else as it is."""
    if isinstance(value, np.ndarray) and value.dtype.kind == "f":
        return wrapper.wrap(value)
    return value


def back_from(wrapper: Wrapper, outputs: Sequence[Any], upstream: Sequence[Any]) -> None:
    """Go back from the first output; whether a gradient is wrapped is tried out."""
    error: Exception | None = None
    for like in (None, outputs[0]):
        try:
            wrapper.go_back(outputs[0], upstream[0], like)
        except Exception as reason:
            error = error or reason
        else:
            return
    assert error
    raise error
