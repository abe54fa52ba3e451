"""Average pooling."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.pool2d import Pool2d, Size
from numpy_impl.validation import require_shape


class AvgPool2d(Pool2d):
    """y = mean of each window; every pixel gets an equal share of the gradient.

    Args:
        kernel_size: the window, one number or (height, width).
        stride: from one window to the next; the kernel size if None.
        padding: zeros added on each side of both axes, at most half of the kernel size.
        count_include_pad: whether the padding counts as pixels of value 0, as in PyTorch. If not,
            the mean is over the real pixels alone, as in Keras.

    Shapes:
        x, dx (N, C, H, W); y, dy (N, C, OH, OW) with OH = (H + 2 padding - kernel) // stride + 1.

    Source:
        LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document
        recognition, section II.B: the sub-sampling layers.
    """

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Size = 0,
        count_include_pad: bool = True,
    ) -> None:
        super().__init__(kernel_size, stride, padding)
        self.count_include_pad = count_include_pad

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C, OH, OW)."""
        x = self.padded(x, 0.0)
        self.n = self.counts(x)
        total = np.sum(self.elements(x), axis=0)
        self.y_shape = total.shape
        return total / self.n

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: the sum of dy / n over the windows that a pixel lies in."""
        require_shape("dy", dy, self.y_shape)
        share = dy / self.n
        dx = np.zeros(self.padded_shape, dtype=share.dtype)
        for element in self.elements(dx):
            element += share
        return self.cropped(dx)

    def counts(self, x: np.ndarray) -> np.ndarray | int:
        """Return how many pixels each window's mean is over: a number, or (OH, OW) of them."""
        kh, kw = self.kernel
        if self.count_include_pad or self.padding == (0, 0):
            return kh * kw
        (ph, pw), (_, _, height, width) = self.padding, self.shape
        real = np.zeros((1, 1, *x.shape[2:]), dtype=x.dtype)
        real[:, :, ph : ph + height, pw : pw + width] = 1
        return np.sum(self.elements(real), axis=0)[0, 0]
