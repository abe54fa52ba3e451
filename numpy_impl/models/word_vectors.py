"""The vectors of words, as models of sequences look them up."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.models.token_labels import words_within


class WordVectors(Layer):
    """y = W[x]: the row of W for each word.

    Args:
        vocab: how many words there are.
        emb: length of a word's vector.
        initializer: draws W; a normal distribution with sigma = 0.01 if none is given.
        seed: seeds the draw.

    Shapes:
        x (...) integers, W (vocab, emb), y (..., emb).
    """

    def __init__(
        self, vocab: int, emb: int, initializer: Initializer | None = None, seed: int | None = None
    ) -> None:
        super().__init__()
        for name, size in (("vocab", vocab), ("emb", emb)):
            if size < 1:
                raise ValueError(f"{name} is {size}, but must be at least 1.")
        self.params["W"] = (initializer or Gauss())((vocab, emb), seed)

    def forward(self, x: ArrayLike) -> np.ndarray:
        """Return y (..., emb) for the words x (...)."""
        self.x = words_within("x", x, len(self.params["W"]))
        return self.params["W"][self.x]

    def backward(self, dy: np.ndarray) -> None:
        """Fill the gradient of W: a word that comes several times has the sum."""
        self.grads["W"] = np.zeros_like(self.params["W"])
        np.add.at(self.grads["W"], self.x, dy)
