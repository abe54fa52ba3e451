"""LSTM, one step (exam)."""

from __future__ import annotations

import numpy as np

from numpy_impl.exam.cells import sigmoid, sizes, weight
from numpy_impl.validation import as_float, require_shape


def lstm_taught(
    x: np.ndarray,
    prev_h: np.ndarray,
    prev_c: np.ndarray,
    W: np.ndarray,
    U: np.ndarray,
    b: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    """Return the next cell state c and hidden state h: (c, h) in this order, as the exam does.

    The gates i, f, o and the candidate g stand below each other in W, U and b:

        (i, f, o, g) = (s(a_i), s(a_f), s(a_o), tanh(a_g)), a = x W^T + prev_h U^T + b
        c = f prev_c + i g
        h = o tanh(c)

    with s the sigmoid. The way that c keeps what it was (the constant error carousel) has the
    derivative dc/dprev_c = f.

    Args:
        x: the input (N, X), or (X,) for one example.
        prev_h: the hidden state before (N, H), or (H,).
        prev_c: the cell state before, of the shape of prev_h.
        W: from the input (4H, X).
        U: from the hidden state (4H, H).
        b: the bias (4H,).

    Returns:
        (c, h), each of the shape of prev_h.

    Source:
        Hochreiter and Schmidhuber (1997), Long short-term memory, Neural Computation 9; with the
        forget gate of Gers, Schmidhuber and Cummins (2000), Learning to forget, Neural
        Computation 12.
    """
    x, prev_h, prev_c = as_float("x", x), as_float("prev_h", prev_h), as_float("prev_c", prev_c)
    X, H = sizes(x, "prev_h", prev_h)
    require_shape("prev_c", prev_c, prev_h.shape)
    W, U, b = weight("W", W, (4 * H, X)), weight("U", U, (4 * H, H)), weight("b", b, (4 * H,))
    a = x.dot(W.T) + prev_h.dot(U.T) + b
    i, f, o, g = np.split(a, 4, axis=-1)
    i, f, o = sigmoid(i), sigmoid(f), sigmoid(o)
    g = np.tanh(g)
    c = f * prev_c + i * g
    h = o * np.tanh(c)
    return c, h


def lstm_taught_backward(
    dc: np.ndarray,
    dh: np.ndarray,
    x: np.ndarray,
    prev_h: np.ndarray,
    prev_c: np.ndarray,
    W: np.ndarray,
    U: np.ndarray,
    b: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """Return the gradients of what ``lstm_taught`` was given, in its order.

    The exam's function keeps nothing for the way back, so the gates are computed once more.

    Args:
        dc: the gradient of c, of its shape; 0 at the last step, where nobody else reads c.
        dh: the gradient of h, likewise.
        x: the input (N, X), or (X,), as ``lstm_taught`` was given it; so is the rest.
        prev_h: the hidden state before.
        prev_c: the cell state before.
        W: from the input (4H, X).
        U: from the hidden state (4H, H).
        b: the bias (4H,).

    Returns:
        (dx, dprev_h, dprev_c, dW, dU, db), each of the shape of what it belongs to.
    """
    x, prev_h, prev_c = as_float("x", x), as_float("prev_h", prev_h), as_float("prev_c", prev_c)
    X, H = sizes(x, "prev_h", prev_h)
    require_shape("prev_c", prev_c, prev_h.shape)
    W, U, b = weight("W", W, (4 * H, X)), weight("U", U, (4 * H, H)), weight("b", b, (4 * H,))
    dc, dh = as_float("dc", dc), as_float("dh", dh)
    require_shape("dc", dc, prev_c.shape)
    require_shape("dh", dh, prev_h.shape)
    a_i, a_f, a_o, a_g = np.split(x @ W.T + prev_h @ U.T + b, 4, axis=-1)
    i, f, o, g = sigmoid(a_i), sigmoid(a_f), sigmoid(a_o), np.tanh(a_g)
    tanh_c = np.tanh(f * prev_c + i * g)
    do = dh * tanh_c
    dc_all = dc + dh * o * (1 - tanh_c**2)  # c is read twice: by the next step, and by h
    df = dc_all * prev_c
    di = dc_all * g
    dg = dc_all * i
    dprev_c = dc_all * f  # the constant error carousel
    da_i, da_f, da_o = di * i * (1 - i), df * f * (1 - f), do * o * (1 - o)
    da_g = dg * (1 - g**2)
    da = np.concatenate([da_i, da_f, da_o, da_g], axis=-1)
    dx = da.dot(W)
    dprev_h = da.dot(U)
    da, x, prev_h = np.atleast_2d(da, x, prev_h)  # one example is a batch of one
    dW = da.T.dot(x)
    dU = da.T.dot(prev_h)
    db = da.sum(axis=0)
    return dx, dprev_h, dprev_c, dW, dU, db
