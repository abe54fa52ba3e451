"""The conditional generative adversarial network."""

from __future__ import annotations

import numpy as np

from numpy_impl.generative.descending import descend
from numpy_impl.generative.gan import GAN
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.validation import as_float, require_shape


class ConditionalGAN(GAN):
    """A GAN whose generator and discriminator both see what an example should be.

    The condition c, a one-hot class, stands beside the noise, G([z, c]), and beside the example,
    D([x, c]): an example of the wrong class is a fake, however real it looks.

    Args:
        n_z: length of the noise.
        n_hidden: length of both hidden layers.
        n_x: length of an example.
        n_classes: length of the condition.
        form: the generator's loss, ``"non_saturating"`` or ``"minimax"``.
        detached: whether each loss has a gradient for its own network alone.
        lr: the learning rate of ``step``.
        activation: of the hidden layers.
        initializer: draws the weights; see :class:`~numpy_impl.networks.mlp.MLP`.
        seed: the seeds of both parts are made from it.

    Shapes:
        x, dx (N, n_x); z, dz (N, n_z); c (N, n_classes); L_D and L_G scalars.

    Source:
        Mirza and Osindero (2014), Conditional generative adversarial nets, eq. 2.
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

    def generate(self, z: np.ndarray) -> np.ndarray:
        """Return G([z, c]) (N, n_x)."""
        return self.generator.forward(np.concatenate([z, self.c], axis=1))

    def judge(self, x: np.ndarray) -> np.ndarray:
        """Return the logits of D([x, c]) (2 N, 1): x holds the real examples, then the fakes."""
        twice = np.concatenate([self.c, self.c])
        return self.discriminator.forward(np.concatenate([x, twice], axis=1))

    def forward(  # type: ignore[override]
        self, x: np.ndarray, z: np.ndarray, c: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return L_D and L_G for x (N, n_x), noise z (N, n_z) and conditions c (N, n_classes)."""
        x = as_float("x", x)
        require_shape("x", x, (None, self.n_x))
        require_shape("z", np.asarray(z), (len(x), self.n_z))
        self.c = as_float("c", c).astype(x.dtype, copy=False)
        require_shape("c", self.c, (len(x), self.n_classes))
        return super().forward(x, z)

    def step(  # type: ignore[override]
        self, x: np.ndarray, z: np.ndarray, z_G: np.ndarray, c: np.ndarray
    ) -> tuple[np.ndarray, np.ndarray]:
        """Move the discriminator, then the generator against it; return L_D and L_G.

        Args:
            x: real examples (N, n_x).
            z: the noise of the discriminator's step (N, n_z).
            z_G: the noise of the generator's step (N, n_z).
            c: the classes of x, which the generator is asked for as well (N, n_classes).
        """
        L_D, _ = self.forward(x, z, c)
        self.backward(1.0, 0.0)
        descend(self.discriminator, self.lr)
        _, L_G = self.forward(x, z_G, c)
        self.backward(0.0, 1.0)
        descend(self.generator, self.lr)
        return L_D, L_G
