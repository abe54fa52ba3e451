"""Average pooling along one axis."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.padding import Padding
from numpy_impl.layers.pool import Pool
from numpy_impl.validation import require_shape


class AvgPool1d(Pool):
    """y = mean of each window; every step gets an equal share of the gradient.

    Args:
        kernel_size: the window, in steps.
        stride: from one window to the next; the kernel size if None.
        padding: zeros added before and behind x, in all the forms of
            :class:`numpy_impl.layers.conv1d.Conv1d`, fewer than a window covers.
        count_include_pad: whether the padding counts as steps of value 0, as in PyTorch. If not,
            the mean is over the real steps alone, as in Keras.
        dilation: from one step of a window to the next.
        ceil_mode: whether a window that the end cuts off counts too; what it lacks never counts.

    Shapes:
        x, dx (N, C, T); y, dy (N, C, OT) with OT by :func:`output_size`.

    Source:
        Goodfellow, Bengio and Courville (2016), Deep learning, section 9.3.
    """

    n_axes = 1

    def __init__(
        self,
        kernel_size: int,
        stride: int | None = None,
        padding: Padding = 0,
        count_include_pad: bool = True,
        dilation: int = 1,
        ceil_mode: bool = False,
    ) -> None:
        super().__init__(kernel_size, stride, padding, dilation, ceil_mode)
        self.count_include_pad = count_include_pad

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, C, OT)."""
        x = self.padded(x, 0.0)
        self.n = self.counts(x)
        total = np.sum(self.elements(x), axis=0)
        self.y_shape = total.shape
        return total / self.n

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: the sum of dy / n over the windows that a step lies in."""
        require_shape("dy", dy, self.y_shape)
        share = dy / self.n
        dx = np.zeros(self.padded_shape, dtype=share.dtype)
        for element in self.elements(dx):
            element += share
        return self.cropped(dx)

    def counts(self, x: np.ndarray) -> np.ndarray | int:
        """Return what each sum is divided by: a number, or (OT,) of them."""
        (k,) = self.kernel
        if self.count_include_pad and not any(self.windows.beyond):
            return k
        return self.counted(self.count_include_pad, x.dtype)
