"""What a Keras object is after its configuration, and after a file: the same as before."""

import inspect
import itertools
import json
import tempfile
from pathlib import Path

import keras
import numpy as np

from parity.harness.evaluators.keras_unset import unset


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
    """Return what is read from the model's file: no weight holds anything else, drawn or not."""
    with tempfile.TemporaryDirectory() as folder, unset():
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


def as_list(outputs):
    return list(outputs) if isinstance(outputs, list | tuple) else [outputs]


def called(model, x, **how):
    """Call a model; several arguments are a tuple."""
    return model(*x, **how) if isinstance(x, tuple) else model(x, **how)


def compare_outputs(mine, its, *given, **by_name):
    """Compare what both give, in training too; return what they give outside of it."""
    for layer in itertools.chain(*(getattr(each, "layers", (each,)) for each in (mine, its))):
        if getattr(layer, "stateful", False):
            layer.reset_state()  # carried from call to call, it is no part of a file
    outputs = as_list(mine(*given, **by_name))
    same(outputs, as_list(its(*given, **by_name)), "outputs")
    if not draws(mine):
        trained = [as_list(each(*given, training=True, **by_name)) for each in (mine, its)]
        same(*trained, "outputs in training")
        same(mine.weights, its.weights, "weights after training")
    return outputs


def draws(layer):
    """Tell whether there is a dropout in a layer: Keras does not save how far it has drawn."""
    inner = getattr(layer, "layers", ())
    return isinstance(layer, keras.layers.Dropout) or any(draws(each) for each in inner)
