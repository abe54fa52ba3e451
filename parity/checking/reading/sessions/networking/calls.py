"""How somebody's network is called: its scores, its loss, its gradients."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import training_value
from parity.checking.reading.sessions.networking.losses import upstream
from parity.checking.reading.sessions.networking.parameters import Place, gradients_of
from parity.checking.reading.sessions.session import users_code
from parity.checking.reading.spellings import Names

PREDICT = ("predict", "scores", "forward", "__call__", "feed_forward", "feedforward")
LOSS = ("loss", "cost", "compute_loss", "calc_loss", "loss_function")
GRADIENT = ("gradient", "gradients", "grad", "backprop", "backpropagation", "calc_gradient",
            "compute_gradient", "compute_gradients", "backward")  # fmt: skip
NUMERICAL = ("numerical_gradient", "numerical_grad", "numeric_gradient")
TOGETHER = ("loss_and_grad", "loss_and_grads", "loss_and_gradient", "loss_and_gradients",
            "loss_gradient", "cost_and_gradient")  # fmt: skip


def method(owner: Any, names: Sequence[str]) -> Callable[..., Any] | None:
    """Return the first of these methods that ``owner`` has."""
    for name in names:
        found = getattr(owner, name, None)
        if callable(found):
            return found
    return None


def needed(function: Any) -> int:
    """Return how many arguments a call must give."""
    return sum(required(p) for p in parameters_of(function) or [])


def takes(function: Any) -> int:
    """Return how many arguments a call may give by place."""
    positional = (2, 1, 0)
    found = parameters_of(function) or []
    return 9 if any(p.kind == 2 for p in found) else sum(p.kind in positional for p in found)


def is_network(target: Any) -> bool:
    """Tell whether a class has methods of a network that knows its loss."""
    if not isinstance(target, type):
        return False
    if any(hasattr(target, name) for name in (*TOGETHER, "loss")):
        return True
    if hasattr(target, "predict") and (
        not hasattr(target, "backward") or any(hasattr(target, n) for n in GRADIENT[:-1])
    ):
        return True
    forward = getattr(target, "forward", None)
    if forward is None or not hasattr(target, "backward") or needed(forward) != 3:
        return False
    return needed(target.backward) < 2  # with an upstream gradient, it goes back as layers do


class Calls:
    """One constructed network, whichever methods it has.

    Attributes:
        network: the user's object.
        places: its parameters.
        numerical: whether its only gradient is one by finite differences.
        settings: arguments of ``loss`` by our names, such as ``l2``, and what they are given.
        passed: which of them a method took.
        training: whether it is told to train.
    """

    def __init__(self, network: Any, places: Sequence[Place], names: Names) -> None:
        self.network, self.places, self.names = network, places, names
        self.settings: dict[str, Any] = {}
        self.passed: set[str] = set()
        self.training: bool | None = None
        self._together = method(network, TOGETHER)
        self._loss = method(network, LOSS)
        forward = getattr(network, "forward", None)
        self._forward = forward if callable(forward) and needed(forward) >= 2 else None
        self._gradient = method(network, GRADIENT)
        if self._loss is not None and self._together is None and self._asks_labels():
            self._together = self._loss  # loss(X) gives the scores, loss(X, y) both
        self.numerical = False
        if self._gradient is None and self._together is None:
            self._gradient = method(network, NUMERICAL)
            self.numerical = self._gradient is not None

    def _asks_labels(self) -> bool:
        """Tell whether the labels of ``loss`` may be left out, as in cs231n's networks."""
        parameters = parameters_of(self._loss) or []
        return len(parameters) >= 2 and parameters[1].default is None

    @property
    def goes_back(self) -> bool:
        """Tell whether there is a gradient to ask for."""
        return self._gradient is not None or self._together is not None

    @property
    def has_loss(self) -> bool:
        """Tell whether the loss can be evaluated."""
        return any(m is not None for m in (self._loss, self._together, self._forward))

    def _keywords(self, function: Any, training: bool | None) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for parameter in parameters_of(function) or []:
            meaning = self.names.meaning(parameter.name, ["training", *self.settings])
            if meaning == "training":
                found[parameter.name] = training_value(parameter, training)
            elif meaning is not None:
                found[parameter.name] = self.settings[meaning]
                self.passed.add(meaning)
        return found

    def scores(self, x: np.ndarray) -> Any:
        """Return what the network predicts, a row for each example; None if it is not seen."""
        ways: list[Callable[..., Any]] = []
        if self._together is not None and self._together is self._loss:
            ways.append(self._loss)
        ways += [m for n in PREDICT if callable(m := getattr(self.network, n, None))]
        raised: Exception | None = None
        for way in ways:
            if needed(way) > 1:
                continue
            try:
                with users_code("forward"):
                    given = way(x, **self._keywords(way, self.training))
            except Exception as error:
                raised = raised or error
                continue
            if isinstance(given, tuple) and given:
                rows = [g for g in given if np.ndim(g) == 2 and len(g) == len(x)]
                given = rows[-1] if rows else given[0]
            if np.ndim(given) >= 2 and np.asarray(given).dtype.kind == "f":
                return given
        if raised is not None:
            raise raised
        return None

    def loss(self, x: np.ndarray, t: np.ndarray) -> Any:
        """Return the loss on the labels t; None if there is no such method."""
        if self._together is not None:
            given = self._both(x, t)
            return given[0] if isinstance(given, tuple | list) and given else given
        way = self._loss if self._loss is not None and takes(self._loss) >= 2 else self._forward
        if way is None:
            return None
        with users_code("forward"):
            given = way(x, t, **self._keywords(way, self.training))
        if isinstance(given, tuple) and given:  # with the scores, in either order
            return next((part for part in given if np.ndim(part) == 0), given[0])
        return given

    def _both(self, x: np.ndarray, t: np.ndarray) -> Any:
        assert self._together is not None
        with users_code("forward"):
            return self._together(x, t, **self._keywords(self._together, self.training))

    def gradients(self, x: np.ndarray, t: np.ndarray) -> dict[str, np.ndarray]:
        """Return the gradients of the loss by the names of their parameters."""
        given: Any = None
        if self._gradient is not None:
            given = self._ask(x, t)
        elif self._together is not None:
            given = self._both(x, t)
            given = given[1:] if isinstance(given, tuple | list) else None
        if isinstance(given, tuple | list):
            inner = [g for g in given if isinstance(g, Mapping | list | tuple)]
            if len(inner) == 1:
                given = inner[0]
        return gradients_of(self.network, given, self.places, self.names)

    def _ask(self, x: np.ndarray, t: np.ndarray) -> Any:
        gradient = self._gradient
        assert gradient is not None
        parameters = parameters_of(gradient) or []
        count = takes(gradient)
        keywords = self._keywords(gradient, True)
        plain = [p for p in parameters if p.name not in keywords]
        if needed(gradient) >= 2 or (count >= 2 and len(plain) >= 2 and required(plain[0])):
            with users_code("backward"):
                return gradient(x, t, **keywords)
        self._run_before(x, t)
        argument = t
        if plain and self.names.meaning(plain[0].name, ["t", "dy"]) == "dy":
            argument = upstream(self.scores(x), t)
        with users_code("backward"):
            return gradient(argument, **keywords) if needed(gradient) == 1 else gradient()

    def _run_before(self, x: np.ndarray, t: np.ndarray) -> None:
        """Run the pass that a gradient method without inputs goes back through."""
        if self._forward is not None:
            with users_code("forward"):
                self._forward(x, t, **self._keywords(self._forward, self.training))
        elif self._loss is not None and takes(self._loss) >= 2:
            self.loss(x, t)
        else:
            self.scores(x)
