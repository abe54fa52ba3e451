"""Pooling against plain loops, on shapes of every kind; ties, errors, types and known values."""

import itertools
import re

import numpy as np
import pytest

from numpy_impl.layers.avg_pool2d import AvgPool2d
from numpy_impl.layers.fast_avg_pool2d import FastAvgPool2d
from numpy_impl.layers.fast_max_pool2d import FastMaxPool2d
from numpy_impl.layers.global_avg_pool2d import GlobalAvgPool2d
from numpy_impl.layers.global_max_pool2d import GlobalMaxPool2d
from numpy_impl.layers.lp_pool2d import LpPool2d
from numpy_impl.layers.max_pool2d import MaxPool2d

RNG = np.random.default_rng(31)
MAXIMA, MEANS = [MaxPool2d, FastMaxPool2d], [AvgPool2d, FastAvgPool2d]
WINDOWED = [*MAXIMA, *MEANS, lambda *given, **named: LpPool2d(2, *given, **named)]
ALL = [*(lambda window=window: window(2) for window in WINDOWED), GlobalMaxPool2d, GlobalAvgPool2d]


def windows(x, dy, kernel, stride, padding):
    """Yield (index of y, dy there, [indices of x]) of every window; padding is left out."""
    _, _, height, width = x.shape
    for n, c, i, j in np.ndindex(dy.shape):
        top, left = i * stride[0] - padding[0], j * stride[1] - padding[1]
        inside = [
            (n, c, h, w)
            for h in range(top, top + kernel[0])
            for w in range(left, left + kernel[1])
            if 0 <= h < height and 0 <= w < width
        ]
        yield (n, c, i, j), dy[n, c, i, j], inside


def shapes():
    """Yield (image, kernel, stride, padding) that fit."""
    rng = np.random.default_rng(7)
    found = 0
    while found < 60:
        image = tuple(int(n) for n in rng.integers(1, 9, 2))
        kernel = tuple(int(n) for n in rng.integers(1, 5, 2))
        stride = tuple(int(n) for n in rng.integers(1, 5, 2))
        padding = tuple(int(rng.integers(0, k // 2 + 1)) for k in kernel)
        if all(k <= n + 2 * p for n, k, p in zip(image, kernel, padding, strict=True)):
            found += 1
            yield image, kernel, stride, padding


def output(image, kernel, stride, padding):
    return tuple(
        (n + 2 * p - k) // s + 1 for n, k, s, p in zip(image, kernel, stride, padding, strict=True)
    )


@pytest.mark.parametrize("form", MAXIMA)
@pytest.mark.parametrize(("image", "kernel", "stride", "padding"), list(shapes()))
def test_max_pooling_is_the_loop_and_of_ties_the_first_wins(image, kernel, stride, padding, form):
    x = RNG.integers(-2, 2, (2, 3, *image)).astype(float)
    dy = RNG.standard_normal((2, 3, *output(image, kernel, stride, padding)))
    y, dx = np.empty_like(dy), np.zeros_like(x)
    for place, upstream, inside in windows(x, dy, kernel, stride, padding):
        first = max(inside, key=lambda at: x[at])  # max keeps the first of equals
        y[place] = x[first]
        dx[first] += upstream
    layer = form(kernel, stride, padding)
    np.testing.assert_array_equal(layer.forward(x), y)
    np.testing.assert_allclose(layer.backward(dy), dx, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("form", MEANS)
@pytest.mark.parametrize("counted", [True, False])
@pytest.mark.parametrize(("image", "kernel", "stride", "padding"), list(shapes()))
def test_average_pooling_is_the_loop(image, kernel, stride, padding, counted, form):
    x = RNG.standard_normal((2, 3, *image))
    dy = RNG.standard_normal((2, 3, *output(image, kernel, stride, padding)))
    y, dx = np.empty_like(dy), np.zeros_like(x)
    for place, upstream, inside in windows(x, dy, kernel, stride, padding):
        n = kernel[0] * kernel[1] if counted else len(inside)
        y[place] = sum(x[at] for at in inside) / n
        for at in inside:
            dx[at] += upstream / n
    layer = form(kernel, stride, padding, count_include_pad=counted)
    np.testing.assert_allclose(layer.forward(x), y, rtol=1e-13, atol=1e-14)
    np.testing.assert_allclose(layer.backward(dy), dx, rtol=1e-13, atol=1e-14)


@pytest.mark.parametrize("p", [1, 2, 3, 2.5])
@pytest.mark.parametrize(("image", "kernel", "stride", "padding"), list(shapes())[::4])
def test_lp_pooling_is_the_loop(image, kernel, stride, padding, p):
    image = tuple(max(n, k) for n, k in zip(image, kernel, strict=True))
    x = RNG.uniform(0.1, 2.0, (2, 3, *image))
    dy = RNG.standard_normal((2, 3, *output(image, kernel, stride, (0, 0))))
    y, dx = np.empty_like(dy), np.zeros_like(x)
    for place, upstream, inside in windows(x, dy, kernel, stride, (0, 0)):
        y[place] = sum(x[at] ** p for at in inside) ** (1 / p)
        for at in inside:
            dx[at] += upstream * (x[at] / y[place]) ** (p - 1)
    layer = LpPool2d(p, kernel, stride)
    np.testing.assert_allclose(layer.forward(x), y, rtol=1e-13)
    np.testing.assert_allclose(layer.backward(dy), dx, rtol=1e-12, atol=1e-14)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    ("plain", "fast"),
    [
        (MaxPool2d, FastMaxPool2d),
        (AvgPool2d, FastAvgPool2d),
        (lambda *given: AvgPool2d(*given, False), lambda *given: FastAvgPool2d(*given, False)),
    ],
    ids=["max", "mean", "mean_of_real_pixels"],
)
@pytest.mark.parametrize("window", [(2, 2, 0), (3, 2, 1), ((2, 3), (3, 1), (1, 0)), ((1, 4), 2, 0)])
def test_the_fast_form_is_the_plain_one_on_large_images(plain, fast, window, dtype):
    x = RNG.integers(-2, 3, (6, 5, 41, 38)).astype(dtype)  # many ties
    plain, fast = plain(*window), fast(*window)
    y = plain.forward(x)
    dy = RNG.standard_normal(y.shape).astype(dtype)
    rtol = 1e-13 if dtype == np.float64 else 2e-5
    np.testing.assert_allclose(fast.forward(x), y, rtol=rtol, atol=rtol)
    dx, given = plain.backward(dy), fast.backward(dy)
    np.testing.assert_allclose(given, dx, rtol=rtol, atol=rtol)
    assert (given.dtype, given.shape) == (dx.dtype, dx.shape) == (dtype, x.shape)


def test_known_values_by_hand():
    x = np.arange(16.0).reshape(1, 1, 4, 4)
    np.testing.assert_array_equal(MaxPool2d(2).forward(x)[0, 0], [[5, 7], [13, 15]])
    np.testing.assert_array_equal(AvgPool2d(2).forward(x)[0, 0], [[2.5, 4.5], [10.5, 12.5]])
    np.testing.assert_array_equal(MaxPool2d(3, 1).forward(x)[0, 0], [[10, 11], [14, 15]])
    np.testing.assert_array_equal(LpPool2d(1, 2).forward(x)[0, 0], [[10, 18], [42, 50]])
    assert GlobalMaxPool2d().forward(x) == 15
    assert GlobalAvgPool2d().forward(x) == 7.5
    corner = np.array([[[[3.0, 4.0], [0.0, 0.0]]]])
    assert LpPool2d(2, 2).forward(corner) == 5
    counted, real = AvgPool2d(2, 1, 1), AvgPool2d(2, 1, 1, count_include_pad=False)
    assert counted.forward(corner)[0, 0, 0, 0] == 0.75
    assert real.forward(corner)[0, 0, 0, 0] == 3


def test_overlapping_pooling_has_the_shapes_of_alexnet():
    layer = MaxPool2d(kernel_size=3, stride=2)
    for before, after in ((55, 27), (27, 13), (13, 6)):
        assert layer.forward(np.zeros((1, 2, before, before))).shape == (1, 2, after, after)


@pytest.mark.parametrize("form", MAXIMA)
def test_the_padding_of_a_maximum_never_wins(form):
    x = -1 - RNG.random((2, 3, 5, 6))
    layer = form(3, 2, 1)
    y = layer.forward(x)
    assert np.isin(y, x).all()
    dy = RNG.standard_normal(y.shape)
    assert layer.backward(dy).sum() == pytest.approx(dy.sum())


@pytest.mark.parametrize("form", MAXIMA)
def test_a_window_of_equal_values_gives_all_of_its_gradient_to_the_first(form):
    layer = form(2)
    layer.forward(np.zeros((1, 1, 2, 4)))
    np.testing.assert_array_equal(
        layer.backward(np.array([[[[3.0, 5.0]]]]))[0, 0], [[3, 0, 5, 0], [0, 0, 0, 0]]
    )


@pytest.mark.parametrize("form", MAXIMA)
def test_the_first_in_reading_order_is_first_by_row_and_then_by_column(form):
    layer = form(2)
    layer.forward(np.array([[[[1.0, 2.0], [2.0, 2.0]]]]))
    np.testing.assert_array_equal(layer.backward(np.ones((1, 1, 1, 1)))[0, 0], [[0, 1], [0, 0]])


@pytest.mark.parametrize("form", MAXIMA)
def test_a_pixel_that_several_windows_choose_gets_the_sum(form):
    x = np.zeros((1, 1, 3, 3))
    x[0, 0, 1, 1] = 1
    layer = form(2, 1)
    layer.forward(x)
    dx = layer.backward(np.array([[[[1.0, 2.0], [3.0, 4.0]]]]))
    assert dx[0, 0, 1, 1] == dx.sum() == 10


def test_equal_maxima_of_an_image_share_its_gradient():
    layer = GlobalMaxPool2d()
    layer.forward(np.array([[[[2.0, 1.0], [2.0, 2.0]]]]))
    dx = layer.backward(np.array([[6.0]]))
    np.testing.assert_array_equal(dx[0, 0], [[2, 0], [2, 2]])


def test_lp_pooling_keeps_the_signs_as_pytorch_does():
    x = np.array([[[[2.0, -1.0], [1.0, 0.0]]]])
    assert LpPool2d(3, 2).forward(x) == pytest.approx(2)
    assert LpPool2d(2, 2).forward(x) == pytest.approx(6**0.5)
    with pytest.raises(ValueError, match=r"x\^3 is negative"):
        LpPool2d(3, 2).forward(-x)
    with pytest.raises(ValueError, match=r"norm_type is 2\.5"):
        LpPool2d(2.5, 2).forward(x)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("p", [1, 2, 3.5])
def test_lp_pooling_of_zeros_has_a_gradient(p):
    layer = LpPool2d(p, 2)
    np.testing.assert_array_equal(layer.forward(np.zeros((1, 1, 2, 4))), np.zeros((1, 1, 1, 2)))
    expected = np.ones((1, 1, 2, 4)) if p == 1 else np.zeros((1, 1, 2, 4))
    np.testing.assert_array_equal(layer.backward(np.ones((1, 1, 1, 2))), expected)


@pytest.mark.parametrize("layer", [build() for build in ALL])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_type_stays_and_nothing_changes_in_place(layer, dtype):
    x = RNG.random((2, 3, 4, 6)).astype(dtype)
    kept = x.copy()
    y = layer.forward(x)
    dy = RNG.standard_normal(y.shape).astype(dtype)
    dy_kept = dy.copy()
    dx = layer.backward(dy)
    assert y.dtype == dx.dtype == dtype
    np.testing.assert_array_equal(x, kept)
    np.testing.assert_array_equal(dy, dy_kept)
    assert not np.shares_memory(dx, dy)


@pytest.mark.parametrize(
    ("kernel", "stride", "padding", "counted"),
    list(itertools.product([2, 3], [1, 2, 3], [0, 1], [True, False])),
)
def test_float32_stays_whatever_the_window(kernel, stride, padding, counted):
    x = RNG.random((2, 3, 5, 6)).astype(np.float32)
    for layer in (
        *(form(kernel, stride, padding) for form in MAXIMA),
        *(form(kernel, stride, padding, counted) for form in MEANS),
        LpPool2d(3, kernel, stride),
    ):
        y = layer.forward(x)
        assert y.dtype == layer.backward(y).dtype == np.float32


@pytest.mark.parametrize("layer", [build() for build in ALL])
def test_integers_are_taken_and_no_images_give_none(layer):
    whole = RNG.integers(0, 9, (2, 3, 4, 6))
    np.testing.assert_array_equal(layer.forward(whole), layer.forward(whole.astype(float)))
    y = layer.forward(np.zeros((0, 3, 4, 6)))
    assert y.shape[:2] == (0, 3)
    assert layer.backward(y).shape == (0, 3, 4, 6)


@pytest.mark.parametrize("layer", [build() for build in ALL])
@pytest.mark.parametrize("order", [(0, 2, 3, 1), (1, 0, 2, 3), (0, 1, 3, 2)])
def test_the_memory_order_of_x_makes_no_difference(layer, order):
    x = RNG.random((2, 3, 4, 6))
    back = np.argsort(order)
    other = np.ascontiguousarray(x.transpose(order)).transpose(back)
    y = layer.forward(x)
    dy = RNG.standard_normal(y.shape)
    dx = layer.backward(dy)
    np.testing.assert_allclose(layer.forward(other), y, rtol=1e-14)
    np.testing.assert_allclose(layer.backward(dy), dx, rtol=1e-14)


@pytest.mark.parametrize("layer", [build() for build in ALL])
@pytest.mark.parametrize("shape", [(4, 6), (3, 4, 6), (1, 2, 3, 4, 6)])
def test_a_wrong_number_of_axes_is_named(layer, shape):
    with pytest.raises(ValueError, match=re.escape(str(shape))):
        layer.forward(np.zeros(shape))


@pytest.mark.parametrize("layer", [build() for build in ALL])
def test_an_upstream_gradient_of_another_shape_is_named(layer):
    y = layer.forward(np.ones((2, 3, 4, 6)))
    wrong = (*y.shape[:-1], y.shape[-1] + 1)
    with pytest.raises(ValueError, match=re.escape(str(wrong)) + ".*" + re.escape(str(y.shape))):
        layer.backward(np.ones(wrong))


@pytest.mark.parametrize("build", WINDOWED)
def test_a_window_that_cannot_be_is_one_clear_error(build):
    with pytest.raises(ValueError, match=r"kernel_size \(5, 2\).*padded input \(4, 6\)"):
        build((5, 2)).forward(np.zeros((1, 1, 4, 6)))
    with pytest.raises(ValueError, match="stride is 0"):
        build(2, 0)
    with pytest.raises(ValueError, match=r"stride is \(1, 0\)"):
        build(2, (1, 0))
    with pytest.raises(ValueError, match="kernel_size is 0"):
        build(0)
    with pytest.raises(ValueError, match=r"kernel_size is 2\.5"):
        build(2.5)
    with pytest.raises(ValueError, match=r"kernel_size is \(2, 2, 2\)"):
        build((2, 2, 2))


@pytest.mark.parametrize("build", [*MAXIMA, *MEANS])
def test_a_window_never_lies_in_the_padding_alone(build):
    assert build(3, 1, 1).forward(np.zeros((1, 1, 1, 1))).shape == (1, 1, 1, 1)
    assert build(3, 1, 2).forward(np.zeros((1, 1, 1, 1))).shape == (1, 1, 3, 3)
    with pytest.raises(ValueError, match=r"padding 3 must be less.*covers, \(3, 3\)"):
        build(3, 1, 3)
    with pytest.raises(ValueError, match="lies in the padding alone"):  # it steps over the pixel
        build(2, 1, 1, dilation=2).forward(np.zeros((1, 1, 1, 1)))
    with pytest.raises(ValueError, match="padding is -1"):
        build(3, 1, -1)
    with pytest.raises(ValueError, match=r"kernel_size \(4, 4\).*padded input \(3, 7\)"):
        build(4, 1, 1).forward(np.zeros((1, 1, 1, 5)))


@pytest.mark.parametrize("p", [0, 0.5, -2, np.inf, np.nan])
def test_norms_that_are_none_are_refused(p):
    with pytest.raises(ValueError, match=f"norm_type is {p}"):
        LpPool2d(p, 2)


@pytest.mark.parametrize("layer", [GlobalMaxPool2d(), GlobalAvgPool2d()])
def test_images_without_pixels_have_no_maximum_and_no_mean(layer):
    with pytest.raises(ValueError, match=r"\(2, 3, 0, 4\).*at least one pixel"):
        layer.forward(np.zeros((2, 3, 0, 4)))
