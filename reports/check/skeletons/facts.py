"""What a concept's data and its NumPy twin say about calls."""

from __future__ import annotations

import inspect
from dataclasses import dataclass, field
from typing import Any

from parity.describing.concept import Concept
from parity.harness.evaluators.evaluation import output_name
from parity.harness.evaluators.subject import implementation

SET_ANYWAY = ("initializer", "seed", "init")
"""Arguments that only draw what is then set to the case's own arrays."""
TOLD_BY_ARRAYS = ("n_in", "n_out", "n_channels", "kernel_size", "use_bias")
"""Arguments that the shapes of given arrays tell."""
REQUIRED = inspect.Parameter.empty


@dataclass
class Facts:
    """What a concept's data and its NumPy twin say about calls.

    Attributes:
        concept: the concept.
        twin: its class or function in ``numpy_impl``.
        inputs: what forward takes.
        params: the learned arrays.
        buffers: the arrays that are kept but not learned.
        config: the constructor's or the function's arguments, with their defaults.
        options: what forward may be told besides, with the defaults: ``training``, ``mask``.
        output: the name of what forward returns.
        upstream: the name of what backward takes.
        differentiable: the inputs whose gradients backward returns.
        images: the quantities in NCHW, which Keras takes channels-last.
    """

    concept: Concept
    twin: Any
    inputs: list[str] = field(default_factory=list)
    params: list[str] = field(default_factory=list)
    buffers: list[str] = field(default_factory=list)
    config: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    output: str = "y"
    upstream: str = "dy"
    differentiable: list[str] = field(default_factory=list)
    images: set[str] = field(default_factory=set)

    @property
    def settings(self) -> dict[str, Any]:
        """The arguments that remain where the arrays themselves are given."""
        told = TOLD_BY_ARRAYS if self.params else ()
        return {name: value for name, value in self.config.items() if name not in told}

    @property
    def gradients(self) -> list[str]:
        """What backward returns, and keeps for the parameters."""
        return [f"d{name}" for name in (*self.differentiable, *self.params)]


def facts_of(concept: Concept) -> Facts:
    """Gather what the skeletons of ``concept`` need."""
    twin = implementation("numpy", concept)
    facts = Facts(concept, twin, output=output_name(concept.kind))
    without = () if concept.kind == "function" else SET_ANYWAY
    facts.config = {n: v for n, v in _parameters(twin).items() if n not in without}
    facts.images = {name for case in concept.cases for name in case.images}
    if concept.kind not in ("layer", "loss", "regularizer", "network"):
        return facts
    trained = {"optimizer", "own_steps"}
    cases = [case for case in concept.cases if not trained & set(case.options)] or concept.cases
    if concept.kind == "network" or concept.group == "recurrent":
        cases = cases[:1]  # they have different layers, or biases: the first one is the example
    facts.params = max((list(case.params) for case in cases), key=len)
    facts.buffers = max((list(case.buffers) for case in cases), key=len)
    for name, default in _parameters(twin.forward, skip=1).items():
        given = name in cases[0].inputs and not name.startswith("mask")
        if default is REQUIRED or given:
            facts.inputs.append(name)
        else:
            facts.options[name] = default
    facts.upstream = next(iter(_parameters(twin.backward, skip=1)), "dy")
    facts.differentiable = list(cases[0].differentiable or ()) or [
        name for name in facts.inputs if name != "t"
    ]
    return facts


def _parameters(function: Any, skip: int = 0) -> dict[str, Any]:
    """Return the arguments and their defaults, without the first ``skip``."""
    parameters = inspect.signature(function).parameters.values()
    return {p.name: p.default for p in list(parameters)[skip:]}


def outputs_of(concept: Concept) -> tuple[str, ...]:
    """Return what a function gives."""
    for case in concept.cases:
        if "outputs" in case.options and not case.options.get("as_list"):
            return tuple(case.options["outputs"])
    return ("y",)
