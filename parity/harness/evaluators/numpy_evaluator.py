"""Evaluates a case with ``numpy_impl``."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from parity.describing.concept import DrawnCase
from parity.describing.draw import seed_of
from parity.harness.evaluators import finite_differences
from parity.harness.evaluators.evaluation import (
    Evaluation,
    add_draws,
    named,
    split_masks,
    stacked,
    table_of,
    upstream_of,
)
from parity.harness.evaluators.subject import build, dotted, fast_form, implementation, way_back
from parity.harness.registry import all_concepts


def evaluate(case: DrawnCase, dtype: str, subject_class: Any = None) -> Evaluation:
    """Evaluate ``case`` in ``dtype``; ``subject_class`` stands in for our own implementation."""
    return _KINDS[case.kind](case, np.dtype(dtype), subject_class)


def evaluate_fast_form(case: DrawnCase, dtype: str) -> Evaluation:
    """Evaluate ``case`` with the form that the concept names as its fast one."""
    return evaluate(case, dtype, fast_form(all_concepts()[case.concept]))


def cast(array: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """Return a copy of ``array``, real numbers in ``dtype``."""
    return array.astype(dtype) if array.dtype.kind == "f" else array.copy()


def construct(case: DrawnCase, dtype: np.dtype, subject_class: Any = None) -> Any:
    """Build the subject and give it the case's parameters and buffers."""
    if subject_class is None:
        subject = build("numpy", case)
    else:
        subject = subject_class(**case.configuration("numpy"))
    subject.astype(dtype)
    for kept, given in ((subject.params, case.params), (subject.buffers, case.buffers)):
        for name, array in given.items():
            if kept[name].shape != array.shape:
                raise ValueError(
                    f"{name} has shape {kept[name].shape}, but the case gives {array.shape}."
                )
            kept[name][...] = array
    return subject


def _differentiable(case: DrawnCase, dtype: np.dtype, subject_class: Any) -> Evaluation:
    if "optimizer" in case.options:
        return _training(case, dtype, subject_class)
    if "layer_table" in case.options:
        return _layer_table(case, dtype, subject_class)
    if "own_steps" in case.options:
        return _own_steps(case, dtype, subject_class)
    subject = construct(case, dtype, subject_class)
    mode = {} if case.training is None else {"training": case.training}
    rounds: dict[str, list[np.ndarray]] = {}
    roles: dict[str, Any] = {}
    result = Evaluation()

    def note(role: str, name: str, array: Any) -> None:
        rounds.setdefault(name, []).append(np.array(array))
        roles[name] = role

    for number, drawn in enumerate(case.inputs):
        inputs = {name: cast(array, dtype) for name, array in drawn.items()}
        before = {name: array.copy() for name, array in inputs.items()}
        positional, keywords = split_masks(inputs)
        given = subject.forward(*positional, **mode, **keywords)
        for name, array in named(case, given).items():
            note("forward", name, array)
        if not case.options.get("outputs_alone"):
            upstream = {f"d{o}": cast(dy, dtype) for o, dy in upstream_of(case, number).items()}
            inputs.update(upstream)
            before.update({name: array.copy() for name, array in upstream.items()})
            gradients = subject.backward(*(dy if dy.ndim else dy[()] for dy in upstream.values()))
            if not isinstance(gradients, tuple):
                gradients = (gradients,)
            for name, gradient in zip(case.differentiable, gradients, strict=False):
                note("gradient", f"d{name}", gradient)
            for name in subject.params:
                note("gradient", f"d{name}", subject.grads[name])
        for name, array in subject.buffers.items():
            note("state", name, array)
        result.changed += [name for name in inputs if not _same(inputs[name], before[name])]
    for name, arrays in rounds.items():
        result.add(roles[name], name, stacked(arrays))
    return result


def _same(a: np.ndarray, b: np.ndarray) -> bool:
    return np.array_equal(a, b, equal_nan=a.dtype.kind == "f")


def _initializer(case: DrawnCase, dtype: np.dtype, subject_class: Any) -> Evaluation:
    config = case.configuration("numpy")
    subject = subject_class(**config) if subject_class else build("numpy", case)
    shape = tuple(case.options["shape"])
    result = Evaluation()
    result.add("forward", "scale", dtype.type(subject.scale(shape)))
    result.add("distribution", "samples", subject(shape, case.options["seed"]).astype(dtype))
    return result


def _optimizer(case: DrawnCase, dtype: np.dtype, subject_class: Any) -> Evaluation:
    config = case.configuration("numpy")
    subject = subject_class(**config) if subject_class else build("numpy", case)
    params = {name: cast(array, dtype) for name, array in case.params.items()}
    gradients = {name: cast(array, dtype) for name, array in case.inputs[0].items()}
    before = {name: array.copy() for name, array in gradients.items()}
    path: dict[str, list[np.ndarray]] = {name: [] for name in params}
    steps = len(next(iter(gradients.values())))
    for step in range(steps):
        if step in case.options.get("lr_at", {}):
            subject.lr = case.options["lr_at"][step]
        subject.update(params, {name: gradients[f"d{name}"][step] for name in params})
        for name, array in params.items():
            path[name].append(array.copy())
    result = Evaluation()
    for name, arrays in path.items():
        result.add("steps", name, np.stack(arrays))
    for symbol, arrays_by_name in subject.state.items():
        for name, array in arrays_by_name.items():
            result.add("state", f"{symbol}.{name}", array)
    result.changed = [name for name in gradients if not _same(gradients[name], before[name])]
    return result


def _called(case: DrawnCase, subject_class: Any) -> Callable[..., Any]:
    """Return the function with the case's configuration filled in."""
    function = subject_class or implementation("numpy", all_concepts()[case.concept])
    config = dict(case.configuration("numpy"))
    leading = [config.pop(name) for name in case.options.get("leading", ())]
    return lambda *arrays: function(*leading, *arrays, **config)


def _function(case: DrawnCase, dtype: np.dtype, subject_class: Any) -> Evaluation:
    function = subject_class or implementation("numpy", all_concepts()[case.concept])
    inputs = {name: cast(array, dtype) for name, array in case.inputs[0].items()}
    before = {name: array.copy() for name, array in inputs.items()}
    config = dict(case.configuration("numpy"))
    leading = [config.pop(name) for name in case.options.get("leading", ())]
    arguments = [list(inputs.values())] if case.options.get("as_list") else list(inputs.values())
    result = Evaluation()
    if "draws" in case.options:
        # A reader's own function may draw without a seed.
        seeded = "seed" in inspect.signature(function).parameters
        seeds: list[dict] = [{"seed": k} if seeded else {} for k in range(case.options["draws"])]
        add_draws(result, [function(*leading, *arguments, **config, **seed) for seed in seeds])
    else:
        given = function(*leading, *arguments, **config)
        for name, value in zip(
            case.options.get("outputs", ("y",)),
            given if isinstance(given, tuple | list) else (given,),
            strict=True,
        ):
            result.add("forward", name, value)
        if case.upstream:
            upstream = {f"d{o}": cast(dy, dtype) for o, dy in upstream_of(case, 0).items()}
            kept = {name: array.copy() for name, array in upstream.items()}
            back = way_back(all_concepts()[case.concept], function)
            given = back(*upstream.values(), *leading, *arguments, **config)
            for name, gradient in zip(case.differentiable, given, strict=True):
                result.add("gradient", f"d{name}", gradient)
            inputs, before = {**inputs, **upstream}, {**before, **kept}
    result.changed = [name for name in inputs if not _same(inputs[name], before[name])]
    return result


def _training(case: DrawnCase, dtype: np.dtype, subject_class: Any) -> Evaluation:
    from numpy_impl.networks.training import train_step

    network = construct(case, dtype, subject_class)
    loss = dotted(f"numpy_impl.{case.options['loss']}")()
    optimizer = dotted(f"numpy_impl.{case.options['optimizer']}")(
        **case.options["optimizer_config"]
    )
    losses, accuracies, gradients = [], [], {}
    for step in range(case.options["steps"]):
        batch = {name: cast(array[step], dtype) for name, array in case.inputs[0].items()}
        (x, t), keywords = split_masks(batch)
        value, accuracy = train_step(network, loss, optimizer, x, t, **keywords)
        losses.append(value)
        accuracies.append(accuracy)
        if step == 0 and case.options.get("with_gradients"):
            gradients = {f"d{name}": array.copy() for name, array in network.grads.items()}
    result = Evaluation()
    for name, array in gradients.items():
        result.add("gradient", name, array)
    result.add("steps", "loss", np.array(losses, dtype=dtype))
    result.add("steps", "accuracy", np.array(accuracies))
    for name, array in network.params.items():
        result.add("steps", name, array)
    for name, array in network.buffers.items():
        result.add("state", name, array)
    return result


def _own_steps(case: DrawnCase, dtype: np.dtype, subject_class: Any) -> Evaluation:
    """Let the subject train itself, a step after the other."""
    subject = construct(case, dtype, subject_class)
    inputs = {name: cast(array, dtype) for name, array in case.inputs[0].items()}
    before = {name: array.copy() for name, array in inputs.items()}
    path: dict[str, list[np.ndarray]] = {}
    for step in range(len(next(iter(inputs.values())))):
        given = subject.step(*(array[step] for array in inputs.values()))
        for name, value in named(case, given).items():
            path.setdefault(name, []).append(np.array(value))
    result = Evaluation()
    for name, values in path.items():
        result.add("steps", name, np.stack(values))
    for name, array in subject.params.items():
        result.add("steps", name, array)
    for name, array in subject.buffers.items():
        result.add("state", name, array)
    result.changed = [name for name in inputs if not _same(inputs[name], before[name])]
    return result


def _layer_table(case: DrawnCase, dtype: np.dtype, subject_class: Any) -> Evaluation:
    from numpy_impl.networks.layer_table import layer_table

    network_class = subject_class or implementation("numpy", all_concepts()[case.concept])
    # Zeros that nobody writes take no memory, however many weights a network has.
    config = {
        **case.configuration("numpy"),
        "initializer": lambda shape, seed=None: np.zeros(shape),
    }
    rows = layer_table(network_class(**config), case.options["layer_table"])
    return table_of([(row.shape, row.parameters, row.multiply_adds) for row in rows])


def gradients_by_differences(
    case: DrawnCase, ours: Evaluation, subject_class: Any = None
) -> dict[str, finite_differences.Estimate]:
    """Return every gradient of a differentiable ``case`` by finite differences, in float64.

    ``ours`` holds the gradients that are to be checked.
    """
    if (
        case.kink
        or not case.upstream
        or "optimizer" in case.options
        or "layer_table" in case.options
        or "own_steps" in case.options
        or case.options.get("sampled")
        or len(case.inputs) != 1
    ):
        return {}
    float64 = np.dtype("float64")
    mode = {} if case.training is None else {"training": case.training}
    inputs = {name: cast(array, float64) for name, array in case.inputs[0].items()}
    params: dict[str, np.ndarray] = {}
    if case.kind == "function":
        call = _called(case, subject_class)
    else:
        subject = construct(case, float64, subject_class)
        call, params = subject.forward, subject.params

    positional, keywords = split_masks(inputs)  # the arrays themselves, which are changed in place
    keywords.update(mode)
    varying = list(upstream_of(case, 0))

    def forward() -> np.ndarray:
        given = call(*positional, **keywords)
        if not case.further and not isinstance(given, tuple | list):
            return np.asarray(given)
        found = named(case, given)
        arrays = [np.asarray(found[name]) for name in varying]
        return np.concatenate([a.ravel() for a in arrays]) if case.further else arrays[0]

    dy = case.upstream[0]
    if case.further:
        dy = np.concatenate([np.ravel(array) for array in upstream_of(case, 0).values()])
    arrays = {f"d{name}": inputs[name] for name in case.differentiable}
    arrays.update({f"d{name}": array for name, array in params.items()})
    chosen = case.options.get("differences", arrays)
    return {
        name: finite_differences.gradient(
            forward,
            arrays[name],
            dy,
            ours.quantities.get(name),
            seed_of(case.concept, case.name, name),
        )
        for name in chosen
    }


_KINDS = {
    "layer": _differentiable,
    "loss": _differentiable,
    "regularizer": _differentiable,
    "network": _differentiable,
    "initializer": _initializer,
    "optimizer": _optimizer,
    "function": _function,
}
