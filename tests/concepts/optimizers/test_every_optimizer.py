"""The NumPy optimizers: first steps by hand, errors, types, and the claims about them."""

import json
import subprocess
import sys

import numpy as np
import pytest

from numpy_impl.optimizers.adadelta import Adadelta
from numpy_impl.optimizers.adagrad import Adagrad
from numpy_impl.optimizers.adam import Adam
from numpy_impl.optimizers.adamw import AdamW
from numpy_impl.optimizers.amsgrad import AMSGrad
from numpy_impl.optimizers.momentum import Momentum
from numpy_impl.optimizers.nesterov import Nesterov
from numpy_impl.optimizers.rmsprop import RMSprop
from numpy_impl.optimizers.sgd import SGD

EVERY_FORM = [
    (SGD, {"lr": 0.3, "weight_decay": 0.01}),
    (Momentum, {"lr": 0.1, "momentum": 0.8}),
    (Momentum, {"lr": 0.1, "momentum": 0.8, "form": "buffer", "weight_decay": 0.01}),
    (Nesterov, {"lr": 0.1, "momentum": 0.8}),
    (Nesterov, {"lr": 0.1, "momentum": 0.8, "form": "buffer", "weight_decay": 0.01}),
    (Adagrad, {"lr": 1.0}),
    (Adagrad, {"lr": 1.0, "epsilon_place": "inside", "initial_accumulator": 0.1}),
    (RMSprop, {"lr": 0.01, "rho": 0.9}),
    (RMSprop, {"lr": 0.01, "rho": 0.9, "epsilon_place": "inside"}),
    (Adadelta, {"epsilon": 1e-3}),
    (Adam, {"lr": 0.1}),
    (Adam, {"lr": 0.1, "epsilon_place": "uncorrected", "weight_decay": 0.01}),
    (Adam, {"lr": 0.1, "bias_correction": False}),
    (AMSGrad, {"lr": 0.1}),
    (AMSGrad, {"lr": 0.1, "epsilon_place": "uncorrected"}),
    (AdamW, {"lr": 0.1}),
    (AdamW, {"lr": 0.1, "epsilon_place": "uncorrected"}),
]


def name_of(value):
    if isinstance(value, dict):
        return "-".join(f"{key}={value}" for key, value in value.items())
    return getattr(value, "__name__", None)


every_form = pytest.mark.parametrize(("optimizer", "config"), EVERY_FORM, ids=name_of)


def walk(optimizer, gradients, start=1.0, rates=None):
    """Return where a single number is after each of the given gradients."""
    w = np.array([start])
    path = []
    for step, g in enumerate(gradients):
        if rates:
            optimizer.lr = rates[step]
        optimizer.update({"w": w}, {"w": np.array([g])})
        path.append(w[0])
    return path


# First steps, worked out by hand from w = 1.


@pytest.mark.parametrize(
    ("optimizer", "gradients", "expected"),
    [
        (SGD(0.1), [0.5, -2.0], [0.95, 1.15]),
        (SGD(0.1, weight_decay=0.2), [0.5, 0.5], [0.93, 0.8614]),
        # v: -0.05, -0.075
        (Momentum(0.1, 0.5), [0.5, 0.5], [0.95, 0.875]),
        (Momentum(0.1, 0.5, form="buffer"), [0.5, 0.5], [0.95, 0.875]),
        (Nesterov(0.1, 0.5), [0.5, 0.5], [0.925, 0.8375]),
        (Nesterov(0.1, 0.5, form="buffer"), [0.5, 0.5], [0.925, 0.8375]),
        # h: 9, 25
        (Adagrad(0.1, epsilon=0.5), [3.0, 4.0], [1 - 0.3 / 3.5, 1 - 0.3 / 3.5 - 0.4 / 5.5]),
        (Adagrad(0.1, epsilon=7.0, epsilon_place="inside"), [3.0], [1 - 0.3 / 4]),
        (Adagrad(0.1, epsilon=0.0, initial_accumulator=16.0), [3.0], [1 - 0.3 / 5]),
        # v: 4, 3
        (RMSprop(0.1, 0.75, epsilon=0.5), [4.0, 0.0], [1 - 0.4 / 2.5, 1 - 0.4 / 2.5]),
        (RMSprop(0.1, 0.75, epsilon=5.0, epsilon_place="inside"), [4.0], [1 - 0.4 / 3]),
        (
            Adadelta(0.5, 0.75, epsilon=5.0),  # v: 4, 4; u: 0, 20/9
            [4.0, 2.0],
            [1 - 2 * 5**0.5 / 3, 1 - 2 * 5**0.5 / 3 - (20 / 9 + 5) ** 0.5 / 3],
        ),
        # m: 2, 1; v: 4, 3; corrections: 1/2 and 1/4, then 3/4 and 7/16
        (Adam(0.1, 0.5, 0.75, 1.0), [4.0], [1 - 0.4 / 5]),
        (
            Adam(0.1, 0.5, 0.75, 0.0),
            [4.0, 0.0],
            [0.9, 0.9 - 0.1 * (4 / 3) / (48 / 7) ** 0.5],
        ),
        (Adam(0.1, 0.5, 0.75, 1.0, epsilon_place="uncorrected"), [4.0], [1 - 0.4 / 6]),
        (Adam(0.1, 0.5, 0.75, 1.0, bias_correction=False), [4.0], [1 - 0.2 / 3]),
        (Adam(0.1, 0.5, 0.75, 1.0, weight_decay=4.0), [0.0], [1 - 0.4 / 5]),
        # v_max stays 4
        (
            AMSGrad(0.1, 0.5, 0.75, 0.0),
            [4.0, 0.0],
            [0.9, 0.9 - 0.1 * (4 / 3) / (64 / 7) ** 0.5],
        ),
        (AMSGrad(0.1, 0.5, 0.75, 1.0, epsilon_place="uncorrected"), [4.0], [1 - 0.4 / 6]),
        (AdamW(0.1, 0.5, 0.75, 1.0, weight_decay=0.5), [4.0], [0.95 - 0.4 / 5]),
        (
            AdamW(0.1, 0.5, 0.75, 1.0, weight_decay=0.5, epsilon_place="uncorrected"),
            [4.0],
            [0.95 - 0.4 / 6],
        ),
    ],
    ids=lambda value: type(value).__name__ if hasattr(value, "lr") else "",
)
def test_first_steps_by_hand(optimizer, gradients, expected):
    np.testing.assert_allclose(walk(optimizer, gradients), expected, rtol=1e-14)


def test_the_forms_of_momentum_part_when_the_rate_changes():
    # Velocity: -0.05, then -0.025 - 0.1. Buffer: 0.5, then 0.75, at the new rate as a whole.
    rates = [0.1, 0.2]
    velocity = walk(Momentum(0.1, 0.5), [0.5, 0.5], rates=rates)
    buffer = walk(Momentum(0.1, 0.5, form="buffer"), [0.5, 0.5], rates=rates)
    np.testing.assert_allclose(velocity, [0.95, 0.825], rtol=1e-14)
    np.testing.assert_allclose(buffer, [0.95, 0.8], rtol=1e-14)


def test_nesterov_takes_the_gradient_at_the_point_ahead():
    mu, lr = 0.9, 0.05
    theta, v = 2.0, 0.0  # the original two-point form, on the slope of theta^4 / 4
    w = np.array([theta])
    optimizer = Nesterov(lr, mu)
    for _ in range(20):
        v = mu * v - lr * (theta + mu * v) ** 3
        theta += v
        optimizer.update({"w": w}, {"w": w**3})
        assert w[0] == pytest.approx(theta + mu * v, rel=1e-12)


# What holds for every optimizer.


@every_form
def test_it_finds_the_minimum_of_a_quadratic(optimizer, config):
    minimum, curvature = np.array([1.0, -2.0]), np.array([1.0, 4.0])
    if config.get("weight_decay") and optimizer is not AdamW:  # the penalty moves the minimum
        minimum = minimum * curvature / (curvature + config["weight_decay"])
    w = np.zeros(2)
    subject = optimizer(**config)
    for step in range(3000):
        subject.lr = config.get("lr", 1.0) / (1 + step / 100)
        subject.update({"w": w}, {"w": curvature * (w - np.array([1.0, -2.0]))})
    np.testing.assert_allclose(w, minimum, atol=0.02)


@every_form
def test_float32_stays_float32(optimizer, config):
    w = np.ones((2, 3), np.float32)
    subject = optimizer(**config)
    for _ in range(3):
        subject.update({"w": w}, {"w": np.full((2, 3), 0.5, np.float32)})
    assert w.dtype == np.float32
    kept = [array for arrays in subject.state.values() for array in arrays.values()]
    assert all(array.dtype == np.float32 and array.shape == (2, 3) for array in kept)


@every_form
def test_the_parameters_own_array_changes_and_the_gradient_does_not(optimizer, config):
    w, g = np.array([1.0, -2.0]), np.array([0.5, 0.25])
    params, grads = {"w": w}, {"w": g}
    optimizer(**config).update(params, grads)
    assert params["w"] is w
    assert np.all(w != [1.0, -2.0])
    np.testing.assert_array_equal(g, [0.5, 0.25])


@every_form
def test_each_parameter_has_a_memory_of_its_own(optimizer, config):
    rng = np.random.default_rng(0)
    gradients = [{"a": rng.normal(size=3), "b": rng.normal(size=(2, 2))} for _ in range(5)]
    together = {"a": np.ones(3), "b": np.ones((2, 2))}
    both = optimizer(**config)
    for grads in gradients:
        both.update(together, grads)
    for name, shape in (("a", 3), ("b", (2, 2))):
        alone = {name: np.ones(shape)}
        single = optimizer(**config)
        for grads in gradients:
            single.update(alone, {name: grads[name]})
        np.testing.assert_array_equal(together[name], alone[name])


@every_form
def test_an_empty_parameter_stays_empty(optimizer, config):
    w = np.ones((0, 3))
    optimizer(**config).update({"w": w}, {"w": np.zeros((0, 3))})
    assert w.shape == (0, 3)


@every_form
def test_a_gradient_of_zero_moves_nothing(optimizer, config):
    w = np.ones(3)
    optimizer(**{**config, "weight_decay": 0.0} if "weight_decay" in config else config).update(
        {"w": w}, {"w": np.zeros(3)}
    )
    # AdamW decays weights by itself, by its default of 0.01.
    np.testing.assert_array_equal(w, 1 - 0.1 * 0.01 if optimizer is AdamW else 1.0)


@every_form
def test_a_gradient_that_is_missing_or_does_not_fit(optimizer, config):
    subject = optimizer(**config)
    with pytest.raises(ValueError, match="no gradient for 'w'"):
        subject.update({"w": np.ones(3)}, {"b": np.ones(3)})
    with pytest.raises(ValueError, match=r"\(1,\).*\(3,\)"):
        subject.update({"w": np.ones(3)}, {"w": np.ones(1)})
    assert subject.t == 0


CHOICES = [
    (Momentum, "form", "'velocity', 'buffer'"),
    (Nesterov, "form", "'velocity', 'buffer'"),
    (Adagrad, "epsilon_place", "'outside', 'inside'"),
    (RMSprop, "epsilon_place", "'outside', 'inside'"),
    (Adam, "epsilon_place", "'corrected', 'uncorrected'"),
    (AMSGrad, "epsilon_place", "'corrected', 'uncorrected'"),
    (AdamW, "epsilon_place", "'corrected', 'uncorrected'"),
]


@pytest.mark.parametrize(("optimizer", "argument", "listed"), CHOICES, ids=name_of)
def test_an_unknown_choice_lists_the_choices(optimizer, argument, listed):
    with pytest.raises(ValueError, match=f"{argument} is 'middle'.*{listed}"):
        optimizer(**{argument: "middle"})


@pytest.mark.parametrize(
    ("optimizer", "argument", "value"),
    [
        *((optimizer, "lr", -0.1) for optimizer in dict(EVERY_FORM)),
        *(
            (optimizer, "weight_decay", -0.1)
            for optimizer in (SGD, Momentum, Nesterov, Adam, AdamW)
        ),
        *((optimizer, "momentum", bad) for optimizer in (Momentum, Nesterov) for bad in (-0.1, 1)),
        *((optimizer, "rho", bad) for optimizer in (RMSprop, Adadelta) for bad in (-0.1, 1.0)),
        *((optimizer, "beta1", bad) for optimizer in (Adam, AMSGrad, AdamW) for bad in (-0.1, 1)),
        *((optimizer, "beta2", bad) for optimizer in (Adam, AMSGrad, AdamW) for bad in (-0.1, 1)),
        *(
            (optimizer, "epsilon", -1e-7)
            for optimizer in (Adagrad, RMSprop, Adadelta, Adam, AMSGrad, AdamW)
        ),
        (Adagrad, "initial_accumulator", -0.1),
    ],
    ids=name_of,
)
def test_a_setting_out_of_range(optimizer, argument, value):
    with pytest.raises(ValueError, match=f"{argument} is {value}"):
        optimizer(**{argument: value})


# What the course's reports claim.


def test_an_l2_penalty_is_weight_decay_under_sgd():
    w, g, lr, decay = np.array([10.0, 0.1]), np.array([1.0, 1.0]), 0.1, 0.5
    penalized, decayed = w.copy(), w.copy()
    SGD(lr).update({"w": penalized}, {"w": g + decay * w})
    decayed *= 1 - lr * decay
    SGD(lr).update({"w": decayed}, {"w": g})
    np.testing.assert_allclose(penalized, decayed, rtol=1e-15)
    by_argument = w.copy()
    SGD(lr, weight_decay=decay).update({"w": by_argument}, {"w": g})
    np.testing.assert_array_equal(by_argument, penalized)


def test_an_l2_penalty_is_not_weight_decay_under_adam():
    # The first step of Adam is lr long whatever the gradient, so a penalty of 5 in a gradient of
    # 1 + 5 takes off nothing more; AdamW takes off lr * decay * w = 0.5 besides.
    start, g, lr, decay = 10.0, 1.0, 0.1, 0.5
    (penalized,) = walk(Adam(lr, epsilon=0.0), [g + decay * start], start)
    (by_argument,) = walk(Adam(lr, epsilon=0.0, weight_decay=decay), [g], start)
    (decoupled,) = walk(AdamW(lr, epsilon=0.0, weight_decay=decay), [g], start)
    assert penalized == by_argument == pytest.approx(9.9, rel=1e-14)
    assert decoupled == pytest.approx(9.4, rel=1e-14)


def test_adagrad_starts_from_zero_or_from_theta():
    # C9. From 0 the first step is lr, whatever the gradient; Keras' 0.1 shortens a small one.
    lr, g = 0.01, 0.05
    assert walk(Adagrad(lr, epsilon=0.0), [g], 0.0) == pytest.approx([-lr])
    keras = walk(Adagrad(lr, epsilon=0.0, initial_accumulator=0.1), [g], 0.0)
    assert keras == pytest.approx([-lr * 0.05 / 0.1025**0.5])
    # A report left g^2 out of the first step: with theta = 1e-4 that step is 100 lr g.
    theta, g = 1e-4, 1.0
    ours = walk(Adagrad(lr, epsilon=0.0, initial_accumulator=theta), [g], 0.0)
    without_square = -lr * g / theta**0.5
    assert without_square == pytest.approx(-100 * lr * g)
    assert ours == pytest.approx([-lr / 1.0001**0.5])


def test_adam_without_correction_starts_too_fast():
    # C19. The size of the gradient does not matter, so the ratio is the same for every g.
    for g in (1e-3, -20.0):
        (corrected,) = walk(Adam(0.001, epsilon=0.0), [g], 0.0)
        (uncorrected,) = walk(Adam(0.001, epsilon=0.0, bias_correction=False), [g], 0.0)
        assert corrected == pytest.approx(-0.001 * np.sign(g))
        assert uncorrected / corrected == pytest.approx(0.1 / 0.001**0.5)  # 3.16


def double_well(w):
    """Return f(w) = (w^2 - 1)^2 + w / 4: a shallow well near 0.97, a deep one near -1.03."""
    return (w**2 - 1) ** 2 + w / 4


def settle(optimizer, start):
    w = np.array([start])
    for _ in range(4000):
        optimizer.update({"w": w}, {"w": 4 * w * (w**2 - 1) + 0.25})
    return w[0]


@pytest.mark.parametrize(
    "optimizer",
    [SGD(0.01), Momentum(0.01, 0.9), Nesterov(0.01, 0.9), RMSprop(0.0005), Adam(0.01)],
    ids=lambda value: type(value).__name__,
)
def test_no_guarantee_of_the_global_optimum(optimizer):
    # C15. From w = 1.5 all of them stay in the shallow well.
    found = settle(optimizer, start=1.5)
    assert found == pytest.approx(0.9674, abs=2e-3)
    assert double_well(found) > double_well(-1.03) + 0.4


def test_momentum_may_get_over_the_hill_by_chance():
    # The same start with more momentum: nothing but the speed decides which well it ends in.
    assert settle(Momentum(0.01, 0.97), start=1.5) < 0 < settle(Momentum(0.01, 0.9), start=1.5)


def test_amsgrad_converges_where_adam_does_not():
    # Reddi, Kale and Kumar (2018), section 3: the slope is 4 at every third step, else -1, so on
    # [-1, 1] the best point is -1. Adam forgets the rare large slope and goes to 1.
    def last_third(optimizer):
        w = np.zeros(1)
        visited = []
        for step in range(6000):
            optimizer.lr = 0.5 / (step + 1) ** 0.5
            optimizer.update({"w": w}, {"w": np.array([4.0 if step % 3 == 0 else -1.0])})
            np.clip(w, -1, 1, out=w)
            visited.append(w[0])
        return np.mean(visited[4000:])

    settings = {"beta1": 0.0, "beta2": 1 / (1 + 4.0**2), "epsilon": 0.0}
    assert last_third(Adam(**settings)) > 0.9
    assert last_third(AMSGrad(**settings)) < -0.9


# The twins, each in a process of its own.

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


def answers_of(program):
    asked = [(twin.__name__.lower(), twin.__name__, argument) for twin, argument, _ in CHOICES]
    done = subprocess.run(
        [sys.executable, "-c", program],
        input=json.dumps(asked),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.torch
def test_the_torch_twins():
    answers = answers_of(TORCH)
    for twin, argument, _ in CHOICES:
        assert f"{argument} is 'middle'" in answers[twin.__name__]
    assert "learning rate of 0" in answers["lr 0"]
    assert answers["after a step"] == [3.0, 0.1, 1e-8]


@pytest.mark.keras
def test_the_keras_twins():
    answers = answers_of(KERAS)
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
