"""RNN encoder (exam) in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.func import functional_call
from torch.nn import functional as F


def encode(
    words: torch.Tensor, E: torch.Tensor, W: torch.Tensor, U: torch.Tensor, b: torch.Tensor
) -> torch.Tensor:
    """Return the last state, by ``embedding`` and :class:`torch.nn.RNN`, one of its biases 0.

    Shapes:
        words one-hot (T, vocab), E (emb, vocab), W (H, emb), U (H, H), b and the state (H,).
    """
    e = F.embedding(words.argmax(dim=-1), E.T)
    rnn = nn.RNN(W.shape[1], W.shape[0], device="meta")
    weights = {
        "weight_ih_l0": W,
        "weight_hh_l0": U,
        "bias_ih_l0": b,
        "bias_hh_l0": torch.zeros_like(b),
    }
    _, h = functional_call(rnn, weights, (e,))
    return h[0]
