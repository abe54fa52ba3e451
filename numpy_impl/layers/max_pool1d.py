"""Max pooling along one axis."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.padding import Padding
from numpy_impl.layers.pool import Pool
from numpy_impl.validation import require_shape


class MaxPool1d(Pool):
    """y = max of each window; the gradient goes to the step that was the maximum.

    Of equal maxima the first takes the whole gradient. The padding is minus infinity, so it is
    never the maximum; zeros would be, wherever an end is negative.

    Args:
        kernel_size: the window, in steps.
        stride: from one window to the next; the kernel size if None.
        padding: steps added before and behind x, in all the forms of
            :class:`numpy_impl.layers.conv1d.Conv1d`, fewer than a window covers.
        dilation: from one step of a window to the next.
        ceil_mode: whether a window that the end cuts off counts too.
        return_indices: whether forward returns (y, indices): the number of the step that was the
            maximum, the padding not counted.

    Shapes:
        x, dx (N, C, T); y, dy, indices (N, C, OT) with OT by :func:`output_size`.

    Source:
        Collobert et al. (2011), Natural language processing (almost) from scratch, section 3.2.2:
        the maximum over time.
    """

    n_axes = 1

    def __init__(
        self,
        kernel_size: int,
        stride: int | None = None,
        padding: Padding = 0,
        dilation: int = 1,
        ceil_mode: bool = False,
        return_indices: bool = False,
    ) -> None:
        super().__init__(kernel_size, stride, padding, dilation, ceil_mode)
        self.return_indices = return_indices

    def forward(self, x: np.ndarray) -> np.ndarray | tuple[np.ndarray, np.ndarray]:
        """Return y (N, C, OT), or (y, indices)."""
        self.x = self.padded(x, -np.inf)
        windows = np.stack(self.elements(self.x))  # their steps along axis 0
        self.first = windows.argmax(axis=0)  # of equal maxima the first
        self.y = windows.max(axis=0)
        y = self.y.copy()  # backward needs it as it is
        return (y, self.indices(self.first, 0)) if self.return_indices else y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: dy of each window for its first maximum, added up."""
        require_shape("dy", dy, self.y.shape)
        dx = np.zeros_like(self.x)
        for k, element in enumerate(self.elements(dx)):
            taken = np.where(self.first == k, dy, 0)  # with a product, infinite dy give NaN
            element += taken  # a step may be the maximum of several windows
        return self.cropped(dx)
