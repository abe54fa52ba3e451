"""The variational autoencoder in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.generative.descending import descend
from torch_impl.generative.evidence_lower_bound import evidence_lower_bound
from torch_impl.generative.reparameterize import reparameterize
from torch_impl.initializers.initializer import Initializer
from torch_impl.networks.mlp import MLP
from torch_impl.seeds import spawned


class VAE(nn.Module):
    """An encoder says mu and log sigma^2 of z; a decoder says the probability of every pixel.

    Shapes:
        x, x_hat (N, n_in); mu, log_var, eps (N, n_latent).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        n_latent: int,
        lr: float = 0.1,
        activation: str = "tanh",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
    ) -> None:
        super().__init__()
        of_encoder, of_decoder = spawned(seed, 2)
        told = {"activation": activation, "initializer": initializer}
        self.encoder = MLP((n_in, n_hidden, 2 * n_latent), **told, seed=of_encoder)
        self.decoder = MLP((n_latent, n_hidden, n_in), **told, seed=of_decoder)
        self.lr = lr

    def encode(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return mu and log_var, both (N, n_latent)."""
        mu, log_var = self.encoder(x).chunk(2, dim=1)
        return mu, log_var

    def decode(self, z: torch.Tensor) -> torch.Tensor:
        """Return the probabilities x_hat (N, n_in)."""
        return self.decoder(z).sigmoid()

    def forward(
        self, x: torch.Tensor, eps: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        """Return x_hat (N, n_in), mu and log_var (N, n_latent)."""
        mu, log_var = self.encode(x)
        return self.decode(reparameterize(mu, log_var, eps)), mu, log_var

    def step(self, x: torch.Tensor, eps: torch.Tensor) -> torch.Tensor:
        """Take one step up the evidence lower bound; return its negative before it."""
        L = evidence_lower_bound(x, *self(x, eps), as_loss=True)
        descend(L, self.parameters(), self.lr)
        return L
