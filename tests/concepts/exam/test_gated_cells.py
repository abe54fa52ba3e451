"""The exam's LSTM and GRU beyond their cases: steps by hand, gates, errors."""

import math

import numpy as np
import pytest

from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.exam.gru_taught import gru_taught
from numpy_impl.exam.lstm_taught import lstm_taught

RNG = np.random.default_rng(3)


def normal(*shape):
    return RNG.standard_normal(shape)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# LSTM


def test_an_lstm_step_by_hand():
    # a = 1 x + 0 h + 0 = ln 3 in each gate, sigmoid(ln 3) = 3/4, tanh(ln 3) = 4/5.
    W, U, b = np.ones((4, 1)), np.zeros((4, 1)), np.zeros(4)
    c, h = lstm_taught(np.array([math.log(3)]), np.array([7.0]), np.array([2.0]), W, U, b)
    assert c == pytest.approx([0.75 * 2 + 0.75 * 0.8], rel=1e-15)
    assert h == pytest.approx([0.75 * math.tanh(2.1)], rel=1e-15)


@pytest.mark.parametrize(
    ("gate", "c", "h"),
    [
        # One gate is wide open, the other two are half open, and the candidate is tanh(1).
        ("i", 0.5 * 2 + math.tanh(1), 0.5),
        ("f", 2 + 0.5 * math.tanh(1), 0.5),
        ("o", 0.5 * 2 + 0.5 * math.tanh(1), 1.0),
    ],
)
def test_each_gate_stands_at_its_place(gate, c, h):
    b = np.where(np.array(["i", "f", "o", "g"]) == gate, 100.0, 0.0)
    b[3] = 1.0
    zero = np.zeros((4, 1))
    found_c, found_h = lstm_taught(np.zeros(1), np.zeros(1), np.array([2.0]), zero, zero, b)
    assert found_c == pytest.approx([c], rel=1e-15)
    assert found_h == pytest.approx([h * math.tanh(c)], rel=1e-15)


def test_the_carousel_keeps_what_it_was_and_adds():
    """Claim C17: c = f prev_c + i g, so dc/dprev_c = f, and with open gates c = a + c."""
    H = 3
    b = np.repeat([100.0, 100.0, 100.0, 0.5], H)
    zero = np.zeros((4 * H, H))
    prev_c = np.array([0.5, -1.0, 2.0])
    c, _ = lstm_taught(np.zeros(H), np.zeros(H), prev_c, zero, zero, b)
    np.testing.assert_allclose(c, np.tanh(0.5) + prev_c, rtol=1e-15)
    moved, _ = lstm_taught(np.zeros(H), np.zeros(H), prev_c + 0.25, zero, zero, b)
    np.testing.assert_allclose(moved - c, 0.25, rtol=1e-14)


def test_rows_of_a_batch_do_not_know_each_other():
    x, h, c = normal(3, 2), normal(3, 4), normal(3, 4)
    W, U, b = normal(16, 2), normal(16, 4), normal(16)
    together = lstm_taught(x, h, c, W, U, b)
    pairs = [weight for _ in range(3) for weight in (normal(4, 2), normal(4, 4))]
    h_new = gru_taught(x, h, *pairs)
    for n in range(3):
        alone = lstm_taught(x[n], h[n], c[n], W, U, b)
        for ours, theirs in zip(together, alone, strict=True):
            np.testing.assert_allclose(ours[n], theirs, rtol=1e-13)
        np.testing.assert_allclose(h_new[n], gru_taught(x[n], h[n], *pairs), rtol=1e-13)
    assert lstm_taught(x[:0], h[:0], c[:0], W, U, b)[0].shape == (0, 4)
    assert gru_taught(x[:0], h[:0], *pairs).shape == (0, 4)


def test_the_exams_lstm_corrected_line_by_line():
    """Claim C18: with prev_c for c, and one activation for each quarter."""

    def corrected(x, prev_h, prev_c, W, U, b):
        lstm_in = x.dot(W.T) + prev_h.dot(U.T) + b
        i, f, o, a = np.hsplit(lstm_in, 4)
        i, f, o, a = sigmoid(i), sigmoid(f), sigmoid(o), np.tanh(a)
        c = i * a + f * prev_c
        return c, o * np.tanh(c)

    arguments = normal(3, 2), normal(3, 4), normal(3, 4), normal(16, 2), normal(16, 4), normal(16)
    for ours, theirs in zip(lstm_taught(*arguments), corrected(*arguments), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-13)


def test_gates_far_from_0_neither_overflow_nor_warn():
    for size in (1e4, 1e300):
        x, weights = np.array([size]), (np.ones((4, 1)), np.ones((4, 1)), np.zeros(4))
        for sign in (1, -1):
            c, h = lstm_taught(sign * x, np.zeros(1), np.ones(1), *weights)
            assert np.isfinite(c).all()
            assert np.isfinite(h).all()
            assert np.isfinite(gru_taught(sign * x, np.ones(1), *[np.ones((1, 1))] * 6)).all()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"x": (3, 2, 2)}, r"x has shape \(3, 2, 2\), but \(N, X\) or \(X,\)"),
        ({"x": (2,)}, r"prev_h has shape \(3, 4\), but \(any,\)"),
        ({"x": (3, 5)}, r"W has shape \(16, 2\), but \(16, 5\)"),
        ({"prev_h": (2, 4)}, r"prev_h has shape \(2, 4\), but \(3, any\)"),
        ({"prev_c": (3, 5)}, r"prev_c has shape \(3, 5\), but \(3, 4\)"),
        ({"prev_c": (4,)}, r"prev_c has shape \(4,\), but \(3, 4\)"),
        ({"W": (2, 16)}, r"W has shape \(2, 16\), but \(16, 2\)"),
        ({"U": (16, 3)}, r"U has shape \(16, 3\), but \(16, 4\)"),
        ({"b": (4,)}, r"b has shape \(4,\), but \(16,\)"),
    ],
)
def test_lstm_refuses_shapes_that_do_not_fit(change, message):
    shapes = {"x": (3, 2), "prev_h": (3, 4), "prev_c": (3, 4)}
    shapes |= {"W": (16, 2), "U": (16, 4), "b": (16,)} | change
    with pytest.raises(ValueError, match=message):
        lstm_taught(*(normal(*shape) for shape in shapes.values()))


# GRU


def test_a_gru_step_by_hand():
    # r = z = sigmoid(ln 3) = 3/4; the candidate sees ln 3 - 3/4 h + 3/4 h = ln 3: tanh = 4/5.
    one, zero = np.ones((1, 1)), np.zeros((1, 1))
    h = np.array([2.0])
    x = np.array([math.log(3)])
    assert gru_taught(x, h, one, zero, one, zero, one, zero) == pytest.approx(
        [0.25 * 2 + 0.75 * 0.8], rel=1e-15
    )
    candidate = math.tanh(math.log(3) + 0.75 * 2 * 0.5)
    assert gru_taught(x, h, one, zero, one, zero, one, 0.5 * one) == pytest.approx(
        [0.25 * 2 + 0.75 * candidate], rel=1e-15
    )


def test_a_closed_update_gate_keeps_the_state_and_an_open_one_replaces_it():
    x, h = np.ones(2), normal(3)
    W, U, zero = normal(3, 2), normal(3, 3), np.zeros((3, 3))
    wide = np.full((3, 2), 500.0)
    closed = gru_taught(x, h, W, U, -wide, zero, W, U)
    np.testing.assert_array_equal(closed, h)
    r = sigmoid(W @ x + U @ h)
    opened = gru_taught(x, h, W, U, wide, zero, W, U)
    np.testing.assert_allclose(opened, np.tanh(W @ x + U @ (r * h)), rtol=1e-14)


def test_where_the_reset_stands_matters_unless_u_is_diagonal():
    x, h, W, W_r, U_r = normal(3), normal(4), normal(4, 3), normal(4, 3), normal(4, 4)
    r = sigmoid(W_r @ x + U_r @ h)
    half = np.zeros((4, 3)), np.zeros((4, 4))  # z = 1/2
    for U, same in ((normal(4, 4), False), (np.diag(normal(4)), True)):
        after = h / 2 + np.tanh(W @ x + r * (U @ h)) / 2
        assert np.allclose(gru_taught(x, h, W_r, U_r, *half, W, U), after, rtol=1e-12) == same


@pytest.mark.parametrize(
    ("place", "shape", "message"),
    [
        (0, (3, 5), r"W_r has shape \(4, 2\), but \(4, 5\)"),
        (1, (2, 4), r"h has shape \(2, 4\), but \(3, any\)"),
        (2, (2, 4), r"W_r has shape \(2, 4\), but \(4, 2\)"),
        (3, (4, 3), r"U_r has shape \(4, 3\), but \(4, 4\)"),
        (4, (4,), r"W_z has shape \(4,\), but \(4, 2\)"),
        (5, (1, 4), r"U_z has shape \(1, 4\), but \(4, 4\)"),
        (6, (4, 3), r"W has shape \(4, 3\), but \(4, 2\)"),
        (7, (16, 4), r"U has shape \(16, 4\), but \(4, 4\)"),
    ],
)
def test_gru_refuses_shapes_that_do_not_fit(place, shape, message):
    shapes = [(3, 2), (3, 4), (4, 2), (4, 4), (4, 2), (4, 4), (4, 2), (4, 4)]
    shapes[place] = shape
    with pytest.raises(ValueError, match=message):
        gru_taught(*(normal(*shape) for shape in shapes))


def test_the_cells_sigmoid_is_the_layers():
    from numpy_impl.exam.cells import sigmoid

    x = np.linspace(-800, 800, 101)
    np.testing.assert_array_equal(sigmoid(x), Sigmoid().forward(x))
