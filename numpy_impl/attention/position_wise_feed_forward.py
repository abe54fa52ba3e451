"""The position-wise feed-forward network of a Transformer."""

from __future__ import annotations

import numpy as np

from numpy_impl.activations.gelu import GELU
from numpy_impl.activations.relu import ReLU
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.seeds import spawned
from numpy_impl.validation import as_float, require_choice, require_shape


class PositionWiseFeedForward(Layer):
    """y = f(x W1 + b1) W2 + b2, at each position alike and for itself; f is ReLU or GELU.

    Args:
        d_model: length of the vector at a position, in x and in y.
        d_ff: length of the hidden vector, in the paper 4 d_model.
        activation: f, ``"relu"`` as in the Transformer, ``"gelu"`` as in BERT, or ``"gelu_tanh"``,
            its approximation, as in GPT-2.
        initializer: draws W1 and W2; Glorot's uniform distribution if none is given. b1 and b2
            start at 0.
        seed: seeds the draw of W1; W2 has one of its own, made from it.

    Shapes:
        x, y, dy, dx (..., d_model); W1 (d_model, d_ff), b1 (d_ff,), W2 (d_ff, d_model),
        b2 (d_model,).

    Source:
        Vaswani et al. (2017), Attention is all you need, section 3.3, eq. 2.
    """

    def __init__(
        self,
        d_model: int,
        d_ff: int,
        activation: str = "relu",
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        for name, size in (("d_model", d_model), ("d_ff", d_ff)):
            if size < 1:
                raise ValueError(f"{name} is {size}, but must be at least 1.")
        require_choice("activation", activation, ("relu", "gelu", "gelu_tanh"))
        self.f = ReLU() if activation == "relu" else GELU(approximate=activation == "gelu_tanh")
        draw = initializer or GlorotUniform()
        (own,) = spawned(seed, 1)
        self.params = {
            "W1": draw((d_model, d_ff), seed),
            "b1": np.zeros(d_ff),
            "W2": draw((d_ff, d_model), own),
            "b2": np.zeros(d_model),
        }

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (..., d_model) for x (..., d_model)."""
        W1, b1, W2, b2 = (self.params[name] for name in ("W1", "b1", "W2", "b2"))
        x = as_float("x", x)
        require_shape("x", x, (*x.shape[:-1], len(W1)))
        self.x = x
        self.h = self.f.forward(x @ W1 + b1)
        return self.h @ W2 + b2

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (..., d_model) for dy (..., d_model); fill the gradients of the parameters.

        All positions share the parameters, so every leading axis is summed over.
        """
        require_shape("dy", dy, self.x.shape)
        W1, W2 = self.params["W1"], self.params["W2"]
        d_model, d_ff = W1.shape
        dy_rows = dy.reshape(-1, d_model)
        self.grads["W2"] = self.h.reshape(-1, d_ff).T @ dy_rows
        self.grads["b2"] = dy_rows.sum(axis=0)
        dh = dy @ W2.T
        da = self.f.backward(dh)
        da_rows = da.reshape(-1, d_ff)
        self.grads["W1"] = self.x.reshape(-1, d_model).T @ da_rows
        self.grads["b1"] = da_rows.sum(axis=0)
        return da @ W1.T
