"""Making a network wider and deeper by two factors, in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.networks.multiples import deeper, wider


def compound_scaling(
    channels: torch.Tensor,
    blocks: torch.Tensor,
    width: float = 1.0,
    depth: float = 1.0,
    divisor: int = 8,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the channels and blocks, number by number.

    Shapes:
        channels, blocks and both results (S,).
    """
    wide = [wider(n, width, divisor) for n in channels.tolist()]
    deep = [deeper(n, depth) for n in blocks.tolist()]
    return torch.tensor(wide), torch.tensor(deep)
