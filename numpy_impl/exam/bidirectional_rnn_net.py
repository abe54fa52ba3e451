"""Bidirectional RNN (exam)."""

from __future__ import annotations

import numpy as np

from numpy_impl.validation import as_float, require_shape


def bidirectional_rnn_net(
    xs: np.ndarray,
    W_f: np.ndarray,
    U_f: np.ndarray,
    W_b: np.ndarray,
    U_b: np.ndarray,
    V: np.ndarray,
) -> np.ndarray:
    """Return the outputs of a network that reads the sequence from both ends.

    One cell h = tanh(x W^T + h U^T) goes forward and another backward, each from h = 0. At each
    time both states, side by side, give y = (h_f, h_b) V^T.

    Args:
        xs: the sequence (T, X).
        W_f: forward, from the input (H, X).
        U_f: forward, from the state (H, H).
        W_b: backward (H, X).
        U_b: backward (H, H).
        V: to the output (Y, 2H), the forward half first.

    Returns:
        ys (T, Y), in the order of xs.

    Source:
        Schuster and Paliwal (1997), Bidirectional recurrent neural networks, IEEE Transactions on
        Signal Processing 45.
    """
    xs, W_f, U_f, W_b, U_b, V = _given(xs, W_f, U_f, W_b, U_b, V)
    hs_f = _rnn(xs, W_f, U_f)
    hs_b = _rnn(xs[::-1], W_b, U_b)
    hs_b = hs_b[::-1]  # back in the order of xs
    hs = np.concatenate([hs_f, hs_b], axis=1)
    ys = hs.dot(V.T)
    return ys


def bidirectional_rnn_net_backward(
    dys: np.ndarray,
    xs: np.ndarray,
    W_f: np.ndarray,
    U_f: np.ndarray,
    W_b: np.ndarray,
    U_b: np.ndarray,
    V: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """Return the gradients of what ``bidirectional_rnn_net`` was given, in its order.

    The exam's function keeps nothing for the way back, so the states are computed once more.

    Args:
        dys: the gradient of ys (T, Y).
        xs: the sequence (T, X).
        W_f: forward, from the input (H, X).
        U_f: forward, from the state (H, H).
        W_b: backward (H, X).
        U_b: backward (H, H).
        V: to the output (Y, 2H).

    Returns:
        (dxs, dW_f, dU_f, dW_b, dU_b, dV), each of the shape of what it belongs to.
    """
    xs, W_f, U_f, W_b, U_b, V = _given(xs, W_f, U_f, W_b, U_b, V)
    dys = as_float("dys", dys)
    require_shape("dys", dys, (len(xs), len(V)))
    forward, backward = _rnn(xs, W_f, U_f), _rnn(xs[::-1], W_b, U_b)
    dV = dys.T.dot(np.hstack([forward, backward[::-1]]))
    dhs = dys.dot(V)
    dhs_f, dhs_b = np.split(dhs, 2, axis=1)
    dhs_b = dhs_b[::-1]  # in the order in which the backward half ran
    dxs_f, dW_f, dU_f = _rnn_backward(dhs_f, xs, forward, W_f, U_f)
    dxs_b, dW_b, dU_b = _rnn_backward(dhs_b, xs[::-1], backward, W_b, U_b)
    dxs = dxs_f + dxs_b[::-1]  # both halves read xs
    return dxs, dW_f, dU_f, dW_b, dU_b, dV


def _rnn_backward(
    dhs: np.ndarray, xs: np.ndarray, hs: np.ndarray, W: np.ndarray, U: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (dxs, dW, dU) of ``_rnn``, whose states were hs, for dhs (T, H)."""
    dxs, dW, dU = np.zeros_like(xs), np.zeros_like(W), np.zeros_like(U)
    from_later = np.zeros(len(U), dtype=xs.dtype)
    for t in reversed(range(len(xs))):
        prev_h = hs[t - 1] if t else np.zeros_like(from_later)
        da = (dhs[t] + from_later) * (1 - hs[t] ** 2)
        dW += np.outer(da, xs[t])
        dU += np.outer(da, prev_h)
        dxs[t] = da.dot(W)
        from_later = da.dot(U)
    return dxs, dW, dU


def _rnn(xs: np.ndarray, W: np.ndarray, U: np.ndarray) -> np.ndarray:
    """Return the states (T, H) of the cell h = tanh(x W^T + h U^T), from h = 0."""
    h = np.zeros(len(U), dtype=xs.dtype)
    hs = np.empty((len(xs), len(U)), dtype=xs.dtype)
    for t, x in enumerate(xs):
        h = np.tanh(x.dot(W.T) + h.dot(U.T))
        hs[t] = h
    return hs


def _given(xs: np.ndarray, *weights: np.ndarray) -> tuple[np.ndarray, ...]:
    """Return the arguments as floats, and of shapes that fit together."""
    names = ("W_f", "U_f", "W_b", "U_b", "V")
    xs = as_float("xs", xs)
    W_f, U_f, W_b, U_b, V = (as_float(n, array) for n, array in zip(names, weights, strict=True))
    require_shape("W_f", W_f, (None, None))
    H, X = W_f.shape
    require_shape("xs", xs, (None, X))
    require_shape("W_b", W_b, (H, X))
    require_shape("U_f", U_f, (H, H))
    require_shape("U_b", U_b, (H, H))
    require_shape("V", V, (None, 2 * H))
    return xs, W_f, U_f, W_b, U_b, V
