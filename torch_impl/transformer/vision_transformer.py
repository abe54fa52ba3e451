"""A Vision Transformer in PyTorch."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn

from torch_impl.attention.learned_position_embedding import LearnedPositionEmbedding
from torch_impl.attention.patch_embedding import PatchEmbedding
from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.dense import Dense
from torch_impl.layers.layer_norm import LayerNorm
from torch_impl.seeds import spawned
from torch_impl.transformer.transformer_encoder_block import TransformerEncoderBlock


class VisionTransformer(nn.Module):
    """Patches, blocks of :class:`torch.nn.TransformerEncoderLayer`, and a head for the CLS token.

    Shapes:
        x (N, C, H, W); y (N, n_classes).
    """

    def __init__(
        self,
        in_channels: int,
        image_size: int | tuple[int, int],
        patch_size: int,
        n_classes: int,
        d_model: int,
        n_heads: int,
        d_ff: int,
        n_blocks: int = 2,
        epsilon: float = 1e-6,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        height, width = (image_size, image_size) if np.ndim(image_size) == 0 else image_size
        n = (height // patch_size) * (width // patch_size)
        of_patches, of_positions, of_head, *of_blocks = spawned(seed, 3 + n_blocks)
        self.n_blocks = n_blocks
        self.patches = PatchEmbedding(
            in_channels, patch_size, d_model, initializer=initializer, seed=of_patches
        )
        self.positions = LearnedPositionEmbedding(1 + n, d_model, initializer, of_positions)
        for k, own in enumerate(of_blocks):
            block = TransformerEncoderBlock(
                d_model, n_heads, d_ff, True, "gelu", epsilon, initializer, own
            )
            setattr(self, f"encoder{k}", block)
        self.norm = LayerNorm(d_model, epsilon)
        self.head = Dense(d_model, n_classes, initializer=initializer, seed=of_head)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return the scores y (N, n_classes)."""
        z = self.positions(self.patches(x))
        for k in range(self.n_blocks):
            z = getattr(self, f"encoder{k}")(z)
        return self.head(self.norm(z)[:, 0])
