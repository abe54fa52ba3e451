"""The exam's gradient clipping beyond its cases: by hand, direction, errors."""

import numpy as np
import pytest

from numpy_impl.exam.gradient_clipping import gradient_clipping

RNG = np.random.default_rng(3)


def normal(*shape):
    return RNG.standard_normal(shape)


def test_clipping_by_hand():
    np.testing.assert_array_equal(gradient_clipping([3.0, 4.0], 2.5), [1.5, 2.0])
    np.testing.assert_array_equal(gradient_clipping([3.0, 4.0], 5.0), [3.0, 4.0])
    np.testing.assert_array_equal(gradient_clipping([3.0, 4.0], 50.0), [3.0, 4.0])
    np.testing.assert_array_equal(gradient_clipping(np.zeros((2, 3)), 1e-300), np.zeros((2, 3)))
    assert gradient_clipping(np.ones((0, 3)), 1.0).shape == (0, 3)


def test_clipping_keeps_the_direction():
    grad = normal(2, 3, 4)
    clipped = gradient_clipping(grad, 0.5)
    assert np.linalg.norm(clipped) == pytest.approx(0.5, rel=1e-14)
    np.testing.assert_allclose(clipped / grad, 0.5 / np.linalg.norm(grad), rtol=1e-14)


@pytest.mark.parametrize("threshold", [0.0, -1.0, float("nan")])
def test_a_threshold_without_a_meaning_is_refused(threshold):
    with pytest.raises(ValueError, match=f"threshold is {threshold}"):
        gradient_clipping(np.ones(3), threshold)
