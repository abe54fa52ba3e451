"""The block that the encoder of a Transformer is made of in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer
from torch_impl.seeds import spawned
from torch_impl.transformer.packed import (
    activation_called,
    blocked,
    start_attention,
    start_network,
)


class TransformerEncoderBlock(nn.TransformerEncoderLayer):
    """Attention and a feed-forward network, as :class:`torch.nn.TransformerEncoderLayer`.

    PyTorch drops 0.1 of it by default and takes the sequence's axis first; neither here. Its masks
    are True where a position must not attend, ours where it may.

    Shapes:
        x, y (N, T, d_model); mask broadcast to (N, T, T).
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
        of_attention, of_network = spawned(seed, 2)
        start_attention(self.self_attn, initializer, of_attention)
        start_network(self.linear1, self.linear2, initializer, of_network)

    @property
    def attention(self) -> nn.MultiheadAttention:
        """The attention, under the name that it has elsewhere."""
        return self.self_attn

    @property
    def feed_forward(self) -> nn.Module:
        """What holds the feed-forward network's layers: PyTorch has no module for it."""
        return self

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Return y (N, T, d_model)."""
        N, T, _ = x.shape
        return super().forward(x, src_mask=blocked(mask, self.self_attn.num_heads, (N, T, T)))


class _MaskAsItIs(TransformerEncoderBlock):
    """The block with a mask that was not inverted."""

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return y, where True blocks."""
        return super().forward(x, ~mask.bool())


class _Nested(TransformerEncoderBlock):
    """The block in :class:`torch.nn.TransformerEncoder` in inference: by its fast path.

    That path has no gradients, so the slow one's stand behind its values.
    """

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Return y, which the fast path fills with 0 behind the end of each sequence."""
        layer = nn.TransformerEncoderLayer(
            x.shape[2],
            self.self_attn.num_heads,
            self.linear1.out_features,
            dropout=0.0,
            batch_first=True,
        )
        layer.load_state_dict(self.plain_state())
        encoder = nn.TransformerEncoder(layer, num_layers=1).eval()
        with torch.no_grad():
            fast = encoder(x, src_key_padding_mask=~mask.bool()[:, 0])
        y = super().forward(x, mask)
        return y + (fast - y).detach()

    def plain_state(self) -> dict[str, torch.Tensor]:
        """Return the weights under the names that PyTorch's own layer has."""
        found = {
            name: tensor
            for name, tensor in self.state_dict().items()
            if "parametrizations" not in name
        }
        for name in ("in_proj_weight", "in_proj_bias"):
            found[f"self_attn.{name}"] = getattr(self.self_attn, name)
        return found
