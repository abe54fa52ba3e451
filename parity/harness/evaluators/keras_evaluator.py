"""Evaluates a case with ``tf_impl``, gradients by ``GradientTape``."""

from __future__ import annotations

import contextlib
import functools
import gc
import inspect
import math
import typing
from collections.abc import Callable
from typing import Any

import keras
import numpy as np
import tensorflow as tf

from parity.describing.concept import DrawnCase, Role
from parity.describing.layouts import kernel_layout, shape_in, to_canonical, to_framework
from parity.harness.evaluators.evaluation import (
    Evaluation,
    add_draws,
    named,
    split_masks,
    stacked,
    table_of,
    upstream_of,
)
from parity.harness.evaluators.keras_unset import unset
from parity.harness.evaluators.subject import build, dotted, implementation, locate, target
from parity.harness.registry import all_concepts

tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)
gc.freeze()  # What was imported stays: the garbage collector need not go through TensorFlow.
gc.set_threshold(50_000, 20, 50)  # Each operation makes many objects, and little rubbish.
if hasattr(typing, "_get_protocol_attrs"):
    # TensorFlow asks of each value whether it is of a protocol, and Python 3.11 lists what belongs
    # to the protocol each time.
    typing._get_protocol_attrs = functools.cache(typing._get_protocol_attrs)


def evaluate(case: DrawnCase, dtype: str) -> Evaluation:
    """Evaluate ``case`` in ``dtype``."""
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)
    # A graph runs for fifty steps at most: to rewrite it takes longer than it saves.
    tf.config.optimizer.set_experimental_options({"disable_meta_optimizer": True})
    with nameless():
        return _KINDS[case.kind](case, dtype)


def nameless() -> contextlib.AbstractContextManager[None]:
    """Return a context in which all of TensorFlow's variables have one name.

    TensorFlow prepares the making of a variable anew for each name, which takes longer than the
    making; Keras' own variables keep theirs.
    """
    # The stroke at the end leaves the scopes' names out.
    return tf.variable_creator_scope(lambda make, **told: make(**{**told, "name": "variable/"}))


def _tensor(array: np.ndarray, dtype: str) -> tf.Tensor:
    return tf.constant(array, dtype=dtype if array.dtype.kind == "f" else None)


def _array(value: Any) -> np.ndarray:
    return np.array(value.numpy() if isinstance(value, keras.Variable) else value)


def exact(optimizer: Callable[..., Any], config: dict[str, Any], dtype: str) -> dict[str, Any]:
    """Keep every digit of an optimizer's settings, its defaults among them.

    Keras would round a Python float to float32 on its way.
    """
    if dtype == "float32":
        return config
    parameters = inspect.signature(optimizer).parameters
    settings = {name: parameter.default for name, parameter in parameters.items()}
    settings = {name: value for name, value in settings.items() if isinstance(value, float)}
    return {
        key: np.float64(value) if isinstance(value, float) else value
        for key, value in {**settings, **config}.items()
    }


def construct(case: DrawnCase, dtype: str) -> Any:
    """Build the subject and give it the case's parameters and buffers."""
    # What is drawn at first is of no use where a case gives all weights; to show a divergence,
    # Keras' own may begin as it likes.
    with unset() if case.params and "@" not in case.name else contextlib.nullcontext():
        subject = build("keras", case)
        if isinstance(subject, keras.Layer) and not subject.built:
            # Where Keras must see an input before it has weights to set.
            first = _given(case, next(iter(case.inputs[0])), case.inputs[0], dtype)
            subject.build(first.shape)
    for name, array in {**case.params, **case.buffers}.items():
        owner, attribute, layout = locate("keras", case, subject, name)
        getattr(owner, attribute).assign(to_framework(layout, array.astype(dtype)))
    return subject


def _given(case: DrawnCase, name: str, drawn: dict[str, np.ndarray], dtype: str) -> tf.Tensor:
    return _tensor(to_framework(_layout(case, name), drawn[name]), dtype)


def _layout(case: DrawnCase, name: str) -> str:
    layout = "channels_last" if name in case.images else "canonical"
    return case.keras_layouts.get(name, layout)


def _differentiable(case: DrawnCase, dtype: str) -> Evaluation:
    if "optimizer" in case.options:
        return _training(case, dtype)
    if "layer_table" in case.options:
        return _layer_table(case)
    if "own_steps" in case.options:
        return _own_steps(case, dtype)
    subject = construct(case, dtype)
    mode = {} if case.training is None else {"training": case.training}
    rounds: dict[str, list[np.ndarray]] = {}
    roles: dict[str, Any] = {}

    def note(role: str, name: str, array: Any) -> None:
        rounds.setdefault(name, []).append(array)
        roles[name] = role

    for number, drawn in enumerate(case.inputs):
        inputs = {name: _given(case, name, drawn, dtype) for name in drawn}
        kept = {name: locate("keras", case, subject, name) for name in case.params}
        sources = {f"d{name}": inputs[name] for name in case.differentiable}
        sources.update(
            {f"d{name}": getattr(owner, at).value for name, (owner, at, _) in kept.items()}
        )
        sources = {} if case.options.get("outputs_alone") else sources
        layouts = {f"d{name}": _layout(case, name) for name in case.differentiable}
        layouts.update({f"d{name}": layout for name, (_, _, layout) in kept.items()})
        positional, keywords = split_masks(inputs)
        if case.kind == "loss":
            positional[:2] = positional[1::-1]  # Keras takes the targets first
        with tf.GradientTape() as tape:
            for source in sources.values():
                tape.watch(source)
            given = named(case, subject(*positional, **mode, **keywords))
        for name, y in given.items():
            note("forward", name, to_canonical(_layout(case, name), _array(y)))
        upstream = {
            name: _tensor(to_framework(_layout(case, name), dy), dtype)
            for name, dy in upstream_of(case, number).items()
        }
        gradients = tape.gradient(
            [given[name] for name in upstream],
            list(sources.values()),
            output_gradients=list(upstream.values()),
        )
        for (name, source), gradient in zip(sources.items(), gradients, strict=True):
            dense = tf.zeros_like(source) if gradient is None else tf.convert_to_tensor(gradient)
            note("gradient", name, to_canonical(layouts[name], _array(dense)))
        for name in case.buffers:
            owner, attribute, layout = locate("keras", case, subject, name)
            note("state", name, to_canonical(layout, _array(getattr(owner, attribute))))
    result = Evaluation()
    for name, arrays in rounds.items():
        result.add(roles[name], name, stacked(arrays))
    return result


def _initializer(case: DrawnCase, dtype: str) -> Evaluation:
    """Draw samples, and measure the scale: the draw over the unit draw from the same seed."""
    canonical = tuple(case.options["shape"])
    layout = kernel_layout("keras", len(canonical))
    shape, seed = shape_in(layout, canonical), case.options["seed"]
    if "callable" in case.configuration("keras"):  # Keras' own take the seed when constructed
        samples = _array(build("keras", case, seed=seed)(shape, dtype=dtype))
    else:
        samples = _array(build("keras", case)(shape, seed, dtype=dtype))
    base = case.options["distribution"]
    if base == "uniform":
        unit = keras.random.uniform(shape, -1, 1, dtype=dtype, seed=seed)
    elif base == "truncated_normal":
        unit = keras.random.truncated_normal(shape, dtype=dtype, seed=seed)
    elif base == "normal":
        unit = keras.random.normal(shape, dtype=dtype, seed=seed)
    else:
        unit = keras.ops.ones(shape, dtype=dtype)
    unit = _array(unit)
    largest = np.unravel_index(np.abs(unit).argmax(), unit.shape)
    result = Evaluation()
    result.add("forward", "scale", samples[largest] / unit[largest])
    result.add("distribution", "samples", to_canonical(layout, samples))
    return result


def _optimizer(case: DrawnCase, dtype: str) -> Evaluation:
    optimizer_class, config = target("keras", case)
    optimizer = optimizer_class(**exact(optimizer_class, config, dtype))
    params = {
        name: keras.Variable(array.astype(dtype), name=name) for name, array in case.params.items()
    }
    gradients = {
        name: [_tensor(each, dtype) for each in array] for name, array in case.inputs[0].items()
    }
    optimizer.build(list(params.values()))

    def update(*by_name: tf.Tensor) -> None:
        optimizer.apply_gradients(zip(by_name, params.values(), strict=True))

    if "callable" not in case.configuration("keras"):
        # The same numbers as in eager mode, in a third of the time. Keras' own Adadelta cannot be
        # traced with the settings that keep it exact.
        update = tf.function(update, autograph=False)

    path: dict[str, list[np.ndarray]] = {name: [] for name in params}
    for step in range(len(next(iter(gradients.values())))):
        if step in case.options.get("lr_at", {}):
            optimizer.learning_rate = np.float64(case.options["lr_at"][step])
        update(*(gradients[f"d{name}"][step] for name in params))
        for name, param in params.items():
            path[name].append(_array(param))
    result = Evaluation()
    for name, arrays in path.items():
        result.add("steps", name, np.stack(arrays))
    variables = {variable.path.split("/")[-1]: variable for variable in optimizer.variables}
    for symbol, weight in all_concepts()[case.concept].state.items():
        for name in params:
            if weight.keras and f"{name}_{weight.keras}" in variables:
                kept = variables[f"{name}_{weight.keras}"]
                result.add("state", f"{symbol}.{name}", _array(kept))
    return result


def _function(case: DrawnCase, dtype: str) -> Evaluation:
    config = case.configuration("keras")
    if "callable" in config:
        subject = build("keras", case)
    else:
        function = implementation("keras", all_concepts()[case.concept])
        leading = [config.pop(name) for name in case.options.get("leading", ())]
        subject = lambda *arguments, **seed: function(*leading, *arguments, **config, **seed)  # noqa: E731
    given_by_name = {name: _tensor(array, dtype) for name, array in case.inputs[0].items()}
    inputs = list(given_by_name.values())
    result = Evaluation()
    if "draws" in case.options:
        seeds = range(case.options["draws"])
        add_draws(result, [_array(subject(*inputs, seed=seed)) for seed in seeds])
        return result
    # A framework's own function that stands in shows what it gives, and nothing besides.
    goes_back = bool(case.upstream) and "callable" not in case.configuration("keras")
    sources = [given_by_name[name] for name in case.differentiable] if goes_back else []
    with tf.GradientTape(watch_accessed_variables=False) as tape:
        tape.watch(sources)
        given = subject(inputs) if case.options.get("as_list") else subject(*inputs)
    for name, value in zip(
        case.options.get("outputs", ("y",)),
        given if isinstance(given, tuple | list) else (given,),
        strict=True,
    ):
        result.add("forward", name, _array(value))
    if goes_back:
        outputs, upstream = named(case, given), upstream_of(case, 0)
        gradients = tape.gradient(
            [outputs[name] for name in upstream],
            sources,
            output_gradients=[_tensor(dy, dtype) for dy in upstream.values()],
            unconnected_gradients=tf.UnconnectedGradients.ZERO,
        )
        for name, gradient in zip(case.differentiable, gradients, strict=True):
            result.add("gradient", f"d{name}", _array(tf.convert_to_tensor(gradient)))
    return result


def _training(case: DrawnCase, dtype: str) -> Evaluation:
    from tf_impl.networks.training import train_step

    network = construct(case, dtype)
    loss = dotted(f"tf_impl.{case.options['loss']}")()
    optimizer_class = dotted(f"tf_impl.{case.options['optimizer']}")
    optimizer = optimizer_class(**exact(optimizer_class, case.options["optimizer_config"], dtype))
    losses, accuracies, gradients = [], [], {}
    for step in range(case.options["steps"]):
        drawn = {name: array[step] for name, array in case.inputs[0].items()}
        batch = {name: _given(case, name, drawn, dtype) for name in drawn}
        (x, t), keywords = split_masks(batch)
        if step == 0 and case.options.get("with_gradients"):
            gradients = _gradients_of(case, network, loss, x, t, keywords)
        value, accuracy = train_step(network, loss, optimizer, x, t, **keywords)
        losses.append(value)
        accuracies.append(accuracy)
    result = Evaluation()
    for name, array in gradients.items():
        result.add("gradient", name, array)
    result.add("steps", "loss", np.array(losses))
    result.add("steps", "accuracy", np.array(accuracies))
    _add_arrays(result, case, network)
    return result


def _add_arrays(result: Evaluation, case: DrawnCase, subject: Any) -> None:
    """Add the parameters and buffers as they are after training."""
    roles: tuple[tuple[Role, dict], ...] = (("steps", case.params), ("state", case.buffers))
    for role, names in roles:
        for name in names:
            owner, attribute, layout = locate("keras", case, subject, name)
            result.add(role, name, to_canonical(layout, _array(getattr(owner, attribute))))


def _own_steps(case: DrawnCase, dtype: str) -> Evaluation:
    """Let the subject train itself, a step after the other."""
    subject = construct(case, dtype)
    path: dict[str, list[np.ndarray]] = {}
    for step in range(len(next(iter(case.inputs[0].values())))):
        drawn = {name: array[step] for name, array in case.inputs[0].items()}
        given = subject.step(*(_given(case, name, drawn, dtype) for name in drawn))
        for name, value in named(case, given).items():
            path.setdefault(name, []).append(_array(value))
    result = Evaluation()
    for name, values in path.items():
        result.add("steps", name, np.stack(values))
    _add_arrays(result, case, subject)
    return result


def _gradients_of(
    case: DrawnCase, network: Any, loss: Any, x: Any, t: Any, keywords: dict
) -> dict[str, np.ndarray]:
    kept = {name: locate("keras", case, network, name) for name in case.params}
    with tf.GradientTape() as tape:
        value = loss(t, network(x, training=True, **keywords)) + network.penalty()
    weights = [getattr(owner, attribute).value for owner, attribute, _ in kept.values()]
    gradients = tape.gradient(value, weights)
    return {
        f"d{name}": to_canonical(layout, _array(gradient))
        for (name, (_, _, layout)), gradient in zip(kept.items(), gradients, strict=True)
    }


def _layer_table(case: DrawnCase) -> Evaluation:
    """Run one zero example, and note what each part gives and how its kernel is shaped.

    In a graph arrays have shapes and no memory, however many weights a network has.
    """
    with tf.Graph().as_default():
        return _table_of(case)


def _table_of(case: DrawnCase) -> Evaluation:
    dtype = "float32"
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)
    network = build("keras", case)
    shapes: dict[int, tuple[int, ...]] = {}
    given: dict[int, tuple[int, ...]] = {}
    plain = keras.Layer.__call__

    def noting(layer: keras.Layer, *inputs: Any, **options: Any) -> Any:
        y = plain(layer, *inputs, **options)
        shapes[id(layer)], given[id(layer)] = tuple(y.shape), tuple(inputs[0].shape)
        return y

    keras.Layer.__call__ = noting
    try:
        zero = np.zeros((1, *case.options["layer_table"]))
        network(_tensor(to_framework("channels_last", zero), dtype), training=False)
    finally:
        keras.Layer.__call__ = plain

    def products(part: Any) -> int:
        kernel = getattr(part, "kernel", None)
        if not isinstance(kernel, keras.Variable):  # a pooling layer's is a size
            return sum(products(getattr(part, name)) for name in getattr(part, "order", ()))
        if isinstance(part, keras.layers.Conv2DTranspose):  # (height, width, out, in)
            return math.prod(given[id(part)]) * math.prod(kernel.shape[:-1])
        if isinstance(part, keras.layers.DepthwiseConv2D):  # (height, width, in, kernels of each)
            return math.prod(shapes[id(part)]) * math.prod(kernel.shape[:2])
        # A dense kernel is (in, out), a convolution's (height, width, in / groups, out).
        return math.prod(shapes[id(part)]) * math.prod(kernel.shape[:-1])

    rows = []
    for name in network.order:
        part = getattr(network, name)
        shape = shapes[id(part)]
        if len(shape) == 4:
            shape = to_canonical("channels_last", np.empty(shape, dtype=bool)).shape
        learned = sum(math.prod(weight.shape) for weight in part.trainable_weights)
        rows.append((shape[1:], learned, products(part)))
    return table_of(rows)


_KINDS = {
    "layer": _differentiable,
    "loss": _differentiable,
    "regularizer": _differentiable,
    "network": _differentiable,
    "initializer": _initializer,
    "optimizer": _optimizer,
    "function": _function,
}
