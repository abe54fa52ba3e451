"""Ways of explaining a network: their shares sum to the whole, and what is refused."""

import numpy as np
import pytest

from numpy_impl.activations.softmax import Softmax
from numpy_impl.activations.tanh import Tanh
from numpy_impl.explanation.grad_cam import grad_cam
from numpy_impl.explanation.integrated_gradients import integrated_gradients
from numpy_impl.explanation.shapley_values import shapley_values
from numpy_impl.layers.dense import Dense

RNG = np.random.default_rng(5)
X, BASELINE = RNG.standard_normal((2, 6))


class Network:
    """Two dense layers with tanh and softmax; what is explained is the second class."""

    def __init__(self):
        self.layers = [Dense(6, 5, seed=1), Tanh(), Dense(5, 3, seed=2), Softmax()]

    def __call__(self, x):
        y = x[None]
        for layer in self.layers:
            y = layer.forward(y)
        return y[0, 1]

    def gradient(self, x):
        self(x)
        d = np.array([[0.0, 1.0, 0.0]])
        for layer in reversed(self.layers):
            d = layer.backward(d)
        return d[0]


@pytest.mark.parametrize(
    ("rule", "order"), [("right", 1), ("left", 1), ("midpoint", 2), ("trapezoid", 2)]
)
def test_the_attributions_are_complete_the_better_the_more_steps(rule, order):
    f = Network()
    whole = f(X) - f(BASELINE)
    missing = [
        abs(integrated_gradients(f.gradient, X, BASELINE, m, rule).sum() - whole) for m in (40, 80)
    ]
    assert missing[0] < 0.05 * abs(whole)
    assert missing[0] / missing[1] == pytest.approx(2**order, rel=0.1)


def test_of_a_quadratic_midpoints_are_complete_with_a_single_step():
    A = RNG.standard_normal((6, 6))
    got = integrated_gradients(lambda x: (A + A.T) @ x, X, BASELINE, 1, "midpoint")
    assert got.sum() == pytest.approx(X @ A @ X - BASELINE @ A @ BASELINE, rel=1e-13)


def test_shapley_values_are_efficient_symmetric_and_give_nothing_for_nothing():
    f = Network()
    assert shapley_values(f, X, BASELINE).sum() == pytest.approx(f(X) - f(BASELINE), rel=1e-13)
    phi = shapley_values(lambda x: x[0] * x[1] * x[2], [2.0, 2.0, 2.0, 5.0])
    np.testing.assert_allclose(phi, [8 / 3, 8 / 3, 8 / 3, 0], atol=1e-15)


def test_the_shares_of_a_sum_are_sums_of_the_shares():
    f, g = Network(), lambda x: x[0] * x[5] - x[2]
    together = shapley_values(lambda x: f(x) + 2 * g(x), X, BASELINE)
    apart = shapley_values(f, X, BASELINE) + 2 * shapley_values(g, X, BASELINE)
    np.testing.assert_allclose(together, apart, rtol=1e-12)


def test_what_is_left_out_is_zeros_and_fifty_steps():
    f = Network()
    np.testing.assert_array_equal(
        integrated_gradients(f.gradient, X),
        integrated_gradients(f.gradient, X, np.zeros(6), 50, "right"),
    )
    np.testing.assert_array_equal(shapley_values(f, X), shapley_values(f, X, np.zeros(6)))


def test_the_most_features_are_still_asked(monkeypatch):
    monkeypatch.setattr("numpy_impl.explanation.shapley_values.MOST", 2)
    assert shapley_values(np.sum, [1.0, 2.0]).tolist() == [1.0, 2.0]


def test_no_features_get_nothing():
    assert integrated_gradients(lambda x: x, np.ones((0, 3))).shape == (0, 3)
    assert shapley_values(lambda x: 1.0, []).shape == (0,)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: integrated_gradients(np.sin, X, steps=0), "steps is 0"),
        (lambda: integrated_gradients(np.sin, X, rule="simpson"), "rule is 'simpson'"),
        (lambda: integrated_gradients(np.sin, X, BASELINE[:1]), "baseline has shape"),
        (lambda: shapley_values(np.sum, np.ones(17)), "at most 16"),
        (lambda: shapley_values(np.sum, np.ones((2, 2))), "x has shape"),
        (lambda: shapley_values(np.sum, np.ones(2), np.ones(1)), r"baseline has shape \(1,\)"),
        (lambda: grad_cam(np.ones((2, 3, 4)), np.ones((2, 3, 4))), "A has shape"),
        (lambda: grad_cam(np.ones((1, 2, 3, 4)), np.ones((1, 2, 3, 1))), "dA has shape"),
    ],
)
def test_what_is_refused(call, said):
    with pytest.raises(ValueError, match=said):
        call()
