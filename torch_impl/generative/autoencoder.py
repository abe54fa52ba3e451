"""The autoencoder in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from torch_impl.generative.descending import descend
from torch_impl.initializers.initializer import Initializer
from torch_impl.networks.mlp import MLP
from torch_impl.seeds import spawned


class Autoencoder(nn.Module):
    """x_hat = decoder(encoder(x)), two :class:`~torch_impl.networks.mlp.MLP`.

    Shapes:
        x, x_hat (N, n_in), h (N, n_code).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        n_code: int,
        lr: float = 0.1,
        activation: str = "tanh",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
    ) -> None:
        super().__init__()
        of_encoder, of_decoder = spawned(seed, 2)
        told = {"activation": activation, "initializer": initializer}
        self.encoder = MLP((n_in, n_hidden, n_code), **told, seed=of_encoder)
        self.decoder = MLP((n_code, n_hidden, n_in), **told, seed=of_decoder)
        self.lr = lr

    def encode(self, x: torch.Tensor) -> torch.Tensor:
        """Return the code h (N, n_code)."""
        return self.encoder(x)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return x_hat (N, n_in)."""
        return self.decoder(self.encode(x))

    def step(self, x: torch.Tensor) -> torch.Tensor:
        """Take one step of gradient descent on x; return L before it."""
        L = F.mse_loss(self(x), x, reduction="sum") / (2 * len(x))
        descend(L, self.parameters(), self.lr)
        return L
