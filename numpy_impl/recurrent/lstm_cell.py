"""One step of an LSTM."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.recurrent.sequences import drawn_weights, gates, sigmoid
from numpy_impl.validation import as_float, require_shape


class LSTMCell(Layer):
    """Three gates decide what the cell c takes in, keeps and shows as h.

        (i, f, o, g) = (s(a_i), s(a_f), s(a_o), tanh(a_g)), a = x W + h U + b
        c_new = f c + i g
        h_new = o tanh(c_new)

    with s the sigmoid. The gates i, f, o and the candidate g stand side by side in W, U and b.

    Args:
        n_in: length of x.
        n_hidden: length of h and of c.
        use_bias: whether b is added.
        forget_bias: where the forget gate's part of b starts; the rest starts at 0. With 1 the
            gate is open from the start, so that c is kept.
        initializer: draws W and U; Glorot's uniform distribution if none is given.
        seed: seeds the draw of W; U has one of its own, made from it.

    Shapes:
        x (N, n_in); h, c, h_new and c_new (N, n_hidden); W (n_in, 4 n_hidden), U (n_hidden,
        4 n_hidden), b (4 n_hidden,).

    Source:
        Hochreiter and Schmidhuber (1997), Long short-term memory, Neural Computation 9; with the
        forget gate of Gers, Schmidhuber and Cummins (2000), Learning to forget; forget_bias:
        Jozefowicz, Zaremba and Sutskever (2015), An empirical exploration of recurrent network
        architectures, section 2.2.
    """

    order = "ifog"  # in which the gates and the candidate g stand in W, U and b

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
        if use_bias:
            self.params["b"] = np.zeros(4 * n_hidden)
            self.params["b"][n_hidden : 2 * n_hidden] = forget_bias

    def forward(self, x: np.ndarray, h: np.ndarray, c: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (h_new, c_new) for x (N, n_in), h and c (N, n_hidden)."""
        W, U, b = self.params["W"], self.params["U"], self.params.get("b", 0)
        x, h, c = as_float("x", x), as_float("h", h), as_float("c", c)
        require_shape("x", x, (None, len(W)))
        require_shape("h", h, (len(x), len(U)))
        require_shape("c", c, h.shape)
        a = x @ W + h @ U + b
        parts = dict(zip(self.order, gates(a, 4), strict=True))
        i, f, o = (sigmoid(parts[gate]) for gate in "ifo")
        g = np.tanh(parts["g"])
        c_new = f * c + i * g
        tanh_c = np.tanh(c_new)
        h_new = o * tanh_c
        self.given, self.gates, self.tanh_c = (x, h, c), (i, f, o, g), tanh_c
        return h_new, c_new

    def backward(
        self, dh_new: np.ndarray, dc_new: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return (dx, dh, dc) for dh_new and dc_new (0 if None), both (N, n_hidden).

        The gradients of W, U and b are filled.
        """
        (x, h, c), (i, f, o, g), tanh_c = self.given, self.gates, self.tanh_c
        dc_new = np.zeros_like(dh_new) if dc_new is None else dc_new
        require_shape("dh_new", dh_new, h.shape)
        require_shape("dc_new", dc_new, h.shape)
        do = dh_new * tanh_c
        dc_all = dc_new + dh_new * o * (1 - tanh_c**2)  # c_new is also seen through h_new
        df = dc_all * c
        di = dc_all * g
        dg = dc_all * i
        dc = dc_all * f  # the constant error carousel: no matrix, no activation
        da_i, da_f, da_o = di * i * (1 - i), df * f * (1 - f), do * o * (1 - o)
        da_parts = {"i": da_i, "f": da_f, "o": da_o, "g": dg * (1 - g**2)}
        da = np.concatenate([da_parts[gate] for gate in self.order], axis=1)
        self.grads["W"] = x.T @ da
        self.grads["U"] = h.T @ da
        if "b" in self.params:
            self.grads["b"] = da.sum(axis=0)
        dx = da @ self.params["W"].T
        dh = da @ self.params["U"].T
        return dx, dh, dc
