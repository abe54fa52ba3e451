"""Convolution, fast."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from numpy_impl.layers.conv2d import Conv2d
from numpy_impl.layers.threads import in_threads
from numpy_impl.layers.window_blocks import window_blocks
from numpy_impl.validation import require_shape


class FastConv2d(Conv2d):
    """The layer of :class:`numpy_impl.layers.conv2d.Conv2d`, computed faster.

    These things make it fast. The columns are built for a few image rows at a time, in a buffer
    that is small enough for the processor's cache and is used again, for the time goes into
    moving numbers to and from memory and hardly into reckoning; the rows of a matrix product do
    not depend on each other, so the blocks give what the whole would. The channels are last in
    memory, so that a row of a window is one piece to copy; x and y are (N, C, H, W) nevertheless,
    since an array's axes may lie in memory in any order. And the gradient of x is again a
    convolution, of dy with the flipped kernel: it gathers, where the adjoint of im2col would
    scatter and add (but for strides above 1, where that is less work). Half of the batch runs in
    each of two threads.

    Shapes:
        as in Conv2d; a row of the columns goes through the kernel first, (N OH OW, kh kw C).

    Source:
        Goto and van de Geijn (2008), Anatomy of high-performance matrix multiplication, for
        blocks that stay in a cache.
    """

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, OH, OW) for x (N, n_in, H, W)."""
        W = self.params["W"]
        x = self.measured(x)
        self.frame_pads = self.added  # what is left to add when an image is put in its frame
        if self.padding_mode != "zeros":
            x, self.frame_pads = self.padded(x), ((0, 0), (0, 0))
        self.x = x
        y = np.empty((len(x), *self.out_size, self.n_out), dtype=np.result_type(x, W))
        in_threads(lambda part: self.fill(part, y), len(x), y.size * W[0].size)
        return y.transpose(0, 3, 1, 2)

    def fill(self, part: slice, y: np.ndarray) -> None:
        """Compute y (N, OH, OW, n_out) for a part of the batch."""
        W = self.params["W"]
        for ins, outs in self.channel_groups():
            W_rows = W[outs].transpose(2, 3, 1, 0).reshape(-1, self.n_out // self.groups)
            if "b" in self.params:
                # Repeated along the width: adding n_out numbers at a time would be slow.
                b_row = np.tile(self.params["b"][outs], (self.out_size[1], 1))
            for here, columns in self.columns_of_x(part, ins, y.dtype):
                y_here = y[here][..., outs]
                np.matmul(columns, W_rows, out=y_here.reshape(-1, W_rows.shape[1]))
                if "b" in self.params:
                    y_here += b_row

    def backward(self, dy: np.ndarray, need_dx: bool = True) -> np.ndarray:
        """Return dx (N, n_in, H, W); fill the gradients of W and b.

        Without ``need_dx``, as for the first layer of a network, dx is left empty (N, 0, H, W).
        """
        W = self.params["W"]
        require_shape("dy", dy, (len(self.x), self.n_out, *self.out_size))
        if "b" in self.params:
            self.grads["b"] = dy.sum(axis=2).sum(axis=(0, 2))  # the image rows first: fast
        N, _, height, width = self.x.shape
        dx = np.empty((N, height, width, self.n_in if need_dx else 0), dtype=dy.dtype)
        one_part = self.weight_gradient
        if need_dx:
            one_part = self.both_gradients if max(self.stride) == 1 else self.scattered_gradients
        parts = in_threads(lambda part: one_part(part, dy, dx), N, dy.size * W[0].size)
        self.grads["W"] = sum(parts[1:], start=parts[0])
        if not need_dx:
            return np.empty((N, 0, *self.x_shape[2:]), dtype=dy.dtype)
        dx = dx.transpose(0, 3, 1, 2)
        return dx if self.padding_mode == "zeros" else self.without_padding(dx)

    def both_gradients(self, part: slice, dy: np.ndarray, dx: np.ndarray) -> np.ndarray:
        """Fill dx for a part of the batch and return the part's dW.

        Each pixel of x met every element of the kernel in some window, so dx at that pixel is
        the sum over o, i, j of W[o, :, i, j] times one element of dy: a convolution of dy with
        the flipped kernel. The same columns of dy, times the pixels of x, are dW.
        """
        W = self.params["W"]
        x_last = self.x.transpose(0, 2, 3, 1)
        dW = np.empty_like(W)
        for ins, outs in self.channel_groups():
            flipped = W[outs][:, :, ::-1, ::-1]
            W_rows = flipped.transpose(2, 3, 0, 1).reshape(-1, flipped.shape[1])
            dW_rows = np.zeros_like(W_rows)
            for here, columns in self.columns_of_dy(part, dy, outs):
                dx_here = dx[here][..., ins]
                np.matmul(columns, W_rows, out=dx_here.reshape(-1, W_rows.shape[1]))
                x_here = x_last[here][..., ins].reshape(-1, W_rows.shape[1])
                dW_rows += columns.T @ x_here
            dW_flipped = dW_rows.reshape(*self.kernel, *flipped.shape[:2]).transpose(2, 3, 0, 1)
            dW[outs] = dW_flipped[:, :, ::-1, ::-1]
        return dW

    def weight_gradient(self, part: slice, dy: np.ndarray, dx: np.ndarray) -> np.ndarray:
        """Return dW for a part of the batch: the columns of x times dy, without dx."""
        W = self.params["W"]
        dy_last = dy.transpose(0, 2, 3, 1)
        dW = np.empty_like(W)
        for ins, outs in self.channel_groups():
            n_outs = self.n_out // self.groups
            dW_rows = np.zeros((W[0].size, n_outs), dtype=W.dtype)
            for here, columns in self.columns_of_x(part, ins, W.dtype):
                dW_rows += columns.T @ dy_last[here][..., outs].reshape(-1, n_outs)
            dW[outs] = dW_rows.reshape(*self.kernel, -1, n_outs).transpose(3, 2, 0, 1)
        return dW

    def scattered_gradients(self, part: slice, dy: np.ndarray, dx: np.ndarray) -> np.ndarray:
        """Do the same for a stride of 2 or more, where most elements of a spread dy are zeros.

        As in col2im, every window's gradient is added where the window was, image by image.
        """
        W = self.params["W"]
        (sh, sw), (dh, dw), (oh, ow) = self.stride, self.dilation, self.out_size
        (top, bottom), (left, right) = self.frame_pads
        height, width = self.x.shape[2:]
        for ins, outs in self.channel_groups():
            W_rows = W[outs].transpose(0, 2, 3, 1).reshape(self.n_out // self.groups, -1)
            for n in range(part.start, part.stop):
                dy_rows = dy[n, outs].transpose(1, 2, 0).reshape(oh * ow, -1)
                windows = (dy_rows @ W_rows).reshape(oh, ow, *self.kernel, -1)
                size = (top + height + bottom, left + width + right, windows.shape[4])
                frame = np.zeros(size, dtype=dx.dtype)
                for i, j in np.ndindex(*self.kernel):
                    rows, columns = slice(i * dh, None, sh), slice(j * dw, None, sw)
                    frame[rows, columns][:oh, :ow] += windows[:, :, i, j]
                dx[n, :, :, ins] = frame[top : top + height, left : left + width]
        return self.weight_gradient(part, dy, dx)

    def channel_groups(self) -> list[tuple[slice, slice]]:
        """Return (channels of x, channels of y) of each group."""
        n, m = self.n_in // self.groups, self.n_out // self.groups
        return [(slice(g * n, (g + 1) * n), slice(g * m, (g + 1) * m)) for g in range(self.groups)]

    def columns_of_x(self, part: slice, ins: slice, dtype: np.dtype) -> Iterator[Any]:
        """Yield the windows of x that make y, block by block; see :func:`window_blocks`."""
        sizes = [n + sum(p) for n, p in zip(self.x.shape[2:], self.frame_pads, strict=True)]
        first = [before for before, _ in self.frame_pads]
        x_last = self.x[:, ins].transpose(0, 2, 3, 1)
        return window_blocks(
            x_last,
            part,
            sizes,
            first,
            self.kernel,
            self.stride,
            self.dilation,
            self.out_size,
            dtype,
        )

    def columns_of_dy(self, part: slice, dy: np.ndarray, outs: slice) -> Iterator[Any]:
        """Yield, for the pixels of x, the elements of dy that the flipped kernel meets.

        dy is so placed that the last element of the flipped kernel meets dy's first one where
        the first window began. For a stride of 1.
        """
        spans = [(k - 1) * d for k, d in zip(self.kernel, self.dilation, strict=True)]
        sizes = [n + span for n, span in zip(self.x.shape[2:], spans, strict=True)]
        first = [span - before for span, (before, _) in zip(spans, self.frame_pads, strict=True)]
        dy_last = dy[:, outs].transpose(0, 2, 3, 1)
        return window_blocks(
            dy_last,
            part,
            sizes,
            first,
            self.kernel,
            (1, 1),
            self.dilation,
            self.x.shape[2:],
            dy.dtype,
        )
