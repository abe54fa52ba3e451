"""Early stopping as a class, which is told the loss of one epoch after the other."""

from __future__ import annotations

import inspect
import types
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.results import SomeOutputs

METHODS = ("__call__", "step", "update", "check", "should_stop", "on_epoch_end", "validate",
           "monitor", "call")  # fmt: skip
"""What is told the loss, the likeliest first."""

STOPPED = ("early_stop", "stop", "should_stop", "stopped", "stop_training", "is_stop", "stopping")
"""Attributes that say that training ends."""

LOSSES = ("loss", "val", "score", "metric", "value", "error", "current", "cost", "acc")
"""Words in the names of what the method is told."""


def told_each_epoch(kind: type) -> Callable[..., Any] | None:
    """Return the class as a function of the losses; ``None`` if it cannot be told any."""
    method = next((n for n in METHODS if any(n in vars(base) for base in kind.__mro__[:-1])), None)
    if method is None:
        return None
    asked = [p for p in (parameters_of(getattr(kind, method)) or [])[1:] if required(p)]
    if not asked or not (len(asked) == 1 or any(w in asked[0].name.lower() for w in LOSSES)):
        return None
    made = [
        p.replace(kind=inspect.Parameter.KEYWORD_ONLY)
        for p in parameters_of(kind) or []
        if p.kind not in (p.VAR_POSITIONAL, p.VAR_KEYWORD)
    ]
    losses = inspect.Parameter("losses", inspect.Parameter.POSITIONAL_OR_KEYWORD)
    made.sort(key=lambda p: p.default is not p.empty)

    def called(losses: Sequence[float], **named: Any) -> SomeOutputs:
        obj = kind(**named)
        model = types.SimpleNamespace(params={}, weights=[])
        stop = len(losses) - 1
        for epoch, loss in enumerate(losses):
            given = getattr(obj, method)(float(loss), *(model for _ in asked[1:]))
            if _ends(obj, given):
                stop = epoch
                break
        best = _best(obj, np.asarray(losses)[: stop + 1])
        found = {"stop": np.array(stop)}
        return SomeOutputs(found if best is None else {**found, "best": np.array(best)})

    called.__signature__ = inspect.Signature([losses, *made])  # type: ignore[attr-defined]
    called.__name__ = kind.__name__
    return called


def _ends(obj: Any, given: Any) -> bool:
    """Tell whether training ends: the method says so, or an attribute does."""
    if isinstance(given, bool | np.bool_) and given:
        return True
    return any(
        isinstance(value := getattr(obj, name, None), bool | np.bool_) and value for name in STOPPED
    )


def _best(obj: Any, losses: np.ndarray) -> int | None:
    """Return the best epoch that the object keeps, or whose loss it keeps."""
    kept = {n: v for n, v in vars(obj).items() if "best" in n.lower() or "min" in n.lower()}
    for name, value in kept.items():
        if "epoch" in name.lower() and isinstance(value, int):
            return value
    for name, value in kept.items():
        if isinstance(value, float) and "delta" not in name.lower():
            found = np.flatnonzero(np.abs(losses) == abs(value))
            if len(found) == 1:  # of equal ones the value does not tell which is kept
                return int(found[0])
    return None
