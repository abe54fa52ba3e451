"""The exam's bidirectional network beyond its cases: by hand, reversed, errors."""

import math

import numpy as np
import pytest

from numpy_impl.exam.bidirectional_rnn_net import bidirectional_rnn_net

RNG = np.random.default_rng(3)


def normal(*shape):
    return RNG.standard_normal(shape)


def test_a_bidirectional_network_by_hand():
    # Without recurrent weights each state is tanh(x); y = forward - 10 backward.
    one, zero = np.ones((1, 1)), np.zeros((1, 1))
    xs, V = np.array([[1.0], [2.0], [3.0]]), np.array([[1.0, -10.0]])
    np.testing.assert_allclose(
        bidirectional_rnn_net(xs, one, zero, one, zero, V), -9 * np.tanh(xs), rtol=1e-15
    )
    # With them the forward state at the beginning is tanh(1), and the backward one at the end
    # tanh(3): each has seen one element only.
    ys = bidirectional_rnn_net(xs, one, one, one, one, np.eye(2))
    assert ys[0, 0] == pytest.approx(math.tanh(1), rel=1e-15)
    assert ys[2, 1] == pytest.approx(math.tanh(3), rel=1e-15)
    assert ys[1, 0] == pytest.approx(math.tanh(2 + math.tanh(1)), rel=1e-15)
    assert ys[1, 1] == pytest.approx(math.tanh(2 + math.tanh(3)), rel=1e-15)


def test_reading_from_the_other_end_with_the_weights_exchanged_reverses_the_outputs():
    xs, V = normal(5, 2), normal(4, 6)
    W_f, U_f, W_b, U_b = normal(3, 2), normal(3, 3), normal(3, 2), normal(3, 3)
    there = bidirectional_rnn_net(xs, W_f, U_f, W_b, U_b, V)
    exchanged = np.concatenate([V[:, 3:], V[:, :3]], axis=1)
    back = bidirectional_rnn_net(xs[::-1], W_b, U_b, W_f, U_f, exchanged)
    np.testing.assert_allclose(back[::-1], there, rtol=1e-13)
    assert bidirectional_rnn_net(xs[:0], W_f, U_f, W_b, U_b, V).shape == (0, 4)


@pytest.mark.parametrize(
    ("place", "shape", "message"),
    [
        (0, (5, 3), r"xs has shape \(5, 3\), but \(any, 2\)"),
        (0, (1, 5, 2), r"xs has shape \(1, 5, 2\), but \(any, 2\)"),
        (1, (3,), r"W_f has shape \(3,\), but \(any, any\)"),
        (2, (3, 4), r"U_f has shape \(3, 4\), but \(3, 3\)"),
        (3, (2, 3), r"W_b has shape \(2, 3\), but \(3, 2\)"),
        (4, (4, 4), r"U_b has shape \(4, 4\), but \(3, 3\)"),
        (5, (4, 3), r"V has shape \(4, 3\), but \(any, 6\)"),
    ],
)
def test_a_bidirectional_network_refuses_shapes_that_do_not_fit(place, shape, message):
    shapes = [(5, 2), (3, 2), (3, 3), (3, 2), (3, 3), (4, 6)]
    shapes[place] = shape
    with pytest.raises(ValueError, match=message):
        bidirectional_rnn_net(*(normal(*shape) for shape in shapes))
