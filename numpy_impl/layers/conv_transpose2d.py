"""The transposed convolution: the way back of a convolution, used as a layer."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.layers.col2im import col2im
from numpy_impl.layers.im2col import im2col
from numpy_impl.layers.padding import pair
from numpy_impl.validation import as_float, require_shape


class ConvTranspose2d(Layer):
    """Every pixel of x adds a copy of the kernel, times the pixel, to y; plus b.

    It is the adjoint of the convolution with the same kernel, stride and padding: its forward
    pass is that convolution's backward pass, and the other way round. It does not undo it.

    Args:
        n_in: channels of x.
        n_out: channels of y.
        kernel_size: one number or (height, width).
        stride: from one copy of the kernel to the next.
        padding: rows and columns that are cut off each side of y; one number or (height, width).
        output_padding: rows and columns that are added at the bottom and at the right of y: of
            the sizes that the convolution would bring to x's, it chooses one. Less than stride or
            dilation.
        dilation: from one element of the kernel to the next; one number or (height, width).
        groups: how many parts the channels are divided into; it divides n_in and n_out. Each part
            of y is painted by its part of x alone.
        use_bias: whether b is added.
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x (N, n_in, H, W), W (n_in, n_out / groups, kh, kw), b (n_out,), y (N, n_out, OH, OW) with
        OH = (H - 1) stride - 2 padding + dilation (kh - 1) + 1 + output_padding and OW likewise.

    Source:
        Dumoulin and Visin (2016), A guide to convolution arithmetic for deep learning, section 4;
        Zeiler et al. (2010), Deconvolutional networks.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | tuple[int, int],
        stride: int = 1,
        padding: int | tuple[int, int] = 0,
        output_padding: int = 0,
        dilation: int | tuple[int, int] = 1,
        groups: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        kernel = pair("kernel_size", kernel_size)
        self.dilation = pair("dilation", dilation)
        # A kernel with a dilation is a larger kernel, with zeros between its elements.
        self.kernel_h, self.kernel_w = (
            d * (k - 1) + 1 for k, d in zip(kernel, self.dilation, strict=True)
        )
        self.pad_h, self.pad_w = pair("padding", padding, 0)
        if stride < 1 or not 0 <= output_padding < max(stride, *self.dilation):
            raise ValueError(
                f"stride {stride} must be at least 1, output_padding {output_padding} at least 0 "
                f"and less than stride or dilation {self.dilation}."
            )
        if groups < 1 or n_in % groups or n_out % groups:
            raise ValueError(f"groups {groups} must divide n_in {n_in} and n_out {n_out}.")
        self.n_out, self.groups = n_out, groups
        self.stride = stride
        self.output_padding = output_padding
        draw = initializer or GlorotUniform()
        self.params["W"] = draw((n_in, n_out // groups, *kernel), seed)
        if use_bias:
            self.params["b"] = np.zeros(n_out)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, OH, OW) for x (N, n_in, H, W)."""
        W = self.params["W"]
        x = as_float("x", x)
        require_shape("x", x, (None, W.shape[0], None, None))
        self.x_shape = x.shape
        N, n_out, height, width = self.y_shape = self.size_of_y(x)
        whole = (N, n_out, height + 2 * self.pad_h, width + 2 * self.pad_w)
        self.x_rows = x.transpose(0, 2, 3, 1).reshape(-1, len(W))
        wide = self.spread(W)
        col = np.empty((len(self.x_rows), n_out * wide[0, 0].size), dtype=np.result_type(x, W))
        for seen, filled in self.parts():
            col[:, filled] = self.x_rows[:, seen] @ wide[seen].reshape(len(W) // self.groups, -1)
        y = col2im(col, whole, self.kernel_h, self.kernel_w, self.stride)
        y = y[:, :, self.pad_h : self.pad_h + height, self.pad_w : self.pad_w + width]
        if "b" in self.params:
            y = y + self.params["b"].reshape(-1, 1, 1)
        return y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, n_in, H, W) for dy; fill the gradients of W and b."""
        W = self.params["W"]
        require_shape("dy", dy, self.y_shape)
        if "b" in self.params:
            self.grads["b"] = dy.sum(axis=(0, 2, 3))
        cut_off = ((0, 0), (0, 0), (self.pad_h, self.pad_h), (self.pad_w, self.pad_w))
        dcol = im2col(np.pad(dy, cut_off), self.kernel_h, self.kernel_w, self.stride)
        wide = self.spread(W)
        dwide = np.empty_like(wide)
        dx_rows = np.empty(self.x_rows.shape, dtype=dcol.dtype)
        for seen, filled in self.parts():
            dW_rows = self.x_rows[:, seen].T @ dcol[:, filled]
            dwide[seen] = dW_rows.reshape(wide[seen].shape)
            dx_rows[:, seen] = dcol[:, filled] @ wide[seen].reshape(dW_rows.shape).T
        self.grads["W"] = dwide[:, :, :: self.dilation[0], :: self.dilation[1]].copy()
        N, n_in, height, width = self.x_shape
        return dx_rows.reshape(N, height, width, n_in).transpose(0, 3, 1, 2)

    def spread(self, W: np.ndarray) -> np.ndarray:
        """Return the kernel with dilation - 1 zeros between its elements."""
        if self.dilation == (1, 1):
            return W
        wide = np.zeros((*W.shape[:2], self.kernel_h, self.kernel_w), dtype=W.dtype)
        wide[:, :, :: self.dilation[0], :: self.dilation[1]] = W
        return wide

    def parts(self) -> list[tuple[slice, slice]]:
        """Return (channels of x, columns of col) of each group."""
        n_in, n_out = len(self.params["W"]), self.n_out * self.kernel_h * self.kernel_w
        n, m = n_in // self.groups, n_out // self.groups
        return [(slice(g * n, (g + 1) * n), slice(g * m, (g + 1) * m)) for g in range(self.groups)]

    def size_of_y(self, x: np.ndarray) -> tuple[int, int, int, int]:
        """Return the shape of y.

        Raises:
            ValueError: if the padding cuts everything off.
        """
        height = (x.shape[2] - 1) * self.stride + self.kernel_h - 2 * self.pad_h
        width = (x.shape[3] - 1) * self.stride + self.kernel_w - 2 * self.pad_w
        height, width = height + self.output_padding, width + self.output_padding
        if min(height, width, *x.shape[2:]) < 1:
            raise ValueError(
                f"x of shape {x.shape} with kernel {(self.kernel_h, self.kernel_w)}, stride "
                f"{self.stride} and padding {(self.pad_h, self.pad_w)} "
                f"leaves {height} x {width} pixels."
            )
        return len(x), self.n_out, height, width
