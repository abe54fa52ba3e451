"""Initializers: a function of a shape, of the fans or of all layers' sizes, or a class."""

from __future__ import annotations

import contextlib
import inspect
import itertools
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import UnknownShapeError, bind
from parity.checking.reading.sessions.session import StumbleError, Subject, users_code
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text, draw_case

FANS = ("n_in", "n_out")
SHAPES = ("shape", "size", "w_shape", "weight_shape", "dims", "tensor_shape", "kernel_shape")
SIZES = ("layers_dims", "layer_dims", "layers_dim", "layer_sizes", "layers_sizes", "sizes",
         "layers", "dimensions", "nn_architecture", "architecture", "units")  # fmt: skip
GENERATORS = ("rng", "generator", "random_state")
DRAW = ("__call__", "init", "initialize", "init_weights", "initialise", "get_values", "sample",
        "generate", "draw", "call", "get_weights", "create", "W", "coef", "weights",
        "weight")  # fmt: skip
"""Methods of an object that draw, the likeliest first."""

LAYOUTS: dict[str, tuple[Callable[[tuple[int, ...]], tuple[int, ...]], Text]] = {
    "ours": (lambda s: s, Text("", "")),
    "torch": (
        lambda s: (s[1], s[0]) if len(s) == 2 else s,
        Text(
            "A matrix is taken for (out, in), as in torch.nn.Linear.",
            "行列の形は torch.nn.Linear と同じ (出力, 入力) とみなした。",
        ),
    ),
    "keras": (
        lambda s: s if len(s) == 2 else (*s[2:], s[1], s[0]),
        Text(
            "A kernel is taken for (height, width, in, out), as in Keras.",
            "カーネルの形は Keras と同じ (高さ, 幅, 入力, 出力) とみなした。",
        ),
    ),
}
"""How our shapes are passed, by whose layout it is, and what is told of it."""

OF_LAYERS = Text(
    "It is given the sizes of the layers; the first weights that it returns were judged.",
    "各層の大きさを渡し、戻り値のうち最初の重みを調べた。",
)
SET_FREE = Text(
    "It sets a seed of its own, and so always gives the same numbers; it was made to draw others.",
    "シードを内部で固定しているため毎回同じ値になる。判定のため、別の値を引かせた。",
)


class InitializerSubject(Subject):
    """Something that draws weights of a shape.

    Attributes:
        layout: whose layout the shapes have that it is given.
        free: whether seeds that it sets itself are kept from working.
    """

    def __init__(
        self,
        concept: Concept,
        names: Names,
        label: str,
        target: Any,
        layout: str = "ours",
        free: bool = False,
    ) -> None:
        super().__init__(concept, names, Text("an initializer", "重みの初期化"), label)
        self.target, self.layout, self.free = target, layout, free
        self.of_layers = self._is_of_layers()
        told = [LAYOUTS[layout][1]] if layout != "ours" else []
        told += [OF_LAYERS] if self.of_layers else []
        self.told = [*told, *([SET_FREE] if free else [])]

    def others(self) -> Iterator[Subject]:
        """Yield the other layouts of shapes; with seeds of its own kept from working, if any."""
        frees = (False, True) if self._always_the_same() else (False,)
        for free, layout in itertools.product(frees, LAYOUTS):
            if (layout, free) != (self.layout, self.free):
                if self.of_layers and layout != "ours":
                    continue
                yield InitializerSubject(
                    self.concept, self.names, self.label, self.target, layout, free
                )

    def _always_the_same(self) -> bool:
        """Tell whether every call gives the same numbers."""
        for case in self.concept.cases:
            try:
                drawn = draw_case(self.concept, case)
                first, again = (np.asarray(self.draw(drawn, seed)[0]) for seed in (1, 2))
            except (UnknownShapeError, StumbleError):
                continue
            return bool(np.array_equal(first, again) and np.any(first))
        return False

    def passed(self, case: DrawnCase) -> tuple[int, ...]:
        """Return the case's shape as it is passed."""
        return LAYOUTS[self.layout][0](tuple(case.options["shape"]))

    def draw(self, case: DrawnCase, seed: int) -> tuple[Any, set[str]]:
        """Return weights of the shape that is passed, and our arguments that were passed.

        Raises:
            UnknownShapeError: if it takes neither a shape nor the fans.
        """
        with drawing_freely(seed) if self.free else contextlib.nullcontext():
            return self._drawn(case, seed)

    def _drawn(self, case: DrawnCase, seed: int) -> tuple[Any, set[str]]:
        function, used = self.target, set()
        if inspect.isclass(function):
            arrays = self._arrays(function, case, seed, guess=False)
            bound = bind(function, self._supply(case, seed, arrays), self.names)
            used |= bound.used - set(arrays)
            with users_code("constructor"):
                function = bound.call(function)
            function = self._method(function)
        shape = self.passed(case)
        theirs = parameters_of(function) or []
        if any(p.kind is p.VAR_POSITIONAL for p in theirs):
            with users_code("call"):
                return function(*shape), used
        arrays = self._arrays(function, case, seed)
        if not arrays and not (inspect.isclass(self.target) and not theirs):
            raise UnknownShapeError(
                f"{self.label} takes neither a shape nor the fans",
                f"{self.label} は形も入出力数も引数に取らない",
            )
        if len(shape) != 2 and theirs and self._of_fans(arrays):
            raise UnknownShapeError("it draws matrices only", "行列しか初期化できない")
        bound = bind(function, self._supply(case, seed, arrays), self.names)
        used |= bound.used - set(arrays)
        with users_code("call"):
            given = bound.call(function)
        return self._weights(given, shape, self._of_fans(arrays)), used

    def _of_fans(self, arrays: dict[str, Any]) -> bool:
        """Tell whether it is given numbers of inputs and outputs, not a shape."""
        numbers = [a for a in arrays.values() if isinstance(a, int | np.integer)]
        return self.of_layers or (len(numbers) > 1 and not any(
            isinstance(a, tuple) for a in arrays.values()
        ))  # fmt: skip

    def _is_of_layers(self) -> bool:
        theirs = parameters_of(self.target) or []
        if inspect.isclass(self.target) or not theirs:
            return False
        needed = [p for p in theirs if required(p)]
        sizes = [p.name.lower() in SIZES for p in theirs]
        return any(sizes) or (len(needed) == 3 and all(p.name.startswith("n_") for p in needed))

    def _method(self, made: Any) -> Callable[..., Any]:
        """Return what draws of an object."""
        for name in DRAW:
            method = getattr(made, name, None)
            if callable(method):
                return method
        raise UnknownShapeError(
            f"{self.label} has no method that draws", f"{self.label} に値を引くメソッドがない"
        )

    def _arrays(
        self, function: Callable[..., Any], case: DrawnCase, seed: int, guess: bool = True
    ) -> dict[str, Any]:
        """Return what is passed by the user's names: a shape, fans, sizes, a generator."""
        shape = self.passed(case)
        fan_in, fan_out = fans_of(tuple(case.options["shape"]))
        arrays: dict[str, Any] = {}
        theirs = [p for p in parameters_of(function) or [] if p.kind is not p.VAR_POSITIONAL]
        for parameter in theirs:
            name = parameter.name.lower()
            if self.of_layers and name in SIZES:
                arrays[parameter.name] = [fan_in, fan_out]
            elif name in SHAPES and (guess or required(parameter)):
                arrays[parameter.name] = shape
            elif self.names.meaning(name, ["n_in"]) == "n_in" and required(parameter):
                arrays[parameter.name] = fan_in
            elif self.names.meaning(name, ["n_out"]) == "n_out" and required(parameter):
                arrays[parameter.name] = fan_out
            elif name in GENERATORS:
                arrays[parameter.name] = np.random.default_rng(seed)
            elif name == "seed":
                arrays[parameter.name] = seed
        if not guess:
            return arrays
        needed = [p for p in theirs if required(p)]
        if self.of_layers and not any(p.name.lower() in SIZES for p in theirs):
            return dict(zip([p.name for p in needed], (fan_in, fan_out, fan_in), strict=True))
        if not set(arrays) - {"seed", *GENERATORS} and theirs:
            first = needed or theirs
            values = [shape] if len(first) == 1 else list(shape[:2])
            arrays |= dict(zip([p.name for p in first], values, strict=False))
        return arrays

    def _weights(self, given: Any, shape: tuple[int, ...], of_fans: bool) -> Any:
        """Return the weights among what was returned; a matrix of fans may be turned."""
        if isinstance(given, dict):
            key = next((k for k in given if str(k).upper().startswith(("W", "K"))), None)
            given = given if key is None else given[key]
        elif isinstance(given, tuple | list) and given and not np.isscalar(given[0]):
            given = given[0]
        array = np.asarray(given)
        if of_fans and len(shape) == 2 and array.shape == shape[::-1]:
            return array.T
        return given

    def _supply(self, case: DrawnCase, seed: int, arrays: dict[str, Any]) -> Any:
        supply = self.supply(case)
        supply.arrays, supply.order = arrays, tuple(arrays)
        supply.config["seed"] = seed
        return supply


@contextlib.contextmanager
def drawing_freely(seed: int) -> Iterator[None]:
    """Keep seeds that code sets by itself from working: each call draws other numbers."""
    kept = np.random.seed, np.random.default_rng
    counter = itertools.count(1 + 1000 * seed)
    kept[0](seed)  # the global state is set here, and left alone from then on

    def generator(*_: Any, **__: Any) -> np.random.Generator:
        return kept[1](next(counter))

    try:
        np.random.seed = lambda *_: None  # type: ignore[assignment]
        np.random.default_rng = generator
        yield
    finally:
        np.random.seed, np.random.default_rng = kept


def fans_of(shape: tuple[int, ...]) -> tuple[int, int]:
    """Return (fan in, fan out) of a matrix (in, out) or a kernel (out, in, kh, kw)."""
    if len(shape) == 2:
        return shape[0], shape[1]
    field = int(np.prod(shape[2:]))
    return shape[1] * field, shape[0] * field
