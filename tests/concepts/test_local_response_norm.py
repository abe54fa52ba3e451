"""Local response normalization against plain loops; borders, errors, types and known values."""

import numpy as np
import pytest

from numpy_impl.layers.local_response_norm import LocalResponseNorm

RNG = np.random.default_rng(23)


def loop(x, dy, size, alpha, beta, k):
    """Return (y, dx) by the formula, channel by channel."""
    n_channels = x.shape[1]
    y, dx, s = np.empty_like(x), np.zeros_like(x), np.empty_like(x)
    window = [
        [j for j in range(c - size // 2, c + (size - 1) // 2 + 1) if 0 <= j < n_channels]
        for c in range(n_channels)
    ]
    for c in range(n_channels):
        s[:, c] = k + alpha * sum(x[:, j] ** 2 for j in window[c])
        y[:, c] = x[:, c] / s[:, c] ** beta
        dx[:, c] += dy[:, c] / s[:, c] ** beta
        for j in window[c]:
            slope = -beta * s[:, c] ** (-beta - 1) * 2 * alpha * x[:, j]
            dx[:, j] += dy[:, c] * x[:, c] * slope
    return y, dx


@pytest.mark.parametrize("size", range(1, 9))
@pytest.mark.parametrize("n_channels", [1, 2, 5, 8])
def test_it_is_the_loop(size, n_channels):
    x = RNG.standard_normal((3, n_channels, 2, 4))
    dy = RNG.standard_normal(x.shape)
    layer = LocalResponseNorm(size, alpha=0.7, beta=0.6, k=1.5)
    y, dx = loop(x, dy, size, 0.7, 0.6, 1.5)
    np.testing.assert_allclose(layer.forward(x), y, rtol=1e-13)
    np.testing.assert_allclose(layer.backward(dy), dx, rtol=1e-11, atol=1e-13)


def test_known_values_by_hand():
    x = np.array([1.0, 2.0, 3.0, 4.0]).reshape(1, 4, 1, 1)

    def y(size):
        return LocalResponseNorm(size, alpha=1.0, beta=1.0, k=1.0).forward(x).ravel()

    np.testing.assert_allclose(y(1), [1 / 2, 2 / 5, 3 / 10, 4 / 17])
    np.testing.assert_allclose(y(3), [1 / 6, 2 / 15, 3 / 30, 4 / 26])  # cut off at both ends
    np.testing.assert_allclose(y(2), [1 / 2, 2 / 6, 3 / 14, 4 / 26])  # itself and the one before
    np.testing.assert_allclose(y(99), x.ravel() / 31)


def test_alpha_is_not_divided_by_the_size():
    x = np.ones((1, 9, 1, 1))
    y = LocalResponseNorm(5, alpha=0.5, beta=1.0, k=1.0).forward(x)
    assert y[0, 4, 0, 0] == pytest.approx(1 / (1 + 0.5 * 5))


def test_without_a_weight_it_only_scales():
    x = RNG.standard_normal((2, 3, 4, 5))
    layer = LocalResponseNorm(3, alpha=0.0, beta=0.5, k=4.0)
    np.testing.assert_allclose(layer.forward(x), x / 2, rtol=1e-15)
    np.testing.assert_allclose(layer.backward(x), x / 2, rtol=1e-15)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("setting", [0.5, np.float64(0.5)])
def test_the_type_stays_and_nothing_changes_in_place(dtype, setting):
    x = RNG.standard_normal((2, 6, 3, 4)).astype(dtype)
    dy = RNG.standard_normal(x.shape).astype(dtype)
    kept = x.copy(), dy.copy()
    layer = LocalResponseNorm(5, alpha=setting, beta=setting, k=setting)
    assert layer.forward(x).dtype == layer.backward(dy).dtype == dtype
    np.testing.assert_array_equal(x, kept[0])
    np.testing.assert_array_equal(dy, kept[1])


@pytest.mark.filterwarnings("error")
def test_zeros_nothing_and_integers():
    layer = LocalResponseNorm(5)
    zeros = np.zeros((2, 6, 3, 4))
    np.testing.assert_array_equal(layer.forward(zeros), zeros)
    np.testing.assert_allclose(layer.backward(zeros + 1), (zeros + 1) / 2**0.75)
    for shape in ((0, 6, 3, 4), (2, 0, 3, 4), (2, 6, 0, 4)):
        empty = layer.forward(np.zeros(shape))
        assert empty.shape == layer.backward(empty).shape == shape
    whole = RNG.integers(-5, 5, (2, 6, 3, 4))
    np.testing.assert_array_equal(layer.forward(whole), layer.forward(whole.astype(float)))


def test_what_does_not_fit_is_one_clear_error():
    layer = LocalResponseNorm(5)
    with pytest.raises(ValueError, match=r"\(3, 4, 5\)"):
        layer.forward(np.zeros((3, 4, 5)))
    layer.forward(np.zeros((2, 3, 4, 5)))
    with pytest.raises(ValueError, match=r"\(2, 3, 5, 4\).*\(2, 3, 4, 5\)"):
        layer.backward(np.zeros((2, 3, 5, 4)))
    for size in (0, -1, 2.5):
        with pytest.raises(ValueError, match=f"size is {size}"):
            LocalResponseNorm(size)
    with pytest.raises(ValueError, match="k is 0"):
        LocalResponseNorm(5, k=0)
    with pytest.raises(ValueError, match="alpha is -1"):
        LocalResponseNorm(5, alpha=-1)
