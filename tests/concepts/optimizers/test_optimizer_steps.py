"""The first steps of the NumPy optimizers, worked out by hand from w = 1."""

import numpy as np
import pytest
from optimizer_walks import walk

from numpy_impl.optimizers.adadelta import Adadelta
from numpy_impl.optimizers.adagrad import Adagrad
from numpy_impl.optimizers.adam import Adam
from numpy_impl.optimizers.adamw import AdamW
from numpy_impl.optimizers.amsgrad import AMSGrad
from numpy_impl.optimizers.momentum import Momentum
from numpy_impl.optimizers.nesterov import Nesterov
from numpy_impl.optimizers.rmsprop import RMSprop
from numpy_impl.optimizers.sgd import SGD


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
