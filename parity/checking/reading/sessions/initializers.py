"""Initializers: a function of a shape or of the fans, or a class."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from parity.checking.reading.binding import UnknownShapeError, bind, parameters_of, required
from parity.checking.reading.sessions.session import Subject, users_code
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text

FANS = ("n_in", "n_out")
SHAPES = ("shape", "size", "dims", "w_shape", "weight_shape")


class InitializerSubject(Subject):
    """Something that draws weights of a shape."""

    def __init__(self, concept: Concept, names: Names, label: str, target: Any) -> None:
        super().__init__(concept, names, Text("an initializer", "重みの初期化"), label)
        self.target = target

    def draw(self, case: DrawnCase, seed: int) -> tuple[Any, set[str]]:
        """Return weights of the case's shape, and our arguments that were passed."""
        function, used = self.target, set()
        if inspect.isclass(function):
            bound = bind(function, self._supply(case, seed, {}), self.names)
            used |= bound.used
            with users_code("constructor"):
                function = bound.call(function)
        shape = tuple(case.options["shape"])
        fan_in, fan_out = fans_of(shape)
        arrays: dict[str, Any] = {}
        theirs = [p for p in parameters_of(function) or [] if p.name != "self"]
        for parameter in theirs:
            name = parameter.name.lower()
            if name in SHAPES:
                arrays[parameter.name] = shape
            elif self.names.meaning(name, ["n_in"]) == "n_in":
                arrays[parameter.name] = fan_in
            elif self.names.meaning(name, ["n_out"]) == "n_out":
                arrays[parameter.name] = fan_out
            elif name in ("rng", "generator", "random_state"):
                arrays[parameter.name] = np.random.default_rng(seed)
            elif name == "seed":
                arrays[parameter.name] = seed
        if not arrays and theirs:
            needed = [p for p in theirs if required(p)] or theirs
            values = [shape] if len(needed) == 1 else [fan_in, fan_out]
            arrays = dict(zip([p.name for p in needed], values, strict=False))
        if any(p.kind is p.VAR_POSITIONAL for p in theirs):
            with users_code("call"):
                return function(*shape), used
        if not arrays:
            raise UnknownShapeError(
                f"{self.label} takes neither a shape nor the fans",
                f"{self.label} は形も入出力数も引数に取らない",
            )
        if len(shape) != 2 and not any(n.lower() in SHAPES for n in arrays) and len(arrays) > 1:
            raise UnknownShapeError("it draws matrices only", "行列しか初期化できない")
        bound = bind(function, self._supply(case, seed, arrays), self.names)
        used |= bound.used
        with users_code("call"):
            return bound.call(function), used - set(arrays)

    def _supply(self, case: DrawnCase, seed: int, arrays: dict[str, Any]) -> Any:
        supply = self.supply(case)
        supply.arrays, supply.order = arrays, tuple(arrays)
        supply.config["seed"] = seed
        return supply


def fans_of(shape: tuple[int, ...]) -> tuple[int, int]:
    """Return (fan in, fan out) of a matrix (in, out) or a kernel (out, in, kh, kw)."""
    if len(shape) == 2:
        return shape[0], shape[1]
    field = int(np.prod(shape[2:]))
    return shape[1] * field, shape[0] * field
