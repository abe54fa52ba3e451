"""The way back of a function concept: people's own function that gives its gradients."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.results import assigned
from parity.checking.reading.sessions.session import users_code
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase
from parity.harness.evaluators.evaluation import upstream_of


@dataclass(frozen=True)
class WayBack:
    """A function of the upstream gradients and of what the function itself was given.

    Attributes:
        function: the user's.
        places: what each of its parameters is given: ``dc`` for an upstream gradient, else the
            name of an input.
    """

    function: Callable[..., Any]
    places: tuple[str, ...]

    def gradients(
        self, case: DrawnCase, inputs: Mapping[str, np.ndarray], names: Names
    ) -> dict[str, Any]:
        """Return the gradients by our names without the d."""
        given: dict[str, Any] = {n: case.config[n] for n in case.options.get("leading", ())}
        given |= {name: np.array(array) for name, array in inputs.items()}
        given |= {f"d{o}": np.array(dy) for o, dy in upstream_of(case, 0).items()}
        with users_code("backward"):
            found = self.function(*(given[place] for place in self.places))
        shapes = {name: inputs[name].shape for name in case.differentiable}
        if isinstance(found, dict):
            own = {n: next((g for g in names.gradient_of(n) if g in found), "") for n in shapes}
            return {name: found[theirs] for name, theirs in own.items() if theirs}
        return assigned(found, shapes, self.function, names)


def way_back(concept: Concept, function: Callable[..., Any] | None, names: Names) -> WayBack | None:
    """Return how a backward function is called; None if we do not know, as with a cache."""
    parameters = [p for p in parameters_of(function) or [] if required(p)] if function else []
    case = next((case for case in concept.cases if case.upstream is not None), None)
    if function is None or case is None or not parameters:
        return None
    inputs = [*case.options.get("leading", ()), *case.inputs]
    meant = [names.meaning(p.name, inputs) for p in parameters]
    # What h is called on the way back may be dh: it is no input then.
    ours = [m if m == p.name else None for m, p in zip(meant, parameters, strict=True)]
    if set(inputs) <= {m for m in meant if m}:
        ours = meant
    free = [p.name for p, m in zip(parameters, ours, strict=True) if m is None]
    outputs = case.options.get("outputs", ("y",))
    upstream = _matched(free, outputs)
    if upstream is None or {m for m in ours if m} != set(inputs):
        return None
    told = iter(upstream)
    return WayBack(function, tuple(m or next(told) for m in ours))


def _matched(free: Sequence[str], outputs: Sequence[str]) -> list[str] | None:
    """Return which upstream gradient each parameter is that is no input."""
    if len(free) != len(outputs):
        return None
    if len(outputs) == 1:
        return [f"d{outputs[0]}"]
    words = [[part.removeprefix("d") for part in name.lower().split("_")] for name in free]
    found = [[o for o in outputs if o in parts] for parts in words]
    if any(len(of) != 1 for of in found) or len({of[0] for of in found}) < len(outputs):
        return None
    return [f"d{of[0]}" for of in found]
