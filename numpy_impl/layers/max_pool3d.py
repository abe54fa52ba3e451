"""Max pooling along three axes."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.padding import Padding
from numpy_impl.layers.pool import Pool, Size3
from numpy_impl.validation import require_choice, require_shape


class MaxPool3d(Pool):
    """y = max of each window; the gradient goes to the place that was the maximum.

    Of equal maxima the first in reading order takes the whole gradient. The padding is minus
    infinity, so it is never the maximum; zeros would be, wherever a border is negative.

    Args:
        kernel_size: the window, one number or (depth, height, width).
        stride: from one window to the next; the kernel size if None.
        padding: places added around x, in all the forms of
            :class:`numpy_impl.layers.conv3d.Conv3d`, fewer than a window covers.
        dilation: from one place of a window to the next.
        ceil_mode: whether a window that the end cuts off counts too.
        return_indices: whether forward returns (y, indices): where in its channel's volume each
            maximum was, its places counted row by row, without the padding.
        storage_order: 0 counts the places with the last axis first, 1 with the first axis first.

    Shapes:
        x, dx (N, C, D, H, W); y, dy, indices (N, C, OD, OH, OW) with OD by :func:`output_size`.

    Source:
        Tran et al. (2015), Learning spatiotemporal features with 3D convolutional networks,
        section 3.1.
    """

    n_axes = 3

    def __init__(
        self,
        kernel_size: Size3,
        stride: Size3 | None = None,
        padding: Padding = 0,
        dilation: Size3 = 1,
        ceil_mode: bool = False,
        return_indices: bool = False,
        storage_order: int = 0,
    ) -> None:
        super().__init__(kernel_size, stride, padding, dilation, ceil_mode)
        require_choice("storage_order", storage_order, (0, 1))
        self.return_indices, self.storage_order = return_indices, storage_order

    def forward(self, x: np.ndarray) -> np.ndarray | tuple[np.ndarray, np.ndarray]:
        """Return y (N, C, OD, OH, OW), or (y, indices)."""
        self.x = self.padded(x, -np.inf)
        windows = np.stack(self.elements(self.x))  # their kd kh kw places along axis 0
        self.first = windows.argmax(axis=0)  # of equal maxima the first
        self.y = windows.max(axis=0)
        y = self.y.copy()  # backward needs it as it is
        return (y, self.indices(self.first, self.storage_order)) if self.return_indices else y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: dy of each window for its first maximum, added up."""
        require_shape("dy", dy, self.y.shape)
        dx = np.zeros_like(self.x)
        for k, element in enumerate(self.elements(dx)):
            taken = np.where(self.first == k, dy, 0)  # with a product, infinite dy give NaN
            element += taken  # a place may be the maximum of several windows
        return self.cropped(dx)
