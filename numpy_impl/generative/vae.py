"""The variational autoencoder."""

from __future__ import annotations

from typing import Any

import numpy as np

from numpy_impl.activations.sigmoid import Sigmoid
from numpy_impl.generative.descending import descend, require_rate
from numpy_impl.generative.evidence_lower_bound import (
    evidence_lower_bound,
    evidence_lower_bound_backward,
)
from numpy_impl.generative.reparameterize import reparameterize, reparameterize_backward
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.networks.mlp import MLP
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.seeds import spawned
from numpy_impl.validation import as_float, require_shape


class VAE(MadeOfParts):
    """An encoder says mu and log sigma^2 of z; a decoder says the probability of every pixel.

        mu, log_var = encoder(x), split in two
        z = mu + sigma eps
        x_hat = s(decoder(z)), s the sigmoid

    Its parts are ``encoder`` and ``decoder``, each with ``dense1`` and ``dense2``.

    Args:
        n_in: length of x.
        n_hidden: length of the hidden layers.
        n_latent: length of z.
        lr: the learning rate of ``step``.
        activation: of the hidden layers.
        initializer: draws the weights; see :class:`~numpy_impl.networks.mlp.MLP`.
        seed: the seeds of both parts are made from it.

    Shapes:
        x, x_hat (N, n_in); mu, log_var, eps, z (N, n_latent).

    Source:
        Kingma and Welling (2014), Auto-encoding variational Bayes, section 3 and appendix C.
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
        of_encoder, of_decoder = spawned(seed, 2)
        told: dict[str, Any] = {"activation": activation, "initializer": initializer}
        self.encoder = MLP((n_in, n_hidden, 2 * n_latent), **told, seed=of_encoder)
        self.decoder = MLP((n_latent, n_hidden, n_in), **told, seed=of_decoder)
        super().__init__({"encoder": self.encoder, "decoder": self.decoder})
        self.sigmoid = Sigmoid()
        self.n_in, self.n_latent, self.lr = n_in, n_latent, require_rate(lr)

    def encode(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return mu and log_var, both (N, n_latent), of x (N, n_in)."""
        x = as_float("x", x)
        require_shape("x", x, (None, self.n_in))
        mu, log_var = np.split(self.encoder.forward(x), 2, axis=1)
        return mu, log_var

    def decode(self, z: np.ndarray) -> np.ndarray:
        """Return the probabilities x_hat (N, n_in) for z (N, n_latent): N(0, 1) gives samples."""
        return self.sigmoid.forward(self.decoder.forward(z))

    def forward(self, x: np.ndarray, eps: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return x_hat (N, n_in), mu and log_var (N, n_latent) for the noise eps (N, n_latent)."""
        mu, log_var = self.encode(x)
        z = reparameterize(mu, log_var, eps)
        self.drawn = mu, log_var, np.array(eps)
        return self.decode(z), mu.copy(), log_var.copy()

    def backward(
        self,
        dx_hat: np.ndarray,
        dmu: np.ndarray | None = None,
        dlog_var: np.ndarray | None = None,
    ) -> np.ndarray:
        """Return dx (N, n_in); fill the gradients of both parts.

        Args:
            dx_hat: the gradient of x_hat.
            dmu: the gradient of mu that does not come through z, as that of the KL divergence;
                0 if None.
            dlog_var: likewise.
        """
        dz = self.decoder.backward(self.sigmoid.backward(dx_hat))
        dmu_z, dlog_var_z = reparameterize_backward(dz, *self.drawn)
        dmu = np.zeros_like(dmu_z) if dmu is None else dmu
        dlog_var = np.zeros_like(dmu_z) if dlog_var is None else dlog_var
        require_shape("dmu", dmu, dmu_z.shape)
        require_shape("dlog_var", dlog_var, dmu_z.shape)
        dcode = np.concatenate([dmu + dmu_z, dlog_var + dlog_var_z], axis=1)
        return self.encoder.backward(dcode)

    def step(self, x: np.ndarray, eps: np.ndarray) -> np.ndarray:
        """Take one step up the evidence lower bound; return its negative before it."""
        found = self.forward(x, eps)
        L = evidence_lower_bound(x, *found, as_loss=True)
        self.backward(*evidence_lower_bound_backward(1.0, x, *found, as_loss=True))
        descend(self, self.lr)
        return L
