"""Takes every Keras twin of some kinds through its configuration and through a file.

Run as a process of its own, with a folder and the kinds of the concepts: it prints what is wrong,
by kind and concept. Two networks are saved in the folder, for another process to load.
"""

import inspect
import json
import math
import sys
import tempfile
import traceback
from pathlib import Path

from parity.harness.processes.worker import quieten

quieten()

import keras  # noqa: E402
import numpy as np  # noqa: E402

from parity.describing.concept import draw_case  # noqa: E402
from parity.harness.evaluators.evaluation import split_masks  # noqa: E402
from parity.harness.evaluators.keras_evaluator import _given, construct, nameless  # noqa: E402
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


def numbers(value):
    """Return the distinct values in an argument: Keras makes (3, 3) of 3."""
    if isinstance(value, list | tuple):
        return set().union(*(numbers(each) for each in value)) if value else set()
    return {float(np.float32(value)) if isinstance(value, float) else value}


def check_config(subject, given):
    """Construct the subject again from its configuration, which must hold every argument."""
    config = check_told(subject, given)
    again = type(subject).from_config(as_json(subject))
    assert as_json(again) == config, "another configuration"
    return again


def check_told(subject, given):
    """Return the subject's configuration, which must hold every argument."""
    config = as_json(subject)
    parameters = inspect.signature(type(subject).__init__).parameters
    own = [n for n, p in parameters.items() if n != "self" and p.kind == p.POSITIONAL_OR_KEYWORD]
    for name in own:
        assert name in config, f"{name} is not in the configuration"
        value = given.get(name, parameters[name].default)
        if value is not None and not isinstance(value, keras.initializers.Initializer):
            assert numbers(config[name]) == numbers(value), f"{name}: {config[name]} for {value}"
    return config


def as_json(thing):
    """Return the configuration as a file holds it: lists for tuples."""
    return json.loads(json.dumps(thing.get_config()))


def saved_and_loaded(model):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "saved.keras"
        model.save(path)
        return keras.saving.load_model(path)


def serialized(thing):
    text = json.dumps(keras.saving.serialize_keras_object(thing))
    return keras.saving.deserialize_keras_object(json.loads(text))


def same(one, other, what):
    one, other = ([np.array(each) for each in list_] for list_ in (one, other))
    assert len(one) == len(other), f"{len(one)} and {len(other)} {what}"
    for mine, its in zip(one, other, strict=True):
        np.testing.assert_array_equal(mine, its, err_msg=what)


def check_layer(case, config, first):
    layer = construct(case, DTYPE)
    told = check_told(layer, config)
    drawn = case.inputs[0]
    if "own_steps" in case.options:  # a step may take more than a call
        takes = inspect.signature(layer.call).parameters
        drawn = {n: a[0] for i, (n, a) in enumerate(drawn.items()) if not i or n in takes}
    positional, by_name = split_masks({n: _given(case, n, drawn, DTYPE) for n in drawn})
    by_name = {n: a for n, a in by_name.items() if not n.startswith(("mask", "lengths"))}
    x = [*positional, *by_name.values()]
    assert type(layer)(**config, name="named").get_config()["name"] == "named"
    for name, keyword in named_keywords(type(layer)).items():
        other = type(layer)(**config, **{name: keyword})
        check_config(other, {**config, name: keyword})
        assert other.get_config()[name] not in (None, layer.get_config()[name]), name
    symbolic = [keras.Input(batch_shape=each.shape, dtype=each.dtype) for each in x]
    in_order, named = symbolic[: len(positional)], symbolic[len(positional) :]
    announced = layer(*in_order, **dict(zip(by_name, named, strict=True)))
    model = keras.Model(symbolic, announced)
    loaded = saved_and_loaded(model)
    assert type(loaded.layers[-1]) is type(layer)
    # Loading constructs it from its configuration, its name among it.
    assert as_json(loaded.layers[-1]) == told, "another configuration"
    same(model.weights, loaded.weights, "weights")
    for y, given in zip(as_list(announced), compare_outputs(model, loaded, x), strict=True):
        assert tuple(y.shape) == tuple(given.shape), f"{y.shape} announced, {given.shape} given"


def as_list(outputs):
    return list(outputs) if isinstance(outputs, list | tuple) else [outputs]


def named_keywords(layer):
    """Return Keras' own keyword arguments that a layer takes, with a value that is no default."""
    keywords = {}
    if issubclass(layer, keras.layers.Dense | keras.layers.Conv2D | keras.layers.Conv2DTranspose):
        keywords |= {"activation": "relu", "kernel_regularizer": "l2", "bias_initializer": "ones"}
    if issubclass(layer, keras.layers.BatchNormalization):
        keywords |= {"beta_initializer": "ones", "center": False}
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
    other = type(network)(**{**config, **keywords})
    assert as_json(other)["name"] == "named"
    if first:
        check_told(other, {**config, **keywords})
        check_saved(other, x)
    else:
        check_config(other, {**config, **keywords})
    if first and not isinstance(x, tuple):  # Keras trains on one input, or on a list
        check_saved_in_training(network, x)


def called(model, x, **how):
    """Call a model; several arguments are a tuple."""
    return model(*x, **how) if isinstance(x, tuple) else model(x, **how)


def check_saved(network, x):
    called(network, x, training=True)  # moves what it keeps of the batches
    loaded = saved_and_loaded(network)
    assert type(loaded) is type(network)
    assert as_json(loaded) == as_json(network)
    same(network.weights, loaded.weights, "weights")
    compare_outputs(network, loaded, x)


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


def compare_outputs(model, loaded, x):
    """Compare what both give, in training too; return what they give outside of it."""
    for layer in (*model.layers, *loaded.layers):
        if getattr(layer, "stateful", False):
            layer.reset_state()  # carried from call to call, it is no part of a file
    outputs = as_list(called(model, x))
    same(outputs, as_list(called(loaded, x)), "outputs")
    if not draws(model):
        trained = [as_list(called(each, x, training=True)) for each in (model, loaded)]
        same(*trained, "outputs in training")
        same(model.weights, loaded.weights, "weights after training")
    return outputs


def draws(layer):
    """Tell whether there is a dropout in a layer: Keras does not save how far it has drawn."""
    inner = getattr(layer, "layers", ())
    return isinstance(layer, keras.layers.Dropout) or any(draws(each) for each in inner)


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


def check_training(**compiled):
    """Save in the middle of training: what is loaded goes on exactly."""
    x, t = batch()
    model = small_model()
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
    cases = all_concepts()[case.concept].cases
    numbers_alone = all(np.asarray(c.inputs["t"].sample(RNG)).dtype.kind in "iu" for c in cases)
    # The model has two numbers a row.
    if config.get("reduction") != "none" and takes_a_batch(loss) and not numbers_alone:
        loaded = check_training(optimizer="sgd", loss=again)
        assert loaded.loss.get_config() == loss.get_config()


def takes_a_batch(loss):
    """Tell whether a loss can train the small model, whose targets are numbers like its outputs."""
    return not isinstance(loss, twin_called("ctc_loss"))


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
    for layer in (
        keras.layers.Dense(4, kernel_initializer=seeded),
        twin_called("dense")(5, 4, initializer=seeded),
        twin_called("dense")(5, 4, initializer=twin(**config), seed=7),
    ):
        model = keras.Sequential([keras.Input((5,)), layer])
        loaded = saved_and_loaded(model).layers[-1]
        same([layer.kernel, loaded.kernel], [drawn, drawn], "kernels")
        fresh = type(layer).from_config(loaded.get_config())
        if not fresh.built:
            fresh.build((None, 5))
        same([fresh.kernel], [drawn], "kernel drawn anew")


def wrong_of(concept):
    """Return what is wrong with a concept's twin, in words; nothing where all is well."""
    wrong = []
    for i, (case, in_a_file) in enumerate(ordinary_cases(concept)):
        config = case.configuration("keras")
        try:
            twin = implementation("keras", concept)
            assert issubclass(twin, BASES[concept.kind]), "not a Keras class"
            if in_a_file:
                globals()[f"check_{concept.kind}"](case, config, first=i == 0)
            else:
                check_config(build("keras", case), config)
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(last.filename).name}:{last.lineno}"
            wrong.append(f"{case.name}: {type(error).__name__} at {where}: {str(error)[:300]}")
    return wrong


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
