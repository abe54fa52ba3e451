"""LSTM, one step (exam) in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.func import functional_call


def lstm_taught(
    x: torch.Tensor,
    prev_h: torch.Tensor,
    prev_c: torch.Tensor,
    W: torch.Tensor,
    U: torch.Tensor,
    b: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (c, h), by :class:`torch.nn.LSTMCell` with the gates in its own order.

    Shapes:
        x (N, X) or (X,); prev_h, prev_c, c, h (N, H) or (H,); W (4H, X), U (4H, H), b (4H,), the
        gates i, f, o, g below each other.
    """
    return _lstm_cell(x, prev_h, prev_c, *(_i_f_g_o(weight) for weight in (W, U, b)))


def _lstm_cell(
    x: torch.Tensor,
    prev_h: torch.Tensor,
    prev_c: torch.Tensor,
    W: torch.Tensor,
    U: torch.Tensor,
    b: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return (c, h) for gates in PyTorch's order; of its two biases, one stays 0."""
    cell = nn.LSTMCell(x.shape[-1], prev_h.shape[-1], device="meta")
    weights = {"weight_ih": W, "weight_hh": U, "bias_ih": b, "bias_hh": torch.zeros_like(b)}
    h, c = functional_call(cell, weights, (x, (prev_h, prev_c)))
    return c, h


def _i_f_g_o(weight: torch.Tensor) -> torch.Tensor:
    """Return a weight, whose gates are in the order i, f, o, g, in PyTorch's."""
    i, f, o, g = weight.chunk(4)
    return torch.cat([i, f, g, o])
