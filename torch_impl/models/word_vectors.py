"""The vectors of words in PyTorch."""

from __future__ import annotations

from torch import nn

from torch_impl.initializers.gauss import Gauss
from torch_impl.initializers.initializer import Initializer


def word_vectors(
    vocab: int, emb: int, initializer: Initializer | None, seed: int | None
) -> nn.Embedding:
    """Return :class:`torch.nn.Embedding`, drawn with sigma = 0.01 if no initializer is given."""
    return nn.Embedding.from_pretrained((initializer or Gauss())((vocab, emb), seed), freeze=False)
