"""The conditional generative adversarial network in PyTorch."""

from __future__ import annotations

from torch_impl.generative.gan import GAN
from torch_impl.initializers.initializer import Initializer


class ConditionalGAN(GAN):
    """A GAN whose generator and discriminator both see what an example should be.

    Shapes:
        x (N, n_x), z (N, n_z), c (N, n_classes); L_D and L_G scalars.
    """

    def __init__(
        self,
        n_z: int,
        n_hidden: int,
        n_x: int,
        n_classes: int,
        form: str = "non_saturating",
        detached: bool = True,
        lr: float = 0.1,
        activation: str = "leaky_relu",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
    ) -> None:
        self.n_classes = n_classes
        super().__init__(n_z, n_hidden, n_x, form, detached, lr, activation, initializer, seed)
