"""A backward function without its forward: it is judged behind our own forward pass."""

from __future__ import annotations

import contextlib
import inspect
import re
from collections.abc import Callable
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of, required
from parity.checking.reading.binding import NotApplicableError, UnknownShapeError
from parity.checking.reading.spellings import Names
from parity.describing.concept import Concept, Text
from parity.harness.evaluators.subject import implementation

BACK = re.compile(r"(^|_)(backward|bwd)($|_)", re.IGNORECASE)

TOLD = Text(
    "There is no forward function beside it: ours went forward, and only the gradients are judged.",
    "順伝播の関数がないので、順伝播にはこちらの実装を使い、勾配だけを判定した。",
)


def forward_of_ours(
    function: Any, label: str, concept: Concept, names: Names
) -> Callable[..., Any] | None:
    """Return our forward pass as a function, for a backward function that stands alone.

    ``None`` if ``function`` is no way back.

    Raises:
        UnknownShapeError: if it needs something that only its own forward could have kept.
    """
    name = getattr(function, "__name__", label)
    if concept.kind != "layer" or not inspect.isfunction(function) or not BACK.search(name):
        return None
    inputs = [n for n in concept.cases[0].inputs if not n.startswith("mask")]
    params = list(concept.cases[0].params)
    options = list(inspect.signature(implementation("numpy", concept)).parameters.values())
    known = ["dy", *inputs, *params, *(p.name for p in options)]
    for parameter in parameters_of(function) or []:
        if required(parameter) and names.meaning(parameter.name, known) is None:
            raise UnknownShapeError(
                f"it is a way back, and its forward, which would give it {parameter.name}, is not "
                "there",
                f"逆伝播の関数だが、{parameter.name} を渡す順伝播の関数が見つからない",
            )

    taken = {names.meaning(p.name, known) for p in parameters_of(function) or []}
    constant = _small_constant(function)
    shown = [p for p in options if p.default is p.empty or p.name in taken]

    def forward(*given: Any, **named: Any) -> Any:
        arrays = {**dict(zip(inputs, given, strict=False)), **named}
        if any(np.ndim(arrays[p]) > 1 for p in ("gamma", "beta") if p in arrays):
            raise NotApplicableError("it is judged for one axis", "1つの軸についてだけ判定する")
        told = {p.name: named[p.name] for p in options if p.name in named}
        if constant is not None and "epsilon" not in taken:
            told["epsilon"] = constant
        layer = implementation("numpy", concept)(**told)
        for parameter in params:
            if parameter in arrays:
                layer.params[parameter] = arrays[parameter]
        return layer.forward(*(arrays[n] for n in inputs))

    either, keyword = inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY
    forward.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            *(inspect.Parameter(n, either) for n in [*inputs, *params]),
            *(p.replace(kind=keyword) for p in shown),
        ]
    )
    return forward


def _small_constant(function: Callable[..., Any]) -> float | None:
    """Return the small number that a function writes out, such as 1e-5, if it is a single one."""
    with contextlib.suppress(OSError, TypeError):
        found = {float(text) for text in re.findall(r"\b1e-\d+", inspect.getsource(function))}
        return found.pop() if len(found) == 1 else None
    return None


def refuse_labels_alone(function: Any, concept: Concept, names: Names) -> None:
    """Refuse a function that smooths labels, and is given no scores, as a loss.

    Raises:
        UnknownShapeError: if it is one.
    """
    if concept.name != "label_smoothing" or not inspect.isfunction(function):
        return
    known = ["smoothing", "reduction", "n_classes"]
    arrays = [
        p
        for p in parameters_of(function) or []
        if required(p) and names.meaning(p.name, known) is None
    ]
    if len(arrays) < 2:
        raise UnknownShapeError(
            "it is given labels alone: it smooths them, and computes no loss",
            "ラベルだけを受け取っている。ラベルを平滑化するだけで、損失は計算していない",
        )
