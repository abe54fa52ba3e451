"""The concept's listed mistakes: each is made in our code, and its numbers compared."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from parity.checking.causes.fingerprints.evidence import Evidence, array_of, near
from parity.checking.comparing.trial import Trial
from parity.checking.comparing.variations import Variation
from parity.checking.report import Cause
from parity.describing.concept import Mistake
from parity.harness.mistakes import with_mistake

CASES = 4
"""On how many cases a mistake must give the user's numbers."""


def listed_mistakes(e: Evidence) -> Iterator[tuple[Mistake, Cause]]:
    """Yield the listed mistakes that give exactly the user's numbers."""
    partly = []
    whole = False
    for mistake in e.concept.mistakes:
        try:
            implementation = with_mistake(e.concept, mistake)
        except Exception:
            continue
        found = Cause(mistake.name, mistake.why, ours=mistake.line)
        if any(_explains(e, implementation, variation) for variation in _variations(e)):
            whole = True
            yield mistake, found
        elif any(_gives(e, implementation, variation) for variation in _variations(e)):
            partly.append((mistake, found))
    if not whole:
        yield from partly  # right about the first wrong quantity; something else is wrong too


def _gives(e: Evidence, implementation: Any, variation: Variation) -> bool:
    """Tell whether the mistake gives the first wrong quantity in every case."""
    if not e.numbers or len(e.numbers) < len(e.wrong) or "second call" in e.quantity:
        return False
    for c in e.numbers:
        evaluation = e.ours(variation.applied(c.case, e.referee.defaults), implementation)
        if evaluation is None or e.plain not in evaluation.quantities:
            return False
        if not near(evaluation.quantities[e.plain], array_of(c)):
            return False
    return any(c.right.size > 1 or len(e.numbers) > 1 for c in e.numbers)


def _variations(e: Evidence) -> list[Variation]:
    """Return the convention under which the code was judged, and the usual constants besides.

    Where the output itself is wrong, the constants could not be found.
    """
    from parity.checking.comparing.variations import candidates

    found = [e.variation]
    for name, value in e.variation.fixed.items():
        if isinstance(value, float):
            found += [
                Variation({**e.variation.fixed, name: other}, e.variation.conventions,
                          e.variation.buffers)
                for other in candidates(e.concept, name)[:8]
                if other != value
            ]  # fmt: skip
    return found


def _explains(e: Evidence, implementation: Any, variation: Variation) -> bool:
    """Tell whether the mistake gives the user's numbers where they are wrong, and where right."""
    trials = [j.trial for j in e.judged if any(not c.fine for c in j.comparisons)][:CASES]
    trials += [j.trial for j in e.judged if j.fine][:2]
    wrong = 0
    for trial in trials:
        found = _compare(e, trial, implementation, variation)
        if found is None:
            return False
        wrong += found
    return wrong > 0


def _compare(e: Evidence, trial: Trial, implementation: Any, variation: Variation) -> int | None:
    """Return how many wrong quantities of a trial the mistake explains; None if one is not."""
    case = variation.applied(trial.case, e.referee.defaults)
    evaluation = e.ours(case, implementation)
    right = e.ours(case)
    if evaluation is None or right is None:
        return None
    explained = 0
    for name, yours in trial.given.quantities.items():
        theirs = evaluation.quantities.get(name)
        if theirs is None or name not in right.quantities:
            continue
        if yours.shape != theirs.shape:
            if yours.size == theirs.size and yours.size == right.quantities[name].size:
                yours = yours.reshape(theirs.shape)
            else:
                return None
        if not near(yours, theirs) and not _both_odd(yours, theirs):
            return None
        explained += not near(theirs, right.quantities[name])
    return explained


def _both_odd(a: Any, b: Any) -> bool:
    """Tell whether two arrays are the same with NaN and inf in the same places."""
    import numpy as np

    if a.size < 2 or np.isfinite(a).all():
        return False
    if not np.array_equal(np.isfinite(a), np.isfinite(b)):
        return False
    finite = np.isfinite(a)
    return not finite.any() or near(a[finite], b[finite])
