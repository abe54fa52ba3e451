"""Group normalization."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_not_negative, require_shape


class GroupNorm(Layer):
    """y = gamma (x - mu) / sqrt(var + epsilon) + beta, each group of channels of each example.

    The channels are parted into groups, neighbours together. mu and var are those of one group of
    one example, over its channels and all of space, so nothing depends on the batch: training and
    inference are the same. gamma and beta belong to the channels, not to the groups.

    Args:
        n_groups: how many groups there are; it divides n_channels. 1 takes all channels together,
            n_channels each alone, which is instance normalization.
        n_channels: the length of axis 1, the channels.
        epsilon: keeps the root away from 0; it stands inside the root.
        affine: whether gamma and beta are learned; without them y is x_hat.

    Shapes:
        x, y, dy, dx (N, C) or, with any axes of space, (N, C, T), (N, C, H, W), (N, C, D, H, W);
        gamma, beta (C,). mu and var are (N, n_groups), with axes to broadcast over.

    Source:
        Wu and He (2018), Group normalization, section 3, eq. 1, 2 and 7.
    """

    def __init__(
        self, n_groups: int, n_channels: int, epsilon: float = 1e-5, affine: bool = True
    ) -> None:
        super().__init__()
        if n_groups < 1 or n_channels < 1 or n_channels % n_groups:
            raise ValueError(f"n_groups {n_groups} must divide the {n_channels} channels.")
        require_not_negative("epsilon", epsilon)
        self.n_groups, self.n_channels = int(n_groups), int(n_channels)
        self.epsilon = float(epsilon)
        if affine:
            self.params = {"gamma": np.ones(n_channels), "beta": np.zeros(n_channels)}

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        require_shape("x", x, (None, self.n_channels, *[None] * (x.ndim - 2)))
        if 0 in x.shape[2:]:
            raise ValueError(f"x has shape {x.shape}, but a mean needs at least one pixel.")
        parts = self.in_groups(x)
        self.axes = tuple(range(2, parts.ndim))  # a group's channels, and space
        mu = parts.mean(axis=self.axes, keepdims=True)
        var = ((parts - mu) ** 2).mean(axis=self.axes, keepdims=True)
        self.std = np.sqrt(var + self.epsilon)
        x_hat = (parts - mu) / self.std
        self.x_hat = x_hat.reshape(x.shape)
        if "gamma" not in self.params:
            return self.x_hat.copy()
        gamma, beta = self.params["gamma"], self.params["beta"]
        return self.per_channel(gamma) * self.x_hat + self.per_channel(beta)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx; fill the gradients of gamma and beta.

        Every x also moves the mu and the var of its group, which takes two means off.
        """
        require_shape("dy", dy, self.x_hat.shape)
        dx_hat = dy
        if "gamma" in self.params:
            shared = (0, *range(2, dy.ndim))  # the examples and the places that share gamma, beta
            self.grads["gamma"] = (dy * self.x_hat).sum(axis=shared)
            self.grads["beta"] = dy.sum(axis=shared)
            dx_hat = dy * self.per_channel(self.params["gamma"])
        g, x_hat = self.in_groups(dx_hat), self.in_groups(self.x_hat)
        through_mean = g.mean(axis=self.axes, keepdims=True)
        through_var = (g * x_hat).mean(axis=self.axes, keepdims=True)
        dx = (g - through_mean - x_hat * through_var) / self.std
        return dx.reshape(dy.shape)

    def in_groups(self, a: np.ndarray) -> np.ndarray:
        """Return a (N, C, ...) as (N, n_groups, C / n_groups, ...)."""
        per_group = self.n_channels // self.n_groups
        return a.reshape(len(a), self.n_groups, per_group, *a.shape[2:])

    def per_channel(self, v: np.ndarray) -> np.ndarray:
        """Give v (C,) the axes that it needs to meet x on the channels."""
        return v.reshape(-1, *[1] * (self.x_hat.ndim - 2))
