"""A whole Transformer in PyTorch."""

from __future__ import annotations

import math

import torch
from torch import nn
from torch.nn import functional as F

from torch_impl.attention.padding_mask import padding_mask
from torch_impl.attention.positional_encoding import positional_encoding
from torch_impl.embedding.embedding import Embedding
from torch_impl.initializers.gauss import Gauss
from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.layer_norm import LayerNorm
from torch_impl.seeds import spawned
from torch_impl.transformer.transformer_decoder_block import TransformerDecoderBlock
from torch_impl.transformer.transformer_encoder_block import TransformerEncoderBlock


class Transformer(nn.Module):
    """An encoder and a decoder of PyTorch's layers; :class:`torch.nn.Transformer` has no words.

    That module also normalizes what the last block gave, in post-norm once more.

    Shapes:
        x (N, S) and t (N, T) integers; y (N, T, vocab); embedding.weight (vocab, d_model).
    """

    def __init__(
        self,
        vocab: int,
        d_model: int,
        n_heads: int,
        d_ff: int,
        n_blocks: int = 2,
        pad: int | None = None,
        norm_first: bool = False,
        activation: str = "relu",
        epsilon: float = 1e-5,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.pad, self.n_blocks = pad, n_blocks
        of_E, *of_blocks = spawned(seed, 1 + 2 * n_blocks)
        self.embedding = Embedding(
            vocab, d_model, initializer=initializer or Gauss(d_model**-0.5), seed=of_E
        )
        of_a_block = (d_model, n_heads, d_ff, norm_first, activation, epsilon, initializer)
        for k, own in enumerate(of_blocks[:n_blocks]):
            setattr(self, f"encoder{k}", TransformerEncoderBlock(*of_a_block, own))
        for k, own in enumerate(of_blocks[n_blocks:]):
            setattr(self, f"decoder{k}", TransformerDecoderBlock(*of_a_block, own))
        self.encoder_norm = LayerNorm(d_model, epsilon) if norm_first else nn.Identity()
        self.decoder_norm = LayerNorm(d_model, epsilon) if norm_first else nn.Identity()

    def forward(self, x: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return the scores y (N, T, vocab)."""
        of_x = None if self.pad is None else padding_mask(x, self.pad)
        of_t = None if self.pad is None else padding_mask(t, self.pad)
        memory, z = self.embedded(x), self.embedded(t)
        for k in range(self.n_blocks):
            memory = getattr(self, f"encoder{k}")(memory, of_x)
        memory = self.encoder_norm(memory)
        for k in range(self.n_blocks):
            z = getattr(self, f"decoder{k}")(z, memory, of_x, of_t)
        return F.linear(self.decoder_norm(z), self.embedding.weight)

    def embedded(self, words: torch.Tensor) -> torch.Tensor:
        """Return the vectors of the words, scaled, with their positions."""
        E, d_model = self.embedding(words), self.embedding.embedding_dim
        return E * math.sqrt(d_model) + positional_encoding(words.shape[1], d_model)


class _NormalizedAtTheEnd(Transformer):
    """The model as :class:`torch.nn.Transformer` has it: normalized once more at both ends."""

    def __init__(self, **config) -> None:
        super().__init__(**config)
        d_model = self.embedding.embedding_dim
        self.encoder_norm, self.decoder_norm = nn.LayerNorm(d_model), nn.LayerNorm(d_model)
