"""The third oracle: its weights, its accuracy, and that it leaves its input alone."""

import numpy as np

from parity.evaluators.finite_differences import WEIGHTS, gradient

RNG = np.random.default_rng(17)


def test_the_weights_cancel_every_power_below_the_eleventh():
    k = np.arange(1, len(WEIGHTS) + 1)
    for power in (1, 3, 5, 7, 9):
        wanted = 1.0 if power == 1 else 0.0
        assert abs(2 * np.sum(np.array(WEIGHTS) * k**power) - wanted) < 1e-9
    assert abs(2 * np.sum(np.array(WEIGHTS) * k**11)) > 1


def test_twelve_digits_of_a_gradient_come_out_and_x_is_restored():
    x = RNG.uniform(0.1, 2.0, (3, 4))
    dy = RNG.standard_normal((3, 4))
    kept = x.copy()
    found = gradient(lambda: np.log(x) * np.sin(x), x, dy)
    np.testing.assert_array_equal(x, kept)
    wanted = dy * (np.sin(x) / x + np.log(x) * np.cos(x))
    assert np.max(np.abs(found - wanted)) < 1e-11 * np.max(np.abs(wanted))


def test_a_kink_an_eighth_away_is_not_crossed():
    x = np.array([0.125, -0.125, 3.0])
    found = gradient(lambda: np.abs(x), x, np.array([2.0, 3.0, 5.0]))
    np.testing.assert_allclose(found, [2.0, -3.0, 5.0], rtol=1e-12)
