"""Instance normalization."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_not_negative, require_shape


class InstanceNorm(Layer):
    """y = gamma (x - mu) / sqrt(var + epsilon) + beta, each channel of each example over space.

    mu and var are those of one channel of one example, so nothing depends on the batch or on other
    channels: training and inference are the same, and there are no running statistics.

    Args:
        n_channels: the length of axis 1, the channels.
        epsilon: keeps the root away from 0; it stands inside the root.
        affine: whether gamma and beta are learned; without them y is x_hat.

    Shapes:
        x, y, dy, dx (N, C, T), (N, C, H, W) or (N, C, D, H, W); gamma, beta (C,).
        mu and var are (N, C), with axes to broadcast over.

    Source:
        Ulyanov, Vedaldi and Lempitsky (2016), Instance normalization: the missing ingredient for
        fast stylization, section 2.
    """

    def __init__(self, n_channels: int, epsilon: float = 1e-5, affine: bool = True) -> None:
        super().__init__()
        if n_channels < 1:
            raise ValueError(f"n_channels is {n_channels}, but must be at least 1.")
        require_not_negative("epsilon", epsilon)
        self.n_channels, self.epsilon = int(n_channels), float(epsilon)
        if affine:
            self.params = {"gamma": np.ones(n_channels), "beta": np.zeros(n_channels)}

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        require_shape("x", x, (None, self.n_channels, None, *[None] * (x.ndim - 3)))
        if 0 in x.shape[2:]:
            raise ValueError(f"x has shape {x.shape}, but a mean needs at least one pixel.")
        self.axes = tuple(range(2, x.ndim))  # space alone: no other example, no other channel
        mu = x.mean(axis=self.axes, keepdims=True)
        var = ((x - mu) ** 2).mean(axis=self.axes, keepdims=True)
        self.std = np.sqrt(var + self.epsilon)
        self.x_hat = (x - mu) / self.std
        if "gamma" not in self.params:
            return self.x_hat.copy()
        gamma, beta = self.params["gamma"], self.params["beta"]
        return self.per_channel(gamma) * self.x_hat + self.per_channel(beta)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx; fill the gradients of gamma and beta.

        Every x also moves the mu and the var of its channel, which takes two means off.
        """
        require_shape("dy", dy, self.x_hat.shape)
        dx_hat = dy
        if "gamma" in self.params:
            shared = (0, *self.axes)  # the examples and the places that share gamma and beta
            self.grads["gamma"] = (dy * self.x_hat).sum(axis=shared)
            self.grads["beta"] = dy.sum(axis=shared)
            dx_hat = dy * self.per_channel(self.params["gamma"])
        through_mean = dx_hat.mean(axis=self.axes, keepdims=True)
        through_var = (dx_hat * self.x_hat).mean(axis=self.axes, keepdims=True)
        return (dx_hat - through_mean - self.x_hat * through_var) / self.std

    def per_channel(self, v: np.ndarray) -> np.ndarray:
        """Give v (C,) the axes that it needs to meet x on the channels."""
        return v.reshape(-1, *[1] * len(self.axes))
