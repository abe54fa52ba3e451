"""What every NumPy implementation keeps besides its numbers, tried on a case of its own.

One list of checks for every concept: a second call gives what a fresh object gives; the order of
the axes in memory and the type of the arguments make no difference; no examples give no results;
and nothing that is returned is shared with what was given, or with what ``backward`` still needs.
"""

from __future__ import annotations

import inspect
import warnings
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from parity.describing.concept import DrawnCase
from parity.harness.evaluators.numpy_evaluator import cast
from parity.harness.evaluators.subject import fast_form
from parity.harness.evaluators.trials import (
    FLOAT32,
    FLOAT64,
    STEPS,
    Arrays,
    Call,
    Pass,
    Steps,
    Trial,
    copied,
    remembered,
)
from parity.harness.registry import all_concepts

ROUNDING = 1e-9
"""What another order of additions may change, in relation to the largest element."""

NOTHING = 1e-6
"""The largest element counts as so much of that of the largest quantity at least: a gradient that
is 0 by definition is but the rounding of others."""


def broken_promises(case: DrawnCase, subject_class: Any = None) -> list[str]:
    """Return a sentence for each promise that the implementation breaks on ``case``.

    Args:
        case: the situation.
        subject_class: stands in for our own implementation.
    """
    if case.kind == "initializer" or set(case.options) & {
        "optimizer",
        "layer_table",
        "sampled",
        "own_steps",
    }:
        return []
    trial, checks = {
        "optimizer": (Steps, OF_STEPS),
        "function": (Call, OF_CALLS),
    }.get(case.kind, (Pass, OF_PASSES))
    if "draws" in case.options:
        return []
    found = []
    known: Arrays = {}
    for check in checks:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("error")
            try:
                tried = trial(case, subject_class)
                tried.known = known
                said = check(tried)
            except Exception as error:
                about = check.__name__.strip("_").replace("_", " ")
                said = f"{about}: {type(error).__name__}: {' '.join(str(error).split())}"
        if said:
            found.append(said)
    return found


def broken_by_the_fast_form(case: DrawnCase) -> list[str]:
    """Return the same for the form that the concept names as its fast one."""
    return broken_promises(case, fast_form(all_concepts()[case.concept]))


def _unlike(found: Mapping[str, Any], wanted: Mapping[str, Any], rounding: float = 0.0) -> str:
    """Return the first quantity that is another one, or nothing."""
    sizes = {name: _size(array) for name, array in wanted.items()}
    least = NOTHING * max(sizes.values(), default=0.0)
    for name, right in wanted.items():
        ours, right = np.asarray(found[name]), np.asarray(right)
        if ours.shape != right.shape:
            return name
        if np.array_equal(ours, right, equal_nan=True):
            continue
        limit = rounding * max(sizes[name], least)
        if not rounding or not np.allclose(ours, right, rtol=0, atol=limit, equal_nan=True):
            return name
    return ""


def _size(array: Any) -> float:
    """Return the largest absolute value of an array; 0 if it is not finite."""
    array = np.asarray(array)
    largest = float(np.max(np.abs(array), initial=0.0)) if array.dtype.kind in "fiu" else 0.0
    return largest if np.isfinite(largest) else 0.0


def _in_another_order(array: np.ndarray) -> np.ndarray:
    """Return the same array, its first axis the fastest in memory, or with gaps."""
    if not array.ndim:
        return array
    return np.asfortranarray(array) if array.ndim > 1 else np.repeat(array, 2)[::2]


def _numpy_scalars(value: Any) -> Any:
    """Return the value with NumPy's own integers and floats for Python's."""
    if isinstance(value, tuple | list):
        return type(value)(_numpy_scalars(part) for part in value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return np.int64(value) if isinstance(value, int) else np.float64(value)


def _differentiated(trial: Trial, change: Callable[[np.ndarray], Any]) -> Arrays:
    """Return the inputs, those that have gradients changed."""
    return {n: change(a) if n in trial.case.differentiable else a for n, a in trial.inputs.items()}


def _gives_views(trial: Trial) -> bool:
    return all_concepts()[trial.case.concept].gives_views


def _called_again(trial: Pass) -> str:
    subject, dy = trial.fresh(), trial.upstream()
    first = trial.both(subject, trial.inputs, dy)
    kept = copied(first)
    other = _differentiated(trial, lambda a: a * 0.5)
    trial.both(subject, other, trial.upstream(lambda dy: dy * -3.0))
    if name := _unlike(first, kept):
        return f"the next call changes the {name} that was returned before"
    if trial.case.config.get("stateful"):
        subject.reset_state()
    again = trial.both(subject, trial.inputs, dy)
    name = _unlike(again, kept)
    return f"a second call gives another {name} than a fresh object" if name else ""


def _the_order_in_memory(trial: Trial) -> str:
    inputs = {name: _in_another_order(array) for name, array in trial.inputs.items()}
    if isinstance(trial, Pass):
        subject = trial.fresh()
        parts = getattr(subject, "layers", ())
        for owner in (subject, *(parts.values() if isinstance(parts, dict) else parts)):
            for arrays in (owner.__dict__.get("params", {}), owner.__dict__.get("buffers", {})):
                arrays.update({name: _in_another_order(a) for name, a in arrays.items()})
        dy = trial.upstream(_in_another_order)
        found = trial.both(subject, inputs, dy)
    else:
        found = trial.run(inputs)
    name = _unlike(found, trial.plain(), ROUNDING)
    return f"arrays in another order in memory give another {name}" if name else ""


def _lists(trial: Trial) -> str:
    name = _unlike(trial.run({n: a.tolist() for n, a in trial.inputs.items()}), trial.plain())
    return f"lists give another {name} than arrays" if name else ""


def _integers_and_halves(trial: Trial) -> str:
    for dtype in (np.dtype("int64"), np.dtype("float16")):
        rounded = _differentiated(trial, lambda a: np.clip(np.rint(a), -1e4, 1e4))
        given = {n: a if a is trial.inputs[n] else a.astype(dtype) for n, a in rounded.items()}
        wide = {n: a if a is trial.inputs[n] else a.astype(FLOAT64) for n, a in given.items()}
        try:
            wanted = trial.run(wide)
        except ValueError:
            continue  # not every concept takes whole numbers
        found = trial.run(given)
        if name := _unlike(found, wanted):
            return f"{dtype} gives another {name} than float64"
        for name, array in found.items():
            kept = np.asarray(array).dtype
            if kept.kind == "f" and kept != FLOAT64 and not _gives_views(trial):
                return f"{dtype} gives a {name} of {kept}"
    return ""


def _numbers_of_numpy(trial: Trial) -> str:
    config = {name: _numpy_scalars(value) for name, value in trial.case.config.items()}
    own = {name: _numpy_scalars(v) for name, v in trial.case.config_for.get("numpy", {}).items()}
    case = replace(trial.case, config={**config, **own}, config_for={})
    other = type(trial)(case, trial.subject_class)
    if name := _unlike(other.run(), trial.plain()):
        return f"NumPy's own numbers as arguments give another {name}"
    if not any(array.dtype.kind == "f" for array in trial.inputs.values()):
        return ""
    single = {n: cast(a, FLOAT32) for n, a in trial.inputs.items()}
    for name, array in other.run(single, FLOAT32).items():
        if np.asarray(array).dtype == FLOAT64:
            return f"NumPy's own numbers as arguments make {name} float64 where x is float32"
    return ""


def _wider_targets(trial: Pass) -> str:
    """Check that targets and masks in float64 leave float32 as it is."""
    inputs = _differentiated(trial, lambda a: a.astype(FLOAT32))
    if not trial.case.differentiable or all(a.dtype != FLOAT64 for a in inputs.values()):
        return ""
    for name, array in trial.run(inputs, FLOAT32).items():
        if np.asarray(array).dtype != FLOAT32:
            return f"what is in float64 beside a float32 x makes {name} {np.asarray(array).dtype}"
    return ""


def _no_examples(trial: Trial) -> str:
    lengths = {array.shape[0] if array.ndim else None for array in trial.inputs.values()}
    if len(lengths) != 1 or None in lengths:
        return ""
    inputs = {name: array[:0] for name, array in trial.inputs.items()}
    try:
        if isinstance(trial, Pass):
            subject = trial.fresh()
            found = trial.forward(subject, inputs)
            dy = [np.zeros(np.shape(found[name[1:]])) for name in trial.dys]
            outputs = tuple(found)
            found |= trial.backward(subject, *(d if d.ndim else d[()] for d in dy))
        else:
            found = trial.run(inputs)
    except ValueError:
        return ""  # it says so
    whole = trial.plain()
    for name, array in found.items():
        array = np.asarray(array)
        shape = np.shape(whole[name])
        learned = isinstance(trial, Pass) and name not in (*outputs, *_gradient_names(trial))
        if learned and array.shape != shape:
            return f"no examples give a {name} of shape {array.shape}, not {shape}"
        if not np.all(np.isfinite(array)):
            return f"no examples give a {name} that is not finite"
        if name in _gradient_names(trial) and array.shape != (0, *shape[1:]):
            return f"no examples give a {name} of shape {array.shape}"
    return ""


def _gradient_names(trial: Trial) -> tuple[str, ...]:
    return tuple(f"d{name}" for name in trial.case.differentiable)


def _memory(trial: Trial) -> str:
    if _gives_views(trial):
        return ""
    given: dict[str, np.ndarray] = dict(trial.inputs)
    if isinstance(trial, Pass):
        subject = trial.fresh()
        given |= {**trial.dys, **subject.params, **subject.buffers}
        found = trial.both(subject, trial.inputs, trial.upstream())
    else:
        found = trial.run()
    for name, array in found.items():
        for of, other in given.items():
            if np.ndim(array) and np.may_share_memory(array, other):
                return f"the {name} that is returned shares its memory with {of}"
    return ""


def _results_changed_afterwards(trial: Pass) -> str:
    wanted = trial.plain()
    subject = trial.fresh()
    results = trial.forward(subject, trial.inputs)
    wanted = {name: array for name, array in wanted.items() if name not in results}
    for name in (" or ".join(results), "a gradient"):
        for array in results.values():
            if np.ndim(array):
                array[...] = 3.0
        results = trial.backward(subject, *trial.upstream())
        if _unlike(results, wanted):
            return f"who changes {name} that was returned changes what backward gives"
    return ""


def _a_scalar_upstream(trial: Pass) -> str:
    if any(dy.ndim for dy in trial.dys.values()):
        return ""
    wanted = trial.plain()
    dy = tuple(dy.copy() for dy in trial.dys.values())
    found = trial.both(trial.fresh(), trial.inputs, dy)
    if dy != tuple(trial.dys.values()):
        return "the scalar that backward is given is changed in place"
    name = _unlike(found, wanted)
    return f"an array of no axes as upstream gives another {name}" if name else ""


def _left_out(trial: Pass) -> str:
    """Check that what is left out has the default that is documented: 1, and training."""
    subject = trial.fresh()
    names = list(inspect.signature(subject.backward).parameters.values())
    if trial.case.training and "training" in inspect.signature(subject.forward).parameters:
        mode, trial.mode = trial.mode, {}
        without = trial.forward(trial.fresh(), trial.inputs)
        trial.mode = mode
        if _unlike(without, trial.forward(trial.fresh(), trial.inputs)):
            return "forward does not train unless it is told otherwise"
    if (
        not any(dy.ndim for dy in trial.dys.values())
        and names
        and names[0].default is not inspect.Parameter.empty
    ):
        trial.forward(subject, trial.inputs)
        without = copied(trial.backward(subject))
        if name := _unlike(without, trial.backward(subject, 1.0)):
            return f"backward without an argument gives another {name} than with 1"
    return ""


def _without_dx(trial: Pass) -> str:
    """Check the ways that fill the parameters' gradients alone, as the first layer's."""
    subject = trial.fresh()
    wanted = {n: a for n, a in trial.plain().items() if n[1:] in subject.params}
    for way in ("fill_gradients", "backward"):
        fill = getattr(subject, way, None)
        told = {"need_dx": False} if way == "backward" else {}
        if not fill or told.keys() - inspect.signature(fill).parameters.keys():
            continue
        trial.forward(subject, trial.inputs)
        dx = fill(*trial.upstream(), **told)
        x = trial.inputs[trial.case.differentiable[0]]
        if told and np.shape(dx) != (len(x), 0, *x.shape[2:]):
            return f"without dx, it is not empty: its shape is {np.shape(dx)}"
        found = {f"d{name}": subject.grads[name] for name in subject.params}
        if name := _unlike(found, wanted, ROUNDING):
            return f"{way} without dx gives another {name}"
    return ""


def _gradients_used_again(trial: Steps) -> str:
    """Check a training loop that keeps one array for all its gradients."""
    subject, params = trial.start()
    buffers = trial.gradients(0)
    for step in range(STEPS):
        for name, array in trial.gradients(step).items():
            buffers[name][...] = array
        subject.update(params, buffers)
    found = {**params, **remembered(subject)}
    if name := _unlike(found, trial.plain()):
        return f"a gradient's array that is used again gives another {name}"
    given = [*params.values(), *buffers.values()]
    for name, array in remembered(subject).items():
        if any(np.may_share_memory(array, other) for other in given):
            return f"{name} shares its memory with a parameter or a gradient"
    return ""


def _steps_in_another_order(trial: Steps) -> str:
    subject, params = trial.start()
    params = {name: _in_another_order(array) for name, array in params.items()}
    for step in range(STEPS):
        gradients = trial.gradients(step)
        subject.update(params, {n: _in_another_order(g) for n, g in gradients.items()})
    name = _unlike({**params, **remembered(subject)}, trial.plain())
    return f"arrays in another order in memory give another {name}" if name else ""


OF_PASSES: tuple[Callable[[Any], str], ...] = (
    _called_again,
    _the_order_in_memory,
    _lists,
    _integers_and_halves,
    _numbers_of_numpy,
    _wider_targets,
    _no_examples,
    _memory,
    _results_changed_afterwards,
    _a_scalar_upstream,
    _left_out,
    _without_dx,
)
OF_CALLS: tuple[Callable[[Any], str], ...] = (
    _the_order_in_memory,
    _lists,
    _integers_and_halves,
    _numbers_of_numpy,
    _no_examples,
    _memory,
)
OF_STEPS: tuple[Callable[[Any], str], ...] = (
    _steps_in_another_order,
    _gradients_used_again,
    _numbers_of_numpy,
)
