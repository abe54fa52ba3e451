"""The exam's encoder beyond its cases: by hand, order, types, errors."""

import math

import numpy as np
import pytest

from numpy_impl.exam.encode import encode

RNG = np.random.default_rng(3)


def normal(*shape):
    return RNG.standard_normal(shape)


def test_an_encoder_by_hand():
    E = np.array([[1.0, 2.0, 4.0]])  # three words, each one number
    W, U, b = np.array([[0.5]]), np.array([[0.25]]), np.array([-1.0])
    first = math.tanh(0.5 * 4 - 1)
    assert encode(np.eye(3)[[2]], E, W, U, b) == pytest.approx([first], rel=1e-15)
    second = math.tanh(0.5 * 1 + 0.25 * first - 1)
    assert encode(np.eye(3)[[2, 0]], E, W, U, b) == pytest.approx([second], rel=1e-15)
    assert encode(np.zeros((0, 3)), E, W, U, b).tolist() == [0.0]


def test_an_encoder_tells_the_order_of_the_words_and_takes_them_as_whole_numbers():
    E, W, U, b = normal(2, 5), normal(4, 2), normal(4, 4), normal(4)
    words = np.eye(5, dtype=int)[[0, 3, 1]]
    assert not np.allclose(encode(words, E, W, U, b), encode(words[::-1], E, W, U, b))
    single = encode(words, *(a.astype(np.float32) for a in (E, W, U, b)))
    assert single.dtype == np.float32


@pytest.mark.parametrize(
    ("place", "shape", "message"),
    [
        (0, (3, 4), r"words has shape \(3, 4\), but \(any, 5\)"),
        (0, (5,), r"words has shape \(5,\), but \(any, 5\)"),
        (1, (5, 2), r"words has shape \(3, 5\), but \(any, 2\)"),
        (1, (5,), r"E has shape \(5,\), but \(any, any\)"),
        (2, (2, 4), r"W has shape \(2, 4\), but \(4, 2\)"),
        (3, (4, 2), r"U has shape \(4, 2\), but \(4, 4\)"),
        (4, (1, 4), r"b has shape \(1, 4\), but \(any,\)"),
    ],
)
def test_an_encoder_refuses_shapes_that_do_not_fit(place, shape, message):
    shapes = [(3, 5), (2, 5), (4, 2), (4, 4), (4,)]
    shapes[place] = shape
    with pytest.raises(ValueError, match=message):
        encode(*(normal(*shape) for shape in shapes))
