"""Dot-product attention in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from torch_impl.attention.source import mean_of
from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer
from torch_impl.seeds import spawned


class DotProductAttention(nn.Module):
    """y = softmax(Q W K^T) V, by PyTorch's scaled_dot_product_attention with a scale of 1.

    With score="concat" two linear layers and tanh score the pairs, joined in one vector each.

    Shapes:
        Q (N, T_q, n_query) or (N, n_query), K (N, T_k, n_key), V (N, T_k, d_v), mask (N, T_k), y
        (N, T_q, d_v) or (N, d_v); the weights as (out, in).
    """

    def __init__(
        self,
        score: str = "dot",
        n_query: int | None = None,
        n_key: int | None = None,
        n_units: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.scale: float | None = 1.0
        self.map: nn.Module = nn.Identity()
        self.v: nn.Linear | None = None
        draw = initializer or GlorotUniform()
        if score == "general":
            self.map = _linear(n_query, n_key, draw, seed)
        if score == "concat":
            (of_v,) = spawned(seed, 1)
            self.map = _linear(n_query + n_key, n_units, draw, seed)
            self.v = _linear(n_units, 1, draw, of_v)

    def forward(
        self,
        Q: torch.Tensor,
        K: torch.Tensor,
        V: torch.Tensor | None = None,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return y (N, T_q, d_v), or (N, d_v) for one query."""
        queries = Q.unsqueeze(1) if Q.dim() == 2 else Q
        V = K if V is None else V
        if self.v is not None:
            y = mean_of(self.concat(queries, K), V, mask)
        else:
            within = None if mask is None else mask.bool().unsqueeze(1)
            y = F.scaled_dot_product_attention(
                self.map(queries), K, V, attn_mask=within, scale=self.scale
            )
        return y.squeeze(1) if Q.dim() == 2 else y

    def concat(self, Q: torch.Tensor, K: torch.Tensor) -> torch.Tensor:
        """Return the scores (N, T_q, T_k) of every query, joined with every key."""
        T_q, T_k = Q.shape[1], K.shape[1]
        q = Q.unsqueeze(2).expand(-1, -1, T_k, -1)
        k = K.unsqueeze(1).expand(-1, T_q, -1, -1)
        return self.v(torch.tanh(self.map(torch.cat([q, k], dim=3)))).squeeze(3)


def _linear(n_in: int, n_out: int, draw: Initializer, seed: int | None) -> nn.Linear:
    """Return a linear layer without a bias, whose weight was drawn."""
    layer = nn.Linear(n_in, n_out, bias=False)
    layer.weight = nn.Parameter(draw((n_out, n_in), seed))
    return layer


class _Scaled(DotProductAttention):
    """The layer with the scale that PyTorch's function has by default."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = None
