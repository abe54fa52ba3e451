"""L_p pooling along three axes."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.pool import Pool, Size3
from numpy_impl.validation import require_shape


class LpPool3d(Pool):
    """y = (sum of x^p over each window)^(1/p): a sum for p = 1, nearly the maximum for a large p.

    As in :class:`LpPool2d` the sum is of x^p and not of |x|^p: a negative sum has no real root, and
    is an error here. In a window of zeros, where the root has no slope, dx is 0.

    Args:
        norm_type: p, at least 1.
        kernel_size: the window, one number or (depth, height, width).
        stride: from one window to the next; the kernel size if None.
        ceil_mode: whether a window that the end cuts off counts too.

    Shapes:
        x, dx (N, C, D, H, W); y, dy (N, C, OD, OH, OW) with OD = (D - kernel) // stride + 1,
        or one more in ceil_mode.

    Source:
        Sermanet, Chintala and LeCun (2012), Convolutional neural networks applied to house
        numbers digit classification, section 2.2; torch.nn.LPPool3d.
    """

    n_axes = 3

    def __init__(
        self,
        norm_type: float,
        kernel_size: Size3,
        stride: Size3 | None = None,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__(kernel_size, stride, ceil_mode=ceil_mode)
        if not 1 <= norm_type < np.inf:
            raise ValueError(f"norm_type is {norm_type}, but must be at least 1 and finite.")
        self.p = float(norm_type)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C, OD, OH, OW)."""
        self.x = self.padded(x, 0.0)
        if self.p % 1 and np.any(self.x < 0):
            raise ValueError(f"norm_type is {self.p}, a power that negative x do not have.")
        total = np.sum(self.elements(self.x**self.p), axis=0)
        if np.any(total < 0):
            raise ValueError(f"A sum of x^{self.p:g} is negative, and has no real root.")
        self.y = total ** (1 / self.p)
        return self.y.copy()  # backward needs y as it is

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx = sum of dy (x / y)^(p - 1) over the windows that a place lies in."""
        require_shape("dy", dy, self.y.shape)
        size = self.y ** (self.p - 1)
        share = np.divide(dy, size, out=np.zeros_like(self.y), where=size > 0)
        shares = np.zeros_like(self.x)
        for element in self.elements(shares):
            element += share
        return self.cropped(shares * self.x ** (self.p - 1))
