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
AXES = {"canonical": 4, "out_in": 2, "hwio": 4, "channels_last": 4}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_there_and_back_is_where_one_was(layout):
    array = RNG.standard_normal((2, 3, 4, 5)[: AXES[layout]])
    np.testing.assert_array_equal(to_canonical(layout, to_framework(layout, array)), array)
    assert to_framework(layout, array).shape == shape_in(layout, array.shape)


def test_each_layout_orders_the_axes_as_named():
    assert shape_in("out_in", (7, 3)) == (3, 7)
    assert shape_in("hwio", (8, 3, 5, 4)) == (5, 4, 3, 8)
    assert shape_in("channels_last", (2, 3, 4, 5)) == (2, 4, 5, 3)
    assert kernel_layout("torch", 2) == "out_in"
    assert kernel_layout("keras", 2) == "canonical"
    assert kernel_layout("keras", 4) == "hwio"


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
