"""The denoising diffusion model, trained to predict the noise."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.generative.descending import descend, require_rate
from numpy_impl.generative.diffusion_noising import diffusion_noising
from numpy_impl.generative.noise_schedule import schedule, steps_of
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.networks.mlp import MLP
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.validation import as_float, require_shape


class Diffusion(MadeOfParts):
    """A network sees x_t and t, and says which noise is in x_t.

        x_t = sqrt(alpha_bar_t) x_0 + sqrt(1 - alpha_bar_t) eps
        L = mean (eps - net(x_t, t / T))^2, over the examples and their numbers

    The betas grow evenly from beta_first to beta_last. To draw, start with noise and take
    :func:`~numpy_impl.generative.diffusion_reverse_step.diffusion_reverse_step` for t = T - 1
    to 0, each with ``predict``.

    Its part is ``net``, with ``dense1`` and ``dense2``; t / T is one more number of its input.

    Args:
        n_x: length of an example.
        n_hidden: length of the net's hidden layer.
        n_steps: T.
        beta_first: the variance that the first noising adds.
        beta_last: that of the last one.
        lr: the learning rate of ``step``.
        activation: of the hidden layer.
        initializer: draws the weights; see :class:`~numpy_impl.networks.mlp.MLP`.
        seed: seeds the draw of the weights.

    Shapes:
        x0, eps, dx0 (N, n_x), t (N,) integers from 0 to T - 1; L a scalar.

    Source:
        Ho, Jain and Abbeel (2020), Denoising diffusion probabilistic models, algorithm 1 and
        eq. 14.
    """

    def __init__(
        self,
        n_x: int,
        n_hidden: int,
        n_steps: int = 1000,
        beta_first: float = 0.0001,
        beta_last: float = 0.02,
        lr: float = 0.1,
        activation: str = "tanh",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
    ) -> None:
        self.net = MLP((n_x + 1, n_hidden, n_x), activation, initializer, seed=seed)
        super().__init__({"net": self.net})
        self.betas = np.linspace(beta_first, beta_last, n_steps)
        schedule(self.betas, self.betas.dtype)
        self.n_x, self.lr = n_x, require_rate(lr)

    def predict(self, x_t: np.ndarray, t: ArrayLike) -> np.ndarray:
        """Return the noise (N, n_x) that the network sees in x_t (N, n_x) at the steps t (N,)."""
        x_t = as_float("x_t", x_t)
        require_shape("x_t", x_t, (None, self.n_x))
        t, alone = steps_of(t, x_t, len(self.betas))
        time = (t / len(self.betas)).astype(x_t.dtype).reshape(alone)
        return self.net.forward(np.concatenate([x_t, time], axis=1))

    def forward(self, x0: np.ndarray, t: ArrayLike, eps: np.ndarray) -> np.ndarray:
        """Return L for clean x0 (N, n_x), their steps t (N,) and the noise eps (N, n_x)."""
        x0 = as_float("x0", x0)
        require_shape("x0", x0, (None, self.n_x))
        if not x0.size:
            raise ValueError(f"The mean of no examples is not defined: x0 is {x0.shape}.")
        x_t = diffusion_noising(x0, t, eps, self.betas)
        self.error = self.predict(x_t, t) - as_float("eps", eps).astype(x0.dtype, copy=False)
        _, alpha_bar = schedule(self.betas, x0.dtype)
        self.signal = np.sqrt(alpha_bar[np.asarray(t)])[:, np.newaxis]
        return (self.error**2).mean()

    def backward(self, dL: ArrayLike = 1.0) -> np.ndarray:
        """Return dx0 (N, n_x); fill the gradients of the net."""
        dL = np.asarray(dL, dtype=self.error.dtype)
        deps_hat = dL * 2 * self.error / self.error.size
        dx_t = self.net.backward(deps_hat)[:, : self.n_x]
        return dx_t * self.signal

    def step(self, x0: np.ndarray, t: ArrayLike, eps: np.ndarray) -> np.ndarray:
        """Take one step of gradient descent; return L before it."""
        L = self.forward(x0, t, eps)
        self.backward(1.0)
        descend(self.net, self.lr)
        return L
