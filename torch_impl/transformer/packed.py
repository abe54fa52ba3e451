"""What the blocks share in PyTorch: its own layers, with each weight a parameter of its own."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn.utils import parametrize

from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer
from torch_impl.seeds import spawned


class Stacked(nn.Module):
    """Three arrays one below the other, as :class:`torch.nn.MultiheadAttention` packs them."""

    def forward(self, q: torch.Tensor, k: torch.Tensor, v: torch.Tensor) -> torch.Tensor:
        """Return the packed array."""
        return torch.cat([q, k, v])

    def right_inverse(self, packed: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Return the three."""
        return packed.chunk(3)


def start_attention(
    attention: nn.MultiheadAttention, initializer: Initializer | None, seed: int | None
) -> None:
    """Draw the four weights of an attention, and make parameters of W_q, W_k and W_v.

    PyTorch packs the three in ``in_proj_weight``, and their biases, which start at 0, in
    ``in_proj_bias``; both stay what they are, but are made of three parameters each.
    """
    draw, shape = initializer or GlorotUniform(), (attention.embed_dim, attention.embed_dim)
    *three, last = (draw(shape, own) for own in (seed, *spawned(seed, 3)))
    with torch.no_grad():
        attention.in_proj_weight.copy_(torch.cat(three))
        attention.out_proj.weight.copy_(last)
    for name in ("in_proj_weight", "in_proj_bias"):
        parametrize.register_parametrization(attention, name, Stacked())


def start_network(
    linear1: nn.Linear, linear2: nn.Linear, initializer: Initializer | None, seed: int | None
) -> None:
    """Draw the weights of a feed-forward network; its biases start at 0."""
    draw = initializer or GlorotUniform()
    for part, own in zip((linear1, linear2), (seed, *spawned(seed, 1)), strict=True):
        part.weight = nn.Parameter(draw(tuple(part.weight.shape), own))
        nn.init.zeros_(part.bias)


def activation_called(name: str) -> nn.Module:
    """Return the activation of a feed-forward network."""
    return nn.ReLU() if name == "relu" else nn.GELU("tanh" if name == "gelu_tanh" else "none")


def blocked(
    allowed: torch.Tensor | None, n_heads: int, shape: tuple[int, int, int]
) -> torch.Tensor | None:
    """Return a mask as PyTorch's layers take it: (N n_heads, T_q, T_k), True where not to attend.

    Args:
        allowed: True, or 1, where a query may attend; broadcast to the shape.
        n_heads: the attention's.
        shape: (N, T_q, T_k).
    """
    if allowed is None:
        return None
    given = allowed.bool()
    given = given[:, None] if given.dim() == 3 else given
    return ~given.expand(shape[0], n_heads, *shape[1:]).flatten(0, 1)
