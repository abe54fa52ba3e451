"""The generative adversarial network in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.func import functional_call

from torch_impl.generative.descending import descend
from torch_impl.generative.gan_value import gan_value
from torch_impl.generative.generator_loss import generator_loss
from torch_impl.initializers.initializer import Initializer
from torch_impl.networks.mlp import MLP
from torch_impl.seeds import spawned


class GAN(nn.Module):
    """A generator and a discriminator, two :class:`~torch_impl.networks.mlp.MLP`.

    Shapes:
        x (N, n_x), z (M, n_z); L_D and L_G scalars.
    """

    n_classes = 0

    def __init__(
        self,
        n_z: int,
        n_hidden: int,
        n_x: int,
        form: str = "non_saturating",
        detached: bool = True,
        lr: float = 0.1,
        activation: str = "leaky_relu",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
    ) -> None:
        super().__init__()
        of_generator, of_discriminator = spawned(seed, 2)
        told = {"activation": activation, "initializer": initializer}
        c = self.n_classes
        self.generator = MLP((n_z + c, n_hidden, n_x), **told, seed=of_generator)
        self.discriminator = MLP((n_x + c, n_hidden, 1), **told, seed=of_discriminator)
        self.form, self.detached, self.lr = form, detached, lr

    def generate(self, z: torch.Tensor, *c: torch.Tensor) -> torch.Tensor:
        """Return G(z) (M, n_x)."""
        return self.generator(torch.cat([z, *c], dim=1))

    def judge(self, x: torch.Tensor, *c: torch.Tensor, frozen: bool = False) -> torch.Tensor:
        """Return the logits of D (..., 1); frozen, its weights have no gradient."""
        given = torch.cat([x, *c], dim=1)
        if not frozen:
            return self.discriminator(given)
        weights = {name: w.detach() for name, w in self.discriminator.named_parameters()}
        return functional_call(self.discriminator, weights, (given,))

    def forward(
        self, x: torch.Tensor, z: torch.Tensor, *c: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return L_D and L_G."""
        fake = self.generate(z, *c)
        shown = fake.detach() if self.detached else fake
        L_D = gan_value(self.judge(x, *c), self.judge(shown, *c), from_logits=True, as_loss=True)
        judged = self.judge(fake, *c, frozen=self.detached)
        return L_D, generator_loss(judged, self.form, from_logits=True)

    def step(
        self, x: torch.Tensor, z: torch.Tensor, z_G: torch.Tensor, *c: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Move the discriminator, then the generator against it; return L_D and L_G."""
        L_D, _ = self(x, z, *c)
        descend(L_D, self.discriminator.parameters(), self.lr)
        _, L_G = self(x, z_G, *c)
        descend(L_G, self.generator.parameters(), self.lr)
        return L_D, L_G
