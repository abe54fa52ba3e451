"""The Wasserstein GAN, with clipped weights or with a gradient penalty."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from numpy_impl.generative.descending import descend, require_rate
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.networks.mlp import MLP
from numpy_impl.recurrent.parts import MadeOfParts
from numpy_impl.seeds import spawned
from numpy_impl.validation import as_float, require_not_negative, require_shape


class WassersteinGAN(MadeOfParts):
    """A critic f gives each example a number; its mean is to differ between real and made ones.

        L_C = mean f(G(z)) - mean f(x) + penalty mean (|df/dx_mix| - 1)^2
        L_G = -mean f(G(z))

    -L_C estimates the Wasserstein distance if f is 1-Lipschitz. To keep it nearly so, either every
    weight is clipped to [-clip, clip] after a step, or the length of f's gradient is pulled to 1
    at x_mix = u x + (1 - u) G(z), which lies between a real and a made example.

    Its parts are ``generator`` and ``critic``, each with ``dense1`` and ``dense2``, and tanh
    between: the penalty's own gradient needs a second derivative, which ReLU has not.

    Args:
        n_z: length of the noise.
        n_hidden: length of both hidden layers.
        n_x: length of an example.
        clip: the largest weight of the critic after a step; 0 for no clipping.
        penalty: the weight of the gradient penalty; 0 for none.
        lr: the learning rate of ``step``.
        initializer: draws the weights; see :class:`~numpy_impl.networks.mlp.MLP`.
        seed: the seeds of both parts are made from it.

    Shapes:
        x, dx (N, n_x); z, dz (N, n_z); u (N, 1) from 0 to 1; L_C and L_G scalars.

    Source:
        Arjovsky, Chintala and Bottou (2017), Wasserstein GAN, algorithm 1; Gulrajani et al.
        (2017), Improved training of Wasserstein GANs, algorithm 1.
    """

    def __init__(
        self,
        n_z: int,
        n_hidden: int,
        n_x: int,
        clip: float = 0.0,
        penalty: float = 10.0,
        lr: float = 0.1,
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
    ) -> None:
        require_not_negative("clip", clip)
        require_not_negative("penalty", penalty)
        of_generator, of_critic = spawned(seed, 2)
        self.generator = MLP((n_z, n_hidden, n_x), "tanh", initializer, seed=of_generator)
        self.critic = MLP((n_x, n_hidden, 1), "tanh", initializer, seed=of_critic)
        super().__init__({"generator": self.generator, "critic": self.critic})
        self.n_z, self.n_x, self.lr = n_z, n_x, require_rate(lr)
        self.clip, self.weight = float(clip), float(penalty)

    def forward(
        self, x: np.ndarray, z: np.ndarray, u: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return L_C and L_G for x (N, n_x), z (N, n_z) and, for the penalty, u (N, 1)."""
        x, z = as_float("x", x), as_float("z", z)
        require_shape("x", x, (None, self.n_x))
        require_shape("z", z, (len(x), self.n_z))
        if not len(x):
            raise ValueError(f"The mean of no examples is not defined: x is {x.shape}.")
        fake = self.generator.forward(z)
        f = self.critic.forward(np.concatenate([x, fake]))
        f_real, f_fake = np.split(f, 2)
        L_C = f_fake.mean() - f_real.mean()
        if self.weight:
            if u is None:
                raise ValueError("The gradient penalty needs u (N, 1), but none was given.")
            u = as_float("u", u).astype(x.dtype, copy=False)
            require_shape("u", u, (len(x), 1))
            L_C = L_C + self.weight * self._penalty(u * x + (1 - u) * fake)
        self.N, self.dtype = len(x), f.dtype
        return L_C, -f_fake.mean()

    def backward(
        self, dL_C: ArrayLike = 1.0, dL_G: ArrayLike = 0.0
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return dx (N, n_x) and dz (N, n_z); fill the gradients of both parts.

        Each loss has a gradient for its own part alone, and none goes through x_mix.
        """
        N = self.N
        dL_C, dL_G = (np.asarray(dL, dtype=self.dtype) for dL in (dL_C, dL_G))
        share = np.full((N, 1), 1 / N, dtype=self.dtype)
        dfake = self.critic.backward(np.concatenate([0 * share, -dL_G * share]))[N:]
        dz = self.generator.backward(dfake)
        dx = self.critic.backward(np.concatenate([-dL_C * share, dL_C * share]))[:N]
        if self.weight:
            self._add_penalty_gradients(dL_C * self.weight)
        return dx.copy(), dz

    def _penalty(self, x_mix: np.ndarray) -> np.ndarray:
        """Return mean (|g| - 1)^2, where g = df/dx_mix = (w (1 - h^2)) W1^T."""
        W1, b1 = (self.critic.params[f"dense1.{name}"] for name in "Wb")
        w = self.critic.params["dense2.W"][:, 0]
        h = np.tanh(x_mix @ W1 + b1)
        slope = w * (1 - h**2)  # of f at the sums before tanh
        g = slope @ W1.T
        length = np.sqrt((g**2).sum(axis=1, keepdims=True))
        self.mixed = x_mix, h, slope, g, length
        return ((length - 1) ** 2).mean()

    def _add_penalty_gradients(self, dpenalty: np.ndarray) -> None:
        """Add the penalty's gradients to those of the critic: the derivative of a derivative."""
        x_mix, h, slope, g, length = self.mixed
        W1, w = self.critic.params["dense1.W"], self.critic.params["dense2.W"][:, 0]
        dlength = dpenalty * 2 * (length - 1) / len(g)
        dg = dlength * g / np.where(length == 0, 1, length)
        dslope = dg @ W1
        dh = dslope * w * (-2 * h)
        da = dh * (1 - h**2)
        grads = self.critic.layers["dense1"].grads
        grads["W"] = grads["W"] + dg.T @ slope + x_mix.T @ da
        grads["b"] = grads["b"] + da.sum(axis=0)
        grads = self.critic.layers["dense2"].grads
        grads["W"] = grads["W"] + (dslope * (1 - h**2)).sum(axis=0)[:, np.newaxis]

    def step(
        self, x: np.ndarray, z: np.ndarray, z_G: np.ndarray, u: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Move the critic, clip its weights, then move the generator; return L_C and L_G.

        Args:
            x: real examples (N, n_x).
            z: the noise of the critic's step (N, n_z).
            z_G: the noise of the generator's step (N, n_z).
            u: where between a real and a made example the penalty is taken (N, 1).
        """
        L_C, _ = self.forward(x, z, u)
        self.backward(1.0, 0.0)
        descend(self.critic, self.lr)
        if self.clip:
            for w in self.critic.params.values():
                np.clip(w, -self.clip, self.clip, out=w)
        _, L_G = self.forward(x, z_G, u)
        self.backward(0.0, 1.0)
        descend(self.generator, self.lr)
        return L_C, L_G
