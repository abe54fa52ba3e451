"""One step of a simple recurrent network."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.recurrent.sequences import drawn_weights
from numpy_impl.validation import as_float, require_choice, require_shape


class RNNCell(Layer):
    """h_new = f(x W + h U + b): the new state, from the input and the state before.

    Args:
        n_in: length of x.
        n_hidden: length of the state.
        activation: f, ``"tanh"`` or ``"relu"``.
        use_bias: whether b is added.
        initializer: draws W and U; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W; U has one of its own, made from it.

    Shapes:
        x (N, n_in), h and h_new (N, n_hidden), W (n_in, n_hidden), U (n_hidden, n_hidden),
        b (n_hidden,).

    Source:
        Elman (1990), Finding structure in time, Cognitive Science 14.
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        activation: str = "tanh",
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        require_choice("activation", activation, ("tanh", "relu"))
        self.activation = activation
        self.params = drawn_weights(n_in, n_hidden, 1, initializer, seed)
        if use_bias:
            self.params["b"] = np.zeros(n_hidden)

    def forward(self, x: np.ndarray, h: np.ndarray) -> np.ndarray:
        """Return h_new (N, n_hidden) for x (N, n_in) and h (N, n_hidden)."""
        W, U = self.params["W"], self.params["U"]
        x, h = as_float("x", x), as_float("h", h)
        require_shape("x", x, (None, len(W)))
        require_shape("h", h, (len(x), len(U)))
        a = x @ W + h @ U
        if "b" in self.params:
            a = a + self.params["b"]
        h_new = np.tanh(a) if self.activation == "tanh" else np.maximum(a, 0)
        self.x, self.h, self.h_new = x, h, h_new
        return h_new.copy()  # backward needs h_new as it is

    def backward(self, dh_new: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return (dx, dh) for dh_new (N, n_hidden); fill the gradients of W, U and b."""
        require_shape("dh_new", dh_new, self.h_new.shape)
        if self.activation == "tanh":
            da = dh_new * (1 - self.h_new**2)  # tanh's slope, from its value
        else:
            da = dh_new * (self.h_new > 0)
        self.grads["W"] = self.x.T @ da
        self.grads["U"] = self.h.T @ da
        if "b" in self.params:
            self.grads["b"] = da.sum(axis=0)
        dx = da @ self.params["W"].T
        dh = da @ self.params["U"].T
        return dx, dh
