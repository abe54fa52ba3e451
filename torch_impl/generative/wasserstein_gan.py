"""The Wasserstein GAN in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.func import functional_call

from torch_impl.generative.descending import descend
from torch_impl.initializers.initializer import Initializer
from torch_impl.networks.mlp import MLP
from torch_impl.seeds import spawned


class WassersteinGAN(nn.Module):
    """A generator and a critic; ``autograd.grad`` gives the penalty, ``clamp_`` clips.

    Shapes:
        x (N, n_x), z (N, n_z), u (N, 1); L_C and L_G scalars.
    """

    def __init__(
        self,
        n_z: int,
        n_hidden: int,
        n_x: int,
        clip: float = 0.0,
        penalty: float = 10.0,
        lr: float = 0.1,
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
    ) -> None:
        super().__init__()
        of_generator, of_critic = spawned(seed, 2)
        self.generator = MLP((n_z, n_hidden, n_x), "tanh", initializer, seed=of_generator)
        self.critic = MLP((n_x, n_hidden, 1), "tanh", initializer, seed=of_critic)
        self.clip, self.penalty, self.lr = clip, penalty, lr

    def forward(
        self, x: torch.Tensor, z: torch.Tensor, u: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return L_C and L_G."""
        fake = self.generator(z)
        L_C = self.critic(fake.detach()).mean() - self.critic(x).mean()
        if self.penalty:
            mixed = torch.lerp(fake, x, u).detach().requires_grad_()
            f = self.critic(mixed).sum()
            (g,) = torch.autograd.grad(f, mixed, create_graph=True)
            L_C = L_C + self.penalty * (torch.linalg.vector_norm(g, dim=1) - 1).square().mean()
        frozen = {name: w.detach() for name, w in self.critic.named_parameters()}
        return L_C, -functional_call(self.critic, frozen, (fake,)).mean()

    def step(
        self, x: torch.Tensor, z: torch.Tensor, z_G: torch.Tensor, u: torch.Tensor | None = None
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Move the critic, clip its weights, then move the generator; return L_C and L_G."""
        L_C, _ = self(x, z, u)
        descend(L_C, self.critic.parameters(), self.lr)
        if self.clip:
            with torch.no_grad():
                for w in self.critic.parameters():
                    w.clamp_(-self.clip, self.clip)
        _, L_G = self(x, z_G, u)
        descend(L_G, self.generator.parameters(), self.lr)
        return L_C, L_G
