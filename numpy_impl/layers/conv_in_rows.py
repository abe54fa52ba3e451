"""The products of a convolution, with the channels last in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from numpy_impl.layers.padding import Pair, Sides
from numpy_impl.layers.window_blocks import window_blocks


@dataclass
class ConvInRows:
    """A convolution as products col W^T, with a row of col for each window.

    A row of a window is one piece of memory where the channels are last. The rows of a matrix
    product do not depend on each other, so blocks of them give what the whole would.

    Args:
        x: (N, C, H, W).
        pads: how many zeros stand around it.
        W: (n_out, C / groups, kh, kw).
        groups, stride, dilation, out_size: of the convolution.

    Shapes:
        a block's columns (rows OW, kh kw C), which go through the kernel first.
    """

    x: np.ndarray
    pads: Sides
    W: np.ndarray
    groups: int
    stride: Pair
    dilation: Pair
    out_size: Sequence[int]

    def empty(self, N: int, channels: int, size: Sequence[int], dtype: Any) -> np.ndarray:
        """Return an array (N, channels, *size), to be filled; the channels are last in memory."""
        return np.empty((N, *size, channels), dtype=dtype).transpose(0, 3, 1, 2)

    def forward(self, y: np.ndarray, b: np.ndarray | None) -> Callable[[slice], None]:
        """Return what fills y (N, n_out, OH, OW) for a part of the batch."""
        y_last = y.transpose(0, 2, 3, 1)

        def fill(part: slice) -> None:
            for ins, outs in self.channel_groups():
                W_rows = self.W[outs].transpose(2, 3, 1, 0).reshape(-1, outs.stop - outs.start)
                if b is not None:
                    # Repeated along the width: adding n_out numbers at a time would be slow.
                    b_row = np.tile(b[outs], (self.out_size[1], 1))
                for here, columns in self.columns_of_x(part, ins, y.dtype):
                    y_here = y_last[here][..., outs]
                    np.matmul(columns, W_rows, out=y_here.reshape(-1, W_rows.shape[1]))
                    if b is not None:
                        y_here += b_row

        return fill

    def weight_gradient(self, part: slice, dy: np.ndarray) -> np.ndarray:
        """Return dW for a part of the batch: the columns of x times dy."""
        dy_last = dy.transpose(0, 2, 3, 1)
        dW = np.empty_like(self.W)
        for ins, outs in self.channel_groups():
            n_outs = outs.stop - outs.start
            dW_rows = np.zeros((self.W[0].size, n_outs), dtype=self.W.dtype)
            for here, columns in self.columns_of_x(part, ins, self.W.dtype):
                dW_rows += columns.T @ dy_last[here][..., outs].reshape(-1, n_outs)
            dW[outs] = dW_rows.reshape(*self.W.shape[2:], -1, n_outs).transpose(3, 2, 0, 1)
        return dW

    def gathered(
        self, part: slice, dy: np.ndarray, dx: np.ndarray, flipped: np.ndarray
    ) -> np.ndarray:
        """Fill dx for a part of the batch; return the gradient of the flipped kernel.

        As :meth:`numpy_impl.layers.conv_in_line.ConvInLine.gathered`, for a stride of 1.
        """
        x_last, dx_last = self.x.transpose(0, 2, 3, 1), dx.transpose(0, 2, 3, 1)
        dW = np.empty_like(self.W)
        for ins, outs in self.channel_groups():
            W_rows = flipped[outs].transpose(2, 3, 0, 1).reshape(-1, self.W.shape[1])
            dW_rows = np.zeros_like(W_rows)
            for here, columns in self.columns_of_dy(part, dy, outs):
                dx_here = dx_last[here][..., ins]
                np.matmul(columns, W_rows, out=dx_here.reshape(-1, W_rows.shape[1]))
                x_here = x_last[here][..., ins].reshape(-1, W_rows.shape[1])
                dW_rows += columns.T @ x_here
            n_outs = outs.stop - outs.start
            dW[outs] = dW_rows.reshape(*self.W.shape[2:], n_outs, -1).transpose(2, 3, 0, 1)
        return dW

    def channel_groups(self) -> list[tuple[slice, slice]]:
        """Return (channels of x, channels of y) of each group."""
        n, m = self.W.shape[1], len(self.W) // self.groups
        return [(slice(g * n, (g + 1) * n), slice(g * m, (g + 1) * m)) for g in range(self.groups)]

    def columns_of_x(self, part: slice, ins: slice, dtype: np.dtype) -> Iterator[Any]:
        """Yield the windows of x that make y, block by block; see :func:`window_blocks`."""
        return window_blocks(
            self.x[:, ins].transpose(0, 2, 3, 1),
            part,
            [n + sum(p) for n, p in zip(self.x.shape[2:], self.pads, strict=True)],
            [before for before, _ in self.pads],
            self.W.shape[2:],
            self.stride,
            self.dilation,
            self.out_size,
            dtype,
        )

    def columns_of_dy(self, part: slice, dy: np.ndarray, outs: slice) -> Iterator[Any]:
        """Yield, for the pixels of x, the elements of dy that the flipped kernel meets.

        dy is so placed that the last element of the flipped kernel meets dy's first one where
        the first window began.
        """
        spans = [(k - 1) * d for k, d in zip(self.W.shape[2:], self.dilation, strict=True)]
        return window_blocks(
            dy[:, outs].transpose(0, 2, 3, 1),
            part,
            [n + span for n, span in zip(self.x.shape[2:], spans, strict=True)],
            [span - before for span, (before, _) in zip(spans, self.pads, strict=True)],
            self.W.shape[2:],
            (1, 1),
            self.dilation,
            self.x.shape[2:],
            dy.dtype,
        )
