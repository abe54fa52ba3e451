"""Multi-head attention in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from torch_impl.attention.causal_mask import causal_mask
from torch_impl.initializers.glorot_uniform import GlorotUniform
from torch_impl.initializers.initializer import Initializer
from torch_impl.seeds import spawned


class MultiHeadAttention(nn.Module):
    """Several attentions side by side, by what :class:`torch.nn.MultiheadAttention` calls.

    That module packs W_q, W_k and W_v in one weight, one below the other; here each is a part of
    its own. Its masks are True where a query must not attend, ours where it may. It is not asked
    for its weights, as with them a query without keys gets NaN.

    Shapes:
        Q and y (N, T_q, d_model), K and V (N, T_k, d_model); the weights (d_model, d_model) as
        (out, in), the biases (d_model,).
    """

    def __init__(
        self,
        d_model: int,
        n_heads: int,
        causal: bool = False,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.n_heads, self.causal = n_heads, causal
        draw = initializer or GlorotUniform()
        for name, own_seed in zip("qkvo", (seed, *spawned(seed, 3)), strict=True):
            part = nn.Linear(d_model, d_model, bias=use_bias)
            part.weight = nn.Parameter(draw((d_model, d_model), own_seed))
            if use_bias:
                nn.init.zeros_(part.bias)
            setattr(self, name, part)

    def forward(
        self,
        Q: torch.Tensor,
        K: torch.Tensor | None = None,
        V: torch.Tensor | None = None,
        mask: torch.Tensor | None = None,
    ) -> torch.Tensor:
        """Return y (N, T_q, d_model)."""
        K = Q if K is None else K
        V = K if V is None else V
        return self.attend(Q, K, V, self.blocked(Q, K, mask))

    def blocked(
        self, Q: torch.Tensor, K: torch.Tensor, mask: torch.Tensor | None
    ) -> torch.Tensor | None:
        """Return the mask as PyTorch takes it: True where a query must not attend."""
        T_q, T_k = Q.shape[1], K.shape[1]
        allowed = causal_mask(T_q, T_k) if self.causal else None
        if mask is not None:
            given = mask.bool()[:, None] if mask.dim() == 3 else mask.bool()
            allowed = given if allowed is None else given & allowed
        if allowed is None:
            return None
        return ~allowed.expand(len(Q), self.n_heads, T_q, T_k).flatten(0, 1)

    def attend(
        self,
        Q: torch.Tensor,
        K: torch.Tensor,
        V: torch.Tensor,
        blocked: torch.Tensor | None,
    ) -> torch.Tensor:
        """Return y, with a mask (N n_heads, T_q, T_k) of PyTorch's kind."""
        parts = (self.q, self.k, self.v)
        bias = None if self.q.bias is None else torch.cat([part.bias for part in parts])
        y, _ = F.multi_head_attention_forward(
            *(x.transpose(0, 1) for x in (Q, K, V)),
            embed_dim_to_check=Q.shape[2],
            num_heads=self.n_heads,
            in_proj_weight=None,
            in_proj_bias=bias,
            bias_k=None,
            bias_v=None,
            add_zero_attn=False,
            dropout_p=0.0,
            out_proj_weight=self.o.weight,
            out_proj_bias=self.o.bias,
            need_weights=False,
            attn_mask=blocked,
            use_separate_proj_weight=True,
            q_proj_weight=self.q.weight,
            k_proj_weight=self.k.weight,
            v_proj_weight=self.v.weight,
        )
        return y.transpose(0, 1)


class _MaskAsItIs(MultiHeadAttention):
    """The layer with a mask that was not inverted."""

    def blocked(
        self, Q: torch.Tensor, K: torch.Tensor, mask: torch.Tensor | None
    ) -> torch.Tensor | None:
        """Return the mask, True where a query may attend, which PyTorch takes for the opposite."""
        blocked = super().blocked(Q, K, mask)
        return None if blocked is None else ~blocked
