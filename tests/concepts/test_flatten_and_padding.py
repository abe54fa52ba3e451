"""Flatten and zero padding: known values, errors, types, and the layouts between frameworks."""

import re
from types import SimpleNamespace

import numpy as np
import pytest

from numpy_impl.layers.dense import Dense
from numpy_impl.layers.flatten import Flatten
from numpy_impl.layers.zero_padding2d import ZeroPadding2d
from parity.describing.concept import Case, draw_case
from parity.describing.draw import normal
from parity.describing.layouts import to_framework
from parity.harness.evaluators.subject import locate
from parity.harness.recorded_references import digest
from parity.harness.registry import all_concepts

RNG = np.random.default_rng(17)


@pytest.mark.parametrize("shape", [(2, 3, 4, 5), (4, 3), (3, 2, 5), (1, 1, 1, 1), (5,)])
def test_flatten_keeps_the_order_of_each_example(shape):
    x = RNG.standard_normal(shape)
    layer = Flatten()
    y = layer.forward(x)
    assert y.shape == (shape[0], x[0].size)
    for row, example in zip(y, x, strict=True):
        np.testing.assert_array_equal(row, example.ravel())
    np.testing.assert_array_equal(layer.backward(y), x)


def test_flatten_goes_channel_by_channel():
    x = np.array([[[[1, 2], [3, 4]], [[5, 6], [7, 8]]]])
    np.testing.assert_array_equal(Flatten().forward(x), [[1, 2, 3, 4, 5, 6, 7, 8]])


def test_flatten_of_no_examples_and_of_empty_ones():
    layer = Flatten()
    assert layer.forward(np.zeros((0, 3, 4, 5))).shape == (0, 60)
    assert layer.backward(np.zeros((0, 60))).shape == (0, 3, 4, 5)
    assert layer.forward(np.zeros((2, 0, 4))).shape == (2, 0)


def test_flatten_names_the_shapes_that_do_not_fit():
    with pytest.raises(ValueError, match=r"\(\)"):
        Flatten().forward(np.array(1.0))
    layer = Flatten()
    layer.forward(np.zeros((2, 3, 4)))
    with pytest.raises(ValueError, match=r"\(2, 11\).*\(2, 12\)"):
        layer.backward(np.zeros((2, 11)))


@pytest.mark.parametrize("layer", [Flatten(), ZeroPadding2d(0), ZeroPadding2d(((0, 1), (2, 0)))])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_type_stays_and_nothing_changes_in_place(layer, dtype):
    x = RNG.standard_normal((2, 3, 4, 5)).astype(dtype)
    kept = x.copy()
    y = layer.forward(x)
    assert y.dtype == layer.backward(y).dtype == dtype
    y += 1  # what the caller does with y is no affair of x
    np.testing.assert_array_equal(x, kept)


def test_dense_after_keras_flatten_is_ours_with_its_rows_permuted():
    """The whole of what ``flatten_rows`` is for, in NumPy."""
    channels, height, width, n_out = 3, 4, 5, 2
    x = RNG.standard_normal((6, channels, height, width))
    dense = Dense(channels * height * width, n_out, seed=1)
    ours = dense.forward(Flatten().forward(x))
    pixel_by_pixel = Flatten().forward(np.moveaxis(x, 1, -1))
    assert not np.allclose(dense.forward(pixel_by_pixel), ours)
    dense.params["W"] = to_framework("flatten_rows:3,4,5", dense.params["W"])
    np.testing.assert_allclose(dense.forward(pixel_by_pixel), ours, rtol=1e-12)


def test_a_case_says_how_keras_orders_a_parameter():
    dense = all_concepts()["dense"]
    plain = {
        "inputs": {"x": normal(2, 60)},
        "params": {"W": normal(60, 3)},
        "config": {"n_in": 60, "n_out": 3},
    }
    usual = draw_case(dense, Case("flattened", **plain))
    permuted = draw_case(
        dense, Case("flattened", keras_layouts={"W": "flatten_rows:3,4,5"}, **plain)
    )
    layer = SimpleNamespace(kernel=None, weight=None)
    assert locate("keras", usual, layer, "W")[2] == "canonical"
    assert locate("keras", permuted, layer, "W")[2] == "flatten_rows:3,4,5"
    assert locate("torch", permuted, layer, "W")[2] == "out_in"
    assert digest(usual) != digest(permuted)


@pytest.mark.parametrize(
    ("padding", "sides"),
    [
        (0, (0, 0, 0, 0)),
        (2, (2, 2, 2, 2)),
        ((1, 2), (1, 1, 2, 2)),
        ([1, 0], (1, 1, 0, 0)),
        (((1, 2), (0, 3)), (1, 2, 0, 3)),
        ((1, (0, 3)), (1, 1, 0, 3)),
    ],
)
def test_zero_padding_puts_x_where_it_belongs(padding, sides):
    top, bottom, left, right = sides
    x = RNG.standard_normal((2, 3, 4, 5))
    layer = ZeroPadding2d(padding)
    y = layer.forward(x)
    assert y.shape == (2, 3, top + 4 + bottom, left + 5 + right)
    expected = np.zeros(y.shape)
    for h in range(4):
        for w in range(5):
            expected[:, :, top + h, left + w] = x[:, :, h, w]
    np.testing.assert_array_equal(y, expected)
    dy = RNG.standard_normal(y.shape)
    dx = layer.backward(dy)
    assert np.sum(dy * y) == pytest.approx(np.sum(dx * x))
    np.testing.assert_array_equal(dx[:, :, 0, 0], dy[:, :, top, left])


@pytest.mark.parametrize(
    "padding", [-1, (1, -1), ((0, 1), (0, -2)), 1.5, (1, 2, 3), ((1, 2, 3), 0)]
)
def test_zero_padding_refuses_what_is_no_padding(padding):
    with pytest.raises(ValueError, match=re.escape(f"padding is {padding}")):
        ZeroPadding2d(padding)


def test_zero_padding_names_the_shapes_that_do_not_fit():
    layer = ZeroPadding2d(1)
    with pytest.raises(ValueError, match=r"\(3, 4, 5\)"):
        layer.forward(np.zeros((3, 4, 5)))
    layer.forward(np.zeros((2, 3, 4, 5)))
    with pytest.raises(ValueError, match=r"\(2, 3, 4, 5\).*\(2, 3, 6, 7\)"):
        layer.backward(np.zeros((2, 3, 4, 5)))
    assert layer.forward(np.zeros((0, 3, 4, 5))).shape == (0, 3, 6, 7)
