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
    It has no soft cap, and draws for dropout by itself: these are composed.

    Shapes:
        Q (..., T_q, d_k), K (..., T_k, d_k), V (..., T_k, d_v), y (..., T_q, d_v); bias, mask and
        kept are broadcast to (..., T_q, T_k).
    """

    def __init__(
        self,
        causal: bool = False,
        scale: float | None = None,
        softcap: float | None = None,
        rate: float = 0.0,
    ) -> None:
        super().__init__()
        self.causal, self.scale = causal, scale
        self.softcap, self.rate = softcap, rate

    def forward(
        self,
        Q: torch.Tensor,
        K: torch.Tensor,
        V: torch.Tensor,
        bias: torch.Tensor | None = None,
        mask: torch.Tensor | None = None,
        kept: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return y (..., T_q, d_v)."""
        composed = self.softcap is not None or kept is not None
        if bias is None and mask is None and not composed:
            return F.scaled_dot_product_attention(Q, K, V, is_causal=self.causal, scale=self.scale)
        allowed = None if mask is None else mask.bool()
        if self.causal:
            lower = causal_mask(Q.shape[-2], K.shape[-2])
            allowed = lower if allowed is None else allowed & lower
        if bias is not None:
            given = bias if allowed is None else torch.where(allowed, bias, -torch.inf)
        else:
            given = allowed
        if composed:
            return self.composed(Q, K, V, given, kept)
        return F.scaled_dot_product_attention(Q, K, V, attn_mask=given, scale=self.scale)

    def composed(
        self,
        Q: torch.Tensor,
        K: torch.Tensor,
        V: torch.Tensor,
        given: torch.Tensor | None,
        kept: torch.Tensor | None,
    ) -> torch.Tensor:
        """Return y, step by step; ``given`` is what PyTorch's function takes as its mask."""
        scores = Q @ K.mT * (Q.shape[-1] ** -0.5 if self.scale is None else self.scale)
        if self.softcap is not None:
            scores = self.softcap * torch.tanh(scores / self.softcap)
        if given is not None and given.dtype == torch.bool:
            scores = scores.masked_fill(~given, -torch.inf)
        elif given is not None:
            scores = scores + given
        none = (scores == -torch.inf).all(dim=-1, keepdim=True)
        weights = torch.softmax(scores.masked_fill(none, 0.0), dim=-1).masked_fill(none, 0.0)
        if kept is not None:
            weights = weights * (kept != 0) / (1 - self.rate)
        return weights @ V


class _MaskAdded(ScaledDotProductAttention):
    """The function with a mask of floats as it is: PyTorch adds it to the scores."""

    def forward(
        self, Q: torch.Tensor, K: torch.Tensor, V: torch.Tensor, mask: torch.Tensor
    ) -> torch.Tensor:
        """Return y."""
        return F.scaled_dot_product_attention(Q, K, V, attn_mask=mask)
