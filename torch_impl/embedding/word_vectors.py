"""What CBOW and skip-gram share in PyTorch: two vectors for each word, and the loss."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from torch_impl.embedding.negative_sampling import NegativeSampling
from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer
from torch_impl.seeds import spawned


class WordVectors(nn.Module):
    """Has W_in and W_out (n_words, n_hidden), and the loss of the words that h should predict."""

    def __init__(
        self,
        n_words: int,
        n_hidden: int,
        output: str = "softmax",
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.output = output
        (own,) = spawned(seed, 1)
        draw = initializer or GlorotUniform()
        self.W_in = nn.Parameter(draw((n_words, n_hidden), seed))
        self.sampling = NegativeSampling(n_words, n_hidden, "none", initializer, own)

    def losses(
        self, h: torch.Tensor, target: torch.Tensor, negative: torch.Tensor | None
    ) -> torch.Tensor:
        """Return the loss (N,) of each example, by ``cross_entropy`` or negative sampling."""
        if negative is not None:
            return self.sampling(h, target, negative)
        score = F.linear(h, self.sampling.weight)
        return F.cross_entropy(score, target, reduction="none")
