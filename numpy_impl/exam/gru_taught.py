"""GRU, one step (exam)."""

from __future__ import annotations

import numpy as np

from numpy_impl.exam.cells import sigmoid, sizes, weight
from numpy_impl.validation import as_float


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
    X, H = sizes(x, "h", h)
    W_r, U_r = weight("W_r", W_r, (H, X)), weight("U_r", U_r, (H, H))
    W_z, U_z = weight("W_z", W_z, (H, X)), weight("U_z", U_z, (H, H))
    W, U = weight("W", W, (H, X)), weight("U", U, (H, H))
    r = sigmoid(x.dot(W_r.T) + h.dot(U_r.T))
    z = sigmoid(x.dot(W_z.T) + h.dot(U_z.T))
    h_bar = np.tanh(x.dot(W.T) + (r * h).dot(U.T))
    h_new = (1 - z) * h + z * h_bar
    return h_new
