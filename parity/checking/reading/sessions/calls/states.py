"""Outputs of one shape, such as h and c of a step of an LSTM: which is which, also on the way back.

A step gives both, and the way back is given a gradient of both: where only that of h were handed
in, nobody would see that the one of c is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from parity.checking.reading.source import returned_names
from parity.describing.concept import DrawnCase

_LETTER = re.compile(
    r"(?:d|grad)?(?:next|new|cur|current)?(?:(h|hidden|a)|(c|cell))(?:state)?"
    r"(?:t|next|new|cur|out)?"
)


def alike(case: DrawnCase) -> tuple[str, ...]:
    """Return the outputs of a case if they are several of one shape; else ()."""
    if case.kind != "layer" or not case.further or case.options.get("first_output"):
        return ()
    shape, names = case.upstream[0].shape, tuple(case.options.get("outputs", ()))
    return names if all(a.shape == shape for a in case.further[0].values()) else ()


def told_apart(given: Any, case: DrawnCase, function: Any) -> tuple[dict[str, Any], Any] | None:
    """Return (the outputs by our names, the rest), or None if not all of them are there.

    They are told by their names in the return statement, else by their places if they alone have
    the shape.
    """
    names = alike(case)
    if not names or not isinstance(given, tuple | list):
        return None
    shape = case.upstream[0].shape
    fitting = [i for i, p in enumerate(given) if isinstance(p, np.ndarray) and p.shape == shape]
    called = returned_names(function)
    places = {}
    if len(called) == len(given):
        places = {ours: called.index(name) for name, ours in meant(called, names).items()}
    if not places and len(fitting) == len(names):
        places = dict(zip(names, fitting, strict=True))
    if not places or not set(places.values()) <= set(fitting):
        return None
    rest = [part for i, part in enumerate(given) if i not in places.values()]
    outputs = {name: given[places[name]] for name in names}
    return outputs, rest[0] if len(rest) == 1 else tuple(rest)


def meant(theirs: Sequence[str], ours: Iterable[str]) -> dict[str, str]:
    """Return which of their names mean which of our outputs; {} unless each is meant once."""
    found: dict[str, str] = {}
    for output in ours:
        of = [name for name in theirs if _letter(name) == _letter(output) != ""]
        if len(of) != 1:
            return {}
        found[of[0]] = output
    return found


def _letter(name: str) -> str:
    match = _LETTER.fullmatch(name.lower().replace("_", ""))
    return "" if match is None else "h" if match[1] else "c"
