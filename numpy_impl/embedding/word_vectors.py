"""What CBOW and skip-gram share: two vectors for each word, and the loss over the words."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.negative_sampling import NegativeSampling
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.losses.softmax_cross_entropy import SoftmaxCrossEntropy
from numpy_impl.seeds import spawned
from numpy_impl.validation import require_choice

OUTPUTS = ("softmax", "negative_sampling")


class WordVectors(Layer):
    """Has W_in and W_out (n_words, n_hidden), and the loss of the words that h should predict.

    Args:
        n_words: how many words there are.
        n_hidden: length of a vector.
        output: ``"softmax"`` over all words, or ``"negative_sampling"``.
        initializer: draws both; Glorot's uniform distribution if none is given.
        seed: seeds the draw of W_in; W_out has one of its own, made from it.
    """

    def __init__(
        self,
        n_words: int,
        n_hidden: int,
        output: str = "softmax",
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        require_choice("output", output, OUTPUTS)
        self.output = output
        (own,) = spawned(seed, 1)
        self.softmax = SoftmaxCrossEntropy("none")
        self.sampling = NegativeSampling(n_words, n_hidden, "none", initializer, own)
        draw = initializer or GlorotUniform()
        self.params["W_in"] = draw((n_words, n_hidden), seed)
        self.params["W_out"] = self.sampling.params["W"]

    def losses(self, h: np.ndarray, target: np.ndarray, negative: ArrayLike | None) -> np.ndarray:
        """Return -log p(target) (N,) for h (N, n_hidden), or its estimate from negatives (N, K)."""
        if (self.output == "softmax") != (negative is None):
            wanted = "takes no" if self.output == "softmax" else "needs"
            raise ValueError(f"With output {self.output!r} the model {wanted} negatives.")
        W_out = self.params["W_out"]
        if negative is None:
            self.h = h
            return self.softmax.forward(h @ W_out.T, target)
        self.sampling.params["W"] = W_out
        return self.sampling.forward(h, target, negative)

    def losses_backward(self, dlosses: np.ndarray) -> np.ndarray:
        """Return dh (N, n_hidden) for dlosses (N,); fill the gradient of W_out."""
        if self.output == "softmax":
            dscore = self.softmax.backward(dlosses)
            self.grads["W_out"] = dscore.T @ self.h
            return dscore @ self.params["W_out"]
        dh = self.sampling.backward(dlosses)
        self.grads["W_out"] = self.sampling.grads["W"]
        return dh
