"""Batch normalization."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_choice, require_fraction, require_shape


class BatchNorm(Layer):
    """y = gamma (x - mu) / sqrt(var + epsilon) + beta, each channel over the batch.

    In training mu and var are the batch's own; they also move the running statistics, which take
    their place in inference:

        running <- momentum * running + (1 - momentum) * new

    gamma and beta may be left out where the next layer scales and shifts anyway.

    Args:
        n_channels: the length of axis 1, the channels.
        momentum: the weight of the **old** running value, as in Keras and in the course;
            PyTorch's momentum is the weight of the new one.
        epsilon: keeps the root away from 0; it stands inside the root.
        running_variance: ``"biased"`` collects the variance that normalizes, divided by n, as
            Keras and the course do; ``"unbiased"`` divides by n - 1, as PyTorch does.
        use_gamma: whether the scale is learned; without it gamma is 1.
        use_beta: whether the shift is learned; without it beta is 0.
        track_running_stats: whether there are running statistics; without them inference, too,
            takes the batch's own.

    Shapes:
        x, y, dy, dx (N, C) or, with any axes of space, (N, C, T), (N, C, H, W), (N, C, D, H, W);
        gamma, beta, running_mean, running_var (C,). The statistics are taken over N and space.

    Source:
        Ioffe and Szegedy (2015), Batch normalization, algorithms 1 and 2 and section 3.
    """

    def __init__(
        self,
        n_channels: int,
        momentum: float = 0.9,
        epsilon: float = 1e-5,
        running_variance: str = "biased",
        use_gamma: bool = True,
        use_beta: bool = True,
        track_running_stats: bool = True,
    ) -> None:
        super().__init__()
        if momentum is None:
            raise ValueError("momentum is None, PyTorch's mean of all batches, which is not here.")
        require_fraction("momentum", momentum)
        require_choice("running_variance", running_variance, ("biased", "unbiased"))
        self.momentum = float(momentum)
        self.epsilon = float(epsilon)
        self.running_variance = running_variance
        self.n_channels = int(n_channels)
        if use_gamma:
            self.params["gamma"] = np.ones(n_channels)
        if use_beta:
            self.params["beta"] = np.zeros(n_channels)
        if track_running_stats:
            self.buffers["running_mean"] = np.zeros(n_channels)
            self.buffers["running_var"] = np.ones(n_channels)

    def forward(self, x: np.ndarray, training: bool = True) -> np.ndarray:
        """Return y, of the shape of x; in training, move the running statistics."""
        x = as_float("x", x)
        require_shape("x", x, (None, self.n_channels, *[None] * (x.ndim - 2)))
        from_batch = training or not self.buffers
        if from_batch and x.size == 0:
            raise ValueError(f"x has shape {x.shape}, but a mean needs at least one example.")
        self.from_batch = from_batch
        self.axes = (0, *range(2, x.ndim))  # every axis but the channels'
        if from_batch:
            mu = x.mean(axis=self.axes)
            var = ((x - self.per_channel(mu)) ** 2).mean(axis=self.axes)
            self.collect(mu, var, x.size // self.n_channels)
        else:
            mu, var = self.buffers["running_mean"], self.buffers["running_var"]
        self.std = np.sqrt(var + self.epsilon)
        self.x_hat = (x - self.per_channel(mu)) / self.per_channel(self.std)
        gamma, beta = self.scale_and_shift()
        return self.per_channel(gamma) * self.x_hat + self.per_channel(beta)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx; fill the gradients of gamma and beta.

        If mu and var are the batch's own, every x moves them, which takes two means off.
        """
        require_shape("dy", dy, self.x_hat.shape)
        gamma, _ = self.scale_and_shift()
        if "gamma" in self.params:
            self.grads["gamma"] = (dy * self.x_hat).sum(axis=self.axes)
        if "beta" in self.params:
            self.grads["beta"] = dy.sum(axis=self.axes)
        dx_hat = dy * self.per_channel(gamma)
        if not self.from_batch:
            return dx_hat / self.per_channel(self.std)
        through_mean = dx_hat.mean(axis=self.axes)
        through_var = (dx_hat * self.x_hat).mean(axis=self.axes)
        centred = dx_hat - self.per_channel(through_mean)
        dx = centred - self.x_hat * self.per_channel(through_var)
        return dx / self.per_channel(self.std)

    def per_channel(self, v: np.ndarray) -> np.ndarray:
        """Give v (C,) the axes that it needs to meet x on the channels."""
        return v.reshape(-1, *[1] * (len(self.axes) - 1))

    def scale_and_shift(self) -> tuple[np.ndarray, np.ndarray]:
        """Return gamma and beta (C,); 1 and 0 stand for those that are not learned."""
        ones = np.ones(self.n_channels, self.std.dtype)
        return self.params.get("gamma", ones), self.params.get("beta", 0 * ones)

    def collect(self, mu: np.ndarray, var: np.ndarray, n: int) -> None:
        """Move the running statistics, if there are any, towards those of n numbers a channel."""
        if self.buffers:
            self.move("running_mean", mu)
            self.move("running_var", self.collected(var, n))

    def collected(self, var: np.ndarray, n: int) -> np.ndarray:
        """Return the variance that the running statistics collect from n numbers a channel."""
        if self.running_variance == "biased":
            return var
        if n == 1:
            raise ValueError("The unbiased variance of one number a channel is not defined.")
        return var * (n / (n - 1))

    def move(self, name: str, new: np.ndarray) -> None:
        """Move a running statistic towards the batch's."""
        running = self.buffers[name]
        self.buffers[name] = self.momentum * running + (1 - self.momentum) * new
