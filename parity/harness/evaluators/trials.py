"""One case and how an implementation is evaluated on it, each time by a fresh object."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from parity.describing.concept import DrawnCase
from parity.harness.evaluators.evaluation import named, split_masks, upstream_of
from parity.harness.evaluators.numpy_evaluator import cast, construct
from parity.harness.evaluators.subject import build, implementation, way_back
from parity.harness.registry import all_concepts

Arrays = dict[str, Any]
"""What one pass gave, by quantity."""

FLOAT64, FLOAT32 = np.dtype("float64"), np.dtype("float32")

STEPS = 4
"""An optimizer is tried for so many steps."""


def copied(found: Mapping[str, Any]) -> Arrays:
    """Return copies, which nothing changes that the implementation does later."""
    return {name: np.array(value) for name, value in found.items()}


class Trial:
    """One case and how it is evaluated, each time by a fresh object.

    Attributes:
        known: what a fresh object gave for the case's own inputs, once somebody asked.
    """

    def __init__(self, case: DrawnCase, subject_class: Any) -> None:
        self.case, self.subject_class = case, subject_class
        self.known: Arrays = {}
        self.inputs = {name: cast(array, FLOAT64) for name, array in case.inputs[0].items()}

    def run(self, inputs: Mapping[str, Any] | None = None, dtype: np.dtype = FLOAT64) -> Arrays:
        """Return what a fresh object gives for these inputs, or for the case's own."""
        raise NotImplementedError

    def plain(self) -> Arrays:
        """Return what a fresh object gives for the case's own inputs, computed once."""
        if not self.known:
            made = type(self)(self.case, self.subject_class)
            self.known.update(copied(made.run()))
        return self.known

    def with_config(self, config: dict[str, Any]) -> Any:
        """Return the same trial with other arguments of the constructor."""
        return type(self)(replace(self.case, config=config), self.subject_class)


class Pass(Trial):
    """Forward and backward of a layer, a loss, a regularizer or a network."""

    def __init__(self, case: DrawnCase, subject_class: Any) -> None:
        super().__init__(case, subject_class)
        self.dys = {f"d{o}": cast(dy, FLOAT64) for o, dy in upstream_of(case, 0).items()}
        self.mode = {} if case.training is None else {"training": case.training}

    def fresh(self, dtype: np.dtype = FLOAT64) -> Any:
        """Return an object with the case's parameters and buffers."""
        return construct(self.case, dtype, self.subject_class)

    def upstream(self, change: Callable[[np.ndarray], np.ndarray] = lambda a: a) -> tuple[Any, ...]:
        """Return the upstream gradients, each changed; one of no axes as a number."""
        return tuple(change(dy) if dy.ndim else change(dy)[()] for dy in self.dys.values())

    def forward(self, subject: Any, inputs: Mapping[str, Any]) -> Arrays:
        """Return the outputs."""
        positional, keywords = split_masks(dict(inputs))
        return named(self.case, subject.forward(*positional, **self.mode, **keywords))

    def backward(self, subject: Any, *dy: Any) -> Arrays:
        """Return the gradients of the inputs and of the parameters."""
        given = subject.backward(*dy)
        several = given if isinstance(given, tuple) else (given,)
        found = {f"d{n}": g for n, g in zip(self.case.differentiable, several, strict=False)}
        found.update({f"d{name}": subject.grads[name] for name in subject.params})
        return found

    def both(self, subject: Any, inputs: Mapping[str, Any], dy: tuple[Any, ...]) -> Arrays:
        """Return what forward and backward give, as they give it."""
        return {**self.forward(subject, inputs), **self.backward(subject, *dy)}

    def run(self, inputs: Mapping[str, Any] | None = None, dtype: np.dtype = FLOAT64) -> Arrays:
        """Return what a fresh object gives, forward and backward."""
        given = self.inputs if inputs is None else inputs
        return self.both(self.fresh(dtype), given, self.upstream(lambda dy: cast(dy, dtype)))


class Call(Trial):
    """A function's results, and the gradients of what it was given where it has a way back."""

    def run(self, inputs: Mapping[str, Any] | None = None, dtype: np.dtype = FLOAT64) -> Arrays:
        """Return the results of one call."""
        function = self.subject_class or implementation("numpy", all_concepts()[self.case.concept])
        config = dict(self.case.configuration("numpy"))
        leading = [config.pop(name) for name in self.case.options.get("leading", ())]
        arrays = list((self.inputs if inputs is None else inputs).values())
        given = function(*leading, *([arrays] if self.case.options.get("as_list") else arrays),
                         **config)  # fmt: skip
        several = given if isinstance(given, tuple | list) else (given,)
        names = self.case.options.get("outputs", ("y",))
        found = dict(zip(names, several, strict=True))
        if self.case.upstream:
            dys = [cast(dy, dtype) for dy in upstream_of(self.case, 0).values()]
            back = way_back(all_concepts()[self.case.concept], function)
            gradients = back(*dys, *leading, *arrays, **config)
            found |= {f"d{n}": g for n, g in zip(self.case.differentiable, gradients, strict=True)}
        return found


class Steps(Trial):
    """The path of an optimizer and what it remembers."""

    def start(self, dtype: np.dtype = FLOAT64) -> tuple[Any, dict[str, np.ndarray]]:
        """Return an optimizer, and the parameters before its first step."""
        config = self.case.configuration("numpy")
        made = self.subject_class(**config) if self.subject_class else build("numpy", self.case)
        return made, {name: cast(array, dtype) for name, array in self.case.params.items()}

    def gradients(self, step: int, dtype: np.dtype = FLOAT64) -> dict[str, np.ndarray]:
        """Return the gradients of one step."""
        return {n: cast(self.inputs[f"d{n}"][step], dtype) for n in self.case.params}

    def run(self, inputs: Mapping[str, Any] | None = None, dtype: np.dtype = FLOAT64) -> Arrays:
        """Return the parameters after the steps, and what is remembered then."""
        subject, params = self.start(dtype)
        for step in range(STEPS):
            subject.update(params, self.gradients(step, dtype))
        return {**params, **remembered(subject)}


def remembered(subject: Any) -> Arrays:
    """Return an optimizer's state, by its symbol and the parameter's name."""
    return {f"{s}.{n}": a for s, arrays in subject.state.items() for n, a in arrays.items()}
