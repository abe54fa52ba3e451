"""Convolution, fast."""

from __future__ import annotations

import numpy as np

from numpy_impl.layers.conv2d import Conv2d
from numpy_impl.layers.conv_in_line import ConvInLine
from numpy_impl.layers.conv_in_rows import ConvInRows
from numpy_impl.layers.threads import in_threads
from numpy_impl.validation import require_shape

PORTION_BYTES = 2**20
"""How much of dx a thread works on before it turns to more of it. It holds a few times as much
meanwhile, and a training step has its peak of memory here."""


class FastConv2d(Conv2d):
    """The layer of :class:`numpy_impl.layers.conv2d.Conv2d`, computed faster.

    The columns are built for a block of the batch at a time, in a buffer that is small enough for
    the processor's caches and is used again, for the time goes into moving numbers to and from
    memory and hardly into reckoning. They are built in one of two ways, whichever copies longer
    pieces of memory: an image's pixels in one line
    (:class:`numpy_impl.layers.conv_in_line.ConvInLine`), or its channels last
    (:class:`numpy_impl.layers.conv_in_rows.ConvInRows`). x and y are (N, C, H, W) in both, since an
    array's axes may lie in memory in any order.

    The gradient of x is again a convolution, of dy with the flipped kernel: it gathers, where the
    adjoint of im2col scatters and adds. But where x has few channels, or for strides above 1,
    scattering is less work. Half of the batch runs in each of two threads.

    Shapes:
        as in Conv2d.

    Source:
        Goto and van de Geijn (2008), Anatomy of high-performance matrix multiplication, for
        blocks that stay in a cache.
    """

    form: str | None = None
    """``"line"`` or ``"rows"`` for one way alone; the quicker one for each shape if ``None``."""

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, OH, OW) for x (N, n_in, H, W)."""
        W, b = self.params["W"], self.params.get("b")
        x = self.measured(x)
        pads = self.added  # what is left to add when an image is put in its frame
        if self.padding_mode != "zeros":
            x, pads = self.padded(x), ((0, 0), (0, 0))
        self.x = x
        given = (x, pads, W, self.groups, self.stride, self.dilation, self.out_size)
        self.in_line, self.in_rows = ConvInLine(*given), ConvInRows(*given)
        way = self.quicker(self.n_in, self.out_size[1])
        y = way.empty(len(x), self.n_out, self.out_size, np.result_type(x, W))
        in_threads(way.forward(y, b), len(x), y.size * W[0].size)
        return y

    def backward(self, dy: np.ndarray, need_dx: bool = True) -> np.ndarray:
        """Return dx (N, n_in, H, W); fill the gradients of W and b.

        Without ``need_dx``, as for the first layer of a network, dx is left empty (N, 0, H, W).
        """
        N, _, height, width = self.x.shape
        require_shape("dy", dy, (N, self.n_out, *self.out_size))
        scatters = need_dx and (max(self.stride) > 1 or 2 * self.n_in < self.n_out)
        gathers = need_dx and not scatters
        flipped = self.params["W"][:, :, ::-1, ::-1]
        way = self.quicker(*((self.n_out, width) if gathers else (self.n_in, self.out_size[1])))
        if scatters:
            way = self.in_line
        dx = way.empty(N, self.n_in if need_dx else 0, (height, width), dy.dtype)

        def one_part(part: slice) -> tuple[np.ndarray, np.ndarray]:
            db = _sum_of_channels(dy[part])
            if gathers:
                found = [way.gathered(portion, dy, dx, flipped) for portion in _portions(part, dx)]
                return sum(found[1:], start=found[0]), db
            if scatters:
                return self.in_line.scattered(part, dy, dx), db
            return way.weight_gradient(part, dy), db

        parts = in_threads(one_part, N, dy.size * flipped[0].size)
        dW, db = (sum(own[1:], start=own[0]) for own in zip(*parts, strict=True))
        if gathers:
            dW = dW[:, :, ::-1, ::-1]  # it was the flipped kernel's
        if "b" in self.params:
            self.grads["b"] = db
        self.grads["W"] = dW
        if not need_dx:
            return np.empty((N, 0, *self.x_shape[2:]), dtype=dy.dtype)
        return dx if self.padding_mode == "zeros" else self.without_padding(dx)

    def quicker(self, channels: int, width: int) -> ConvInLine | ConvInRows:
        """Return the way for columns of so many channels, where rows have so many windows.

        Where rows are copied, their pieces have kw C numbers, and short ones take long. Where
        lines are, (kw - 1) d windows more than those of a row are computed for each. The bound is
        measured, with images of 8 to 32 pixels and 1 to 64 channels.
        """
        (_, k), (_, d) = self.kernel, self.dilation
        piece, more = k * (channels // self.groups), (k - 1) * d / width
        in_line = piece * more < 6 if self.form is None else self.form == "line"
        return self.in_line if in_line else self.in_rows


def _portions(part: slice, images: np.ndarray) -> list[slice]:
    """Return a part of the batch in portions; one of them if there are no images."""
    step = max(PORTION_BYTES * len(images) // max(images.nbytes, 1), 1)
    starts = range(part.start, part.stop, step) or [part.start]
    return [slice(start, min(start + step, part.stop)) for start in starts]


def _sum_of_channels(dy: np.ndarray) -> np.ndarray:
    """Return the sum over images and pixels (C,) of dy (N, C, H, W), as products with ones."""
    N, C, height, width = dy.shape
    if dy.flags.c_contiguous:
        pixels = dy.reshape(N * C, height * width) @ np.ones(height * width, dtype=dy.dtype)
        return pixels.reshape(N, C).sum(axis=0)
    rows = dy.transpose(0, 2, 3, 1).reshape(N * height * width, C)
    return np.ones(len(rows), dtype=dy.dtype) @ rows
