"""Layouts are invertible, and do what their names say."""

import numpy as np
import pytest

from parity.describing.layouts import (
    LAYOUTS,
    kernel_layout,
    layout,
    shape_in,
    to_canonical,
    to_framework,
)

RNG = np.random.default_rng(5)
AXES = {
    "canonical": 4, "out_in": 2, "hwio": 4, "iohw": 4, "channels_last": 4, "columns": 2, "row": 1,
    "column": 1, "channel_of_images": 1, "last_of_four": 1, "last_of_three": 1, "one_pixel": 2,
    "i_f_g_o": 2, "i_f_g_o_rows": 2, "flat": 2, "one_example": 4, "one_image_last": 4,
    "time_first": 3, "turned": 4, "kernel_alone": 4, "kernel_of_a_channel": 4, "matrix": 4,
    "matrix_in_out": 4,
}  # fmt: skip
SHAPES = {
    "flat": (3, 1),
    "i_f_g_o": (3, 8),
    "i_f_g_o_rows": (3, 8),
    "one_example": (1, 3, 4, 5),
    "one_image_last": (1, 3, 4, 5),
    "kernel_alone": (3, 1, 4, 5),
    "matrix": (3, 4, 1, 1),
    "matrix_in_out": (3, 4, 1, 1),
}
"""Where the length of an axis matters."""


@pytest.mark.parametrize("layout", LAYOUTS)
def test_there_and_back_is_where_one_was(layout):
    array = RNG.standard_normal(SHAPES.get(layout, (2, 3, 4, 5)[: AXES[layout]]))
    np.testing.assert_array_equal(to_canonical(layout, to_framework(layout, array)), array)
    assert to_framework(layout, array).shape == shape_in(layout, array.shape)


def test_each_layout_orders_the_axes_as_named():
    assert shape_in("out_in", (7, 3)) == (3, 7)
    assert shape_in("hwio", (8, 3, 5, 4)) == (5, 4, 3, 8)
    assert shape_in("channels_last", (2, 3, 4, 5)) == (2, 4, 5, 3)
    assert kernel_layout("torch", 2) == "out_in"
    assert kernel_layout("keras", 2) == "canonical"
    assert kernel_layout("keras", 4) == "hwio"


def test_the_kernels_of_a_channel_stay_together():
    kernels = RNG.standard_normal((6, 1, 4, 5))  # two for each of three channels
    last = to_framework("depthwise:3", kernels)
    assert last.shape == (4, 5, 3, 2)
    np.testing.assert_array_equal(last[:, :, 2, 1], kernels[5, 0])
    np.testing.assert_array_equal(to_canonical("depthwise:3", last), kernels)


def test_gates_change_places_and_a_bias_has_no_axes_to_exchange():
    bias = np.arange(8)  # i, f, o, g of two units
    np.testing.assert_array_equal(to_framework("i_f_g_o", bias), [0, 1, 2, 3, 6, 7, 4, 5])
    weight = np.stack([bias, bias + 10, bias + 20])
    np.testing.assert_array_equal(
        to_framework("i_f_g_o", weight)[1], [10, 11, 12, 13, 16, 17, 14, 15]
    )
    np.testing.assert_array_equal(
        to_framework("i_f_g_o_rows", weight), to_framework("i_f_g_o", weight).T
    )


@pytest.mark.parametrize(
    ("kind", "shape"), [("flatten_rows", (60, 7)), ("flatten_columns", (2, 60))]
)
def test_a_flattened_image_goes_from_channels_first_to_channels_last_and_back(kind, shape):
    name = f"{kind}:3,4,5"
    array = RNG.standard_normal(shape)
    given = to_framework(name, array)
    assert given.shape == shape
    assert not np.array_equal(given, array)
    np.testing.assert_array_equal(to_canonical(name, given), array)


def test_flatten_columns_is_what_flattening_the_other_layout_gives():
    x = RNG.standard_normal((2, 3, 4, 5))
    last = to_framework("channels_last", x).reshape(2, 60)
    np.testing.assert_array_equal(to_framework("flatten_columns:3,4,5", x.reshape(2, 60)), last)


def test_an_unknown_layout_is_an_error():
    for name in ("channels_first", "rows:3,4,5"):
        with pytest.raises(KeyError):
            layout(name)


def test_heads_are_parts_of_an_axis():
    W = np.arange(24.0).reshape(4, 6)  # (in, heads out): the first head has columns 0 to 2
    into = to_framework("heads_last:2", W)
    np.testing.assert_array_equal(into[:, 0], W[:, :3])
    np.testing.assert_array_equal(to_canonical("heads_last:2", into), W)
    out = to_framework("heads_first:2", W)
    np.testing.assert_array_equal(out[1], W[2:])
    np.testing.assert_array_equal(to_canonical("heads_first:2", out), W)
    assert shape_in("heads_last:3", (6,)) == (3, 2)


@pytest.mark.parametrize("space", [(5,), (5, 6), (5, 6, 7)])
def test_space_keeps_its_order_whatever_axes_it_has(space):
    images, kernels = RNG.standard_normal((2, 3, *space)), RNG.standard_normal((4, 3, *space))
    assert to_framework("channels_last", images).shape == (2, *space, 3)
    assert to_framework("hwio", kernels).shape == (*space, 3, 4)
    for name, array in (("channels_last", images), ("hwio", kernels)):
        np.testing.assert_array_equal(to_canonical(name, to_framework(name, array)), array)
