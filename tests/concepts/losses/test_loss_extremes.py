"""The NumPy losses: logits of any size, saturated probabilities."""

import math

import numpy as np
import pytest

from numpy_impl.losses.binary_cross_entropy import BinaryCrossEntropy
from numpy_impl.losses.binary_cross_entropy_with_logits import BinaryCrossEntropyWithLogits
from numpy_impl.losses.cross_entropy import CrossEntropy
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_logits_of_any_size_are_exact(dtype):
    x = np.array([1e4, 1e4, -1e4, -1e4, 1e30], dtype=dtype)
    t = np.array([0, 1, 0, 1, 1])
    binary = BinaryCrossEntropyWithLogits("none")
    np.testing.assert_array_equal(binary.forward(x, t), [1e4, 0, 0, 1e4, 0])
    np.testing.assert_array_equal(binary.backward(np.full(5, 1.5)), [1.5, 0, 0, -1.5, 0])
    rows = np.array([[1e4, 0, -1e4], [0, -1e4, 1e4], [-1e30, 0, 1e30]], dtype=dtype)
    classes = SoftmaxCrossEntropy("none")
    np.testing.assert_array_equal(classes.forward(rows, [2, 2, 2]), [2e4, 0, 0])
    np.testing.assert_array_equal(
        classes.backward(np.full(3, -0.5)), [[-0.5, 0, 0.5], [0, 0, 0], [0, 0, 0]]
    )


def test_moving_all_logits_alike_changes_nothing(rng):
    x, t = rng.integers(-8, 8, (5, 3)) / 4, rng.integers(0, 3, 5)
    loss, moved = SoftmaxCrossEntropy(), SoftmaxCrossEntropy()
    assert loss.forward(x, t) == moved.forward(x + 4096.0, t)
    np.testing.assert_array_equal(loss.backward(0.75), moved.backward(0.75))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_saturated_probability_costs_the_logarithm_of_epsilon_and_has_no_gradient(dtype):
    y = np.array([0.0, 1.0, 0.25], dtype=dtype)
    binary = BinaryCrossEntropy("none")
    value = binary.forward(y, [1, 0, 1])
    np.testing.assert_allclose(value, [16.11809565, 16.11809565, math.log(4)], rtol=1e-6)
    np.testing.assert_allclose(binary.backward([1.5, 1.5, 1.5]), [0, 0, -6])
    rows = np.array([[0.0, 1.0], [0.25, 0.75]], dtype=dtype)
    classes = CrossEntropy("none", epsilon=1e-3)
    np.testing.assert_allclose(classes.forward(rows, [0, 0]), [math.log(1e3), math.log(4)], 1e-6)
    np.testing.assert_allclose(classes.backward([1.5, 1.5]), [[0, 0], [-6, 0]])


def test_an_epsilon_that_float32_cannot_tell_from_0_still_gives_a_finite_loss():
    y = np.array([0.0, 1.0], dtype=np.float32)
    value = BinaryCrossEntropy("none", epsilon=1e-12).forward(y, [1, 0])
    np.testing.assert_allclose(value, [-math.log(1e-12)] * 2, rtol=1e-6)
