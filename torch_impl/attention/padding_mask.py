"""The padding mask in PyTorch."""

from __future__ import annotations

import torch


def padding_mask(tokens: torch.Tensor, pad: int = 0) -> torch.Tensor:
    """Return the mask (N, 1, T) for tokens (N, T): True where a key may be attended to.

    So :func:`torch.nn.functional.scaled_dot_product_attention` takes it; the ``key_padding_mask``
    of :class:`torch.nn.MultiheadAttention` is True where there is padding.
    """
    return tokens.ne(pad).unsqueeze(1)


def _key_padding_mask(tokens: torch.Tensor) -> torch.Tensor:
    """Return the mask that :class:`torch.nn.MultiheadAttention` takes: True for padding."""
    return tokens.eq(0).unsqueeze(1)
