"""Skip-gram in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from torch_impl.embedding.word_vectors import WordVectors


class SkipGram(WordVectors):
    """Predicts the words around from the one between them, by ``embedding``.

    Shapes:
        center (N,), contexts (N, C) and negative (N, C, K) numbers of words; W_in and
        sampling.weight (n_words, n_hidden). L: a scalar.
    """

    def forward(
        self, center: torch.Tensor, contexts: torch.Tensor, negative: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Return L."""
        h = F.embedding(center, self.W_in)
        N, C = contexts.shape
        h = h.repeat_interleave(C, dim=0)
        drawn = None if negative is None else negative.flatten(end_dim=1)
        losses = self.losses(h, contexts.flatten(), drawn)
        return losses.reshape(N, C).sum(dim=1).mean()


class _MeanOverContexts(SkipGram):
    """The same with ``cross_entropy``'s own mean, over contexts and examples alike."""

    def forward(
        self, center: torch.Tensor, contexts: torch.Tensor, negative: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Return L."""
        return super().forward(center, contexts, negative) / contexts.shape[1]
