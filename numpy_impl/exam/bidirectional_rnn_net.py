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
    xs = as_float("xs", xs)
    W_f, U_f, W_b, U_b = (
        as_float(name, weight)
        for name, weight in (("W_f", W_f), ("U_f", U_f), ("W_b", W_b), ("U_b", U_b))
    )
    V = as_float("V", V)
    require_shape("W_f", W_f, (None, None))
    H, X = W_f.shape
    require_shape("xs", xs, (None, X))
    require_shape("W_b", W_b, (H, X))
    require_shape("U_f", U_f, (H, H))
    require_shape("U_b", U_b, (H, H))
    require_shape("V", V, (None, 2 * H))
    hs_f = _rnn(xs, W_f, U_f)
    hs_b = _rnn(xs[::-1], W_b, U_b)
    hs_b = hs_b[::-1]  # back in the order of xs
    hs = np.concatenate([hs_f, hs_b], axis=1)
    ys = hs.dot(V.T)
    return ys


def _rnn(xs: np.ndarray, W: np.ndarray, U: np.ndarray) -> np.ndarray:
    """Return the states (T, H) of the cell h = tanh(x W^T + h U^T), from h = 0."""
    h = np.zeros(len(U), dtype=xs.dtype)
    hs = np.empty((len(xs), len(U)), dtype=xs.dtype)
    for t, x in enumerate(xs):
        h = np.tanh(x.dot(W.T) + h.dot(U.T))
        hs[t] = h
    return hs
