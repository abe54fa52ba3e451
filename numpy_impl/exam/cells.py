"""One step of an LSTM and of a GRU, as the exam writes them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

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
    X, H = _sizes(x, "prev_h", prev_h)
    require_shape("prev_c", prev_c, prev_h.shape)
    W, U, b = _weight("W", W, (4 * H, X)), _weight("U", U, (4 * H, H)), _weight("b", b, (4 * H,))
    a = x.dot(W.T) + prev_h.dot(U.T) + b
    i, f, o, g = np.split(a, 4, axis=-1)
    i, f, o = _sigmoid(i), _sigmoid(f), _sigmoid(o)
    g = np.tanh(g)
    c = f * prev_c + i * g
    h = o * np.tanh(c)
    return c, h


def gru_taught(
    x: np.ndarray,
    h: np.ndarray,
    W_r: np.ndarray,
    U_r: np.ndarray,
    W_z: np.ndarray,
    U_z: np.ndarray,
    W: np.ndarray,
    U: np.ndarray,
) -> np.ndarray:
    """Return the next hidden state, without biases; the reset acts on h before U does.

        r = s(x W_r^T + h U_r^T)
        z = s(x W_z^T + h U_z^T)
        h_bar = tanh(x W^T + (r h) U^T)
        h_new = (1 - z) h + z h_bar

    with s the sigmoid.

    Args:
        x: the input (N, X), or (X,) for one example.
        h: the hidden state before (N, H), or (H,).
        W_r: of the reset gate, from the input (H, X).
        U_r: of the reset gate, from the hidden state (H, H).
        W_z: of the update gate (H, X).
        U_z: of the update gate (H, H).
        W: of the candidate (H, X).
        U: of the candidate (H, H).

    Returns:
        h_new, of the shape of h.

    Source:
        Cho et al. (2014), Learning phrase representations using RNN encoder-decoder, section 2.3
        (there with z and 1 - z exchanged); as written here Chung, Gulcehre, Cho and Bengio
        (2014), Empirical evaluation of gated recurrent neural networks, section 3.2.
    """
    x, h = as_float("x", x), as_float("h", h)
    X, H = _sizes(x, "h", h)
    W_r, U_r = _weight("W_r", W_r, (H, X)), _weight("U_r", U_r, (H, H))
    W_z, U_z = _weight("W_z", W_z, (H, X)), _weight("U_z", U_z, (H, H))
    W, U = _weight("W", W, (H, X)), _weight("U", U, (H, H))
    r = _sigmoid(x.dot(W_r.T) + h.dot(U_r.T))
    z = _sigmoid(x.dot(W_z.T) + h.dot(U_z.T))
    h_bar = np.tanh(x.dot(W.T) + (r * h).dot(U.T))
    h_new = (1 - z) * h + z * h_bar
    return h_new


def _sigmoid(x: np.ndarray) -> np.ndarray:
    """Return 1 / (1 + exp(-x)), of the shape of x."""
    e = np.exp(-np.abs(x))  # at most 1: it cannot overflow
    return np.where(x >= 0, 1, e) / (1 + e)


def _sizes(x: np.ndarray, name: str, h: np.ndarray) -> tuple[int, int]:
    """Return (X, H) of x (N, X) and h (N, H), or of x (X,) and h (H,)."""
    if x.ndim not in (1, 2):
        raise ValueError(f"x has shape {x.shape}, but (N, X) or (X,) was expected.")
    require_shape(name, h, (*x.shape[:-1], None))
    return x.shape[-1], h.shape[-1]


def _weight(name: str, array: ArrayLike, shape: tuple[int, ...]) -> np.ndarray:
    """Return a weight as floats, of this shape."""
    weight = as_float(name, array)
    require_shape(name, weight, shape)
    return weight
