"""Scaled dot-product attention in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from torch_impl.attention.causal_mask import causal_mask


class ScaledDotProductAttention(nn.Module):
    """y = softmax(Q K^T / sqrt(d_k)) V, as PyTorch's function of this name.

    :func:`torch.nn.functional.scaled_dot_product_attention` takes bools, True where a query may
    attend, or what is added to the scores, and no mask beside ``is_causal``: so all are made one.

    Shapes:
        Q (..., T_q, d_k), K (..., T_k, d_k), V (..., T_k, d_v), y (..., T_q, d_v); bias and mask
        are broadcast to (..., T_q, T_k).
    """

    def __init__(self, causal: bool = False, scale: float | None = None) -> None:
        super().__init__()
        self.causal = causal
        self.scale = scale

    def forward(
        self,
        Q: torch.Tensor,
        K: torch.Tensor,
        V: torch.Tensor,
        bias: torch.Tensor | None = None,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return y (..., T_q, d_v)."""
        if bias is None and mask is None:
            return F.scaled_dot_product_attention(Q, K, V, is_causal=self.causal, scale=self.scale)
        allowed = None if mask is None else mask.bool()
        if self.causal:
            lower = causal_mask(Q.shape[-2], K.shape[-2])
            allowed = lower if allowed is None else allowed & lower
        if bias is not None:
            given = bias if allowed is None else torch.where(allowed, bias, -torch.inf)
        else:
            given = allowed
        return F.scaled_dot_product_attention(Q, K, V, attn_mask=given, scale=self.scale)


class _MaskAdded(ScaledDotProductAttention):
    """The function with a mask of floats as it is: PyTorch adds it to the scores."""

    def forward(
        self, Q: torch.Tensor, K: torch.Tensor, V: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """Return y."""
        return F.scaled_dot_product_attention(Q, K, V, attn_mask=mask)
