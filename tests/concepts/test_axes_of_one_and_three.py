"""Convolutions and pooling along one axis and three: what is kept, and what is refused by name."""

import numpy as np
import pytest

from numpy_impl.layers.avg_pool3d import AvgPool3d
from numpy_impl.layers.causal_conv1d import CausalConv1d
from numpy_impl.layers.conv1d import Conv1d
from numpy_impl.layers.conv3d import Conv3d
from numpy_impl.layers.conv_transpose1d import ConvTranspose1d
from numpy_impl.layers.conv_transpose3d import ConvTranspose3d
from numpy_impl.layers.depthwise_conv2d import DepthwiseConv2d
from numpy_impl.layers.lp_pool1d import LpPool1d
from numpy_impl.layers.lp_pool2d import LpPool2d
from numpy_impl.layers.lp_pool3d import LpPool3d
from numpy_impl.layers.max_pool1d import MaxPool1d
from numpy_impl.layers.max_pool3d import MaxPool3d
from numpy_impl.layers.pointwise_conv2d import PointwiseConv2d
from numpy_impl.layers.pool import Pool
from numpy_impl.layers.separable_conv2d import SeparableConv2d

POOLS = ((LpPool1d, 1), (LpPool2d, 2), (LpPool3d, 3))
RNG = np.random.default_rng(59)


@pytest.mark.parametrize(("make", "said"), [
    (lambda: AvgPool3d(2, divisor_override=0), "divisor_override is 0"),
    (lambda: CausalConv1d(2, 2, 0), "^kernel_size is 0"),
    (lambda: CausalConv1d(2, 2, 2, dilation=0), "^dilation is 0"),
    (lambda: Conv3d(2, 2, 2, padding="causal"), 'padding is "causal"'),
    (lambda: MaxPool3d(2, storage_order=2), "storage_order is 2"),
    (lambda: DepthwiseConv2d(2, 2, depth_multiplier=0), "depth_multiplier is 0"),
    (lambda: Conv1d(2, 2, 2, groups=0), "groups 0 must divide"),
    (lambda: Conv1d(3, 2, 2, groups=2), "groups 2 must divide n_in 3"),
    (lambda: Conv1d(2, 3, 2, groups=2), "groups 2 must divide n_in 2 and n_out 3"),
])  # fmt: skip
def test_what_cannot_be_is_told(make, said):
    with pytest.raises(ValueError, match=said):
        make()


def test_a_mean_may_be_a_sum():
    y = AvgPool3d(2, divisor_override=1).forward(np.ones((1, 1, 2, 2, 2)))
    assert y.tolist() == [[[[[8.0]]]]]


@pytest.mark.parametrize(("layer", "space"), [
    (ConvTranspose1d(2, 3, 2, seed=1), (4,)), (ConvTranspose3d(2, 3, 2, seed=1), (2, 2, 2)),
])  # fmt: skip
def test_an_input_that_changes_afterwards_changes_no_gradient(layer, space):
    x = RNG.standard_normal((1, 2, *space))
    dy = np.ones_like(layer.forward(x))
    layer.backward(dy)
    kept = layer.grads["W"]
    layer.forward(x)
    x += 1
    layer.backward(dy)
    np.testing.assert_array_equal(layer.grads["W"], kept)


def along(n_axes, *x):
    """Return x as the last axis of images with so many axes of space."""
    return np.reshape(x, (1, 1, *[1] * (n_axes - 1), len(x)))


def window(n_axes):
    return (*[1] * (n_axes - 1), 2)


@pytest.mark.parametrize(("pool", "n_axes"), POOLS)
def test_a_norm_of_a_window_takes_what_has_a_root(pool, n_axes):
    for p in (0.5, np.inf):
        with pytest.raises(ValueError, match="norm_type is"):
            pool(p, window(n_axes))
    with pytest.raises(ValueError, match="negative x"):
        pool(1.5, window(n_axes)).forward(along(n_axes, 1.0, -0.5))
    with pytest.raises(ValueError, match="no real root"):
        pool(3, window(n_axes)).forward(along(n_axes, 1.0, 1.0, 0.5, -1.0))
    assert pool(1.5, window(n_axes)).forward(along(n_axes, 1.0, 0.0)).ravel() == 1


@pytest.mark.parametrize(("pool", "n_axes"), POOLS)
def test_where_the_root_has_no_slope_there_is_no_gradient(pool, n_axes):
    layer = pool(3, window(n_axes))
    y = layer.forward(along(n_axes, 1.0, -1.0, 0.0, 0.0, 0.0, 2.0))
    assert y.ravel().tolist() == [0.0, 0.0, 2.0]
    assert layer.backward(np.ones_like(y)).ravel().tolist() == [0.0, 0.0, 0.0, 0.0, 0.0, 1.0]


@pytest.mark.parametrize("make", [
    lambda **more: DepthwiseConv2d(2, 3, **more),
    lambda **more: CausalConv1d(2, 3, 2, **more),
    lambda **more: Conv1d(2, 3, 2, **more),
    lambda **more: PointwiseConv2d(2, 3, **more),
])  # fmt: skip
def test_kernels_come_from_the_initializer_and_the_seed_and_biases_are_0(make):
    layer = make(initializer=lambda shape, seed=None: np.full(shape, 2.0))
    assert np.all(layer.params["W"] == 2)
    assert not layer.params["b"].any()
    one, same, other = (make(seed=seed).params["W"] for seed in (1, 1, 2))
    np.testing.assert_array_equal(one, same)
    assert not np.array_equal(one, other)


def test_what_is_nowhere_finite_has_its_maximum_in_x():
    layer = MaxPool1d(2, 1, padding=1, return_indices=True)
    _, indices = layer.forward(np.full((1, 1, 2), -np.inf))
    assert indices.tolist() == [[[0, 0, 1]]]


@pytest.mark.parametrize(("call", "said"), [
    (lambda: MaxPool1d(2, padding="causal"), 'padding is "causal"'),
    (lambda: AvgPool3d(2, 1, padding=(2, 0, 0)), "must be less than what a window covers"),
    (lambda: MaxPool1d(2, 1, padding=(2, 0)), "must be less than what a window covers"),
    (lambda: MaxPool1d(2, 1, padding=1, dilation=2).forward(np.zeros((1, 1, 1))), "alone"),
    (lambda: MaxPool1d(2, 1, padding=2, dilation=3).forward(np.zeros((1, 1, 2))), "alone"),
])  # fmt: skip
def test_no_window_along_any_axis_lies_in_the_padding_alone(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_what_the_end_cuts_off_counts_only_where_that_is_asked_for():
    assert not Pool(2).windows.ceil_mode


def test_both_kernels_come_from_the_initializer_and_there_is_one_bias():
    layer = SeparableConv2d(2, 3, 2, initializer=lambda shape, seed=None: np.full(shape, 2.0))
    assert all(np.all(layer.params[name] == 2) for name in ("W_depth", "W_point"))
    assert set(layer.depthwise.params) == {"W"}
