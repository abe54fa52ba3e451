"""The causal mask in PyTorch."""

from __future__ import annotations

import torch


def causal_mask(T_q: int, T_k: int | None = None) -> torch.Tensor:
    """Return the lower triangle (T_q, T_k), by :func:`torch.tril`: True where a query may attend.

    :meth:`torch.nn.Transformer.generate_square_subsequent_mask` gives the same to be added: 0
    where this is True, and -inf elsewhere.
    """
    T_k = T_q if T_k is None else T_k
    return torch.ones(T_q, T_k, dtype=torch.bool).tril()
