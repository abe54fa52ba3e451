"""Unpooling beyond its cases: one place, no images, and what is refused."""

import numpy as np
import pytest

from numpy_impl.layers.max_unpool2d import MaxUnpool2d

X = np.ones((1, 1, 1, 2))


@pytest.mark.parametrize(("call", "said"), [
    (lambda: MaxUnpool2d(2, repeated="mean"), "repeated is 'mean'"),
    (lambda: MaxUnpool2d(2).forward(X[0], np.zeros((1, 1, 2), int)), r"^x has shape \(1, 1, 2\)"),
    (lambda: MaxUnpool2d(2).forward(X, [[[[0, 8]]]]), "indices go from 0 to 8"),
    (lambda: MaxUnpool2d(2).forward(X, [[[[-1, 7]]]]), "indices go from -1 to 7"),
    (lambda: MaxUnpool2d(2, out_size=(4, 4)).forward(X, [[[[0, 1]]]]), "less than a stride"),
    (lambda: MaxUnpool2d(2, out_size=(2, 2)).forward(X, [[[[0, 1]]]]), "less than a stride"),
])  # fmt: skip
def test_what_does_not_fit_is_told(call, said):
    with pytest.raises(ValueError, match=said):
        call()


def test_one_place_is_enough_and_no_images_give_none():
    y = MaxUnpool2d(2).forward(np.full((1, 1, 1, 1), 5.0), [[[[3]]]])
    assert y.tolist() == [[[[0.0, 0.0], [0.0, 5.0]]]]
    layer = MaxUnpool2d(2)
    y = layer.forward(X[:0], np.zeros((0, 1, 1, 2), int))
    assert y.shape == (0, 1, 2, 4)
    assert layer.backward(y).shape == (0, 1, 1, 2)
