"""The denoising autoencoder."""

from __future__ import annotations

import numpy as np

from numpy_impl.generative.autoencoder import Autoencoder
from numpy_impl.generative.descending import descend
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.validation import as_float, require_choice, require_shape


class DenoisingAutoencoder(Autoencoder):
    """x_hat = decoder(encoder(x_tilde)), with x_tilde a spoilt x; what is wanted is x itself.

    Args:
        n_in: length of x.
        n_hidden: length of the hidden layers.
        n_code: length of the code h.
        corruption: how x is spoilt: ``"masking"``, x_tilde = x noise with noise of zeros and ones;
            ``"gaussian"``, x_tilde = x + noise.
        lr: the learning rate of ``step``.
        activation: of the hidden layers.
        initializer: draws the weights; see :class:`~numpy_impl.networks.mlp.MLP`.
        seed: the seeds of both parts are made from it.

    Shapes:
        x, noise, x_hat, dx, dx_hat (N, n_in), h (N, n_code).

    Source:
        Vincent, Larochelle, Bengio and Manzagol (2008), Extracting and composing robust features
        with denoising autoencoders, section 2.3.
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        n_code: int,
        corruption: str = "masking",
        lr: float = 0.1,
        activation: str = "tanh",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
    ) -> None:
        require_choice("corruption", corruption, ("masking", "gaussian"))
        super().__init__(n_in, n_hidden, n_code, lr, activation, initializer, seed)
        self.corruption = corruption

    def forward(self, x: np.ndarray, noise: np.ndarray) -> np.ndarray:  # type: ignore[override]
        """Return x_hat (N, n_in) for x and the noise that spoils it."""
        x = as_float("x", x)
        self.noise = as_float("noise", noise).astype(x.dtype, copy=False)
        require_shape("noise", self.noise, x.shape)
        x_tilde = x * self.noise if self.corruption == "masking" else x + self.noise
        return super().forward(x_tilde)

    def backward(self, dx_hat: np.ndarray) -> np.ndarray:
        """Return dx (N, n_in); fill the gradients of both parts."""
        dx_tilde = super().backward(dx_hat)
        return dx_tilde * self.noise if self.corruption == "masking" else dx_tilde

    def step(self, x: np.ndarray, noise: np.ndarray) -> np.ndarray:  # type: ignore[override]
        """Take one step of gradient descent on x and its noise; return L before it."""
        x_hat = self.forward(x, noise)
        error = x_hat - x  # from the clean x, which the network has not seen
        L = 0.5 * (error**2).sum() / len(x)
        self.backward(error / len(x))
        descend(self, self.lr)
        return L
