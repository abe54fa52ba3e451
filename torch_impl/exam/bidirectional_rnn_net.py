"""Bidirectional RNN (exam) in PyTorch."""

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
