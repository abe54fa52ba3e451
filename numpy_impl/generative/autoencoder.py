"""The autoencoder."""

from __future__ import annotations

from typing import Any

import numpy as np

from numpy_impl.generative.descending import descend, require_rate
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.networks.mlp import MLP
from numpy_impl.networks.network import Network
from numpy_impl.seeds import spawned
from numpy_impl.validation import as_float, require_shape


class Autoencoder(Network):
    """x_hat = decoder(encoder(x)): x is brought through a code that is narrower than x.

    Both parts have one hidden layer. Trained on L = 1/2 |x_hat - x|^2, averaged over the examples,
    the code keeps what the examples have in common.

    Its parts are ``encoder`` and ``decoder``, each with ``dense1`` and ``dense2``.

    Args:
        n_in: length of x.
        n_hidden: length of the hidden layers.
        n_code: length of the code h.
        lr: the learning rate of ``step``.
        activation: of the hidden layers.
        initializer: draws the weights; see :class:`~numpy_impl.networks.mlp.MLP`.
        seed: the seeds of both parts are made from it.

    Shapes:
        x, x_hat, dx, dx_hat (N, n_in), h (N, n_code).

    Source:
        Hinton and Salakhutdinov (2006), Reducing the dimensionality of data with neural networks.
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        n_code: int,
        lr: float = 0.1,
        activation: str = "tanh",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
    ) -> None:
        of_encoder, of_decoder = spawned(seed, 2)
        told: dict[str, Any] = {"activation": activation, "initializer": initializer}
        self.encoder = MLP((n_in, n_hidden, n_code), **told, seed=of_encoder)
        self.decoder = MLP((n_code, n_hidden, n_in), **told, seed=of_decoder)
        super().__init__({"encoder": self.encoder, "decoder": self.decoder})
        self.n_in, self.lr = n_in, require_rate(lr)

    def encode(self, x: np.ndarray) -> np.ndarray:
        """Return the code h (N, n_code) of x (N, n_in)."""
        x = as_float("x", x)
        require_shape("x", x, (None, self.n_in))
        return self.encoder.forward(x)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return x_hat (N, n_in)."""
        h = self.encode(x)
        return self.decoder.forward(h)

    def backward(self, dx_hat: np.ndarray) -> np.ndarray:
        """Return dx (N, n_in); fill the gradients of both parts."""
        dh = self.decoder.backward(dx_hat)
        return self.encoder.backward(dh)

    def step(self, x: np.ndarray) -> np.ndarray:
        """Take one step of gradient descent on x (N, n_in); return L before it."""
        x_hat = self.forward(x)
        L = 0.5 * ((x_hat - x) ** 2).sum() / len(x)
        self.backward((x_hat - x) / len(x))
        descend(self, self.lr)
        return L
