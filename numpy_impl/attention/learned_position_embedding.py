"""Learned position embeddings."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class LearnedPositionEmbedding(Layer):
    """y_t = x_t + P_t: each position has a learned vector, which is added at it.

    Args:
        max_length: how many positions have a vector; a longer sequence is an error.
        d_model: length of the vector at a position.
        initializer: draws P; a normal distribution of standard deviation 0.02 if none is given,
            as in BERT and GPT-2.
        seed: seeds the draw of P.

    Shapes:
        x, y, dy, dx (N, T, d_model) with T <= max_length; P (max_length, d_model).

    Source:
        Gehring et al. (2017), Convolutional sequence to sequence learning, section 3.1; Devlin et
        al. (2019), BERT, section 3.
    """

    def __init__(
        self,
        max_length: int,
        d_model: int,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        for name, size in (("max_length", max_length), ("d_model", d_model)):
            if size < 1:
                raise ValueError(f"{name} is {size}, but must be at least 1.")
        draw = initializer or Gauss(0.02)
        self.params["P"] = draw((max_length, d_model), seed)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, T, d_model) for x (N, T, d_model)."""
        P = self.params["P"]
        x = as_float("x", x)
        require_shape("x", x, (None, None, P.shape[1]))
        T = x.shape[1]
        if len(P) < T:
            raise ValueError(f"x has {T} positions, but max_length is {len(P)}.")
        self.shape = x.shape
        return x + P[:T]

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, T, d_model); fill the gradient of P.

        All sequences share P_t; a position that no sequence reached gets 0.
        """
        require_shape("dy", dy, self.shape)
        dP = np.zeros_like(self.params["P"])
        dP[: self.shape[1]] = dy.sum(axis=0)
        self.grads["P"] = dP
        return dy.copy()
