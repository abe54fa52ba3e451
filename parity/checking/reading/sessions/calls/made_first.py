"""A class that does what a function of ours does: it is made, and one of its methods called."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from parity.checking.loading.signatures import parameters_of
from parity.checking.reading.sessions.optimizing.epochs import told_each_epoch
from parity.describing.concept import Concept


@dataclass(frozen=True)
class Holder:
    """How people write a function as a class.

    Attributes:
        methods: what does it, the likeliest first.
        results: where our results are kept that the method does not return, by their names.
    """

    methods: tuple[str, ...]
    results: Mapping[str, tuple[str, ...]]


HELD_BY = {
    "unigram_sampler": Holder(
        ("get_negative_sample", "get_negative_samples", "sample", "negative_sample", "__call__"),
        {"p": ("p", "word_p", "probs", "probabilities", "word_probs", "dist")},
    ),
}
"""The functions of ours that people write as classes."""


def as_function(kind: type, concept: Concept) -> Callable[..., Any] | None:
    """Return the class as a function of its constructor's and its method's arguments.

    ``None`` if people do not write it so, or it has no such method.
    """
    if concept.name == "early_stopping":
        return told_each_epoch(kind)
    if concept.name not in HELD_BY:
        return None  # what such a class is given elsewhere is not known
    method = next((n for n in HELD_BY[concept.name].methods if hasattr(kind, n)), None)
    if method is None:
        return None
    made = [p for p in parameters_of(kind) or [] if p.name != "self"]
    theirs = [p for p in parameters_of(getattr(kind, method)) or [] if p.name != "self"]
    both = {p.name: p for p in [*made, *theirs]}
    if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in both.values()):
        return None
    keyword = inspect.Parameter.KEYWORD_ONLY
    parameters = [
        p if p.default is p.empty else p.replace(kind=keyword)
        for p in sorted(both.values(), key=lambda p: p.default is not p.empty)
    ]
    signature = inspect.Signature(parameters)
    outputs = concept.cases[0].options.get("outputs", ()) if concept.cases else ()

    def called(*given: Any, **named: Any) -> Any:
        values = signature.bind(*given, **named).arguments
        obj = kind(**{p.name: values[p.name] for p in made if p.name in values})
        result = getattr(obj, method)(
            **{p.name: values[p.name] for p in theirs if p.name in values}
        )
        if len(outputs) < 2 or isinstance(result, tuple):
            return result
        rest = iter([result])
        return tuple(
            held if (held := _held(obj, concept.name, name)) is not None else next(rest, None)
            for name in outputs
        )

    called.__signature__ = signature  # type: ignore[attr-defined]
    called.__name__ = kind.__name__
    return called


def _held(obj: Any, concept: str, output: str) -> Any:
    for name in HELD_BY[concept].results.get(output, ()):
        value = getattr(obj, name, None)
        if isinstance(value, np.ndarray):
            return value
    return None
