"""Transposed convolutions along one axis to three: paddings by a word, types, what is refused."""

import numpy as np
import pytest

from numpy_impl.layers.conv_transpose1d import ConvTranspose1d
from numpy_impl.layers.conv_transpose2d import ConvTranspose2d
from numpy_impl.layers.conv_transpose3d import ConvTranspose3d

EACH = {1: ConvTranspose1d, 2: ConvTranspose2d, 3: ConvTranspose3d}


def drawn(n_axes, dtype="float64"):
    draw = np.random.default_rng(n_axes)
    return draw.normal(size=(2, 3, *(4, 3, 2)[:n_axes])).astype(dtype)


def both(layer, x):
    y = layer.forward(x)
    dx = layer.backward(np.cos(np.arange(y.size, dtype=x.dtype)).reshape(y.shape))
    return y, dx, layer.grads["W"].copy()


@pytest.mark.parametrize("n_axes", EACH)
def test_valid_is_no_padding(n_axes):
    x = drawn(n_axes)
    plain = both(EACH[n_axes](3, 2, 3, stride=2, seed=0), x)
    valid = both(EACH[n_axes](3, 2, 3, stride=2, padding="valid", seed=0), x)
    for one, other in zip(valid, plain, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.parametrize(
    ("padding", "more", "first"),
    [("same", 0, 1), ("same_lower", 0, 2), ("same", 1, 2), ("same_lower", 1, 2)],
)
def test_same_cuts_the_whole_to_stride_times_the_length(padding, more, first):
    """Of 3 * 2 + 5 = 11 elements, and one more at the end, 8 stay: 3 or 4 are cut off."""
    x = drawn(1)
    settings = {"stride": 2, "seed": 0}
    whole = ConvTranspose1d(3, 2, 5, **settings).forward(x)
    layer = ConvTranspose1d(3, 2, 5, padding=padding, output_padding=more, **settings)
    y = layer.forward(x)
    np.testing.assert_array_equal(y, whole[..., first : first + 8])
    dy = np.ones_like(y)
    dwhole = np.zeros_like(whole)
    dwhole[..., first : first + 8] = dy
    plain = ConvTranspose1d(3, 2, 5, **settings)
    plain.forward(x)
    np.testing.assert_array_equal(layer.backward(dy), plain.backward(dwhole))


@pytest.mark.parametrize("n_axes", EACH)
def test_single_precision_stays(n_axes):
    layer = EACH[n_axes](3, 2, 3, padding=1, seed=0)
    layer.astype(np.float32)
    assert {array.dtype for array in both(layer, drawn(n_axes, "float32"))} == {np.dtype("float32")}


@pytest.mark.parametrize("groups", [0, -1, 2])
def test_groups_that_do_not_divide_the_channels_are_refused(groups):
    with pytest.raises(ValueError, match=f"groups {groups} must divide n_in 3 and n_out 4"):
        ConvTranspose2d(3, 4, 3, groups=groups)
    with pytest.raises(ValueError, match=f"groups {groups} must divide n_in 4 and n_out 3"):
        ConvTranspose2d(4, 3, 3, groups=groups)


def test_an_output_padding_that_is_too_large_is_refused_along_each_axis():
    for more in ((2, 0), (0, 2)):
        with pytest.raises(ValueError, match="must be less than stride"):
            ConvTranspose2d(3, 2, 3, stride=2, output_padding=more)
    ConvTranspose2d(3, 2, 3, stride=2, output_padding=(1, 1))
    with pytest.raises(ValueError, match=r"^output_padding "):
        ConvTranspose2d(3, 2, 3, stride=2, output_padding=-1)
