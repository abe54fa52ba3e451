"""Max pooling."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.pool2d import Pool2d, Size
from numpy_impl.validation import require_shape


class MaxPool2d(Pool2d):
    """y = max of each window; the gradient goes to the pixel that was the maximum.

    Of equal maxima the first in reading order (row by row) takes the whole gradient. The padding
    is minus infinity, so it is never the maximum; zeros would be, wherever a border is negative.

    Args:
        kernel_size: the window, one number or (height, width).
        stride: from one window to the next; the kernel size if None.
        padding: pixels added on each side of both axes, at most half of the kernel size.

    Shapes:
        x, dx (N, C, H, W); y, dy (N, C, OH, OW) with OH = (H + 2 padding - kernel) // stride + 1.

    Source:
        Ranzato, Boureau and LeCun (2007), Sparse feature learning for deep belief networks,
        section 5, and Krizhevsky, Sutskever and Hinton (2012), section 3.4, for windows that
        overlap.
    """

    def __init__(self, kernel_size: Size, stride: Size | None = None, padding: Size = 0) -> None:
        super().__init__(kernel_size, stride, padding)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C, OH, OW)."""
        self.x = self.padded(x, -np.inf)
        windows = np.stack(self.elements(self.x))  # their kh kw pixels along axis 0
        self.first = windows.argmax(axis=0)  # of equal maxima the first
        self.y = windows.max(axis=0)
        return self.y.copy()  # backward needs y as it is

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: dy of each window for its first maximum, added up."""
        require_shape("dy", dy, self.y.shape)
        dx = np.zeros_like(self.x)
        for k, element in enumerate(self.elements(dx)):
            taken = np.where(self.first == k, dy, 0)  # with a product, infinite dy give NaN
            element += taken  # a pixel may be the maximum of several windows
        return self.cropped(dx)
