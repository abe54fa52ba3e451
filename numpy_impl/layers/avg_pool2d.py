"""Average pooling."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.padding import Padding
from numpy_impl.layers.pool import Pool, Size
from numpy_impl.validation import require_shape


class AvgPool2d(Pool):
    """y = mean of each window; every pixel gets an equal share of the gradient.

    Args:
        kernel_size: the window, one number or (height, width).
        stride: from one window to the next; the kernel size if None.
        padding: zeros added around x, in all the forms of
            :class:`numpy_impl.layers.conv2d.Conv2d`, fewer than a window covers.
        count_include_pad: whether the padding counts as pixels of value 0, as in PyTorch. If not,
            the mean is over the real pixels alone, as in Keras.
        dilation: from one pixel of a window to the next.
        ceil_mode: whether a window that the end cuts off counts too; what it lacks never counts.
        divisor_override: what every sum is divided by, instead of the number of pixels.

    Shapes:
        x, dx (N, C, H, W); y, dy (N, C, OH, OW) with OH by :func:`output_size`.

    Source:
        LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document
        recognition, section II.B: the sub-sampling layers.
    """

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Padding = 0,
        count_include_pad: bool = True,
        dilation: Size = 1,
        ceil_mode: bool = False,
        divisor_override: int | None = None,
    ) -> None:
        super().__init__(kernel_size, stride, padding, dilation, ceil_mode)
        if divisor_override == 0:
            raise ValueError("divisor_override is 0, but must be another number.")
        self.divisor_override = None if divisor_override is None else int(divisor_override)
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
        """Return what each sum is divided by: a number, or (OH, OW) of them."""
        if self.divisor_override is not None:
            return self.divisor_override
        kh, kw = self.kernel
        if self.count_include_pad and not any(self.windows.beyond):
            return kh * kw
        return self.counted(self.count_include_pad, x.dtype)
