"""The LSTM with peepholes, with back-propagation through time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.recurrent.sequences import (
    drawn_weights,
    first_state,
    gates,
    sequences,
    sigmoid,
    steps_within,
)
from numpy_impl.validation import require_shape


class LSTMPeephole(Layer):
    """An LSTM whose gates see the cell, and not only what the output gate lets through.

        i = s(a_i + p_i c_(t-1)), f = s(a_f + p_f c_(t-1)), g = tanh(a_g)
        c_t = f c_(t-1) + i g
        o = s(a_o + p_o c_t), h_t = o tanh(c_t), a = x_t W + h_(t-1) U + b

    with s the sigmoid. Each unit's gates see that unit's cell alone, so that p is no matrix. The
    gates i, f, o and the candidate g stand side by side in W, U and b.

    Args:
        n_in: length of the input at each step.
        n_hidden: length of h and of c.
        use_bias: whether b is added.
        forget_bias: where the forget gate's part of b starts; the rest starts at 0. With 1 the
            gate is open from the start, so that c is kept.
        initializer: draws W and U; Glorot's uniform distribution if none is given. p starts at 0,
            where it is an LSTM without peepholes.
        seed: seeds the draw of W; U has one of its own, made from it.

    Shapes:
        x (N, T, n_in); h0, c0, h and c (N, n_hidden); y (N, T, n_hidden), lengths (N,), W
        (n_in, 4 n_hidden), U (n_hidden, 4 n_hidden), b (4 n_hidden,), p (3, n_hidden) for i, f, o.

    Source:
        Gers and Schmidhuber (2000), Recurrent nets that time and count, IJCNN, section 3.
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        use_bias: bool = True,
        forget_bias: float = 1.0,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.params = drawn_weights(n_in, n_hidden, 4, initializer, seed)
        self.params["p"] = np.zeros((3, n_hidden))
        if use_bias:
            self.params["b"] = np.zeros(4 * n_hidden)
            self.params["b"][n_hidden : 2 * n_hidden] = forget_bias

    def forward(
        self,
        x: np.ndarray,
        h0: np.ndarray | None = None,
        c0: np.ndarray | None = None,
        lengths: ArrayLike | None = None,
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (y, h, c): h at every step (N, T, n_hidden), and the last h and c."""
        W, U, b = self.params["W"], self.params["U"], self.params.get("b", 0)
        p_i, p_f, p_o = self.params["p"]
        x = sequences(x, len(W))
        N, T, _ = x.shape
        dtype = np.result_type(x, W)
        h = first_state("h0", h0, None, (N, len(U)), dtype)
        c = first_state("c0", c0, None, (N, len(U)), dtype)
        self.x, self.within, self.kept = x, steps_within(lengths, N, T), []
        y = np.empty((N, T, len(U)), dtype=dtype)
        for t in range(T):
            within = self.within[t]
            a = x[:, t] @ W + h @ U + b
            a_i, a_f, a_o, a_g = gates(a, 4)
            i = sigmoid(a_i + p_i * c)
            f = sigmoid(a_f + p_f * c)
            g = np.tanh(a_g)
            c_new = f * c + i * g
            o = sigmoid(a_o + p_o * c_new)  # the output gate sees the new cell
            tanh_c = np.tanh(c_new)
            h_new = o * tanh_c
            self.kept.append((h, c, i, f, o, g, c_new, tanh_c))
            h = np.where(within, h_new, h)  # a padded step keeps the state
            c = np.where(within, c_new, c)
            y[:, t] = np.where(within, h_new, 0)
        return y, h, c

    def backward(
        self, dy: np.ndarray, dh: np.ndarray | None = None, dc: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (dx, dh0, dc0) for dy (N, T, n_hidden), and dh and dc (0 if None).

        The gradients of W, U, b and p are sums over the steps, which share them.
        """
        W, U = self.params["W"], self.params["U"]
        p_i, p_f, p_o = self.params["p"]
        N, T, _ = self.x.shape
        require_shape("dy", dy, (N, T, len(U)))
        dh = np.zeros_like(dy[:, 0]) if dh is None else dh
        dc = np.zeros_like(dy[:, 0]) if dc is None else dc
        require_shape("dh", dh, (N, len(U)))
        require_shape("dc", dc, (N, len(U)))
        dW, dU, db = np.zeros_like(W), np.zeros_like(U), np.zeros_like(U[0])
        dp, dx = np.zeros_like(self.params["p"]), np.empty_like(self.x)
        for t in reversed(range(T)):
            within = self.within[t]
            h_before, c_before, i, f, o, g, c_new, tanh_c = self.kept[t]
            dh_new = np.where(within, dy[:, t] + dh, 0)
            da_o = dh_new * tanh_c * o * (1 - o)
            dc_new = np.where(within, dc, 0) + dh_new * o * (1 - tanh_c**2)
            dc_new = dc_new + da_o * p_o  # the new cell also opened the output gate
            da_f = dc_new * c_before * f * (1 - f)
            da_i = dc_new * g * i * (1 - i)
            da_g = dc_new * i * (1 - g**2)
            da = np.concatenate([da_i, da_f, da_o, da_g], axis=1)
            dp += [(da_i * c_before).sum(0), (da_f * c_before).sum(0), (da_o * c_new).sum(0)]
            dW += self.x[:, t].T @ da
            dU += h_before.T @ da
            db += da.sum(axis=0)
            dx[:, t] = da @ W.T
            dc_before = dc_new * f + da_i * p_i + da_f * p_f
            dh = np.where(within, da @ U.T, dh)  # through a padded step as it is
            dc = np.where(within, dc_before, dc)
        self.grads.update({"W": dW, "U": dU, "p": dp})
        if "b" in self.params:
            self.grads["b"] = db
        return dx, dh, dc
