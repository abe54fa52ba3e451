"""What stands around the user's code while it runs: its globals, a loss, an optimizer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from parity.checking.alone.probing.collecting import names_in_return
from parity.checking.alone.probing.places import arrays_in
from parity.checking.alone.probing.probe import Gradient, Root
from parity.checking.alone.probing.roles import plain, roles_of
from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.construction import parameters_in

_PREDICTED = ("y", "yhat", "ypred", "a2", "a3", "al", "out", "output", "p", "pred", "probs")


def prediction_in(forward: Any, given: Any, labels: Any) -> int:
    """Return which of the results of a forward is the prediction: by name, else by shape."""
    if not isinstance(given, tuple | list):
        return 0
    names = [plain(name) for name in names_in_return(forward)]
    for name in _PREDICTED:
        if len(names) == len(given) and name in names:
            return names.index(name)
    fitting = [i for i, part in enumerate(given) if np.shape(part) == np.shape(labels)]
    return fitting[0] if fitting else 0


class Both(tuple):
    """A loss, and what forward gave for the way back."""

    def __new__(cls, loss: Any, given: Any) -> Both:
        """Return a tuple of the loss alone."""
        made = super().__new__(cls, (loss,))
        made.given = given
        return made

    given: Any


def cost_of(cost: Any, out: Any, labels: Any, args: Mapping[str, Any]) -> Any:
    """Call a cost with the prediction and the labels, in its own order."""
    parameters = [p for p in parameters_of(cost) or [] if required(p)]
    roles = roles_of([p.name for p in parameters])
    values = []
    for p in parameters:
        role = roles[p.name]
        if role == "labels":
            values.append(labels)
        elif role == "params":
            values.append(next((v for v in args.values() if isinstance(v, dict)), {}))
        elif role in ("reg", "lr"):
            values.append(0.1)
        else:
            values.append(out)
    return cost(*values)


def changes(root: Root, before: Mapping[Any, np.ndarray]) -> list[Gradient]:
    """Return minus the change of every array that an update with the rate 1 has changed."""
    found = []
    for place, array in arrays_in(root, every=True).items():
        old = before.get(place)
        if old is not None and old.shape == array.shape and not np.array_equal(old, array):
            found.append(Gradient(f"d{place.last}", old - array))
    return found


class GlobalsOf:
    """While a backward runs, what it reads from the file is what forward was given."""

    def __init__(self, function: Any, args: Mapping[str, Any]) -> None:
        code = getattr(function, "__code__", None)
        own = {p.name for p in parameters_of(function) or []}
        names = set(code.co_names) if code else set()
        self.namespace = getattr(function, "__globals__", {})
        self.values = {n: v for n, v in args.items() if n in names and n not in own}
        self.before: dict[str, Any] = {}

    def __enter__(self) -> None:
        self.before = {n: self.namespace[n] for n in self.values if n in self.namespace}
        self.namespace.update(self.values)

    def __exit__(self, *_: object) -> None:
        for name in self.values:
            if name in self.before:
                self.namespace[name] = self.before[name]
            else:
                self.namespace.pop(name, None)


class PlainSteps:
    """An optimizer of step size 1, for layers that update themselves: the change is -gradient."""

    learning_rate = lr = 1.0

    def update(self, w: Any, grad: Any, *_: Any) -> Any:
        """Return the parameters behind one step; those of a layer are changed in it."""
        if not isinstance(grad, dict):
            return w - grad
        held = w if isinstance(w, dict) else parameters_in(w)
        for key, gradient in grad.items():
            name = key if key in held else key[1:]
            held[name] = held[name] - gradient
        return w

    step = update
