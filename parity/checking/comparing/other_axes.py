"""Layers that were written for one number of axes, which shows on the way back alone.

Forward is often right for any number of axes, as x W is; ``x.transpose(0, 2, 1)`` or a sum over
``(0, 1)`` on the way back is not.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from parity.checking.comparing.excuses import axes_of, beyond_axes
from parity.checking.comparing.judged import Judged
from parity.describing.concept import Concept

ANY_NUMBER = re.compile(r"\bndim\b|len\([^()]*\.shape\)")
"""In code that asks how many axes there are: it was written for any number of them."""


def excuse_other_axes(concept: Concept, judged: Sequence[Judged], source: str) -> None:
    """Excuse numbers of axes for which only the way back fails, where another number is right.

    Args:
        concept: what the code is judged as.
        judged: every case; those beyond the domain are marked.
        source: the text of the code.
    """
    if concept.kind != "layer":
        return
    asks = bool(ANY_NUMBER.search(source))
    ran = [j for j in judged if (j.comparisons or j.trial.stumble) and j.excused is None]
    ran = [j for j in ran if j.trial.not_applicable is None and not j.case.images]
    groups = {axes: [j for j in ran if axes_of(j.case) == axes] for axes in map(_axes, ran)}
    right = [axes for axes, group in groups.items() if all(j.fine for j in group)]
    for axes, group in groups.items():
        if axes in right or not all(_fails_on_the_way_back(j) for j in group):
            continue
        # Who asks for the number, as for 2 or 3, may have left out what is more than all that.
        if asks and not (len(right) > 1 and axes > max(right) and all(map(_is_left_over, group))):
            continue
        # What is left unsummed of more axes shows at once. A layer of matrices that adds up too
        # much gives a number, and is right for more axes by luck: what is meant has to be those.
        if not any(axes > each or each > 2 for each in right):
            continue
        for j in group:
            j.excused = beyond_axes(axes)


def _axes(j: Judged) -> int:
    return axes_of(j.case)


def _is_left_over(j: Judged) -> bool:
    """Tell whether every wrong gradient has more axes than it should: some were not summed."""
    wrong = [c for c in j.comparisons if not c.fine]
    return bool(wrong) and all(c.yours is not None and c.yours.ndim > c.right.ndim for c in wrong)


def _fails_on_the_way_back(j: Judged) -> bool:
    """Tell whether forward is right, and the way back raises or gives arrays of another shape."""
    if not all(c.fine for c in j.comparisons if c.role == "forward"):
        return False
    if j.trial.stumble is not None:
        return j.trial.stumble.stage == "backward"
    return all(c.fine or not c.numbers or is_spread(c.yours, c.right) for c in j.comparisons)


def is_spread(yours: np.ndarray | None, right: np.ndarray) -> bool:
    """Tell whether an array repeats itself along an axis, as one of fewer numbers that was written
    into a place made for it does: it is as good as one of another shape."""
    if yours is None or yours.shape != right.shape:
        return False
    return any(
        n > 1 and not np.ptp(yours, axis=axis).any() and bool(np.ptp(right, axis=axis).any())
        for axis, n in enumerate(yours.shape)
    )
