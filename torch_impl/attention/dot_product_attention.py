"""Dot-product attention in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer


class DotProductAttention(nn.Module):
    """y = softmax(Q W K^T) V, by PyTorch's scaled_dot_product_attention with a scale of 1.

    Shapes:
        Q (N, T_q, n_query) or (N, n_query), K (N, T_k, n_key), V (N, T_k, d_v), mask (N, T_k), y
        (N, T_q, d_v) or (N, d_v); weight (n_key, n_query).
    """

    def __init__(
        self,
        score: str = "dot",
        n_query: int | None = None,
        n_key: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.scale: float | None = 1.0
        self.map = nn.Identity() if score == "dot" else nn.Linear(n_query, n_key, bias=False)
        if score == "general":
            draw = initializer or GlorotUniform()
            self.map.weight = nn.Parameter(draw((n_key, n_query), seed))

    def forward(
        self,
        Q: torch.Tensor,
        K: torch.Tensor,
        V: torch.Tensor | None = None,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return y (N, T_q, d_v), or (N, d_v) for one query."""
        queries = self.map(Q.unsqueeze(1) if Q.dim() == 2 else Q)
        within = None if mask is None else mask.bool().unsqueeze(1)
        V = K if V is None else V
        y = F.scaled_dot_product_attention(queries, K, V, attn_mask=within, scale=self.scale)
        return y.squeeze(1) if Q.dim() == 2 else y


class _Scaled(DotProductAttention):
    """The layer with the scale that PyTorch's function has by default."""

    def __init__(self) -> None:
        super().__init__()
        self.scale = None
