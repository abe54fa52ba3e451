"""Convolution."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import as_strided

from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.layers.output_size import output_size
from numpy_impl.layers.threads import in_threads
from numpy_impl.validation import as_float, require_choice, require_shape

Pair = tuple[int, int]


Padding = int | str | Sequence[int | Sequence[int]]


class Conv2d(Layer):
    """y[n, o] = sum over c, i, j of W[o, c, i, j] x[n, c, h s + i d, w s + j d], plus b[o].

    The kernel is not flipped (a mathematician would call this a cross-correlation). With
    ``groups`` the channels are parted, and each part of the output sees its part of the input
    alone; ``groups`` = n_in is the depthwise convolution.

    Every window becomes one row of a matrix, its "columns", and y is that matrix times W: the
    same sums as in :class:`numpy_impl.layers.conv2d_im2col.Conv2dIm2col`. These things make it
    fast. The columns are built for a few image rows at a time, in a buffer that is small enough
    for the processor's cache and is used again, for the time goes into moving numbers to and
    from memory and hardly into reckoning; the rows of a matrix product do not depend on each
    other, so the blocks give what the whole would. The channels are last in memory, so that a
    row of a window is one piece to copy; x and y are (N, C, H, W) nevertheless, since an array's
    axes may lie in memory in any order. And the gradient of x is again a convolution, of dy with
    the flipped kernel: it gathers, where the adjoint of im2col would scatter and add (but for
    strides above 1, where that is less work). Half of the batch runs in each of two threads.

    Args:
        n_in: channels of x.
        n_out: channels of y.
        kernel_size: of the kernel, one number or (height, width); so are stride and dilation.
        stride: from one window to the next.
        padding: pixels around x: one number; (height, width); ((top, bottom), (left, right));
            ``"valid"`` for none; or ``"same"`` as TensorFlow has it, ceil(n / stride) pixels of
            y, where of an odd number of added pixels the larger half comes behind.
        dilation: from one element of the kernel to the next.
        groups: how many parts the channels are divided into; it divides n_in and n_out.
        use_bias: whether b is added.
        padding_mode: what the added pixels hold: ``"zeros"``, ``"edge"`` (the nearest pixel) or
            ``"reflect"`` (mirrored at the outermost pixel, which is not repeated).
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x (N, n_in, H, W), W (n_out, n_in / groups, kh, kw), b (n_out,), y (N, n_out, OH, OW)
        with OH and OW by :func:`output_size`.

    Source:
        LeCun et al. (1998), Gradient-based learning applied to document recognition, section
        II.A; Dumoulin and Visin (2016), A guide to convolution arithmetic for deep learning.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | Pair,
        stride: int | Pair = 1,
        padding: Padding = 0,
        dilation: int | Pair = 1,
        groups: int = 1,
        use_bias: bool = True,
        padding_mode: str = "zeros",
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.kernel = _pair("kernel_size", kernel_size)
        self.stride = _pair("stride", stride)
        self.dilation = _pair("dilation", dilation)
        if groups < 1 or n_in % groups or n_out % groups:
            raise ValueError(f"groups {groups} must divide n_in {n_in} and n_out {n_out}.")
        require_choice("padding_mode", padding_mode, ("zeros", "edge", "reflect"))
        self.n_in, self.n_out, self.groups = n_in, n_out, groups
        self.padding = _padding(padding)
        self.padding_mode = padding_mode
        draw = initializer or GlorotUniform()
        self.params["W"] = draw((n_out, n_in // groups, *self.kernel), seed)
        if use_bias:
            self.params["b"] = np.zeros(n_out)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, OH, OW) for x (N, n_in, H, W)."""
        W = self.params["W"]
        x = as_float("x", x)
        require_shape("x", x, (None, self.n_in, None, None))
        pads = self.pads(x.shape[2], x.shape[3])
        along = zip(x.shape[2:], self.kernel, self.stride, pads, self.dilation, strict=True)
        self.out_size = tuple(output_size(n, k, s, *p, d) for n, k, s, p, d in along)
        if self.padding_mode != "zeros":
            self.sources = [self.source(n, *p) for n, p in zip(x.shape[2:], pads, strict=True)]
            self.unpadded_shape = x.shape
            x = x[:, :, self.sources[0]][:, :, :, self.sources[1]]
            pads = ((0, 0), (0, 0))
        self.x, self.pads_used = x, pads
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
        dx = dx.transpose(0, 3, 1, 2)
        return dx if self.padding_mode == "zeros" or not need_dx else self.gather_border(dx)

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
        (top, bottom), (left, right) = self.pads_used
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

    def pads(self, height: int, width: int) -> tuple[Pair, Pair]:
        """Return ((top, bottom), (left, right)): how many pixels are added to such an image."""
        if self.padding != "same":
            return self.padding
        found = []
        along = zip((height, width), self.kernel, self.stride, self.dilation, strict=True)
        for n, k, s, d in along:
            windows = -(-n // s)  # n / s, rounded up
            total = max((windows - 1) * s + (k - 1) * d + 1 - n, 0)
            before = total // 2
            found.append((before, total - before))
        return found[0], found[1]

    def source(self, n: int, before: int, after: int) -> np.ndarray:
        """Return which of n pixels each pixel of a padded axis repeats, at the edge or mirrored."""
        if self.padding_mode == "reflect" and max(before, after) >= max(n, 1):
            raise ValueError(f"{n} pixels can not be mirrored into a padding of {before}, {after}.")
        at = np.arange(-before, n + after)
        if self.padding_mode == "reflect":
            return n - 1 - np.abs(n - 1 - np.abs(at))
        return np.clip(at, 0, n - 1)

    def gather_border(self, dx_padded: np.ndarray) -> np.ndarray:
        """Return dx: a pixel that the border repeats collects the gradients of its copies."""
        N, C, height, width = self.unpadded_shape
        rows = np.zeros((N, C, height, dx_padded.shape[3]), dtype=dx_padded.dtype)
        for at, source in enumerate(self.sources[0]):
            rows[:, :, source] += dx_padded[:, :, at]
        dx = np.zeros((N, C, height, width), dtype=dx_padded.dtype)
        for at, source in enumerate(self.sources[1]):
            dx[:, :, :, source] += rows[:, :, :, at]
        return dx

    def columns_of_x(self, part: slice, ins: slice, dtype: np.dtype) -> Iterator[Any]:
        """Yield the windows of x that make y, block by block; see :func:`_columns`."""
        sizes = [n + sum(p) for n, p in zip(self.x.shape[2:], self.pads_used, strict=True)]
        first = [before for before, _ in self.pads_used]
        x_last = self.x[:, ins].transpose(0, 2, 3, 1)
        return _columns(
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
        first = [span - before for span, (before, _) in zip(spans, self.pads_used, strict=True)]
        dy_last = dy[:, outs].transpose(0, 2, 3, 1)
        return _columns(
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


BLOCK_BYTES = 3 * 2**18
"""How much is gathered before it is multiplied: a fraction of a core's second-level cache."""


def _columns(
    images: np.ndarray,
    part: slice,
    sizes: Sequence[int],
    first: Sequence[int],
    kernel: Pair,
    stride: Pair,
    dilation: Pair,
    out_size: Sequence[int],
    dtype: Any,
) -> Iterator[tuple[tuple[slice, slice], np.ndarray]]:
    """Yield ((images, rows), columns): the windows that make a few rows of a few images.

    Args:
        images: (N, h, w, C), the channels last.
        part: which of the N images.
        sizes: (height, width) of the frame of zeros in which each image is put.
        first: where its first pixel comes to lie there; outside if negative.
        kernel, stride, dilation: of the windows.
        out_size: how many windows there are along each axis.
        dtype: of the columns (rows ow, kh kw C), which the next block overwrites.
    """
    (kh, kw), (oh, ow), C = kernel, out_size, images.shape[3]
    row_bytes = max(ow * kh * kw * C * np.dtype(dtype).itemsize, 1)
    n_rows = min(max(BLOCK_BYTES // row_bytes, 1), oh)
    n_images = max(min(BLOCK_BYTES // (row_bytes * oh), part.stop - part.start), 1)
    frame = np.zeros((n_images, *sizes, C), dtype=dtype)
    to_h, from_h = _placed(images.shape[1], sizes[0], first[0])
    to_w, from_w = _placed(images.shape[2], sizes[1], first[1])
    at_n, at_h, at_w, at_c = frame.strides
    windows = as_strided(  # windows[n, h, w, i, j] is frame[n, h s + i d, w s + j d]
        frame,
        (n_images, oh, ow, kh, kw, C),
        (at_n, at_h * stride[0], at_w * stride[1], at_h * dilation[0], at_w * dilation[1], at_c),
    )
    buffer = np.empty((n_images, n_rows, ow, kh, kw, C), dtype=dtype)
    for n in range(part.start, part.stop, n_images):
        here = slice(n, min(n + n_images, part.stop))
        count = here.stop - here.start
        frame[:count, to_h, to_w] = images[here, from_h, from_w]
        for h in range(0, oh, n_rows):
            rows = slice(h, min(h + n_rows, oh))
            columns = buffer[:count, : rows.stop - rows.start]
            columns[...] = windows[:count, rows]
            yield (here, rows), columns.reshape(-1, kh * kw * C)


def _placed(n: int, size: int, first: int) -> tuple[slice, slice]:
    """Return where n pixels go in an axis of a frame, and which of them are inside it."""
    start, stop = max(first, 0), max(min(first + n, size), 0)
    return slice(start, stop), slice(start - first, stop - first)


def _pair(name: str, value: int | Sequence[int], least: int = 1) -> Pair:
    """Return (height, width); one number stands for both."""
    pair = (value, value) if isinstance(value, int | np.integer) else tuple(value)
    if len(pair) != 2 or not all(isinstance(n, int | np.integer) and n >= least for n in pair):
        raise ValueError(f"{name} is {value}, but must be one or two integers of at least {least}.")
    return int(pair[0]), int(pair[1])


def _padding(padding: Padding) -> Any:
    """Return ``"same"``, or ((top, bottom), (left, right))."""
    if isinstance(padding, str):
        require_choice("padding", padding, ("valid", "same"))
        return "same" if padding == "same" else ((0, 0), (0, 0))
    along = (padding, padding) if isinstance(padding, int | np.integer) else tuple(padding)
    if len(along) != 2:
        raise ValueError(f"padding is {padding}, but must be one number, or one or a pair an axis.")
    return _pair("padding", along[0], 0), _pair("padding", along[1], 0)
