"""The LSTM layer, with back-propagation through time."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.recurrent.sequences import (
    drawn_weights,
    first_state,
    gates,
    require_truncation,
    sequences,
    sigmoid,
    steps_within,
)
from numpy_impl.validation import require_shape


class LSTM(Layer):
    """A cell c that keeps what it has seen by addition, and three gates that guard it.

        (i, f, o, g) = (s(a_i), s(a_f), s(a_o), tanh(a_g)), a = x_t W + h_(t-1) U + b
        c_t = f c_(t-1) + i g
        h_t = o tanh(c_t)

    with s the sigmoid; every h_t is an output y_t. The gates i, f, o and the candidate g stand
    side by side in W, U and b.

    A sequence that is shorter than the others is padded behind its end, and ``lengths`` says how
    long each one is: a padded step leaves the state as it is, and its y is 0.

    Args:
        n_in: length of the input at each step.
        n_hidden: length of h and of c.
        use_bias: whether b is added.
        forget_bias: where the forget gate's part of b starts; the rest starts at 0. With 1 the
            gate is open from the start, so that c is kept.
        stateful: whether a call begins with the last state of the call before, until
            :meth:`reset_state`. No gradient goes back into that call.
        truncate: the gradient of the state is cut after every so many steps (truncated
            back-propagation through time); never if None.
        initializer: draws W and U; Glorot's uniform distribution if none is given.
        seed: seeds the draw of W; U has one of its own, made from it.

    Shapes:
        x (N, T, n_in); h0, c0, h and c (N, n_hidden); y (N, T, n_hidden), lengths (N,), W
        (n_in, 4 n_hidden), U (n_hidden, 4 n_hidden), b (4 n_hidden,).

    Source:
        Hochreiter and Schmidhuber (1997), Long short-term memory, Neural Computation 9; with the
        forget gate of Gers, Schmidhuber and Cummins (2000), Learning to forget; its gradient:
        Greff et al. (2017), LSTM: a search space odyssey, section II.
    """

    order = "ifog"  # in which the gates and the candidate g stand in W, U and b

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        use_bias: bool = True,
        forget_bias: float = 1.0,
        stateful: bool = False,
        truncate: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        require_truncation(truncate)
        self.stateful, self.truncate = stateful, truncate
        self.state: tuple[np.ndarray | None, np.ndarray | None] = (None, None)  # h and c
        self.params = drawn_weights(n_in, n_hidden, 4, initializer, seed)
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
        x = sequences(x, len(W))
        N, T, _ = x.shape
        dtype = np.result_type(x, W)
        h = first_state("h0", h0, self.state[0], (N, len(U)), dtype)
        c = first_state("c0", c0, self.state[1], (N, len(U)), dtype)
        self.x, self.within, self.kept = x, steps_within(lengths, N, T), []
        y = np.empty((N, T, len(U)), dtype=dtype)
        for t in range(T):
            within = self.within[t]
            a = x[:, t] @ W + h @ U + b
            parts = dict(zip(self.order, gates(a, 4), strict=True))
            i, f, o = (sigmoid(parts[gate]) for gate in "ifo")
            g = np.tanh(parts["g"])
            c_new = f * c + i * g
            tanh_c = np.tanh(c_new)
            h_new = o * tanh_c
            self.kept.append((h, c, i, f, o, g, tanh_c))
            h = np.where(within, h_new, h)  # a padded step keeps the state
            c = np.where(within, c_new, c)
            y[:, t] = np.where(within, h_new, 0)
        if self.stateful:
            self.state = h, c
        return y, h, c

    def backward(
        self, dy: np.ndarray, dh: np.ndarray | None = None, dc: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (dx, dh0, dc0) for dy (N, T, n_hidden), and dh and dc (0 if None).

        The gradients of W, U and b are sums over the steps, which share them.
        """
        W, U = self.params["W"], self.params["U"]
        N, T, _ = self.x.shape
        require_shape("dy", dy, (N, T, len(U)))
        dh = np.zeros_like(dy[:, 0]) if dh is None else dh
        dc = np.zeros_like(dy[:, 0]) if dc is None else dc
        require_shape("dh", dh, (N, len(U)))
        require_shape("dc", dc, (N, len(U)))
        dW, dU, db = np.zeros_like(W), np.zeros_like(U), np.zeros_like(U[0])
        dx = np.empty_like(self.x)
        for t in reversed(range(T)):
            within = self.within[t]
            h_before, c_before, i, f, o, g, tanh_c = self.kept[t]
            dh_new = np.where(within, dy[:, t] + dh, 0)
            do = dh_new * tanh_c
            dc_new = np.where(within, dc, 0) + dh_new * o * (1 - tanh_c**2)
            df = dc_new * c_before
            di = dc_new * g
            dg = dc_new * i
            da_i, da_f, da_o = di * i * (1 - i), df * f * (1 - f), do * o * (1 - o)
            da_parts = {"i": da_i, "f": da_f, "o": da_o, "g": dg * (1 - g**2)}
            da = np.concatenate([da_parts[gate] for gate in self.order], axis=1)
            dW += self.x[:, t].T @ da
            dU += h_before.T @ da
            db += da.sum(axis=0)
            dx[:, t] = da @ W.T
            dh = np.where(within, da @ U.T, dh)  # through a padded step as it is
            dc = np.where(within, dc_new * f, dc)  # the constant error carousel: times f alone
            if t and self.truncate and t % self.truncate == 0:  # no gradient goes beyond the cut
                dh, dc = np.zeros_like(dh), np.zeros_like(dc)
        self.grads.update({"W": dW, "U": dU})
        if "b" in self.params:
            self.grads["b"] = db
        return dx, dh, dc

    def reset_state(self) -> None:
        """Forget the state that a stateful layer keeps: the next call begins with zeros."""
        self.state = None, None
