"""The third oracle: its weights, its accuracy, and that it leaves its input alone."""

import numpy as np
import pytest

from parity.harness.evaluators.finite_differences import (
    DIRECTIONS,
    LARGEST_ALONE,
    LOWER_WEIGHTS,
    MOST,
    RELATIVE_STEP,
    SMALLEST,
    WEIGHTS,
    gradient,
)

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
    assert np.max(np.abs(found.values - found.of(wanted))) < 1e-11 * np.max(np.abs(wanted))


def test_a_small_array_is_tried_element_by_element():
    x = RNG.standard_normal((1, MOST))
    found = gradient(lambda: x**2, x, np.ones((1, MOST)))
    np.testing.assert_array_equal(found.at, np.arange(MOST))
    np.testing.assert_allclose(found.values, 2 * x[0], rtol=1e-11)


def test_of_a_large_array_the_same_elements_and_directions_are_tried_each_time():
    x = RNG.standard_normal((6, 5, 4))
    dy = RNG.standard_normal((6, 5, 4))
    once, again, other = (gradient(lambda: 3 * x, x, dy, None, s) for s in (1, 1, 2))
    assert len(set(once.at.tolist())) == LARGEST_ALONE
    assert once.along.shape == (DIRECTIONS, x.size)
    for name in ("at", "along", "values"):
        np.testing.assert_array_equal(getattr(once, name), getattr(again, name))
        assert not np.array_equal(getattr(once, name), getattr(other, name))
    np.testing.assert_allclose(once.values, once.of(3 * dy), rtol=1e-11)


def test_the_largest_elements_of_what_is_checked_are_among_those_tried_alone():
    x = RNG.standard_normal(200)
    said = np.zeros(200)
    said[[5, 150]] = -2.0, 3.0
    found = gradient(lambda: x, x, np.ones(200), said)
    assert {5, 150} <= set(found.at.tolist())


def test_one_wrong_element_of_many_is_seen():
    x = RNG.standard_normal((20, 10))
    right = np.cos(x)
    for place in ((0, 0), (7, 3), (19, 9)):
        wrong = right.copy()
        wrong[place] *= 1 + 1e-6
        found = gradient(lambda: np.sin(x), x, np.ones(x.shape), wrong)
        assert np.abs(found.values - found.of(right)).max() < 1e-12
        assert np.abs(found.values - found.of(wrong)).max() > 1e-10


@pytest.mark.parametrize("order", ["C", "F"])
def test_x_is_restored_in_any_order_of_memory(order):
    x = np.array(RNG.standard_normal((5, 4)), order=order)
    kept = x.copy()
    found = gradient(lambda: x**3, x, np.ones(x.shape))
    np.testing.assert_array_equal(x, kept)
    np.testing.assert_allclose(found.values, found.of(3 * kept**2), atol=1e-11)


def test_large_elements_whose_rounding_hides_the_small_ones_are_not_moved_with_them():
    x = RNG.standard_normal(50)
    x[:10] *= 1e8
    found = gradient(lambda: x * 2, x, np.ones(50), np.full(50, 2.0))
    assert found.along is None
    assert len(found.at) == LARGEST_ALONE + MOST
    small = np.abs(x[found.at]) < 1e3
    np.testing.assert_allclose(found.values[small], 2.0, rtol=1e-12)


def test_a_kink_an_eighth_away_is_not_crossed():
    x = np.array([0.125, -0.125, 3.0])
    found = gradient(lambda: np.abs(x), x, np.array([2.0, 3.0, 5.0]))
    np.testing.assert_allclose(found.values, [2.0, -3.0, 5.0], rtol=1e-12)


def test_the_lower_weights_cancel_every_power_below_the_ninth():
    k = np.arange(1, len(LOWER_WEIGHTS) + 1)
    for power in (1, 3, 5, 7):
        wanted = 1.0 if power == 1 else 0.0
        assert abs(2 * np.sum(np.array(LOWER_WEIGHTS) * k**power) - wanted) < 1e-9
    assert abs(2 * np.sum(np.array(LOWER_WEIGHTS) * k**9)) > 1


def test_the_step_is_halved_where_the_function_is_steep():
    kept, dy = np.array([1.5, -2.0]), np.array([2.0, 3.0])
    x, moved = kept.copy(), []

    def steep():
        moved.append(np.abs(x - kept).max())
        return np.tanh(12 * (x - np.array([1.51, -1.97])))

    found = gradient(steep, x, dy)
    wanted = 12 * dy / np.cosh(12 * (kept - np.array([1.51, -1.97]))) ** 2
    np.testing.assert_allclose(found.values, wanted, rtol=1e-11)
    assert RELATIVE_STEP * SMALLEST <= min(moved) < RELATIVE_STEP


def test_no_step_is_halved_where_truncation_is_small():
    x, called = RNG.uniform(1.0, 2.0, 4), []

    def forward():
        called.append(1)
        return np.exp(x)

    gradient(forward, x, RNG.standard_normal(4))
    assert len(called) == 2 * len(WEIGHTS) * x.size


def test_a_quotient_that_is_no_number_is_kept():
    x = np.array([1.0, 2.0])
    assert np.isnan(gradient(lambda: x * np.nan, x, np.ones(2)).values).all()


def far_from_a_loss(x, small):
    """Return 1.5 and a little that reacts to x, as a loss does to what stands far before it."""
    return np.array(1.5 + 1e-3 * small(x).sum())


def test_the_step_is_widened_where_rounding_would_hide_a_small_gradient():
    x = np.array([0.03, -0.08, 0.0])
    kept, moved = x.copy(), []

    def forward():
        moved.append(np.abs(x - kept).max())
        return far_from_a_loss(x, np.sin)

    found = gradient(forward, x, np.array(2.0))
    np.testing.assert_allclose(found.values, 2e-3 * np.cos(kept), rtol=8e-12)
    np.testing.assert_array_equal(x, kept)
    assert max(moved) > 4 * 5 * RELATIVE_STEP * SMALLEST


def test_a_step_is_not_widened_over_a_kink():
    x = np.array([0.05, -0.05])
    found = gradient(lambda: far_from_a_loss(x, np.abs), x, np.array(1.0))
    np.testing.assert_allclose(found.values, [1e-3, -1e-3], rtol=1e-9)


@pytest.mark.parametrize("end", ["an error", "no number"])
def test_a_step_is_not_widened_over_the_end_of_what_is_defined(end):
    x = np.array([0.05, 0.07])
    kept = x.copy()

    def forward():
        if x.min() <= 0 and end == "an error":
            raise ValueError(f"x is {x}.")
        return far_from_a_loss(x, np.sqrt)

    with np.errstate(invalid="raise"):
        found = gradient(forward, x, np.array(1.0))
    np.testing.assert_allclose(found.values, 0.5e-3 / np.sqrt(kept), rtol=1e-9)
    np.testing.assert_array_equal(x, kept)
