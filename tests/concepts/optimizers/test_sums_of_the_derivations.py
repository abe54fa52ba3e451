"""What the derivations of the optimizers say, on random gradients."""

import numpy as np
import pytest

from numpy_impl.optimizers.momentum import Momentum
from numpy_impl.optimizers.nesterov import Nesterov
from numpy_impl.optimizers.rmsprop import RMSprop

GRADIENTS = np.random.default_rng(5).standard_normal((7, 3, 2))


def run(optimizer, gradients):
    """Return w before every step and after the last one."""
    params = {"W": np.zeros(gradients.shape[1:])}
    ws = [params["W"].copy()]
    for g in gradients:
        optimizer.update(params, {"W": g})
        ws.append(params["W"].copy())
    return ws


def weighted(share, gradients):
    """Return the sum of share^(t - k) g_k."""
    t = len(gradients)
    return sum(share ** (t - k) * g for k, g in enumerate(gradients, start=1))


@pytest.mark.parametrize(
    ("form", "symbol", "scale"), [("velocity", "v", -0.02), ("buffer", "b", 1)]
)
def test_momentum_remembers_a_weighted_sum_of_all_gradients(form, symbol, scale):
    optimizer = Momentum(lr=0.02, momentum=0.9, form=form)
    ws = run(optimizer, GRADIENTS)
    np.testing.assert_allclose(optimizer.state[symbol]["W"], scale * weighted(0.9, GRADIENTS))
    np.testing.assert_allclose(ws[-1] - ws[-2], -0.02 * weighted(0.9, GRADIENTS))


@pytest.mark.parametrize(("sign", "length"), [(1, 1 / (1 - 0.9)), (-1, 1 / (1 + 0.9))])
def test_momentum_lengthens_steady_steps_and_shortens_zigzags(sign, length):
    gradients = np.array([sign**k * np.ones(1) for k in range(400)])
    ws = run(Momentum(lr=0.02, momentum=0.9), gradients)
    np.testing.assert_allclose(ws[-2] - ws[-1], gradients[-1] * 0.02 * length)


def test_nesterovs_w_is_the_point_ahead_of_the_original_parameters():
    curvature, theta, v, lr, mu = np.array([3.0, 0.5]), np.array([1.0, -2.0]), 0.0, 0.05, 0.8
    params, optimizer = {"W": theta.copy()}, Nesterov(lr=lr, momentum=mu)
    for _ in range(20):
        optimizer.update(params, {"W": curvature * params["W"]})
        v = mu * v - lr * curvature * (theta + mu * v)
        theta = theta + v
        np.testing.assert_allclose(params["W"], theta + mu * v)


def test_rmsprop_averages_squares_and_begins_with_a_longer_step():
    optimizer = RMSprop(lr=0.02, rho=0.99, epsilon=0.0)
    ws = run(optimizer, GRADIENTS)
    np.testing.assert_allclose(optimizer.state["v"]["W"], 0.01 * weighted(0.99, GRADIENTS**2))
    np.testing.assert_allclose(ws[0] - ws[1], 0.2 * np.sign(GRADIENTS[0]))
