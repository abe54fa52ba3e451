"""Several outputs of any shapes, such as the maps of a pyramid, and the way back from all.

People return them as a tuple, a list or a dictionary, in our order or in another one, and take
their gradients as so many arguments, as ``*dp``, or as one list, tuple or dictionary.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.source import tree_of
from parity.describing.concept import DrawnCase
from parity.harness.evaluators.evaluation import upstream_of

GOES_THROUGH = ("enumerate", "zip", "reversed", "len", "list", "tuple", "iter", "map")
"""Functions that are given what holds several."""

SEQUENCES = ("recurrent", "models")
"""Groups whose gradients have an axis of time, so that ``dhs[t]`` is one step, and no output."""


@dataclass(frozen=True)
class Outputs:
    """What a forward pass gave, each output found.

    Attributes:
        arrays: by our names, in our order.
        theirs: our names, in the order of their result.
        keys: under which they stand in a dictionary; () if it is none.
        made: makes what holds the gradients of all, of the kind of their result.
    """

    arrays: Mapping[str, Any]
    theirs: tuple[str, ...]
    keys: tuple[Any, ...] = ()
    made: Callable[[Sequence[Any]], Any] = list

    def held(self, upstream: Mapping[str, Any]) -> Any:
        """Return the gradients in what their result was: a list, a tuple or a dictionary."""
        values = [upstream[name] for name in self.theirs]
        return dict(zip(self.keys, values, strict=True)) if self.keys else self.made(values)

    def handed(
        self, back: Callable[..., Any], upstream: Mapping[str, Any], case: DrawnCase
    ) -> tuple[list[Any], dict[str, Any]] | None:
        """Return the arguments of a way back from all outputs; None if it is not one.

        Args:
            back: the user's method.
            upstream: the gradients by our outputs' names.
            case: what is judged.
        """
        parameters = parameters_of(back) or []
        needed = [p for p in parameters if required(p)]
        in_order = [upstream[name] for name in self.theirs]
        if not needed and any(p.kind is p.VAR_POSITIONAL for p in parameters):
            return in_order, {}
        named = _by_name([p.name for p in parameters], self.arrays)
        if len(named) == len(self.arrays) and {p.name for p in needed} <= set(named):
            return [], {theirs: upstream[ours] for theirs, ours in named.items()}
        if len(needed) == len(self.arrays):
            return in_order, {}
        if len(needed) == 1 and _goes_through(back, needed[0].name, _over_time(case)):
            return [self.held(upstream)], {}
        return None


def several(case: DrawnCase) -> tuple[str, ...]:
    """Return the outputs of a layer's case if they are several, and each has a gradient."""
    names = tuple(case.options.get("outputs", ()))
    if case.kind != "layer" or case.options.get("first_output") or not case.further:
        return ()
    return names if len(case.further[0]) == len(names) - 1 else ()


def outputs_among(given: Any, case: DrawnCase) -> Outputs | None:
    """Return the outputs in a result; None unless it holds all of them, and nothing else."""
    names = several(case)
    if not names or not isinstance(given, tuple | list | dict) or len(given) != len(names):
        return None
    parts = list(given.values()) if isinstance(given, dict) else list(given)
    if not all(isinstance(part, np.ndarray) for part in parts):
        return None
    shapes = {name: dy.shape for name, dy in upstream_of(case, 0).items()}
    left = list(names)
    theirs = []
    for place, part in enumerate(parts):
        fitting = [n for n in left if shapes[n] == part.shape]
        if not fitting:
            return None
        name = names[place] if names[place] in fitting else fitting[0]
        left.remove(name)
        theirs.append(name)
    arrays = {name: parts[theirs.index(name)] for name in names}
    keys = tuple(given) if isinstance(given, dict) else ()
    return Outputs(arrays, tuple(theirs), keys, tuple if isinstance(given, tuple) else list)


def _by_name(theirs: Sequence[str], outputs: Mapping[str, Any]) -> dict[str, str]:
    """Return which of their parameters is called as the gradient of which output."""
    plain = {name: name.lower().replace("_", "").removeprefix("grad") for name in theirs}
    return {
        name: output
        for output in outputs
        for name, word in plain.items()
        if word in (f"d{output}".lower().replace("_", ""), output.lower().replace("_", ""))
    }


def _over_time(case: DrawnCase) -> bool:
    from parity.harness.registry import all_concepts

    return all_concepts()[case.concept].group in SEQUENCES


def _goes_through(function: Any, name: str, over_time: bool) -> bool:
    """Tell whether a function takes its parameter ``name`` apart, as one does a list.

    Args:
        function: the user's.
        name: its parameter.
        over_time: whether a number behind it may be a step of time.
    """
    tree = tree_of(function)

    def is_it(node: ast.AST | None) -> bool:
        return isinstance(node, ast.Name) and node.id == name

    for node in ast.walk(tree) if tree else ():
        match node:
            case ast.For(iter=each) | ast.comprehension(iter=each) | ast.Starred(value=each):
                found = is_it(each)
            case ast.Assign(value=each, targets=[ast.Tuple() | ast.List()]):
                found = is_it(each)
            case ast.Call(func=ast.Name(id=called), args=given) if called in GOES_THROUGH:
                found = any(map(is_it, given))
            case ast.Subscript(value=each, slice=at) if not isinstance(at, ast.Slice | ast.Tuple):
                found = is_it(each) and not over_time
            case _:
                continue
        if found:
            return True
    return False
