"""The cases of a concept, drawn once in a process: each reading of some code is given the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from parity.describing.concept import Case, Concept, DrawnCase, draw_case

KEPT = 2048
"""How many drawn cases are kept."""

_kept: dict[tuple[int, str], tuple[Case, DrawnCase]] = {}


def drawn_case(concept: Concept, case: Case) -> DrawnCase:
    """Return the case with its arrays, which nobody can write to."""
    return drawn_once(case, "", lambda: draw_case(concept, case))


def drawn_once(case: Case, which: str, draw: Callable[[], DrawnCase]) -> DrawnCase:
    """Return what is drawn of ``case``; ``which`` tells it from what else is drawn of it."""
    found = _kept.get((id(case), which))
    if found is None:
        if len(_kept) >= KEPT:
            _kept.clear()
        found = (case, _sealed(draw()))  # the case, so that no other one gets its place
        _kept[id(case), which] = found
    own = found[1]
    return replace(
        own,
        inputs=tuple(map(dict, own.inputs)),
        params=dict(own.params),
        buffers=dict(own.buffers),
        further=tuple(map(dict, own.further)),
        config=dict(own.config),
        options=dict(own.options),
    )


def _sealed(drawn: DrawnCase) -> DrawnCase:
    for arrays in (*drawn.inputs, drawn.params, drawn.buffers, *drawn.further):
        for array in arrays.values():
            array.setflags(write=False)
    for upstream in drawn.upstream:
        if isinstance(upstream, np.ndarray):
            upstream.setflags(write=False)
    return drawn
