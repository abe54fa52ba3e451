"""What BERT is given, in PyTorch: embeddings of token, segment and position."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.gauss import Gauss
from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.layer_norm import LayerNorm
from torch_impl.seeds import spawned


class BertEmbeddings(nn.Module):
    """y = LayerNorm(token + segment + position), by three :class:`torch.nn.Embedding`.

    Shapes:
        tokens, segments (N, T); token.weight (n_tokens, d_model), segment.weight (n_segments,
        d_model), position.weight (max_length, d_model); y (N, T, d_model).
    """

    def __init__(
        self,
        n_tokens: int,
        max_length: int,
        d_model: int,
        n_segments: int = 2,
        epsilon: float = 1e-12,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        draw = initializer or Gauss(0.02)
        seeds = (seed, *spawned(seed, 2))
        rows = (n_tokens, n_segments, max_length)
        self.token, self.segment, self.position = (
            nn.Embedding(count, d_model, _weight=draw((count, d_model), own))
            for count, own in zip(rows, seeds, strict=True)
        )
        self.norm = LayerNorm(d_model, epsilon)

    def forward(self, tokens: torch.Tensor, segments: torch.Tensor) -> torch.Tensor:
        """Return y (N, T, d_model)."""
        positions = torch.arange(tokens.shape[1], device=tokens.device)
        x = self.token(tokens) + self.segment(segments) + self.position(positions)
        return self.norm(x)
