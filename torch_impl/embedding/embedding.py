"""A vector for each word in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.gauss import Gauss
from torch_impl.initializers.initializer import Initializer
from torch_impl.optimizers.adam import Adam


class Embedding(nn.Embedding):
    """y = W[idx], as :class:`torch.nn.Embedding`.

    Shapes:
        idx (...) integers, weight (n_words, n_dims), y (..., n_dims).
    """

    def __init__(
        self,
        n_words: int,
        n_dims: int,
        padding_idx: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(n_words, n_dims, padding_idx=padding_idx)
        draw = initializer or Gauss(0.01)
        self.weight = nn.Parameter(draw((n_words, n_dims), seed))
        if padding_idx is not None:
            nn.init.zeros_(self.weight[padding_idx])


class _AfterAdam(Embedding):
    """The layer after one step of Adam on half the sum of y squared."""

    def forward(self, idx: torch.Tensor) -> torch.Tensor:
        """Return y after the step, so that it shows how far the rows went."""
        weight = nn.Parameter(self.weight.detach().clone())
        optimizer = Adam([weight], lr=0.125)
        (nn.functional.embedding(idx, weight) ** 2).sum().div(2).backward()
        optimizer.step()
        return nn.functional.embedding(idx, weight)
