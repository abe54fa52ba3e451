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
    for its weights, as with them a query without keys gets NaN. It has no fewer heads for keys
    and values: these go through scaled_dot_product_attention with ``enable_gqa``.

    Shapes:
        Q and y (N, T_q, d_model), K and V (N, T_k, d_model); the weights (d_model, d_model), of
        keys and values (n_kv_heads d_head, d_model), as (out, in); a bias for each output.
    """

    need_weights = False

    def __init__(
        self,
        d_model: int,
        n_heads: int,
        causal: bool = False,
        use_bias: bool = True,
        n_kv_heads: int | None = None,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.n_heads, self.causal = n_heads, causal
        self.n_kv_heads = n_heads if n_kv_heads is None else n_kv_heads
        draw = initializer or GlorotUniform()
        for name, own_seed in zip("qkvo", (seed, *spawned(seed, 3)), strict=True):
            heads = self.n_kv_heads if name in "kv" else n_heads
            width = heads * (d_model // n_heads)
            part = nn.Linear(d_model, width, bias=use_bias)
            part.weight = nn.Parameter(draw((width, d_model), own_seed))
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
        if self.n_kv_heads < self.n_heads:
            return self.grouped(Q, K, V, blocked)
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
            need_weights=self.need_weights,
            attn_mask=blocked,
            use_separate_proj_weight=True,
            q_proj_weight=self.q.weight,
            k_proj_weight=self.k.weight,
            v_proj_weight=self.v.weight,
        )
        return y.transpose(0, 1)

    def grouped(
        self,
        Q: torch.Tensor,
        K: torch.Tensor,
        V: torch.Tensor,
        blocked: torch.Tensor | None,
    ) -> torch.Tensor:
        """Return y, of fewer heads of keys and values than of queries."""
        d_head = Q.shape[2] // self.n_heads
        parts = ((self.q, Q), (self.k, K), (self.v, V))
        q, k, v = (part(x).unflatten(2, (-1, d_head)).transpose(1, 2) for part, x in parts)
        allowed = None if blocked is None else ~blocked.unflatten(0, (len(Q), self.n_heads))
        y = F.scaled_dot_product_attention(q, k, v, attn_mask=allowed, enable_gqa=True)
        return self.o(y.transpose(1, 2).flatten(2))


class _MaskAsItIs(MultiHeadAttention):
    """The layer with a mask that was not inverted."""

    def blocked(
        self, Q: torch.Tensor, K: torch.Tensor, mask: torch.Tensor | None
    ) -> torch.Tensor | None:
        """Return the mask, True where a query may attend, which PyTorch takes for the opposite."""
        blocked = super().blocked(Q, K, mask)
        return None if blocked is None else ~blocked


class _WithWeights(MultiHeadAttention):
    """The layer that is asked for its weights as well, as PyTorch's is by default."""

    need_weights = True
