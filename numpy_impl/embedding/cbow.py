"""CBOW, the continuous bag of words."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.word_indices import word_indices
from numpy_impl.embedding.word_vectors import WordVectors
from numpy_impl.validation import require_shape


class CBOW(WordVectors):
    """Predicts a word from those around it: their mean vector h gives a score to every word.

        h = 1/C sum_c W_in[context_c], L = -log softmax(h W_out^T)_target

    Args:
        n_words: how many words there are.
        n_hidden: length of a vector.
        output: ``"softmax"`` over all words, or ``"negative_sampling"``.
        initializer: draws W_in and W_out; Glorot's uniform distribution if none is given.
        seed: seeds the draw of W_in; W_out has one of its own, made from it.

    Shapes:
        contexts (N, C), target (N,) and negative (N, K) numbers of words; W_in and W_out (n_words,
        n_hidden). L: a scalar, the mean over the examples.

    Source:
        Mikolov, Chen, Corrado and Dean (2013), Efficient estimation of word representations in
        vector space, section 3.1.
    """

    def forward(
        self, contexts: ArrayLike, target: ArrayLike, negative: ArrayLike | None = None
    ) -> np.ndarray:
        """Return L for the words around (N, C), the word between (N,) and its negatives (N, K)."""
        W_in = self.params["W_in"]
        self.contexts = word_indices("contexts", contexts, (None, None), len(W_in))
        N, C = self.contexts.shape
        if N * C == 0:
            raise ValueError(f"contexts has shape {(N, C)}: a mean needs at least one of each.")
        target = word_indices("target", target, (N,), len(W_in))
        h = W_in[self.contexts].mean(axis=1)
        losses = self.losses(h, target, negative)
        return losses.mean()

    def backward(self, dL: ArrayLike = 1.0) -> None:
        """Fill the gradients of W_in and W_out; the words themselves have none."""
        W_in = self.params["W_in"]
        dL = np.asarray(dL)
        require_shape("dL", dL, ())
        N, C = self.contexts.shape
        dh = self.losses_backward(np.full(N, dL / N))
        dx = np.repeat(dh[:, np.newaxis] / C, C, axis=1)  # each word around has 1/C of the mean
        self.grads["W_in"] = np.zeros_like(W_in)
        np.add.at(self.grads["W_in"], self.contexts, dx)  # a word that comes twice gets both
