"""CBOW in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from torch_impl.embedding.word_vectors import WordVectors


class CBOW(WordVectors):
    """Predicts a word from the mean of those around it, by ``embedding_bag``.

    Shapes:
        contexts (N, C), target (N,) and negative (N, K) numbers of words; W_in and sampling.weight
        (n_words, n_hidden). L: a scalar.
    """

    def forward(
        self, contexts: torch.Tensor, target: torch.Tensor, negative: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Return L."""
        h = F.embedding_bag(contexts, self.W_in, mode="mean")
        return self.losses(h, target, negative).mean()


class _Sum(CBOW):
    """The same with the vectors' sum, as ``nn.EmbeddingBag(mode="sum")`` gives it."""

    def forward(
        self, contexts: torch.Tensor, target: torch.Tensor, negative: torch.Tensor | None = None
    ) -> torch.Tensor:
        """Return L."""
        h = F.embedding_bag(contexts, self.W_in, mode="sum")
        return self.losses(h, target, negative).mean()
