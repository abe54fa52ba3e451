"""Skip-gram."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.word_indices import word_indices
from numpy_impl.embedding.word_vectors import WordVectors
from numpy_impl.validation import require_shape


class SkipGram(WordVectors):
    """Predicts the words around from the one between them: CBOW the other way round.

        h = W_in[center], L = -sum_c log softmax(h W_out^T)_context_c

    Args:
        n_words: how many words there are.
        n_hidden: length of a vector.
        output: ``"softmax"`` over all words, or ``"negative_sampling"``.
        initializer: draws W_in and W_out; Glorot's uniform distribution if none is given.
        seed: seeds the draw of W_in; W_out has one of its own, made from it.

    Shapes:
        center (N,), contexts (N, C) and negative (N, C, K) numbers of words, K for each context;
        W_in and W_out (n_words, n_hidden). L: a scalar, the sum over the contexts, the mean over
        the examples.

    Source:
        Mikolov, Chen, Corrado and Dean (2013), Efficient estimation of word representations in
        vector space, section 3.2; Mikolov, Sutskever, Chen, Corrado and Dean (2013), Distributed
        representations of words and phrases and their compositionality, eq. 1, 2 and 4.
    """

    def forward(
        self, center: ArrayLike, contexts: ArrayLike, negative: ArrayLike | None = None
    ) -> np.ndarray:
        """Return L for the words (N,), those around (N, C) and their negatives (N, C, K)."""
        W_in = self.params["W_in"]
        n_words = len(W_in)
        self.center = word_indices("center", center, (None,), n_words)
        N = len(self.center)
        contexts = word_indices("contexts", contexts, (N, None), n_words)
        if contexts.size == 0:
            raise ValueError(f"contexts has shape {contexts.shape}, but must have at least one.")
        C = contexts.shape[1]
        if negative is not None:
            negative = word_indices("negative", negative, (N, C, None), n_words)
            negative = negative.reshape(N * C, -1)
        h = W_in[self.center]
        # Each word around is an example of its own, with the same h.
        losses = self.losses(np.repeat(h, C, axis=0), contexts.reshape(-1), negative)
        self.shape = N, C
        return losses.reshape(N, C).sum(axis=1).mean()

    def backward(self, dL: ArrayLike = 1.0) -> None:
        """Fill the gradients of W_in and W_out; the words themselves have none."""
        W_in = self.params["W_in"]
        dL = np.asarray(dL)
        require_shape("dL", dL, ())
        N, C = self.shape
        dh = self.losses_backward(np.full(N * C, dL / N))
        dx = dh.reshape(N, C, -1).sum(axis=1)  # h was used for every word around
        self.grads["W_in"] = np.zeros_like(W_in)
        np.add.at(self.grads["W_in"], self.center, dx)  # a word that comes twice gets both
