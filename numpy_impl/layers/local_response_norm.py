"""Local response normalization."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class LocalResponseNorm(Layer):
    """y = x / s^beta with s = k + alpha (sum of x^2 over the neighbouring channels).

    Channels compete at every pixel: where one responds strongly, its neighbours are damped. The
    window of channel c is ``size`` channels, from c - size // 2 to c + (size - 1) // 2, cut off at
    the first and the last channel. alpha is the paper's and TensorFlow's; PyTorch divides its own
    by ``size``.

    Args:
        size: how many channels the sum is over, the channel itself among them.
        alpha: the weight of the sum.
        beta: the exponent.
        k: keeps the base away from 0.

    Shapes:
        x, y, dy, dx (N, C, H, W).

    Source:
        Krizhevsky, Sutskever and Hinton (2012), ImageNet classification with deep convolutional
        neural networks, section 3.3, with size = 5 for AlexNet.
    """

    def __init__(self, size: int, alpha: float = 1e-4, beta: float = 0.75, k: float = 2.0) -> None:
        super().__init__()
        if not isinstance(size, int | np.integer) or size < 1:
            raise ValueError(f"size is {size}, but must be an integer of at least 1.")
        if not k > 0:
            raise ValueError(f"k is {k}, but must be positive: s is k where all x are 0.")
        if not alpha >= 0:
            raise ValueError(f"alpha is {alpha}, but must not be negative.")
        self.alpha, self.beta, self.k = float(alpha), float(beta), float(k)
        self.before = int(size) // 2
        self.after = (int(size) - 1) // 2

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        require_shape("x", x, (None, None, None, None))
        self.x = x
        sums = self.channel_sums(x * x, self.before, self.after)
        self.s = self.k + self.alpha * sums
        self.power = self.s**-self.beta
        return x * self.power

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: its own share, less what every window with this channel in it loses.

        Channel c is in the windows of c - after to c + before: for an even size the mirror image.
        """
        require_shape("dy", dy, self.x.shape)
        loss = dy * self.x * self.power / self.s
        losses = self.channel_sums(loss, self.after, self.before)
        return dy * self.power - 2 * self.alpha * self.beta * self.x * losses

    def channel_sums(self, a: np.ndarray, before: int, after: int) -> np.ndarray:
        """Return the sum over channels c - before to c + after, of those that there are."""
        n_channels = a.shape[1]
        a = np.pad(a, ((0, 0), (before, after), (0, 0), (0, 0)))
        total = a[:, :n_channels].copy()
        for i in range(1, before + after + 1):
            total += a[:, i : i + n_channels]
        return total
