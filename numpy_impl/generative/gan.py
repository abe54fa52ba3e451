"""The generative adversarial network."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.generative.descending import descend, require_rate
from numpy_impl.generative.generator_loss import FORMS
from numpy_impl.generative.judgements import sigmoid
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.networks.mlp import MLP
from numpy_impl.networks.network import Network
from numpy_impl.seeds import spawned
from numpy_impl.validation import as_float, require_choice, require_shape


class GAN(Network):
    """A generator makes examples of noise; a discriminator tells them from real ones.

        L_D = -mean log D(x) - mean log(1 - D(G(z)))
        L_G = -mean log D(G(z)), or minimax: mean log(1 - D(G(z)))

    D = s(a) with the sigmoid s; both losses are computed from the logits a.

    Its parts are ``generator`` and ``discriminator``, each with ``dense1`` and ``dense2``.

    Args:
        n_z: length of the noise.
        n_hidden: length of both hidden layers.
        n_x: length of an example.
        form: the generator's loss, ``"non_saturating"`` or ``"minimax"``.
        detached: whether each loss has a gradient for its own network alone.
        lr: the learning rate of ``step``.
        activation: of the hidden layers.
        initializer: draws the weights; see :class:`~numpy_impl.networks.mlp.MLP`.
        seed: the seeds of both parts are made from it.

    Shapes:
        x, dx (N, n_x); z, dz (M, n_z); L_D and L_G scalars.

    Source:
        Goodfellow et al. (2014), Generative adversarial nets, algorithm 1.
    """

    n_classes = 0  # of the condition that both parts see besides, if there is one

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
        require_choice("form", form, FORMS)
        of_generator, of_discriminator = spawned(seed, 2)
        told: dict[str, Any] = {"activation": activation, "initializer": initializer}
        c = self.n_classes
        self.generator: Network = MLP((n_z + c, n_hidden, n_x), **told, seed=of_generator)
        self.discriminator: Network = MLP((n_x + c, n_hidden, 1), **told, seed=of_discriminator)
        super().__init__({"generator": self.generator, "discriminator": self.discriminator})
        self.n_z, self.n_x, self.lr = n_z, n_x, require_rate(lr)
        self.x_shape: tuple[int, ...] = (n_x,)
        self.form, self.detached = form, bool(detached)

    def generate(self, z: np.ndarray) -> np.ndarray:
        """Return G(z) (M, n_x)."""
        return self.generator.forward(z)

    def judge(self, x: np.ndarray) -> np.ndarray:
        """Return the logits of D (..., 1)."""
        return self.discriminator.forward(x)

    def forward(self, x: np.ndarray, z: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return L_D and L_G for real examples x (N, n_x) and noise z (M, n_z)."""
        x, z = as_float("x", x), as_float("z", z)
        require_shape("x", x, (None, *self.x_shape))
        require_shape("z", z, (None, self.n_z))
        if not (len(x) and len(z)):
            raise ValueError(f"The mean of no examples: x is {x.shape}, z is {z.shape}.")
        fake = self.generate(z)
        a = self.judge(np.concatenate([x, fake]))
        self.a_real, self.a_fake = a[: len(x)], a[len(x) :]
        # -log s(a) = log(1 + e^-a), and -log(1 - s(a)) = log(1 + e^a)
        L_D = np.logaddexp(0, -self.a_real).mean() + np.logaddexp(0, self.a_fake).mean()
        if self.form == "minimax":
            L_G = -np.logaddexp(0, self.a_fake).mean()
        else:
            L_G = np.logaddexp(0, -self.a_fake).mean()
        return L_D, L_G

    def backward(
        self, dL_D: ArrayLike = 1.0, dL_G: ArrayLike = 0.0
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return dx (N, n_x) and dz (M, n_z); fill the gradients of both parts.

        Without dL_G the discriminator's loss alone counts.
        """
        N, M = len(self.a_real), len(self.a_fake)
        dL_D, dL_G = (np.asarray(dL, dtype=self.a_real.dtype) for dL in (dL_D, dL_G))
        da_real = -dL_D * sigmoid(-self.a_real) / N
        da_fake = dL_D * sigmoid(self.a_fake) / M
        if self.form == "minimax":
            da_G = -dL_G * sigmoid(self.a_fake) / M
        else:
            da_G = -dL_G * sigmoid(-self.a_fake) / M
        if self.detached:
            # L_G goes through the discriminator, and leaves nothing there; L_D stops at the fakes.
            dfake = self.discriminator.backward(np.concatenate([0 * da_real, da_G]))[N:]
            dx = self.discriminator.backward(np.concatenate([da_real, da_fake]))[:N]
        else:
            dboth = self.discriminator.backward(np.concatenate([da_real, da_fake + da_G]))
            dx, dfake = dboth[:N], dboth[N:]
        dz = self.generator.backward(dfake[:, : self.n_x])
        return dx[:, : self.n_x].copy(), dz[:, : self.n_z].copy()

    def fill_gradients(self, *dL: ArrayLike) -> None:
        """Fill the gradients of both parts, for the gradients of both losses."""
        self.backward(*dL)

    def step(self, x: np.ndarray, z: np.ndarray, z_G: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Move the discriminator, then the generator against it; return L_D and L_G.

        Args:
            x: real examples (N, n_x).
            z: the noise of the discriminator's step (M, n_z).
            z_G: the noise of the generator's step (M, n_z).
        """
        L_D, _ = self.forward(x, z)
        self.backward(1.0, 0.0)
        descend(self.discriminator, self.lr)
        _, L_G = self.forward(x, z_G)  # judged by the discriminator that has just moved
        self.backward(0.0, 1.0)
        descend(self.generator, self.lr)
        return L_D, L_G
