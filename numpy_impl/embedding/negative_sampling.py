"""Negative sampling."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.embedding.word_indices import require_sizes, word_indices
from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.losses.loss import Loss
from numpy_impl.validation import as_float, require_shape


class NegativeSampling(Loss):
    """L = -log s(h . w_target) - sum_k log s(-h . w_k), where s is the sigmoid.

    In place of a softmax over all words, 1 + K questions of yes or no: the target's is a yes, that
    of each of K drawn words, the negatives, a no. The negatives are given, so that the loss is
    deterministic; :func:`~numpy_impl.embedding.unigram_sampler.unigram_sampler` draws them.

    Args:
        n_words: how many words there are.
        n_hidden: length of h, and of the vector of each word.
        reduction: ``"none"``, ``"sum"`` or ``"mean"`` (over the examples, not the words).
        initializer: draws W; Glorot's uniform distribution if none is given.
        seed: seeds the draw of W.

    Shapes:
        h, dh (N, n_hidden), target (N,) and negative (N, K) numbers of words, W (n_words,
        n_hidden). L: a scalar, or (N,) with ``reduction="none"``.

    Source:
        Mikolov, Sutskever, Chen, Corrado and Dean (2013), Distributed representations of words and
        phrases and their compositionality, section 2.2, eq. 4.
    """

    def __init__(
        self,
        n_words: int,
        n_hidden: int,
        reduction: str = "mean",
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(reduction)
        require_sizes(n_words, n_hidden)
        draw = initializer or GlorotUniform()
        self.params["W"] = draw((n_words, n_hidden), seed)

    def forward(self, h: np.ndarray, target: ArrayLike, negative: ArrayLike) -> np.ndarray:
        """Return L for h (N, n_hidden), the target words (N,) and the negatives (N, K)."""
        W = self.params["W"]
        self.h = as_float("h", h)
        require_shape("h", self.h, (None, W.shape[1]))
        N = len(self.h)
        target = word_indices("target", target, (N,), len(W))
        negative = word_indices("negative", negative, (N, None), len(W))
        self.words = np.concatenate([target[:, np.newaxis], negative], axis=1)
        self.w = W[self.words]  # (N, 1 + K, n_hidden): only these rows take part
        score = (self.w * self.h[:, np.newaxis]).sum(axis=2)
        self.t = np.zeros_like(score)
        self.t[:, 0] = 1  # the target is a yes, every negative a no
        # -log s(a) = log(1 + e^-a), and for a no -log s(-a) = log(1 + e^a)
        losses = np.logaddexp(0, np.where(self.t == 1, -score, score)).sum(axis=1)
        self.y = np.exp(-np.logaddexp(0, -score))  # the sigmoid, without overflow
        return self.reduce(losses)

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dh (N, n_hidden); fill the gradient of W."""
        dscore = self.share(dL)[:, np.newaxis] * (self.y - self.t)
        dw = dscore[..., np.newaxis] * self.h[:, np.newaxis]
        self.grads["W"] = np.zeros_like(self.params["W"])
        np.add.at(self.grads["W"], self.words, dw)  # a word that comes twice gets both
        return (dscore[..., np.newaxis] * self.w).sum(axis=1)
