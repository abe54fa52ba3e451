"""What of the frameworks' results a record keeps: all that a run says of them, and no more.

Whatever is compared in float64 is kept to the bit. Else, where a case runs in both types:

- A float32 result is only asked how far it is from the float64 truth at most. The elements that
  are off the most are kept; the others become the truth, rounded, and no rounding of it is off
  more than they were. What a run says of float32 stays the same to the bit.
- Counts and samples are not compared in float32 at all.
- Of samples only the distribution is compared: they are sorted, and keep a few bits.
- A case that demonstrates a divergence keeps the quantity in which it shows.
"""

from __future__ import annotations

import numpy as np

from parity.describing.concept import Case, Concept, Divergence
from parity.harness.evaluators.evaluation import Evaluation

Evaluations = dict[tuple[str, str, str], Evaluation]
"""By framework, case and type."""

BITS = 8
"""How many bits of a drawn number's fraction are kept."""


def thinned(concept: Concept, evaluations: Evaluations) -> Evaluations:
    """Return what a record keeps of ``evaluations``: new ones, in order of their keys."""
    cases = {case.name: case for case in concept.cases}
    shown = {f"{one.case}@{one.name}": one for one in concept.divergences}
    found: Evaluations = {}
    for key in sorted(evaluations):
        _, name, dtype = key
        truth = _truth(evaluations, name, cases.get(name))
        found[key] = kept = Evaluation(condition=evaluations[key].condition)
        for quantity, array in evaluations[key].quantities.items():
            role = evaluations[key].roles[quantity]
            if name in shown:
                thin = _demonstrated(shown[name], dtype, quantity, array)
            elif name in cases and dtype == "float32" and "float64" in cases[name].dtypes:
                thin = _single(cases[name], role, quantity, array, truth)
            else:
                thin = _double(role, array)
            if thin is not None:
                kept.add(role, quantity, thin)
    return found


def _truth(evaluations: Evaluations, name: str, case: Case | None) -> Evaluation | None:
    """Return the float64 results by which a run judges float32 ones."""
    loses = case.loses if case else {}
    for framework in sorted(("torch", "keras"), key=lambda framework: framework in loses):
        if found := evaluations.get((framework, name, "float64")):
            return found
    return None


def _demonstrated(
    divergence: Divergence, dtype: str, quantity: str, array: np.ndarray
) -> np.ndarray | None:
    return array if (quantity, dtype) == (divergence.quantity, divergence.dtype) else None


def _double(role: str, array: np.ndarray) -> np.ndarray:
    return (
        np.sort(coarse(array), axis=None).reshape(array.shape) if role == "distribution" else array
    )


def _single(
    case: Case, role: str, quantity: str, array: np.ndarray, truth: Evaluation | None
) -> np.ndarray | None:
    if role == "distribution" or quantity in case.sampled or quantity in case.exact:
        return None
    right = truth.quantities.get(quantity) if truth else None
    if right is None or right.shape != array.shape or array.dtype.kind != "f" or not array.size:
        return array
    with np.errstate(over="ignore"):
        rounded = right.astype(array.dtype)
    if not (np.isfinite(array).all() and np.isfinite(rounded).all()):
        return array
    off = np.abs(array - right)
    sizes = np.abs(right)
    relative = np.divide(off, sizes, out=np.where(off > 0, np.inf, 0.0), where=sizes > 0)
    worst = [int(np.argmax(off))]
    if quantity in case.by_element:
        worst.append(int(np.argmax(relative)))
    if quantity in case.zero:
        worst.append(int(np.argmax(np.abs(array))))
    rounded.flat[worst] = array.flat[worst]
    return rounded


def coarse(array: np.ndarray) -> np.ndarray:
    """Return numbers rounded to :data:`BITS` bits of their fraction."""
    if array.dtype.kind != "f":
        return array
    fraction, exponent = np.frexp(array)
    return np.ldexp(np.rint(fraction * 2.0**BITS), exponent - BITS).astype(array.dtype)
