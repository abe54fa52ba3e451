"""Max pooling."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.padding import Padding
from numpy_impl.layers.pool import Pool, Size
from numpy_impl.validation import require_choice, require_shape


class MaxPool2d(Pool):
    """y = max of each window; the gradient goes to the pixel that was the maximum.

    Of equal maxima the first in reading order (row by row) takes the whole gradient. The padding
    is minus infinity, so it is never the maximum; zeros would be, wherever a border is negative.

    Args:
        kernel_size: the window, one number or (height, width).
        stride: from one window to the next; the kernel size if None.
        padding: pixels added around x, in all the forms of
            :class:`numpy_impl.layers.conv2d.Conv2d`, fewer than a window covers.
        dilation: from one pixel of a window to the next.
        ceil_mode: whether a window that the end cuts off counts too.
        return_indices: whether forward returns (y, indices): where in its channel's image each
            maximum was, its pixels counted row by row, without the padding.
        storage_order: 0 counts the pixels row by row, 1 column by column.

    Shapes:
        x, dx (N, C, H, W); y, dy, indices (N, C, OH, OW) with OH by :func:`output_size`.

    Source:
        Ranzato, Boureau and LeCun (2007), Sparse feature learning for deep belief networks,
        section 5, and Krizhevsky, Sutskever and Hinton (2012), section 3.4, for windows that
        overlap.
    """

    def __init__(
        self,
        kernel_size: Size,
        stride: Size | None = None,
        padding: Padding = 0,
        dilation: Size = 1,
        ceil_mode: bool = False,
        return_indices: bool = False,
        storage_order: int = 0,
    ) -> None:
        super().__init__(kernel_size, stride, padding, dilation, ceil_mode)
        require_choice("storage_order", storage_order, (0, 1))
        self.return_indices, self.storage_order = return_indices, storage_order

    def forward(self, x: np.ndarray) -> np.ndarray | tuple[np.ndarray, np.ndarray]:
        """Return y (N, C, OH, OW), or (y, indices)."""
        self.x = self.padded(x, -np.inf)
        windows = np.stack(self.elements(self.x))  # their kh kw pixels along axis 0
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
            element += taken  # a pixel may be the maximum of several windows
        return self.cropped(dx)
