"""The two-dimensional convolution as it is taught: im2col and one matrix product."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.layers.col2im import col2im
from numpy_impl.layers.im2col import im2col
from numpy_impl.validation import as_float, require_shape


class Conv2dIm2col(Layer):
    """y = im2col(x) W^T + b, with one row of W for each channel of y.

    The plain form of :class:`numpy_impl.layers.conv2d.Conv2d`, to learn from: the columns of the
    whole batch at once. They are kh kw times as large as x, which is why it is slow.

    Args:
        n_in: channels of x.
        n_out: channels of y.
        kernel_size: one number or (height, width).
        stride: from one window to the next.
        padding: rows and columns of zeros on each side of x.
        use_bias: whether b is added.
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x (N, n_in, H, W), W (n_out, n_in, kh, kw), b (n_out,), y (N, n_out, OH, OW) with
        OH = (H + 2 padding - kh) // stride + 1 and OW likewise.

    Source:
        Chellapilla, Puri and Simard (2006), High performance convolutional neural networks for
        document processing, section 2.1.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | tuple[int, int],
        stride: int = 1,
        padding: int = 0,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        pair = (kernel_size, kernel_size) if isinstance(kernel_size, int) else kernel_size
        self.kernel_h, self.kernel_w = pair
        self.stride = stride
        self.padding = padding
        draw = initializer or GlorotUniform()
        self.params["W"] = draw((n_out, n_in, self.kernel_h, self.kernel_w), seed)
        if use_bias:
            self.params["b"] = np.zeros(n_out)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, OH, OW) for x (N, n_in, H, W)."""
        W = self.params["W"]
        x = as_float("x", x)
        require_shape("x", x, (None, W.shape[1], None, None))
        self.x_shape = x.shape
        self.col = im2col(x, self.kernel_h, self.kernel_w, self.stride, self.padding)
        out_h = (x.shape[2] + 2 * self.padding - self.kernel_h) // self.stride + 1
        out_w = (x.shape[3] + 2 * self.padding - self.kernel_w) // self.stride + 1
        W_rows = W.reshape(len(W), W[0].size)
        y = self.col @ W_rows.T
        if "b" in self.params:
            y = y + self.params["b"]
        y = y.reshape(len(x), out_h, out_w, len(W))
        self.y_shape = (len(x), len(W), out_h, out_w)
        return y.transpose(0, 3, 1, 2)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, n_in, H, W) for dy; fill the gradients of W and b."""
        W = self.params["W"]
        require_shape("dy", dy, self.y_shape)
        dy_rows = dy.transpose(0, 2, 3, 1).reshape(-1, len(W))
        if "b" in self.params:
            self.grads["b"] = dy_rows.sum(axis=0)
        dW_rows = dy_rows.T @ self.col
        self.grads["W"] = dW_rows.reshape(W.shape)
        dcol = dy_rows @ W.reshape(len(W), W[0].size)
        return col2im(dcol, self.x_shape, self.kernel_h, self.kernel_w, self.stride, self.padding)
