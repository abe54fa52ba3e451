"""One dense layer at every step of a sequence."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.recurrent.sequences import sequences, steps_within
from numpy_impl.validation import require_shape


class TimeDistributed(Layer):
    """y_t = x_t W + b, with the same W and b at every step: what turns states into outputs.

    Sequence and step together number the rows of one product. With ``lengths``, y is 0 behind the
    end of a sequence, and nothing is learned there.

    Args:
        n_in: length of x_t.
        n_out: length of y_t.
        use_bias: whether b is added.
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x (N, T, n_in), W (n_in, n_out), b (n_out,), y (N, T, n_out), lengths (N,).

    Source:
        Goodfellow, Bengio and Courville (2016), Deep Learning, section 10.2, eq. 10.10 and 10.22.
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

    def forward(self, x: np.ndarray, lengths: ArrayLike | None = None) -> np.ndarray:
        """Return y (N, T, n_out) for x (N, T, n_in)."""
        W = self.params["W"]
        x = sequences(x, len(W))
        N, T, n_in = x.shape
        self.within = steps_within(lengths, N, T).swapaxes(0, 1)
        self.rows = x.reshape(N * T, n_in)
        y_rows = self.rows @ W
        if "b" in self.params:
            y_rows = y_rows + self.params["b"]
        y = y_rows.reshape(N, T, W.shape[1])
        return np.where(self.within, y, 0)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, T, n_in) for dy (N, T, n_out); fill the gradients of W and b.

        All steps share W and b, so the rows of all of them are summed.
        """
        W = self.params["W"]
        N, T, _ = self.within.shape
        require_shape("dy", dy, (N, T, W.shape[1]))
        dy_rows = np.where(self.within, dy, 0).reshape(N * T, W.shape[1])
        self.grads["W"] = self.rows.T @ dy_rows
        if "b" in self.params:
            self.grads["b"] = dy_rows.sum(axis=0)
        dx_rows = dy_rows @ W.T
        return dx_rows.reshape(N, T, len(W))
