"""The optimizers' twins in PyTorch and Keras, each in a process of its own."""

import json

import numpy as np
import pytest
from optimizer_walks import CHOICES

from numpy_impl.optimizers.adam import Adam

TORCH = """
import importlib, json, sys
from parity.harness.processes.worker import quieten
quieten()
import torch
from torch_impl.optimizers.adam import Adam
from torch_impl.optimizers.momentum import Momentum

def refused(make):
    try:
        make()
    except ValueError as error:
        return str(error)
    return ""

answers = {}
w = torch.ones(1, requires_grad=True)
for module, name, argument in json.load(sys.stdin):
    twin = getattr(importlib.import_module(f"torch_impl.optimizers.{module}"), name)
    answers[name] = refused(lambda: twin([w], **{argument: "middle"}))

optimizer = Momentum([w], lr=0.1)
w.grad = torch.ones(1)
optimizer.step()
optimizer.param_groups[0]["lr"] = 0.0
answers["lr 0"] = refused(optimizer.step)
adam = Adam([w], lr=0.1, epsilon_place="uncorrected", bias_correction=False)
loss = adam.step(lambda: 3.0)
answers["after a step"] = [loss, adam.param_groups[0]["lr"], adam.param_groups[0]["eps"]]
print(json.dumps(answers))
"""

KERAS = """
import importlib, json, sys
from parity.harness.processes.worker import quieten
quieten()
import keras
import numpy as np
import tensorflow as tf
keras.config.set_floatx("float64")
from tf_impl.optimizers.adam import Adam

def refused(make):
    try:
        make()
    except ValueError as error:
        return str(error)
    return ""

answers = {}
for module, name, argument in json.load(sys.stdin):
    twin = getattr(importlib.import_module(f"tf_impl.optimizers.{module}"), name)
    answers[name] = refused(lambda: twin(**{argument: "middle"}))

rows = tf.constant([1, 1, 2])

def after_two_steps(optimizer):
    table = keras.Variable(np.arange(8.0).reshape(4, 2))
    for factor in (1.0, -2.0):
        with tf.GradientTape() as tape:
            loss = factor * tf.reduce_sum(tf.gather(table.value, rows) ** 2)
        optimizer.apply_gradients([(tape.gradient(loss, table.value), table)])
    return table.numpy().tolist()

half = np.float64(0.5)
answers["ours"] = after_two_steps(Adam(np.float64(0.25), half, half, np.float64(0.25)))
answers["keras"] = after_two_steps(keras.optimizers.Adam(0.25, 0.5, 0.5, 0.25))
print(json.dumps(answers))
"""


ASKED = json.dumps(
    [(twin.__name__.lower(), twin.__name__, argument) for twin, argument, _ in CHOICES]
)


def answers_of(done):
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.torch
def test_the_torch_twins(run_in):
    answers = answers_of(run_in("torch", TORCH, input=ASKED))
    for twin, argument, _ in CHOICES:
        assert f"{argument} is 'middle'" in answers[twin.__name__]
    assert "learning rate of 0" in answers["lr 0"]
    assert answers["after a step"] == [3.0, 0.1, 1e-8]


@pytest.mark.keras
def test_the_keras_twins(run_in):
    answers = answers_of(run_in("keras", KERAS, input=ASKED))
    for twin, argument, _ in CHOICES:
        assert f"{argument} is 'middle'" in answers[twin.__name__]
    # Row 1 is looked up twice: its gradients must be added up before they are squared.
    table = np.arange(8.0).reshape(4, 2)
    optimizer = Adam(0.25, 0.5, 0.5, 0.25)
    for factor in (1.0, -2.0):
        counts = np.array([[0.0], [2.0], [1.0], [0.0]])
        optimizer.update({"w": table}, {"w": factor * 2 * counts * table})
    np.testing.assert_allclose(answers["ours"], table, rtol=1e-13)
    assert np.abs(np.array(answers["keras"]) - table).max() > 1e-3  # Keras' own class does not
