"""Functions that only smooth the targets: our loss of them is compared, with logits of our own."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from numpy_impl.activations.log_softmax import LogSoftmax
from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import NotApplicableError
from parity.describing.concept import Concept, Text

TOLD = Text(
    "It returns the smoothed targets; the cross-entropy behind them is ours.",
    "平滑化したラベルを返す関数なので、その後の交差エントロピーは本プロジェクトのものを使った。",
)

_LABELS = re.compile(
    r"(one_?hot_?)?(t|y|ts|ys|labels?|targets?|y_true|encoded|one_?hot)(_one_?hot)?"
)
_SHARE = re.compile(r"(label_?)?(smooth\w*|eps\w*|e|alpha|factor|rate|amount|a|s)")
_CLASSES = re.compile(r"(n|num|k|c|n_?class\w*|num_?class\w*|classes|n_?labels|vocab_?size)")


def of_targets(function: Any, concept: Concept) -> Callable[..., Any] | None:
    """Return the loss of what ``function`` makes of the targets; None if it is another function.

    Args:
        function: the user's.
        concept: what it is judged as.
    """
    if concept.name != "label_smoothing" or not inspect.isfunction(function):
        return None
    theirs = parameters_of(function) or []
    meant = [_meaning(p.name.lower()) for p in theirs]
    if meant[:1] != ["t"] or len(set(meant)) < len(meant):
        return None
    if any(not what and required(p) for p, what in zip(theirs, meant, strict=True)):
        return None
    of = {what: p.name for p, what in zip(theirs, meant, strict=True) if what}

    def loss(x: np.ndarray, t: np.ndarray, smoothing: float = 0.1) -> Any:
        classes = x.shape[-1]
        if t.dtype.kind in "iu" and "classes" not in of:
            t = np.eye(classes)[t]
        values = {"t": t, "share": smoothing, "classes": classes}
        smooth = np.asarray(function(**{name: values[what] for what, name in of.items()}))
        if smooth.shape != x.shape:
            raise NotApplicableError("it smooths other targets", "別の形のラベルを平滑化する")
        # Ours would refuse targets that do not sum to 1, which is what may be wrong with them.
        return -(smooth * LogSoftmax().forward(x)).sum(axis=-1).mean()

    signature = inspect.signature(loss)
    named = functools.wraps(function)(loss)
    named.__signature__ = signature  # type: ignore[attr-defined]
    return named


def _meaning(name: str) -> str:
    """Return what a parameter of such a function is; "" if its name says nothing of that kind."""
    kinds = (("t", _LABELS), ("classes", _CLASSES), ("share", _SHARE))
    return next((what for what, pattern in kinds if pattern.fullmatch(name)), "")
