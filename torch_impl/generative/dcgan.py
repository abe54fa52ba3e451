"""A small deep convolutional GAN in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from torch_impl.generative.gan import GAN
from torch_impl.initializers.gauss import Gauss
from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.batch_norm import BatchNorm
from torch_impl.layers.conv2d import Conv2d
from torch_impl.layers.conv_transpose2d import ConvTranspose2d
from torch_impl.networks.network import Sequential
from torch_impl.seeds import spawned


class DCGAN(GAN):
    """A GAN of convolutions: a generator that grows an image, a discriminator that shrinks it.

    Shapes:
        x (N, C, H, W), z (M, n_z); L_D and L_G scalars.
    """

    def __init__(
        self,
        n_z: int,
        n_filters: int,
        image: Sequence[int],
        kernel_size: int | tuple[int, int] = 4,
        form: str = "non_saturating",
        detached: bool = True,
        lr: float = 0.1,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        nn.Module.__init__(self)
        C, H, W = image
        kernel = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        small, padding = (H // 2, W // 2), (kernel[0] // 2 - 1, kernel[1] // 2 - 1)
        draw, seeds = initializer or Gauss(0.02), spawned(seed, 4)
        self.generator, self.discriminator = Sequential(), Sequential()
        first = ConvTranspose2d(
            n_z, n_filters, small, use_bias=False, initializer=draw, seed=seeds[0]
        )
        self.generator.add("deconv1", first)
        self.generator.add("norm1", BatchNorm(n_filters))
        self.generator.add("relu1", nn.ReLU())
        second = ConvTranspose2d(n_filters, C, kernel, 2, padding, initializer=draw, seed=seeds[1])
        self.generator.add("deconv2", second)
        self.generator.add("tanh2", nn.Tanh())
        conv = Conv2d(C, n_filters, kernel, 2, padding, initializer=draw, seed=seeds[2])
        self.discriminator.add("conv1", conv)
        self.discriminator.add("leaky1", nn.LeakyReLU(0.2))
        last = Conv2d(n_filters, 1, small, initializer=draw, seed=seeds[3])
        self.discriminator.add("conv2", last)
        self.form, self.detached, self.lr = form, detached, lr

    def generate(self, z: torch.Tensor) -> torch.Tensor:
        """Return G(z) (M, C, H, W)."""
        return self.generator(z[:, :, None, None])
