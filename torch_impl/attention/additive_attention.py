"""Additive attention in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.attention.source import mean_of
from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer
from torch_impl.seeds import spawned


class AdditiveAttention(nn.Module):
    """scores = v · tanh(Q W_q + K W_k); PyTorch has no part of its own for it.

    Shapes:
        Q (N, T_q, n_query) or (N, n_query), K (N, T_k, n_key), V (N, T_k, d_v), mask (N, T_k), y
        (N, T_q, d_v) or (N, d_v); the weights as (out, in).
    """

    def __init__(
        self,
        n_query: int,
        n_key: int,
        n_units: int,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        draw = initializer or GlorotUniform()
        sizes = {"q": (n_query, n_units), "k": (n_key, n_units), "v": (n_units, 1)}
        for (name, size), own_seed in zip(sizes.items(), (seed, *spawned(seed, 2)), strict=True):
            part = nn.Linear(*size, bias=False)
            part.weight = nn.Parameter(draw(part.weight.shape, own_seed))
            setattr(self, name, part)

    def forward(
        self,
        Q: torch.Tensor,
        K: torch.Tensor,
        V: torch.Tensor | None = None,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return y (N, T_q, d_v), or (N, d_v) for one query."""
        queries = Q.unsqueeze(1) if Q.dim() == 2 else Q
        h = torch.tanh(self.q(queries).unsqueeze(2) + self.k(K).unsqueeze(1))
        y = mean_of(self.v(h).squeeze(3), K if V is None else V, mask)
        return y.squeeze(1) if Q.dim() == 2 else y
