"""The block that GPT is made of in PyTorch, with a key-value cache."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.attention.bias import causal_lower_right

from torch_impl.attention.multi_head_attention import MultiHeadAttention
from torch_impl.attention.position_wise_feed_forward import PositionWiseFeedForward
from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.layer_norm import LayerNorm
from torch_impl.seeds import spawned


class GPTBlock(nn.Module):
    """A pre-norm block with ``scaled_dot_product_attention`` over all keys so far.

    PyTorch's ``is_causal`` counts queries and keys from the start of both; behind a past the last
    query belongs to the last key, which is :func:`torch.nn.attention.bias.causal_lower_right`.

    Shapes:
        x, y (N, T, d_model); past_K, past_V (N, n_heads, T_past, d_head) and K, V
        (N, n_heads, T_past + T, d_head).
    """

    def __init__(
        self,
        d_model: int,
        n_heads: int,
        d_ff: int,
        activation: str = "gelu_tanh",
        epsilon: float = 1e-5,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.n_heads = n_heads
        of_attention, of_network = spawned(seed, 2)
        self.norm1 = LayerNorm(d_model, epsilon)
        self.attention = MultiHeadAttention(
            d_model, n_heads, initializer=initializer, seed=of_attention
        )
        self.norm2 = LayerNorm(d_model, epsilon)
        self.feed_forward = PositionWiseFeedForward(
            d_model, d_ff, activation, initializer, of_network
        )

    def forward(
        self,
        x: torch.Tensor,
        past_K: torch.Tensor | None = None,
        past_V: torch.Tensor | None = None,
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return y (N, T, d_model), and K and V of all positions so far."""
        a, parts = self.norm1(x), self.attention
        q, K, V = (
            part(a).unflatten(2, (self.n_heads, -1)).transpose(1, 2)
            for part in (parts.q, parts.k, parts.v)
        )
        if past_K is not None:
            K, V = torch.cat([past_K, K], dim=2), torch.cat([past_V, V], dim=2)
        h = x + parts.o(self.attend(q, K, V).transpose(1, 2).flatten(2))
        return h + self.feed_forward(self.norm2(h)), K, V

    def attend(self, q: torch.Tensor, K: torch.Tensor, V: torch.Tensor) -> torch.Tensor:
        """Return what each query sees of the keys up to its own."""
        return F.scaled_dot_product_attention(
            q, K, V, attn_mask=causal_lower_right(q.shape[2], K.shape[2])
        )


class _IsCausal(GPTBlock):
    """The block with ``is_causal=True``, which begins to count at the first key."""

    def attend(self, q: torch.Tensor, K: torch.Tensor, V: torch.Tensor) -> torch.Tensor:
        """Return what each query sees."""
        return F.scaled_dot_product_attention(q, K, V, is_causal=True)
