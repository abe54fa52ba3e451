"""GRU, one step (exam)."""

from __future__ import annotations

import numpy as np

from numpy_impl.exam.cells import sigmoid, sizes, weight
from numpy_impl.validation import as_float, require_shape


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


def gru_taught_backward(
    dh_new: np.ndarray,
    x: np.ndarray,
    h: np.ndarray,
    W_r: np.ndarray,
    U_r: np.ndarray,
    W_z: np.ndarray,
    U_z: np.ndarray,
    W: np.ndarray,
    U: np.ndarray,
) -> tuple[np.ndarray, ...]:
    """Return the gradients of what ``gru_taught`` was given, in its order.

    The exam's function keeps nothing for the way back, so the gates are computed once more.

    Args:
        dh_new: the gradient of h_new, of its shape.
        x: the input (N, X), or (X,), as ``gru_taught`` was given it; so is the rest.
        h: the hidden state before.
        W_r: of the reset gate, from the input (H, X).
        U_r: of the reset gate, from the hidden state (H, H).
        W_z: of the update gate (H, X).
        U_z: of the update gate (H, H).
        W: of the candidate (H, X).
        U: of the candidate (H, H).

    Returns:
        (dx, dh, dW_r, dU_r, dW_z, dU_z, dW, dU), each of the shape of what it belongs to.
    """
    x, h = as_float("x", x), as_float("h", h)
    X, H = sizes(x, "h", h)
    W_r, U_r = weight("W_r", W_r, (H, X)), weight("U_r", U_r, (H, H))
    W_z, U_z = weight("W_z", W_z, (H, X)), weight("U_z", U_z, (H, H))
    W, U = weight("W", W, (H, X)), weight("U", U, (H, H))
    dh_new = as_float("dh_new", dh_new)
    require_shape("dh_new", dh_new, h.shape)
    r, z = sigmoid(x @ W_r.T + h @ U_r.T), sigmoid(x @ W_z.T + h @ U_z.T)
    h_bar = np.tanh(x @ W.T + (r * h) @ U.T)
    dz = dh_new * (h_bar - h)
    dh_bar = dh_new * z
    da_h = dh_bar * (1 - h_bar**2)
    drh = da_h.dot(U)  # of r h, which U was given
    dr = drh * h
    da_r, da_z = dr * r * (1 - r), dz * z * (1 - z)
    dx = da_r.dot(W_r) + da_z.dot(W_z) + da_h.dot(W)
    dh = dh_new * (1 - z) + drh * r + da_r.dot(U_r) + da_z.dot(U_z)  # h stands in four places
    x, h, rh = np.atleast_2d(x, h, r * h)  # one example is a batch of one
    da_r, da_z, da_h = np.atleast_2d(da_r, da_z, da_h)
    dW_r, dU_r = da_r.T.dot(x), da_r.T.dot(h)
    dW_z, dU_z = da_z.T.dot(x), da_z.T.dot(h)
    dW, dU = da_h.T.dot(x), da_h.T.dot(rh)
    return dx, dh, dW_r, dU_r, dW_z, dU_z, dW, dU
