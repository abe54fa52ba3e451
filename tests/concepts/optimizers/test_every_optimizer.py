"""What holds for every NumPy optimizer: minima, types, memory, errors."""

import numpy as np
import pytest
from optimizer_walks import CHOICES

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


@every_form
def test_a_rate_of_0_is_allowed_and_moves_nothing(optimizer, config):
    w, v = np.ones(3), np.full(2, 2.0)
    subject = optimizer(**{**config, "lr": 0.0})
    for _ in range(3):
        subject.update({"w": w, "v": v}, {"w": np.ones(3), "v": np.ones(2)})
    np.testing.assert_array_equal(w, np.ones(3))
    np.testing.assert_array_equal(v, np.full(2, 2.0))
    assert subject.t == 3


@pytest.mark.parametrize(
    ("optimizer", "argument"),
    [
        *((o, "weight_decay") for o in (SGD, Momentum, Nesterov, Adam, AdamW)),
        *((o, "momentum") for o in (Momentum, Nesterov)),
        *((o, "rho") for o in (RMSprop, Adadelta)),
        *((o, beta) for o in (Adam, AMSGrad, AdamW) for beta in ("beta1", "beta2")),
        *((o, "epsilon") for o in (Adagrad, RMSprop, Adadelta, Adam, AMSGrad, AdamW)),
        (Adagrad, "initial_accumulator"),
    ],
    ids=name_of,
)
def test_0_is_within_every_range(optimizer, argument):
    assert getattr(optimizer(**{argument: 0.0}), argument) == 0
