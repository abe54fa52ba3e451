"""A class, or an object, with a forward method and perhaps a way back."""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import NotApplicableError, UnknownShapeError
from parity.checking.reading.construction import Construction, Made
from parity.checking.reading.narrowings import narrowings
from parity.checking.reading.scores import SCORES, forms
from parity.checking.reading.sessions.layers.arranged import Arranged, arrangements
from parity.checking.reading.sessions.layers.gates_apart import array_of_a_gate
from parity.checking.reading.sessions.layers.layer_session import (
    LayerSession,
    by_name,
    in_their_order,
)
from parity.checking.reading.sessions.session import StumbleError, Subject, users_code
from parity.checking.reading.source import source_of
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, DrawnCase, Text

FORWARD = ("forward", "__call__", "fwd", "forward_pass", "call", "fn", "activate", "function",
           "forward_propagate", "forward_propagation", "forward_prop", "fprop",
           "propagate_forward", "activation", "apply", "evaluate")  # fmt: skip
BACKWARD = ("backward", "backprop", "backward_pass", "bwd", "back", "grad", "gradient",
            "derivative", "prime", "backward_propagation", "deriv", "diff", "dfn",
            "back_propagate", "backward_propagate", "back_propagation", "backpropagate",
            "backpropagation", "back_prop", "bprop", "propagate_backward")  # fmt: skip
LOSS_FORWARD = ("calculate", "forward", "loss", "__call__", "fn", "compute", "cost", "call",
                "forward_pass", "compute_loss", "get_loss", "calc_loss", "compute_cost",
                "calculate_loss")  # fmt: skip
LOSS_BACKWARD = ("backward", "gradient", "grad", "derivative", "delta", "backprop", "prime",
                 "backward_pass", "backprop_loss", "deriv", "loss_gradient", "compute_derivative",
                 "compute_gradient", "compute_grad", "calc_gradient", "back_propagate",
                 "loss_derivative", "calculate_gradient")  # fmt: skip

SLOPES = ("grad", "gradient", "derivative", "prime", "deriv", "diff", "dfn")
"""Methods that give a derivative, unless their parameter is an upstream gradient."""

OURS = Text("a layer of our protocol", "本プロジェクトのレイヤの形")
BOOK = Text("a class with forward and backward", "forward と backward を持つクラス")
SLOPE = Text("a class with a function and its derivative", "関数と導関数を持つクラス")

OF_OUTPUT = Text(
    "Its way back was given what its forward pass left, the probabilities.",
    "逆伝播には、順伝播が残した確率を渡した。",
)

Meaning = Literal["upstream", "slope"]

LINEAR = re.compile(r"[\"'](linear|identity|none)[\"']", re.IGNORECASE)
"""Words for an activation that is none, as they stand in a source."""


@dataclass(frozen=True)
class Axes:
    """What of a reading is not told by the object itself.

    Attributes:
        meaning: what the way back gives: dL/dx of an upstream gradient, or the slope dy/dx.
        narrow: for which part of the inputs it was written.
        pairs: whether windows and strides are given as pairs throughout.
        linear: which of the ways to say that no activation follows it is given.
        scores: in what form logits are given, where it is another one.
        turned: a flag of its own that is given the other value than its default.
        called: whether the object is called, though it has a method ``forward``, too.
        masked: whether a mask that must be given hides nothing; else it is None.
        forward: the method that goes forward, where there are several that may.
        of_output: whether a loss' way back is given what forward left, in the place of scores.
        alike: whether a square weight is kept as the others are, of which the shape tells.
    """

    meaning: Meaning | None = None
    narrow: str = ""
    pairs: bool = False
    linear: int = 0
    scores: str = ""
    turned: str = ""
    called: bool = False
    masked: bool = False
    forward: str = ""
    of_output: bool = False
    alike: bool = False


class LayerClass(Subject):
    """A class, or an instance, with ``forward`` and perhaps ``backward``."""

    def __init__(
        self, concept: Concept, names: Names, label: str, target: Any, axes: Axes | None = None
    ) -> None:
        super().__init__(concept, names, BOOK, label)
        self.target = target
        self.axes = axes or Axes()
        self.narrow, self.pairs = self.axes.narrow, self.axes.pairs
        self.way = 0
        self.layouts: dict[str, str] = {}
        self.stepped: set[str] = set()
        self.scores, self.masked = self.axes.scores, self.axes.masked
        self.of_output, self.alike = self.axes.of_output, self.axes.alike
        self.told = [SCORES[self.scores][0]] if self.scores else []
        if self.of_output:
            self.told.append(OF_OUTPUT)
        if self.axes.turned:
            now = not self._flags[self.axes.turned]
            self.told.append(
                Text(
                    f"It was made with {self.axes.turned}={now}; with its default it gives "
                    "something else.",
                    f"{self.axes.turned}={now} として作った。既定値のままでは別の結果になる。",
                )
            )

    def others(self) -> Iterator[Subject]:
        """Yield the readings with another meaning of the way back, other layouts, both."""
        plain = [self.axes]
        if self.concept.group == "activations" and not self._asks_for_upstream():
            other: Meaning = "upstream" if self.meaning == "slope" else "slope"
            plain.append(replace(self.axes, meaning=other))
            yield self._with(plain[-1])
        if "stride" in self.defaults:
            plain.append(replace(self.axes, pairs=True))
            yield self._with(plain[-1])
        for other_word in range(1, len(self.linear)):
            yield self._with(replace(self.axes, linear=other_word))
        if callable(self.target) and _calls_forward(self.target):
            yield self._with(replace(self.axes, called=True))
        if any(self.names.meaning(n, ["mask"]) for n in self._forward_parameters):
            plain.append(replace(self.axes, masked=True))
            yield self._with(plain[-1])
        if self.concept.kind == "loss" and len(both := self._other_losses) > 1:
            for name in both[1:]:
                plain.append(replace(self.axes, forward=name))
                yield self._with(plain[-1])
        if self.concept.kind == "loss" and len(self._way_back[1]) > 1:
            plain.append(replace(self.axes, of_output=True))
            yield self._with(plain[-1])
        told = self.concept.group == "recurrent" and "out_in" in self.layouts.values()
        alike = [replace(self.axes, alike=True)] if told else []
        plain += alike
        yield from map(self._with, alike)
        for flag in self._flags:
            yield from (self._with(replace(axes, turned=flag)) for axes in (self.axes, *alike))
        for form in forms(self.concept, self._forward_parameters):
            plain.append(replace(self.axes, scores=form))
            yield self._with(plain[-1])
        ways = [self.axes, *(axes for axes in plain if axes.forward)]
        for narrow in narrowings(self.concept):
            plain.append(replace(self.axes, narrow=narrow))
            yield from (self._with(replace(axes, narrow=narrow)) for axes in ways)
        for axes in plain:
            if axes.narrow == "each_example":
                continue  # without the axis of examples there is no other place for it
            layouts = list(arrangements(self.concept, False, axes.narrow))
            if self._is_given_arrays:  # no object shows how they are kept
                layouts += arrangements(self.concept, True, axes.narrow)
            for arrangement in layouts:
                yield Arranged(self._with(axes), arrangement)

    def config(self, case: DrawnCase) -> dict[str, Any]:
        """Return the case's arguments; an activation that the layer would apply is turned off."""
        config = super().config(case)
        if self.linear:
            config["activation"] = self.linear[self.axes.linear]
        if self.pairs and isinstance(config.get("padding"), int) and self._padding_is_a_pair:
            config["padding"] = (config["padding"], config["padding"])
        return config

    @cached_property
    def _padding_is_a_pair(self) -> bool:
        """Tell whether the code takes padding apart, or has a pair by default."""
        defaults = [p.default for p in parameters_of(self.target) or [] if "pad" in p.name]
        if any(isinstance(default, str) for default in defaults):
            return False  # a word, such as "VALID"
        return any(isinstance(d, tuple | list) for d in defaults) or bool(
            re.search(
                r"pad(?:ding)?\[|\w\s*,\s*\w+\s*=\s*(?:self\.)?pad(?:ding)?\b",
                source_of(self.target),
            )
        )

    @cached_property
    def _flags(self) -> dict[str, bool]:
        """Flags of its constructor that mean nothing to us, and their defaults.

        What such an option does is the author's to say: with one of its values it may be right.
        """
        if not inspect.isclass(self.target):
            return {}
        known = [*self.defaults, *self.concept.weights, "training"]
        return {
            p.name: p.default for p in parameters_of(self.target) or []
            if isinstance(p.default, bool) and not self.names.meaning(p.name, known)
        }  # fmt: skip

    def _arrays_of_gates(self, case: DrawnCase) -> dict[str, Any]:
        """Return what a constructor is given for the weight of each gate; it is set afterwards."""
        asked = [p.name for p in parameters_of(self.target) or [] if required(p)]
        arrays = {name: array_of_a_gate(name, case.concept, case.params) for name in asked}
        found = {name: array for name, array in arrays.items() if array is not None}
        return found if len(found) > 2 else {}

    @property
    def _other_losses(self) -> list[str]:
        """Methods that may give the loss: one of a base class may want what a model sets."""
        kind = self.target if inspect.isclass(self.target) else type(self.target)
        return [n for n in LOSS_FORWARD if inspect.isfunction(getattr(kind, n, None))]

    @cached_property
    def linear(self) -> tuple[str | None, ...]:
        """Ways to tell a layer that no activation follows, the likeliest first."""
        if "activation" in self.defaults or self.concept.group == "activations":
            return ()
        asked = [
            p for p in parameters_of(self.target) or []
            if self.names.meaning(p.name, ["activation"]) and (required(p) or p.default)
        ]  # fmt: skip
        if not asked or not inspect.isclass(self.target):
            return ()
        words = LINEAR.findall(source_of(self.target))
        return tuple(dict.fromkeys([*words, None, "linear"]))[:2]

    @cached_property
    def _forward_parameters(self) -> list[str]:
        """What the forward pass calls what it must be given."""
        forward = next((n for n in self.forward_names if hasattr(self.target, n)), "")
        theirs = parameters_of(getattr(self.target, forward, None)) or [] if forward else []
        return [p.name for p in theirs if p.name != "self" and required(p)]

    @cached_property
    def passed(self) -> tuple[str, ...]:
        """Parameters that forward is given as arguments: the layer keeps none itself."""
        weights = list(self.concept.weights)
        found = [self.names.meaning(n, [*weights, "x"]) for n in self._forward_parameters[1:]]
        return tuple(n for n in found if n in weights)

    @property
    def _is_given_arrays(self) -> bool:
        """Tell whether its constructor, or its forward pass, is given the parameters."""
        if self.passed or not inspect.isclass(self.target):
            return bool(self.passed)
        weights = list(self.concept.weights)
        wanted = [*weights, "x", *self.defaults]
        asked = [self.names.meaning(p.name, wanted) for p in parameters_of(self.target) or []
                 if required(p)]  # fmt: skip
        return any(name in weights for name in asked)

    @cached_property
    def _way_back(self) -> tuple[str, list[str], bool]:
        """The method that goes back, its parameters, and whether the first is an upstream."""
        name = next((n for n in self.backward_names if hasattr(self.target, n)), "")
        parameters = parameters_of(getattr(self.target, name, None)) or [] if name else []
        theirs = [p.name for p in parameters if p.name != "self"]
        asked = bool(theirs) and self.names.meaning(theirs[0], ["dy", "x"]) == "dy"
        return name, theirs, asked

    def _asks_for_upstream(self) -> bool:
        """Tell whether the way back is called so, and so is its parameter."""
        name, theirs, asked = self._way_back
        return name not in SLOPES and (asked or not theirs)

    def _with(self, axes: Axes) -> LayerClass:
        return LayerClass(self.concept, self.names, self.label, self.target, axes)

    @property
    def forward_names(self) -> tuple[str, ...]:
        """Methods that may be the forward pass."""
        if self.axes.called:
            return ("__call__",)
        if self.axes.forward:
            return (self.axes.forward,)
        mapped = self.names.mapping.get("forward")
        usual = LOSS_FORWARD if self.concept.kind == "loss" else FORWARD
        return (mapped, *usual) if mapped else usual

    @property
    def backward_names(self) -> tuple[str, ...]:
        """Methods that may be the way back."""
        mapped = self.names.mapping.get("backward")
        usual = LOSS_BACKWARD if self.concept.kind == "loss" else BACKWARD
        return (mapped, *usual) if mapped else usual

    @cached_property
    def meaning(self) -> Meaning:
        """What the way back gives, by its name and its parameter's unless the reading says."""
        if self.axes.meaning:
            return self.axes.meaning
        if self.concept.kind == "regularizer":
            _, theirs, _ = self._way_back
            again = len(theirs) == 1 and theirs == self._forward_parameters
            return "slope" if again else "upstream"  # of a penalty, at the weights again
        if self.concept.group != "activations":
            return "upstream"
        name, theirs, asked = self._way_back
        return "slope" if name in SLOPES and not asked and len(theirs) == 1 else "upstream"

    def start(self, case: DrawnCase) -> LayerSession:
        """Construct the layer with the case's arguments and arrays.

        Every way to construct it is tried, the one that worked before first.
        """
        supply = self.supply(case)
        supply.arrays = {n: a for n, a in supply.arrays.items() if n not in self.passed}
        supply.order = tuple(name for name in supply.order if name in supply.arrays)
        if not inspect.isclass(self.target):
            with users_code("constructor"):
                layer = copy.deepcopy(self.target)
            session = LayerSession(self, case, layer, set(), supply.arrays)
            session.settle(set(), None)
            return session
        supply.config |= self._arrays_of_gates(case)
        turned = {flag: not self._flags[flag] for flag in [self.axes.turned] if flag}
        construction = Construction(self.target, self.names, turned=turned)
        ways = list(construction.ways(case, supply))
        if construction.takes_arrays(supply):
            ways = ways[:1]
        order = [*range(self.way, len(ways)), *range(self.way)]
        failed: list[Exception] = []
        for number in order:
            try:
                layer, used, given = _made(ways[number])
                session = LayerSession(self, case, layer, used, supply.arrays)
                session.settle(given, construction)
            except (StumbleError, NotApplicableError, UnknownShapeError) as reason:
                failed.append(reason)
            else:
                self.way = number
                if session.ours:
                    self.shape = OURS
                elif self.meaning == "slope" and session.goes_back:
                    self.shape = SLOPE
                return session
        raise _likeliest(failed)


def _calls_forward(target: Any) -> bool:
    """Tell whether a class has both ways: its ``__call__`` may keep what the way back needs."""
    kind = target if inspect.isclass(target) else type(target)
    return all(inspect.isfunction(getattr(kind, n, None)) for n in ("forward", "__call__"))


def _made(way: Callable[[], Made]) -> Made:
    """Return what a way to construct gives; what we refuse ourselves is not the user's error."""
    refused: Exception | None = None
    with users_code("constructor"):
        try:
            return way()
        except (NotApplicableError, UnknownShapeError) as reason:
            refused = reason
    assert refused
    raise refused


def _likeliest(failed: list[Exception]) -> Exception:
    """Return the failure that says most: what the case lacks, then the first."""
    for kind in (NotApplicableError, StumbleError):
        for reason in failed:
            if isinstance(reason, kind):
                return reason
    return failed[0]


__all__ = ["BACKWARD", "FORWARD", "LayerClass", "LayerSession", "by_name", "in_their_order"]
