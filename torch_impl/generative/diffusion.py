"""The denoising diffusion model in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.nn import functional as F

from torch_impl.generative.descending import descend
from torch_impl.generative.diffusion_noising import diffusion_noising
from torch_impl.initializers.initializer import Initializer
from torch_impl.networks.mlp import MLP


class Diffusion(nn.Module):
    """A network sees x_t and t, and says which noise is in x_t.

    Shapes:
        x0, eps (N, n_x), t (N,) integers from 0 to T - 1; L a scalar.
    """

    def __init__(
        self,
        n_x: int,
        n_hidden: int,
        n_steps: int = 1000,
        beta_first: float = 0.0001,
        beta_last: float = 0.02,
        lr: float = 0.1,
        activation: str = "tanh",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.net = MLP((n_x + 1, n_hidden, n_x), activation, initializer, seed=seed)
        self.betas = torch.linspace(beta_first, beta_last, n_steps, dtype=torch.float64)
        self.lr = lr

    def predict(self, x_t: torch.Tensor, t: torch.Tensor) -> torch.Tensor:
        """Return the noise (N, n_x) that the network sees in x_t."""
        time = (t / len(self.betas)).to(x_t.dtype)
        return self.net(torch.cat([x_t, time[:, None]], dim=1))

    def forward(self, x0: torch.Tensor, t: torch.Tensor, eps: torch.Tensor) -> torch.Tensor:
        """Return L, by ``mse_loss``."""
        x_t = diffusion_noising(x0, t, eps, self.betas.to(x0.dtype))
        return F.mse_loss(self.predict(x_t, t), eps)

    def step(self, x0: torch.Tensor, t: torch.Tensor, eps: torch.Tensor) -> torch.Tensor:
        """Take one step of gradient descent; return L before it."""
        L = self(x0, t, eps)
        descend(L, self.parameters(), self.lr)
        return L
