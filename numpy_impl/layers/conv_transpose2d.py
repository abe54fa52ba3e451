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
            the sizes that the convolution would bring to x's, it chooses one. Less than stride.
        use_bias: whether b is added.
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x (N, n_in, H, W), W (n_in, n_out, kh, kw), b (n_out,), y (N, n_out, OH, OW) with
        OH = (H - 1) stride - 2 padding + kh + output_padding and OW likewise.

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
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.kernel_h, self.kernel_w = pair("kernel_size", kernel_size)
        self.pad_h, self.pad_w = pair("padding", padding, 0)
        if stride < 1 or not 0 <= output_padding < stride:
            raise ValueError(
                f"stride {stride} must be at least 1, output_padding {output_padding} at least 0 "
                "and less than stride."
            )
        self.stride = stride
        self.output_padding = output_padding
        draw = initializer or GlorotUniform()
        self.params["W"] = draw((n_in, n_out, self.kernel_h, self.kernel_w), seed)
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
        col = self.x_rows @ W.reshape(len(W), W[0].size)
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
        dW_rows = self.x_rows.T @ dcol
        self.grads["W"] = dW_rows.reshape(W.shape)
        dx_rows = dcol @ W.reshape(len(W), W[0].size).T
        N, n_in, height, width = self.x_shape
        return dx_rows.reshape(N, height, width, n_in).transpose(0, 3, 1, 2)

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
        return len(x), self.params["W"].shape[1], height, width
