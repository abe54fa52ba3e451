"""Upsampling beyond its cases: one pixel, other sizes than multiples, and what is refused."""

import numpy as np
import pytest

from numpy_impl.layers.upsampling2d import Upsampling2d

X = np.ones((1, 1, 2, 3))


@pytest.mark.parametrize(("call", "said"), [
    (lambda: Upsampling2d((2, 2, 2)), "scale is"),
    (lambda: Upsampling2d((2, 0)), "scale is"),
    (lambda: Upsampling2d(interpolation="cubic"), "interpolation is 'cubic'"),
    (lambda: Upsampling2d(align_corners=True), "align_corners must be False"),
    (lambda: Upsampling2d(out_size=0), "out_size is 0"),
    (lambda: Upsampling2d().forward(X[0]), r"^x has shape \(1, 2, 3\)"),
    (lambda: Upsampling2d(0.25).forward(X), "2 pixels can not become 0"),
    (lambda: Upsampling2d().forward(X[..., :0]), "0 pixels can not become 0"),
])  # fmt: skip
def test_what_does_not_fit_is_told(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_a_gradient_of_another_shape_is_named():
    layer = Upsampling2d()
    layer.forward(X)
    with pytest.raises(ValueError, match=r"^dy has shape \(1, 1, 2, 3\).*\(1, 1, 4, 6\)"):
        layer.backward(X)


@pytest.mark.parametrize("interpolation", ["nearest", "bilinear", "bicubic"])
def test_what_is_constant_stays_so_at_any_size(interpolation):
    for size in (1, 2, 3, 7):
        layer = Upsampling2d(interpolation=interpolation, out_size=(size, 5))
        np.testing.assert_allclose(layer.forward(X[..., :1]), np.ones((1, 1, size, 5)), rtol=1e-12)
    y = Upsampling2d((0.5, 1), interpolation).forward(X.astype(np.float32))
    assert (y.shape, y.dtype) == ((1, 1, 1, 3), np.float32)


def test_corners_stay_where_they_are_and_a_single_one_is_the_first():
    x = np.array([[[[1.0, 2.0, 4.0]]]])
    for size, y in ((1, [1.0]), (2, [1.0, 4.0]), (5, [1.0, 1.5, 2.0, 3.0, 4.0])):
        layer = Upsampling2d(interpolation="bilinear", align_corners=True, out_size=(1, size))
        np.testing.assert_allclose(layer.forward(x)[0, 0, 0], y, rtol=1e-15)
