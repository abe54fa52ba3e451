"""The receptive field beyond its cases: which sizes and steps there may be."""

import numpy as np
import pytest

from numpy_impl.layers.receptive_field import receptive_field


@pytest.mark.parametrize(("given", "said"), [
    ({"kernel": [3, 0]}, "^kernel is"),
    ({"kernel": [3.0, 1.0]}, "^kernel is"),
    ({"kernel": 3}, r"^kernel has shape \(\)"),
    ({"kernel": [3, 1], "stride": [1, 0]}, "^stride is"),
    ({"kernel": [3, 1], "stride": [1]}, r"^stride has shape \(1,\)"),
    ({"kernel": [3, 1], "dilation": [0, 1]}, "^dilation is"),
    ({"kernel": [3, 1], "dilation": [1]}, r"^dilation has shape \(1,\)"),
    ({"kernel": [3, 1], "padding": [0, -1]}, "^padding is"),
    ({"kernel": [3, 1], "padding": [0]}, r"^padding has shape \(1,\)"),
])  # fmt: skip
def test_what_does_not_fit_is_named(given, said):
    with pytest.raises(ValueError, match=said):
        receptive_field(**given)


def test_a_pixel_sees_itself_and_no_layer_sees_nothing():
    size, jump, start = receptive_field([1], [1], [1], [0])
    assert (size.tolist(), jump.tolist(), start.tolist()) == ([1], [1], [0])
    of_none = receptive_field(np.zeros(0, int))
    assert all(a.shape == (0,) and a.dtype.kind == "i" for a in of_none)
