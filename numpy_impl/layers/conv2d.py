"""Convolution."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.layers.output_size import output_size
from numpy_impl.layers.padding import MODES, Padding, Pair, Sides, pair, sides_or_same, surrounded
from numpy_impl.validation import as_float, require_choice, require_shape


class Conv2d(Layer):
    """y[n, o] = sum over c, i, j of W[o, c, i, j] x[n, c, h s + i d, w s + j d], plus b[o].

    The kernel is not flipped (a mathematician would call this a cross-correlation). With
    ``groups`` the channels are parted, and each part of the output sees its part of the input
    alone; ``groups`` = n_in is the depthwise convolution.

    Every window of x becomes one row of a matrix, col, and every kernel one row of another: all
    sums are one product, y = col W^T + b. col is up to kh kw times as large as x;
    :class:`numpy_impl.layers.fast_conv2d.FastConv2d` is the same layer without so large a matrix.

    Args:
        n_in: channels of x.
        n_out: channels of y.
        kernel_size: of the kernel, one number or (height, width); so are stride and dilation.
        stride: from one window to the next.
        padding: pixels around x: one number; (height, width); ((top, bottom), (left, right));
            ``"valid"`` for none; or ``"same"`` as TensorFlow has it, ceil(n / stride) pixels of
            y, of an odd number of added pixels the larger half behind (``"same_lower"``: before).
        dilation: from one element of the kernel to the next.
        groups: how many parts the channels are divided into; it divides n_in and n_out.
        use_bias: whether b is added.
        padding_mode: what the added pixels hold: ``"zeros"``, ``"edge"`` (the nearest pixel),
            ``"reflect"`` (mirrored, without the outermost) or ``"circular"`` (the other end).
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x (N, n_in, H, W), W (n_out, n_in / groups, kh, kw), b (n_out,), y (N, n_out, OH, OW)
        with OH and OW by :func:`output_size`; col (N OH OW, n_in kh kw).

    Source:
        LeCun et al. (1998), Gradient-based learning applied to document recognition, section
        II.A; as one product: Chellapilla, Puri and Simard (2006), High performance convolutional
        neural networks for document processing, section 2.1.
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
        self.kernel = pair("kernel_size", kernel_size)
        self.stride = pair("stride", stride)
        self.dilation = pair("dilation", dilation)
        if groups < 1 or n_in % groups or n_out % groups:
            raise ValueError(f"groups {groups} must divide n_in {n_in} and n_out {n_out}.")
        require_choice("padding_mode", padding_mode, MODES)
        self.n_in, self.n_out, self.groups = n_in, n_out, groups
        self.padding, self.padding_mode = sides_or_same(padding), padding_mode
        draw = initializer or GlorotUniform()
        self.params["W"] = draw((n_out, n_in // groups, *self.kernel), seed)
        if use_bias:
            self.params["b"] = np.zeros(n_out)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, OH, OW) for x (N, n_in, H, W)."""
        W = self.params["W"]
        x = self.padded(self.measured(x))
        self.padded_shape = x.shape
        self.col = self.im2col(x)
        y = np.empty((len(self.col), self.n_out), dtype=np.result_type(x, W))
        for seen, outs in self.parts():
            W_rows = W[outs].reshape(self.n_out // self.groups, -1)
            y[:, outs] = self.col[:, seen] @ W_rows.T
        if "b" in self.params:
            y += self.params["b"]
        y = y.reshape(len(x), *self.out_size, self.n_out)
        return y.transpose(0, 3, 1, 2)

    def backward(self, dy: np.ndarray, need_dx: bool = True) -> np.ndarray:
        """Return dx (N, n_in, H, W); fill the gradients of W and b.

        Without ``need_dx``, as for the first layer of a network, dx is left empty (N, 0, H, W).
        """
        W = self.params["W"]
        require_shape("dy", dy, (self.x_shape[0], self.n_out, *self.out_size))
        dy_rows = dy.transpose(0, 2, 3, 1).reshape(len(self.col), self.n_out)
        if "b" in self.params:
            self.grads["b"] = dy_rows.sum(axis=0)
        dW = np.empty_like(W)
        dcol = np.empty(self.col.shape, dtype=dy.dtype)
        for seen, outs in self.parts():
            dW_rows = dy_rows[:, outs].T @ self.col[:, seen]
            dW[outs] = dW_rows.reshape(W[outs].shape)
            dcol[:, seen] = dy_rows[:, outs] @ W[outs].reshape(dW_rows.shape)
        self.grads["W"] = dW
        if not need_dx:
            return np.empty((len(dy), 0, *self.x_shape[2:]), dtype=dy.dtype)
        return self.without_padding(self.col2im(dcol))

    def im2col(self, x: np.ndarray) -> np.ndarray:
        """Return col (N OH OW, n_in kh kw) for x with its padding: each window is a row."""
        col = np.empty((*x.shape[:2], *self.kernel, *self.out_size), dtype=x.dtype)
        for i, j, rows, columns in self.places():
            col[:, :, i, j] = x[:, :, rows, columns]
        col = col.transpose(0, 4, 5, 1, 2, 3)  # the windows' axes first, then what is in a window
        return col.reshape(math.prod(col.shape[:3]), math.prod(col.shape[3:]))

    def col2im(self, dcol: np.ndarray) -> np.ndarray:
        """Return dx with its padding: every pixel collects from all windows that it lies in."""
        N, n_in = self.x_shape[:2]
        dcol = dcol.reshape(N, *self.out_size, n_in, *self.kernel).transpose(0, 3, 4, 5, 1, 2)
        dx = np.zeros(self.padded_shape, dtype=dcol.dtype)
        for i, j, rows, columns in self.places():
            dx[:, :, rows, columns] += dcol[:, :, i, j]
        return dx

    def places(self) -> Iterator[tuple[int, int, slice, slice]]:
        """Yield (i, j, rows, columns): the pixels that the kernel's element i, j meets."""
        (sh, sw), (dh, dw), (oh, ow) = self.stride, self.dilation, self.out_size
        for i, j in np.ndindex(*self.kernel):
            rows = slice(i * dh, i * dh + oh * sh, sh)
            columns = slice(j * dw, j * dw + ow * sw, sw)
            yield i, j, rows, columns

    def parts(self) -> list[tuple[slice, slice]]:
        """Return (columns of col, channels of y) of each group."""
        n, m = self.params["W"][0].size, self.n_out // self.groups
        return [(slice(g * n, (g + 1) * n), slice(g * m, (g + 1) * m)) for g in range(self.groups)]

    def measured(self, x: np.ndarray) -> np.ndarray:
        """Return x (N, n_in, H, W), checked, and note how it is padded and how large y is."""
        x = as_float("x", x)
        require_shape("x", x, (None, self.n_in, None, None))
        pads = self.pads(*x.shape[2:])
        along = zip(x.shape[2:], self.kernel, self.stride, pads, self.dilation, strict=True)
        self.out_size = tuple(output_size(n, k, s, *p, d) for n, k, s, p, d in along)
        self.x_shape, self.added = x.shape, pads
        return x

    def pads(self, *size: int) -> Sides:
        """Return ((top, bottom), (left, right)): how many pixels are added to such an image."""
        if not isinstance(self.padding, str):
            return self.padding  # type: ignore[no-any-return]
        found = []
        for n, k, s, d in zip(size, self.kernel, self.stride, self.dilation, strict=True):
            windows = -(-n // s)  # n / s, rounded up
            total = max((windows - 1) * s + (k - 1) * d + 1 - n, 0)
            before = total // 2 if self.padding == "same" else total - total // 2
            found.append((before, total - before))
        return found[0], found[1]

    def padded(self, x: np.ndarray) -> np.ndarray:
        """Return x (N, n_in, top + H + bottom, left + W + right)."""
        if self.padding_mode == "zeros":
            return surrounded(x, ((0, 0), (0, 0), *self.added))
        self.sources = [self.source(n, *p) for n, p in zip(x.shape[2:], self.added, strict=True)]
        return x[:, :, self.sources[0]][:, :, :, self.sources[1]]

    def source(self, n: int, before: int, after: int) -> np.ndarray:
        """Return which of n pixels each pixel of a padded axis repeats."""
        most = {"reflect": max(n - 1, 0), "circular": n}.get(self.padding_mode, np.inf if n else 0)
        if max(before, after) > most:
            raise ValueError(f"padding is {before}, {after}, but {n} pixels give only {most}.")
        at = np.arange(-before, n + after)
        if self.padding_mode == "reflect":
            return n - 1 - np.abs(n - 1 - np.abs(at))
        return at % max(n, 1) if self.padding_mode == "circular" else np.clip(at, 0, n - 1)

    def without_padding(self, dx_padded: np.ndarray) -> np.ndarray:
        """Return dx: a pixel that the border repeats collects the gradients of its copies."""
        N, C, height, width = self.x_shape
        if self.padding_mode == "zeros":
            (top, _), (left, _) = self.added
            return dx_padded[:, :, top : top + height, left : left + width]
        rows = np.zeros((N, C, height, dx_padded.shape[3]), dtype=dx_padded.dtype)
        for at, source in enumerate(self.sources[0]):
            rows[:, :, source] += dx_padded[:, :, at]
        dx = np.zeros((N, C, height, width), dtype=dx_padded.dtype)
        for at, source in enumerate(self.sources[1]):
            dx[:, :, :, source] += rows[:, :, :, at]
        return dx
