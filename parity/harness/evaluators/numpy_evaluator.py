"""Evaluates a case with ``numpy_impl``."""

from __future__ import annotations

import inspect
from typing import Any

import numpy as np

from parity.describing.concept import DrawnCase
from parity.describing.draw import seed_of
from parity.harness.evaluators import finite_differences
from parity.harness.evaluators.evaluation import (
    Evaluation,
    add_draws,
    output_name,
    split_masks,
    stacked,
    table_of,
)
from parity.harness.evaluators.subject import build, dotted, fast_form, implementation
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
    subject = construct(case, dtype, subject_class)
    mode = {} if case.training is None else {"training": case.training}
    out = output_name(case.kind)
    rounds: dict[str, list[np.ndarray]] = {}
    roles: dict[str, Any] = {}
    result = Evaluation()

    def note(role: str, name: str, array: Any) -> None:
        rounds.setdefault(name, []).append(np.array(array))
        roles[name] = role

    for drawn, dy in zip(case.inputs, case.upstream, strict=True):
        inputs = {name: cast(array, dtype) for name, array in drawn.items()}
        before = {name: array.copy() for name, array in inputs.items()}
        positional, keywords = split_masks(inputs)
        note("forward", out, subject.forward(*positional, **mode, **keywords))
        upstream = cast(dy, dtype)
        before["dy"], inputs["dy"] = upstream.copy(), upstream
        gradients = subject.backward(upstream if upstream.ndim else upstream[()])
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
        or case.kind not in ("layer", "loss", "regularizer", "network")
        or "optimizer" in case.options
        or "layer_table" in case.options
        or case.options.get("sampled")
        or len(case.inputs) != 1
    ):
        return {}
    float64 = np.dtype("float64")
    subject = construct(case, float64, subject_class)
    mode = {} if case.training is None else {"training": case.training}
    inputs = {name: cast(array, float64) for name, array in case.inputs[0].items()}

    def forward() -> np.ndarray:
        positional, keywords = split_masks(inputs)
        return np.asarray(subject.forward(*positional, **mode, **keywords))

    arrays = {f"d{name}": inputs[name] for name in case.differentiable}
    arrays.update({f"d{name}": array for name, array in subject.params.items()})
    chosen = case.options.get("differences", arrays)
    return {
        name: finite_differences.gradient(
            forward,
            arrays[name],
            case.upstream[0],
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
