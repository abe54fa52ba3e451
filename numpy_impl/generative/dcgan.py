"""A small deep convolutional GAN."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.activations.leaky_relu import LeakyReLU
from numpy_impl.activations.relu import ReLU
from numpy_impl.activations.tanh import Tanh
from numpy_impl.generative.descending import require_rate
from numpy_impl.generative.gan import GAN
from numpy_impl.generative.generator_loss import FORMS
from numpy_impl.initializers.gauss import Gauss
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.conv2d import Conv2d
from numpy_impl.layers.conv_transpose2d import ConvTranspose2d
from numpy_impl.layers.fast_batch_norm import FastBatchNorm as BatchNorm
from numpy_impl.layers.padding import Pair, pair
from numpy_impl.networks.network import Network, Sequential
from numpy_impl.seeds import spawned
from numpy_impl.validation import require_choice


class DCGAN(GAN):
    """A GAN of convolutions: a generator that grows an image, a discriminator that shrinks it.

    - ``generator``: ``deconv1`` makes z, an image of one pixel, one of (n_filters, H/2, W/2);
      ``norm1``, ``relu1``; ``deconv2`` doubles its height and width; ``tanh2`` keeps the pixels
      between -1 and 1.
    - ``discriminator``: ``conv1`` halves height and width, in place of pooling; ``leaky1`` with
      slope 0.2; ``conv2`` makes one number of the rest.

    In training and in ``step`` the batch normalization uses the statistics of its batch.

    Args:
        n_z: length of the noise.
        n_filters: channels between the two layers of both parts.
        image: (C, H, W) of an example; H and W even.
        kernel_size: of ``deconv2`` and ``conv1``, even, one number or (height, width).
        form: the generator's loss, ``"non_saturating"`` or ``"minimax"``.
        detached: whether each loss has a gradient for its own network alone.
        lr: the learning rate of ``step``.
        initializer: draws the weights; a normal distribution with sigma = 0.02 if none is given.
        seed: the seeds of the layers are made from it.

    Shapes:
        x, dx (N, C, H, W); z, dz (M, n_z); L_D and L_G scalars.

    Source:
        Radford, Metz and Chintala (2016), Unsupervised representation learning with deep
        convolutional generative adversarial networks, section 3.
    """

    def __init__(
        self,
        n_z: int,
        n_filters: int,
        image: Sequence[int],
        kernel_size: int | Pair = 4,
        form: str = "non_saturating",
        detached: bool = True,
        lr: float = 0.1,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        require_choice("form", form, FORMS)
        C, H, W = image
        kernel = pair("kernel_size", kernel_size)
        if H % 2 or W % 2 or kernel[0] % 2 or kernel[1] % 2:
            raise ValueError(f"image {(C, H, W)} and kernel {kernel} need even heights and widths.")
        small, padding = (H // 2, W // 2), (kernel[0] // 2 - 1, kernel[1] // 2 - 1)
        draw, seeds = initializer or Gauss(0.02), spawned(seed, 4)
        self.generator = Sequential()
        self.discriminator = Sequential()
        for name, layer in {
            "deconv1": ConvTranspose2d(
                n_z, n_filters, small, use_bias=False, initializer=draw, seed=seeds[0]
            ),
            "norm1": BatchNorm(n_filters),
            "relu1": ReLU(),
            "deconv2": ConvTranspose2d(
                n_filters, C, kernel, 2, padding, initializer=draw, seed=seeds[1]
            ),
            "tanh2": Tanh(),
        }.items():
            self.generator.add(name, layer)
        for name, layer in {
            "conv1": Conv2d(C, n_filters, kernel, 2, padding, initializer=draw, seed=seeds[2]),
            "leaky1": LeakyReLU(0.2),
            "conv2": Conv2d(n_filters, 1, small, initializer=draw, seed=seeds[3]),
        }.items():
            self.discriminator.add(name, layer)
        Network.__init__(self, {"generator": self.generator, "discriminator": self.discriminator})
        self.n_z, self.n_x, self.x_shape, self.lr = n_z, C, (C, H, W), require_rate(lr)
        self.form, self.detached = form, bool(detached)

    def generate(self, z: np.ndarray) -> np.ndarray:
        """Return G(z) (M, C, H, W)."""
        return self.generator.forward(z[:, :, np.newaxis, np.newaxis])

    def judge(self, x: np.ndarray) -> np.ndarray:
        """Return the logits of D (..., 1, 1, 1)."""
        return self.discriminator.forward(x)

    def backward(
        self, dL_D: ArrayLike = 1.0, dL_G: ArrayLike = 0.0
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return dx (N, C, H, W) and dz (M, n_z); fill the gradients of both parts."""
        dx, dz = super().backward(dL_D, dL_G)
        return dx, dz[:, :, 0, 0]
