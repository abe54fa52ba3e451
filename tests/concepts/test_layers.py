"""Dense and batch normalization beyond their cases: errors, types, empty and odd inputs."""

import numpy as np
import pytest

from numpy_impl.initializers.gauss import Gauss
from numpy_impl.layers.batch_norm import BatchNorm
from numpy_impl.layers.dense import Dense

RNG = np.random.default_rng(11)


def test_dense_takes_one_vector_and_any_leading_axes():
    dense = Dense(3, 2, seed=1)
    x = RNG.standard_normal((4, 5, 3))
    y = dense.forward(x)
    # A vector is multiplied in another order than a matrix: a rounding of its products, near 1.
    np.testing.assert_allclose(dense.forward(x[1, 2]), y[1, 2], rtol=0, atol=1e-15)
    dy = RNG.standard_normal(2)
    np.testing.assert_allclose(dense.backward(dy), dense.params["W"] @ dy, rtol=0, atol=1e-15)
    np.testing.assert_allclose(dense.grads["W"], np.outer(x[1, 2], dy), rtol=0, atol=1e-15)


def test_dense_names_both_shapes_when_they_do_not_fit():
    dense = Dense(3, 2)
    with pytest.raises(ValueError, match=r"\(4, 5\).*\(4, 3\)"):
        dense.forward(np.ones((4, 5)))
    dense.forward(np.ones((4, 3)))
    with pytest.raises(ValueError, match=r"\(4, 3\).*\(4, 2\)"):
        dense.backward(np.ones((4, 3)))


def test_dense_on_no_examples_gives_none_and_gradients_of_zero():
    dense = Dense(3, 2)
    assert dense.forward(np.ones((0, 3))).shape == (0, 2)
    assert dense.backward(np.ones((0, 2))).shape == (0, 3)
    np.testing.assert_array_equal(dense.grads["W"], np.zeros((3, 2)))


def test_dense_takes_integers_and_keeps_float32():
    dense = Dense(3, 2, seed=4)
    x = np.array([[1, 2, 3]])
    np.testing.assert_array_equal(dense.forward(x), dense.forward(x.astype(float)))
    single = dense.astype(np.float32).forward(x.astype(np.float32))
    assert single.dtype == np.float32
    assert dense.backward(single).dtype == dense.grads["W"].dtype == np.float32


def test_dense_draws_with_the_initializer_and_the_seed():
    a, b, c = (Dense(40, 50, initializer=Gauss(0.5), seed=s).params["W"] for s in (1, 1, 2))
    np.testing.assert_array_equal(a, b)
    assert not np.array_equal(a, c)
    assert a.std() == pytest.approx(0.5, rel=0.1)


def test_batch_norm_normalizes_each_channel_of_images():
    norm = BatchNorm(3, epsilon=0.0)
    y = norm.forward(5 + 2 * RNG.standard_normal((4, 3, 6, 7)))
    np.testing.assert_allclose(y.mean(axis=(0, 2, 3)), 0, atol=1e-14)
    np.testing.assert_allclose(y.var(axis=(0, 2, 3)), 1, rtol=1e-13)


def test_batch_norm_inference_does_not_depend_on_the_rest_of_the_batch():
    norm = BatchNorm(3)
    for _ in range(5):
        norm.forward(3 + RNG.standard_normal((8, 3)))
    x = RNG.standard_normal((6, 3))
    together = norm.forward(x, training=False)
    kept = {name: array.copy() for name, array in norm.buffers.items()}
    np.testing.assert_allclose(norm.forward(x[2:3], training=False), together[2:3], rtol=1e-14)
    for name, array in kept.items():
        np.testing.assert_array_equal(norm.buffers[name], array)


@pytest.mark.parametrize("shape", [(4, 5), (4, 2, 3), (3,), (4, 5, 3, 3)])
def test_batch_norm_names_the_shape_that_does_not_fit(shape):
    with pytest.raises(ValueError, match=str(shape).replace("(", r"\(").replace(")", r"\)")):
        BatchNorm(3).forward(np.ones(shape))


def test_batch_norm_refuses_what_has_no_statistics():
    with pytest.raises(ValueError, match="at least one example"):
        BatchNorm(3).forward(np.ones((0, 3)))
    with pytest.raises(ValueError, match="unbiased variance of one number"):
        BatchNorm(3, running_variance="unbiased").forward(np.ones((1, 3)))
    with pytest.raises(ValueError, match="'biased', 'unbiased'"):
        BatchNorm(3, running_variance="sample")
    with pytest.raises(ValueError, match="momentum is 1"):
        BatchNorm(3, momentum=1.0)
    with pytest.raises(ValueError, match="momentum is None"):  # PyTorch's average of all batches
        BatchNorm(3, momentum=None)
    untracked = BatchNorm(3, running_variance="unbiased", track_running_stats=False)
    with pytest.raises(ValueError, match="at least one example"):
        untracked.forward(np.ones((0, 3)), training=False)
    assert not untracked.forward(np.ones((1, 3))).any()  # nothing is collected


def test_batch_norm_without_a_parameter_has_the_other_alone():
    x, dy = RNG.standard_normal((2, 6, 3))
    norm = BatchNorm(3)
    y, dx = norm.forward(x), norm.backward(dy)
    for without in (("use_gamma",), ("use_beta",), ("use_gamma", "use_beta")):
        bare = BatchNorm(3, **dict.fromkeys(without, False))
        np.testing.assert_array_equal(bare.forward(x), y)
        np.testing.assert_array_equal(bare.backward(dy), dx)
        kept = [name for name in ("gamma", "beta") if f"use_{name}" not in without]
        assert list(bare.params) == list(bare.grads) == kept


def test_batch_norm_of_a_constant_channel_is_beta():
    norm = BatchNorm(2)
    norm.params["beta"][...] = [0.5, -0.5]
    x = np.full((5, 2), 7.0)
    np.testing.assert_array_equal(norm.forward(x), np.tile([0.5, -0.5], (5, 1)))
    np.testing.assert_array_equal(norm.backward(np.ones((5, 2))), np.zeros((5, 2)))


def test_batch_norm_keeps_the_two_sums_that_its_derivation_ends_with():
    rng = np.random.default_rng(0)
    norm = BatchNorm(3, epsilon=0.5)
    norm.params["gamma"] = rng.uniform(0.5, 2.0, 3)
    norm.forward(rng.standard_normal((7, 3)) * 2 + 1)
    dy = rng.standard_normal((7, 3))
    dx = norm.backward(dy)
    np.testing.assert_allclose(dx.sum(axis=0), 0, atol=1e-14)
    g = norm.params["gamma"] * dy
    left = 0.5 / norm.std**3 * (g * norm.x_hat).sum(axis=0)
    np.testing.assert_allclose((norm.x_hat * dx).sum(axis=0), left, rtol=1e-12)
    ones = norm.backward(np.ones((7, 3)))
    np.testing.assert_allclose(ones, 0, atol=1e-14)
