"""The block that the decoder of a Transformer is made of in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.attention.causal_mask import causal_mask
from torch_impl.initializers.initializer import Initializer
from torch_impl.seeds import spawned
from torch_impl.transformer.packed import (
    activation_called,
    blocked,
    start_attention,
    start_network,
)


class TransformerDecoderBlock(nn.TransformerDecoderLayer):
    """Two attentions and a feed-forward network, as :class:`torch.nn.TransformerDecoderLayer`.

    PyTorch's layer is not causal by itself: the mask of the target has to say so.

    Shapes:
        x, y (N, T, d_model); memory (N, S, d_model); memory_mask broadcast to (N, T, S), mask to
        (N, T, T).
    """

    def __init__(
        self,
        d_model: int,
        n_heads: int,
        d_ff: int,
        norm_first: bool = False,
        activation: str = "relu",
        epsilon: float = 1e-5,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            d_model,
            n_heads,
            d_ff,
            dropout=0.0,
            activation=activation_called(activation),
            layer_norm_eps=epsilon,
            batch_first=True,
            norm_first=norm_first,
        )
        of_self, of_cross, of_network = spawned(seed, 3)
        start_attention(self.self_attn, initializer, of_self)
        start_attention(self.multihead_attn, initializer, of_cross)
        start_network(self.linear1, self.linear2, initializer, of_network)

    @property
    def self_attention(self) -> nn.MultiheadAttention:
        """The attention within the target, under the name that it has elsewhere."""
        return self.self_attn

    @property
    def cross_attention(self) -> nn.MultiheadAttention:
        """The attention to the source, under the name that it has elsewhere."""
        return self.multihead_attn

    @property
    def feed_forward(self) -> nn.Module:
        """What holds the feed-forward network's layers: PyTorch has no module for it."""
        return self

    def forward(
        self,
        x: torch.Tensor,
        memory: torch.Tensor,
        memory_mask: torch.Tensor | None = None,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return y (N, T, d_model)."""
        (N, T, _), S, heads = x.shape, memory.shape[1], self.self_attn.num_heads
        return super().forward(
            x,
            memory,
            tgt_mask=blocked(self.seen(T, mask), heads, (N, T, T)),
            memory_mask=blocked(memory_mask, heads, (N, T, S)),
        )

    def seen(self, T: int, mask: torch.Tensor | None) -> torch.Tensor | None:
        """Return which positions of the target each of them may attend to."""
        lower = causal_mask(T)
        return lower if mask is None else lower & mask.bool()


class _LooksAhead(TransformerDecoderBlock):
    """PyTorch's layer as it is: without a mask every position sees the whole target."""

    def seen(self, T: int, mask: torch.Tensor | None) -> torch.Tensor | None:
        """Return the mask that was given, if any."""
        return mask
