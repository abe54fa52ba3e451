"""Negative sampling in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer


class NegativeSampling(nn.Embedding):
    """L = -log s(h . w_target) - sum_k log s(-h . w_k), over :class:`torch.nn.Embedding`.

    Shapes:
        h (N, n_hidden), target (N,) and negative (N, K) numbers of words, weight (n_words,
        n_hidden). L: a scalar, or (N,) with ``reduction="none"``.
    """

    def __init__(
        self,
        n_words: int,
        n_hidden: int,
        reduction: str = "mean",
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(n_words, n_hidden)
        self.reduction = reduction
        draw = initializer or GlorotUniform()
        self.weight = nn.Parameter(draw((n_words, n_hidden), seed))

    def forward(
        self, h: torch.Tensor, target: torch.Tensor, negative: torch.Tensor
    ) -> torch.Tensor:
        """Return L."""
        yes = torch.linalg.vecdot(super().forward(target), h)
        no = torch.linalg.vecdot(super().forward(negative), h[:, None])
        losses = -F.logsigmoid(yes) - F.logsigmoid(-no).sum(dim=1)
        if self.reduction == "none":
            return losses
        return losses.sum() if self.reduction == "sum" else losses.mean()
