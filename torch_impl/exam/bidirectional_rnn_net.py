"""Recurrent networks over a whole sequence in PyTorch, as the exam writes them."""

from __future__ import annotations

import torch
from torch import nn
from torch.func import functional_call
from torch.nn import functional as F


def bidirectional_rnn_net(
    xs: torch.Tensor,
    W_f: torch.Tensor,
    U_f: torch.Tensor,
    W_b: torch.Tensor,
    U_b: torch.Tensor,
    V: torch.Tensor,
) -> torch.Tensor:
    """Return the outputs ys, by a bidirectional :class:`torch.nn.RNN` without biases.

    Shapes:
        xs (T, X), W_f and W_b (H, X), U_f and U_b (H, H), V (Y, 2H), ys (T, Y).
    """
    H, X = W_f.shape
    rnn = nn.RNN(X, H, bias=False, bidirectional=True, device="meta")
    weights = {
        "weight_ih_l0": W_f,
        "weight_hh_l0": U_f,
        "weight_ih_l0_reverse": W_b,
        "weight_hh_l0_reverse": U_b,
    }
    hs, _ = functional_call(rnn, weights, (xs,))
    return F.linear(hs, V)


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
