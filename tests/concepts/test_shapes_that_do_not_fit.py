"""Arrays of another shape are refused in words that name one of them, by every concept alike.

Each array of a concept's first case is made longer, and given an axis more and one less: NumPy
would broadcast some of these, or speak of "operands".
"""

import re
import tomllib
import warnings

import numpy as np
import pytest
from repository import ROOT

from parity.harness.evaluators.evaluation import upstream_of
from parity.harness.evaluators.subject import implementation, way_back
from parity.harness.evaluators.trials import Call, Pass
from parity.harness.plan import drawn_cases
from parity.harness.registry import all_concepts

WAYS = {
    "last": lambda a: np.concatenate([a, a[..., :1]], -1) if a.ndim else None,
    "first": lambda a: np.concatenate([a, a[:1]]) if a.ndim > 1 else None,
    "second": lambda a: np.concatenate([a, a[:, :1]], 1) if a.ndim > 2 else None,
    "more": lambda a: a[None] if a.ndim else None,
    "fewer": lambda a: a[0] if a.ndim else None,
}
"""Which axis is longer by one, or that there are more axes, or fewer."""

SHARED = ROOT / "tests" / "concepts" / "shapes_that_are_taken.toml"
TAKEN = tomllib.loads(SHARED.read_text(encoding="utf-8"))
FITS = re.compile(r"^\w+ has shape \([\d, ]*\)|^Leaf \d")
APART = {"optimizer", "layer_table", "sampled", "own_steps", "draws"}
CONCEPTS = {
    concept.name: concept
    for concept in all_concepts().values()
    if concept.kind in ("layer", "loss", "function", "regularizer")
    and concept.name
    not in (
        "numerical_gradient",
        "gradient_check",
        "integrated_gradients",
        "shapley_values",
    )  # f decides what fits
}


def trial_of(concept):
    case = next(c for c in drawn_cases(concept).values() if "@" not in c.name)
    if APART & set(case.options):
        return None
    return (Call if case.kind == "function" else Pass)(case, None)


def others(arrays):
    """Yield each array in each other shape, with a name for it."""
    for name, array in arrays.items():
        for way, change in WAYS.items():
            other = change(np.asarray(array))
            if other is not None and other.size:
                yield f"{name} {way}", {**arrays, name: other}


def backward(trial, dys):
    """Run the way back alone, from what the forward pass of a fresh object has left."""
    if isinstance(trial, Pass):
        subject = trial.fresh()
        trial.forward(subject, trial.inputs)
        trial.backward(subject, *dys.values())
        return
    concept, case = all_concepts()[trial.case.concept], trial.case
    config = dict(case.configuration("numpy"))
    leading = [config.pop(name) for name in case.options.get("leading", ())]
    back = way_back(concept, implementation("numpy", concept))
    back(*dys.values(), *leading, *trial.inputs.values(), **config)


def said(work):
    """Return what is refused, in words; "" if nothing is."""
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            work()
    except ValueError as error:
        return str(error)
    return ""


def outcomes(concept):
    """Return what is said of each shape that does not fit, by the array and the way."""
    trial = trial_of(concept)
    if trial is None:
        return {}
    found = {}
    for name, given in others(trial.inputs):
        found[name] = said(lambda given=given: trial.run(given))
    if trial.case.upstream:
        dys = {f"d{o}": np.asarray(dy) for o, dy in upstream_of(trial.case, 0).items()}
        for name, given in others(dys):
            found[name] = said(lambda given=given: backward(trial, given))
    return found


@pytest.mark.parametrize("name", CONCEPTS)
def test_what_does_not_fit_is_refused_by_name(name):
    found = outcomes(CONCEPTS[name])
    taken = {what for what, words in found.items() if not words}
    assert taken == set(TAKEN.get(name, ()))
    for what, words in found.items():
        assert not words or FITS.search(words), (what, words)
