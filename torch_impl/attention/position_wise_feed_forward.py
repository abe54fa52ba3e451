"""The position-wise feed-forward network of a Transformer in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.dense import Dense
from torch_impl.seeds import spawned


class PositionWiseFeedForward(nn.Module):
    """y = f(x W1 + b1) W2 + b2, by two :class:`torch.nn.Linear`.

    Shapes:
        x, y (..., d_model); linear1.weight (d_ff, d_model), linear2.weight (d_model, d_ff).
    """

    def __init__(
        self,
        d_model: int,
        d_ff: int,
        activation: str = "relu",
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        (own,) = spawned(seed, 1)
        self.linear1 = Dense(d_model, d_ff, initializer=initializer, seed=seed)
        gelu = nn.GELU(approximate="tanh" if activation == "gelu_tanh" else "none")
        self.activation = nn.ReLU() if activation == "relu" else gelu
        self.linear2 = Dense(d_ff, d_model, initializer=initializer, seed=own)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (..., d_model)."""
        return self.linear2(self.activation(self.linear1(x)))
