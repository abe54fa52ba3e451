"""Metrics that are given a confusion matrix where ours are given the classes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import NotApplicableError
from parity.describing.concept import Concept, Text

CALLED = re.compile(r"(conf(usion)?_?)?(mat(rix)?|table|counts)|cm|conf(usion)?", re.IGNORECASE)
"""What such a parameter is called."""

TOLD = {
    "true": Text(
        "It was given the confusion matrix, whose rows are the true classes.",
        "混同行列(行が正解のクラス)を渡した。",
    ),
    "predicted": Text(
        "It was given the confusion matrix, whose rows are the predicted classes.",
        "混同行列(行が予測のクラス)を渡した。",
    ),
}
"""What is told, by what the rows are."""


def asked_for(concept: Concept, function: Callable[..., Any]) -> Iterator[str]:
    """Yield what the rows may be, where a metric asks for a confusion matrix alone."""
    asked = [p.name for p in parameters_of(function) or [] if required(p)]
    if concept.group == "metrics" and len(asked) == 1 and CALLED.fullmatch(asked[0]):
        yield from TOLD


def given(
    inputs: Mapping[str, np.ndarray], config: Mapping[str, Any], rows: str
) -> dict[str, np.ndarray]:
    """Return the confusion matrix (C, C) of a case in the place of its classes.

    Raises:
        NotApplicableError: if the case has no numbers of classes.
    """
    y, t = inputs.get("y"), inputs.get("t")
    if (
        y is None
        or t is None
        or y.ndim != 1
        or t.ndim != 1
        or {y.dtype.kind, t.dtype.kind} - set("iu")
    ):
        raise NotApplicableError("it takes a confusion matrix", "混同行列を取る")
    n = config.get("n_classes") or int(max(y.max(initial=0), t.max(initial=0))) + 1
    counts = np.zeros((n, n), dtype=int)
    np.add.at(counts, (t, y) if rows == "true" else (y, t), 1)
    return {"y": counts}
