"""PReLU (parametric ReLU)."""

from __future__ import annotations

import numpy as np

from numpy_impl.layer import Layer
from numpy_impl.validation import as_float, require_shape


class PReLU(Layer):
    """y = x where x > 0, else a x: a leaky ReLU that learns its slope a.

    At the kink x = 0 the derivative is taken to be a, as the paper's formula has it and as
    PyTorch does.

    Args:
        n_channels: 1 for one slope for all elements, else the length of axis 1, for one slope for
            each channel.
        init: the slope before it is learned.

    Shapes:
        a (n_channels,); x, y, dy, dx: any with one slope, else (N, n_channels, ...).

    Source:
        He, Zhang, Ren and Sun (2015), Delving deep into rectifiers, eq. 1 to 3.
    """

    def __init__(self, n_channels: int = 1, init: float = 0.25) -> None:
        super().__init__()
        self.n_channels = n_channels
        self.params["a"] = np.full(n_channels, float(init))

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y, of the shape of x."""
        x = as_float("x", x)
        shape = [1] * x.ndim  # (1, n_channels, 1, ...), so that a broadcasts along axis 1
        if self.n_channels > 1:
            require_shape("x", x, (None, self.n_channels, *(None,) * (x.ndim - 2)))
            shape[1] = self.n_channels
        a = self.params["a"].reshape(shape)
        self.x, self.a = x, a
        return np.where(x > 0, x, a * x)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = dy where x > 0, else a dy; fill the gradient of a."""
        x = self.x
        require_shape("dy", dy, x.shape)
        # dy/da = x where y = a x; the elements that share a slope add up.
        da = np.where(x > 0, 0, x * dy)
        shared = tuple(axis for axis in range(x.ndim) if self.a.shape[axis] == 1)
        self.grads["a"] = da.sum(axis=shared).reshape(self.n_channels)
        return np.where(x > 0, dy, self.a * dy)
