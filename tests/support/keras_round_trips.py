"""Takes every Keras twin of some kinds through its configuration and through a file.

Run as a process of its own, with a folder and the kinds of the concepts: it prints what is wrong,
by kind and concept. Two networks are saved in the folder, for another process to load.
"""

import contextlib
import inspect
import json
import math
import sys
import traceback
from pathlib import Path

from parity.harness.processes.worker import quieten

quieten()

import keras  # noqa: E402
import numpy as np  # noqa: E402
from keras_saving import (  # noqa: E402
    as_json,
    as_list,
    called,
    check_config,
    check_told,
    compare_outputs,
    draws,
    same,
    saved_and_loaded,
    serialized,
)

from parity.describing.concept import draw_case  # noqa: E402
from parity.harness.evaluators.evaluation import split_masks  # noqa: E402
from parity.harness.evaluators.keras_evaluator import _given, construct, nameless  # noqa: E402
from parity.harness.evaluators.keras_unset import unset  # noqa: E402
from parity.harness.evaluators.subject import build, implementation  # noqa: E402
from parity.harness.registry import all_concepts  # noqa: E402

DTYPE = "float32"
RNG = np.random.default_rng(0)
NETWORKS = (
    ("mlp", (([4, 5, 3], "elu"), {"batch_norm": True, "l2": 0.1}), [6, 4]),
    ("block_net", (([2, 8, 6], "inception"), {}), [3, 8, 6, 2]),
)
BASES = {
    "layer": keras.Layer,
    "network": keras.Model,
    "loss": keras.losses.Loss,
    "optimizer": keras.optimizers.Optimizer,
    "regularizer": keras.regularizers.Regularizer,
    "initializer": keras.initializers.Initializer,
}


def ordinary_cases(concept):
    """Yield one drawn case for each configuration of our own twin, and whether it goes to a file.

    A file takes long. Between them, those that go give each argument each of its values at least
    once; one number is like another there, since the configuration alone holds it.
    """
    seen, in_files = set(), set()
    for case in concept.cases:
        large = case.on_request or "layer_table" in case.options
        if large or "keras" in case.refused_by or "callable" in case.config_for.get("keras", {}):
            continue
        drawn = draw_case(concept, case)
        told = drawn.configuration("keras")
        configuration = repr(sorted(told.items(), key=str))
        if configuration not in seen:
            seen.add(configuration)
            given = {(name, kind_of(value)) for name, value in told.items()}
            given |= {("inputs", name) for name in drawn.inputs[0]}
            yield drawn, not in_files or not given <= in_files
            in_files |= given


def kind_of(value):
    """Return what tells one value of an argument from another in a file."""
    if isinstance(value, list | tuple):
        return tuple(sorted({kind_of(each) for each in value}, key=repr))
    return type(value).__name__ if type(value) in (int, float) else repr(value)


@keras.saving.register_keras_serializable(package="dl_parity")
class Parts(keras.Model):
    """Layers that share a file, since most of the time goes into the file.

    Loaded, they are built from the shapes that it keeps, and not by a call as in a model of Keras'
    own making: a call takes as long as all else.
    """

    def __init__(self, parts, **keywords):
        super().__init__(**keywords)
        self.parts = parts

    def get_config(self):
        parts = [keras.saving.serialize_keras_object(part) for part in self.parts]
        return {**super().get_config(), "parts": parts}

    @classmethod
    def from_config(cls, config):
        parts = [keras.saving.deserialize_keras_object(part) for part in config.pop("parts")]
        return cls(parts, **config)


def check_layers(cases):
    """Take layers through one file, as parts of one model."""
    parts, told = [], []
    for case in cases:
        layer = construct(case, DTYPE)
        told.append(check_told(layer, case.configuration("keras")))
        with unset():
            check_named_keywords(layer, case.configuration("keras"))
        parts.append((layer, *arguments_of(layer, case)))
    announced = [announced_by(*part) for part in parts]  # and built, where a call builds
    model = Parts([layer for layer, *_ in parts])
    loaded = saved_and_loaded(model)
    same(model.weights, loaded.weights, "weights")
    for (mine, given, by_name), its, config, shapes in zip(
        parts, loaded.parts, told, announced, strict=True
    ):
        assert type(its) is type(mine)
        # Loading constructs it from its configuration, its name among it.
        assert as_json(its) == config, "another configuration"
        found = [tuple(y.shape) for y in compare_outputs(mine, its, *given, **by_name)]
        assert shapes == found, f"{shapes} announced, {found} given"


def announced_by(layer, given, by_name):
    """Return the shapes that a layer says it gives, when a model is made of it."""
    symbols = [keras.Input(batch_shape=a.shape, dtype=a.dtype) for a in (*given, *by_name.values())]
    named = dict(zip(by_name, symbols[len(given) :], strict=True))
    return [tuple(y.shape) for y in as_list(layer(*symbols[: len(given)], **named))]


def arguments_of(layer, case):
    """Return what a layer is called with, in order and by name."""
    drawn = case.inputs[0]
    if "own_steps" in case.options:  # a step may take more than a call
        takes = inspect.signature(layer.call).parameters
        drawn = {n: a[0] for i, (n, a) in enumerate(drawn.items()) if not i or n in takes}
    positional, by_name = split_masks({n: _given(case, n, drawn, DTYPE) for n in drawn})
    return positional, {n: a for n, a in by_name.items() if not n.startswith(("mask", "lengths"))}


def check_named_keywords(layer, config):
    """Construct a layer with Keras' own keyword arguments: it keeps each of them."""
    keywords = {"name": "named", **named_keywords(type(layer))}
    other = type(layer)(**config, **keywords)
    kept, usual = other.get_config(), layer.get_config()
    for name in keywords:
        assert kept[name] not in (None, usual[name]), name
    assert kept["name"] == "named"
    if len(keywords) > 1:
        check_config(other, {**config, **keywords})


def named_keywords(layer):
    """Return Keras' own keyword arguments that a layer takes, with a value that is no default."""
    keywords = {}
    if issubclass(layer, keras.layers.Dense | keras.layers.Conv2D | keras.layers.Conv2DTranspose):
        keywords |= {"activation": "relu", "kernel_regularizer": "l2", "bias_initializer": "ones"}
    if issubclass(layer, keras.layers.BatchNormalization):
        keywords |= {"beta_initializer": "ones", "gamma_initializer": "zeros"}
    return keywords


def check_network(case, config, first):
    network = construct(case, DTYPE)
    check_told(network, config)  # check_saved compares what is made from it
    drawn = case.inputs[0]
    if "steps" in case.options:
        drawn = {name: array[0] for name, array in drawn.items()}
    if "x" in drawn:
        x = _given(case, "x", drawn, DTYPE)
    else:  # several examples that are compared
        x = tuple(_given(case, name, drawn, DTYPE) for name in drawn)
    check_saved(network, x)
    keywords = {"initializer": twin_called("he_normal")(truncated=True), "name": "named"}
    with contextlib.nullcontext() if first else unset():
        other = type(network)(**{**config, **keywords})
        assert as_json(other)["name"] == "named"
        (check_told if first else check_config)(other, {**config, **keywords})
    if first:
        check_saved(other, x)
    if first and not isinstance(x, tuple):  # Keras trains on one input, or on a list
        check_saved_in_training(network, x)


def check_saved(network, x):
    called(network, x, training=True)  # moves what it keeps of the batches
    loaded = saved_and_loaded(network)
    assert type(loaded) is type(network)
    assert as_json(loaded) == as_json(network)
    same(network.weights, loaded.weights, "weights")
    compare_outputs(network, loaded, *(x if isinstance(x, tuple) else (x,)))


def check_saved_in_training(network, x):
    assert math.isclose(sum(network.losses), network.penalty(), rel_tol=1e-6)
    network.compile(optimizer=twin_called("momentum")(0.01), loss="mse", run_eagerly=True)
    t = np.zeros_like(network(x))
    network.train_on_batch(x, t)
    loaded = saved_and_loaded(network)
    same(network.optimizer.variables, loaded.optimizer.variables, "variables of the optimizer")
    if not draws(network):
        assert network.train_on_batch(x, t) == loaded.train_on_batch(x, t)
        same(network.weights, loaded.weights, "weights after a step")


def twin_called(name):
    return implementation("keras", all_concepts()[name])


def small_model(**keywords):
    return keras.Sequential(
        [
            keras.Input((3,)),
            twin_called("dense")(3, 2, seed=1, **keywords),
            twin_called("sigmoid")(),
        ]
    )


def batch():
    rng = np.random.default_rng(0)
    return rng.normal(size=(8, 3)).astype(DTYPE), rng.uniform(0.2, 0.8, (8, 2)).astype(DTYPE)


def check_training(model=None, **compiled):
    """Save in the middle of training: what is loaded goes on exactly."""
    x, t = batch()
    model = model or small_model()
    if isinstance(compiled["loss"], list):
        t = [t] * len(compiled["loss"])
    model.compile(**compiled, run_eagerly=True)
    for _ in range(2):
        model.train_on_batch(x, t)
    loaded = saved_and_loaded(model)
    same(model.optimizer.variables, loaded.optimizer.variables, "variables of the optimizer")
    for _ in range(2):
        assert model.train_on_batch(x, t) == loaded.train_on_batch(x, t)
    same(model.weights, loaded.weights, "weights after training")
    return loaded


def check_optimizer(case, config, first):
    optimizer = build("keras", case)
    again = check_config(optimizer, config)
    assert serialized(optimizer).get_config() == optimizer.get_config()
    check_training(optimizer=again, loss="mse")
    if not first:
        return
    twin = type(optimizer)
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 2, 0.5)
    keywords = {"name": "named", "clipnorm": 0.1}
    scheduled = twin(**{**config, "lr": schedule}, **keywords)
    kept = twin.from_config(as_json(scheduled))
    assert as_json(kept) == as_json(scheduled)
    assert kept.name == "named"
    assert math.isclose(kept.clipnorm, 0.1)
    check_training(optimizer=scheduled, loss="mse")


def check_loss(case, config, first):
    loss = build("keras", case)
    again = check_config(loss, config)
    drawn = case.inputs[0]
    y, t, *lengths = (_given(case, n, drawn, DTYPE) for n in drawn)
    for other in (again, serialized(loss)):
        same([loss(t, y, *lengths)], [other(t, y, *lengths)], "losses")
    assert type(loss)(**config, name="named").get_config()["name"] == "named"


def check_losses(cases):
    """Train a model with an output for each loss, through one file."""
    made = [build("keras", case) for case in cases]
    made = [type(loss).from_config(as_json(loss)) for loss in made]
    losses = [
        loss
        for loss, case in zip(made, cases, strict=True)
        if case.configuration("keras").get("reduction") != "none" and takes_a_batch(loss)
    ]
    of_its_cases = all_concepts()[cases[0].concept].cases
    kinds = [np.asarray(c.inputs["t"].sample(RNG)).dtype.kind for c in of_its_cases]
    if not losses or set(kinds) <= set("iu"):  # The model has two numbers a row.
        return
    x = keras.Input((3,))
    scores = [twin_called("dense")(3, 2, seed=1)(x) for _ in losses]
    model = keras.Model(x, [twin_called("sigmoid")()(each) for each in scores])
    loaded = check_training(model, optimizer="sgd", loss=losses)
    told = [each.get_config() for each in losses]
    assert [each.get_config() for each in loaded.loss] == told


def takes_a_batch(loss):
    """Tell whether a loss can train the small model, whose targets are numbers like its outputs.

    Weights are those of a case's own elements or classes, of which the model has other numbers.
    """
    weights = (getattr(loss, name, None) for name in ("weight", "pos_weight"))
    return not isinstance(loss, twin_called("ctc_loss")) and all(w is None for w in weights)


def check_regularizer(case, config, first):
    regularizer = build("keras", case)
    again = check_config(regularizer, config)
    W = _given(case, "W", case.inputs[0], DTYPE)
    for other in (again, serialized(regularizer)):
        same([regularizer(W)], [other(W)], "penalties")
    model = small_model(kernel_regularizer=regularizer)
    loaded = saved_and_loaded(model)
    same(model.losses, loaded.losses, "penalties")
    assert loaded.losses


def check_initializer(case, config, first):
    twin = twin_called(case.concept)
    check_config(build("keras", case), config)
    seeded = twin(**config, seed=7)
    shape = (5, 4)
    drawn = seeded(shape)
    same([build("keras", case)(shape, 7), serialized(seeded)(shape)], [drawn, drawn], "draws")
    same([build("keras", case)(shape, 3)], [seeded(shape, 3)], "draws of the seed of the call")
    layers = (
        keras.layers.Dense(4, kernel_initializer=seeded),
        twin_called("dense")(5, 4, initializer=seeded),
        twin_called("dense")(5, 4, initializer=twin(**config), seed=7),
    )
    x = keras.Input((5,))
    in_a_file = saved_and_loaded(keras.Model(x, [layer(x) for layer in layers])).layers[1:]
    for layer, loaded in zip(layers, in_a_file, strict=True):
        assert type(loaded) is type(layer)
        same([layer.kernel, loaded.kernel], [drawn, drawn], "kernels")
        fresh = type(layer).from_config(loaded.get_config())
        if not fresh.built:
            fresh.build((None, 5))
        same([fresh.kernel], [drawn], "kernel drawn anew")


TOGETHER = {"layer": check_layers, "loss": check_losses}
"""What takes all the cases of a concept that go to a file through one."""


def wrong_of(concept):
    """Return what is wrong with a concept's twin, in words; nothing where all is well."""
    wrong, together = [], []
    for i, (case, in_a_file) in enumerate(ordinary_cases(concept)):
        wrong += said_by(check_case, case, in_a_file, i == 0)
        together += [case] * in_a_file
    if concept.kind in TOGETHER and together:
        wrong += wrong_in_a_file(TOGETHER[concept.kind], together)
    return wrong


def check_case(case, in_a_file, first):
    assert issubclass(twin_called(case.concept), BASES[case.kind]), "not a Keras class"
    config = case.configuration("keras")
    if not in_a_file:
        with unset():
            check_config(build("keras", case), config)
    elif check := globals().get(f"check_{case.kind}"):
        check(case, config, first)


def wrong_in_a_file(check, cases):
    """Return what is wrong with cases that share a file; then each has one of its own."""
    wrong = said_by(check, cases)
    if wrong and len(cases) > 1:
        return [said for case in cases for said in said_by(check, [case])] or wrong
    return wrong


def said_by(check, of, *more):
    """Return what a check says is wrong with a case, or with some, in words."""
    try:
        check(of, *more)
    except Exception as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        names = ", ".join(case.name for case in (of if isinstance(of, list) else [of]))
        return [f"{names}: {type(error).__name__} at {where}: {str(error)[:300]}"]
    return []


def save_networks(folder):
    """Save some networks; return for each its module and files, its class and what it gives."""
    saved = []
    for name, (positional, named), shape in NETWORKS:
        network = twin_called(name)(
            *positional, **named, initializer=twin_called("gauss")(0.5), seed=3
        )
        x = np.random.default_rng(0).normal(size=shape).astype(DTYPE)
        network(x, training=True)
        files = [str(folder / f"{name}.keras"), str(folder / f"{name}.npy")]
        network.save(files[0])
        np.save(files[1], x)
        gives = [type(network).__name__, np.array(network(x)).tolist()]
        saved.append(([name, *files], gives))
    return saved


def main():
    keras.config.set_floatx(DTYPE)
    keras.config.set_dtype_policy(DTYPE)
    folder, *kinds = sys.argv[1:]
    wrong = {kind: {} for kind in kinds}
    with nameless():
        for concept in all_concepts().values():
            if concept.kind in wrong:
                wrong[concept.kind][concept.name] = wrong_of(concept)
    if "network" in kinds:
        wrong["saved"] = save_networks(Path(folder))
    print(json.dumps(wrong))


if __name__ == "__main__":
    main()
