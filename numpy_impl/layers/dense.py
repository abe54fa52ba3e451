"""The fully-connected layer."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class Dense(Layer):
    """y = x W + b, applied to the last axis.

    Args:
        n_in: length of the last axis of x.
        n_out: length of the last axis of y.
        use_bias: whether b is added.
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x (..., n_in), W (n_in, n_out), b (n_out,), y (..., n_out).

    Source:
        Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating
        errors, Nature 323, eq. 1 and 4 to 7.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        draw = initializer or GlorotUniform()
        self.params["W"] = draw((n_in, n_out), seed)
        if use_bias:
            self.params["b"] = np.zeros(n_out)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (..., n_out) for x (..., n_in)."""
        W = self.params["W"]
        x = as_float("x", x)
        require_shape("x", x, (*x.shape[:-1], W.shape[0]))
        self.x = x
        y = x @ W
        if "b" in self.params:
            y = y + self.params["b"]
        return y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (..., n_in) for dy (..., n_out); fill the gradients of W and b."""
        W = self.params["W"]
        require_shape("dy", dy, (*self.x.shape[:-1], W.shape[1]))
        x_rows = self.x.reshape(-1, W.shape[0])  # every leading axis is one more example
        dy_rows = dy.reshape(-1, W.shape[1])
        self.grads["W"] = x_rows.T @ dy_rows
        if "b" in self.params:
            self.grads["b"] = dy_rows.sum(axis=0)
        return dy @ W.T
