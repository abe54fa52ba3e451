"""The denoising autoencoder in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F

from torch_impl.generative.autoencoder import Autoencoder
from torch_impl.generative.descending import descend
from torch_impl.initializers.initializer import Initializer


class DenoisingAutoencoder(Autoencoder):
    """x_hat = decoder(encoder(x_tilde)), with x_tilde a spoilt x; what is wanted is x itself.

    Shapes:
        x, noise, x_hat (N, n_in), h (N, n_code).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        n_code: int,
        corruption: str = "masking",
        lr: float = 0.1,
        activation: str = "tanh",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
    ) -> None:
        super().__init__(n_in, n_hidden, n_code, lr, activation, initializer, seed)
        self.corruption = corruption

    def forward(self, x: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        """Return x_hat (N, n_in)."""
        return super().forward(x * noise if self.corruption == "masking" else x + noise)

    def step(self, x: torch.Tensor, noise: torch.Tensor) -> torch.Tensor:
        """Take one step of gradient descent on x and its noise; return L before it."""
        L = F.mse_loss(self(x, noise), x, reduction="sum") / (2 * len(x))
        descend(L, self.parameters(), self.lr)
        return L
