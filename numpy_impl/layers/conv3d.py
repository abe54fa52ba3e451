"""Convolution along three axes."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.convolution import Convolution
from numpy_impl.layers.padding import Padding
from numpy_impl.validation import require_shape

Size = int | tuple[int, int, int]


class Conv3d(Convolution):
    """y[n, o, u, h, w] = b[o] + sum of W[o, c, m, i, j] x[n, c, u s + m d, h s + i d, w s + j d].

    The sum goes over c, m, i, j. The kernel is a small block that slides through a volume: the
    third axis is that of the slices of a scan, or of the frames of a film. As in
    :class:`numpy_impl.layers.conv2d.Conv2d` it is not flipped. One element of the kernel at a
    time, every place of y sees one place of x, and what is left is a product of matrices over the
    channels.

    Args:
        n_in: channels of x.
        n_out: channels of y.
        kernel_size: one number or (depth, height, width); so are stride and dilation.
        stride: from one window to the next.
        padding: places around x: one number; (depth, height, width); a pair (before, after) for
            each axis; ``"valid"`` for none; ``"same"`` for ceil(n / stride) places of y, an odd
            one behind (``"same_lower"``: before).
        dilation: from one element of the kernel to the next.
        groups: how many parts the channels are divided into; it divides n_in and n_out.
        use_bias: whether b is added.
        padding_mode: what the added places hold: ``"zeros"``, ``"edge"`` (the nearest place),
            ``"reflect"`` (mirrored, without the outermost) or ``"circular"`` (the other end).
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x (N, n_in, D, H, W), W (n_out, n_in / groups, kd, kh, kw), b (n_out,),
        y (N, n_out, OD, OH, OW) with OD, OH and OW by :func:`output_size`.

    Source:
        Ji, Xu, Yang and Yu (2013), 3D convolutional neural networks for human action recognition,
        eq. 2; Tran et al. (2015), Learning spatiotemporal features with 3D convolutional networks.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: Size,
        stride: Size = 1,
        padding: Padding = 0,
        dilation: Size = 1,
        groups: int = 1,
        use_bias: bool = True,
        padding_mode: str = "zeros",
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            3, n_in, n_out, kernel_size, stride, padding, dilation, groups, use_bias,
            padding_mode, initializer, seed,
        )  # fmt: skip

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, OD, OH, OW) for x (N, n_in, D, H, W)."""
        W = self.kernels()
        self.x = self.grouped(self.padded(x))
        y = np.zeros(self.y_shape, dtype=np.result_type(self.x, W))
        y_rows = self.in_rows(self.grouped(y))
        for (m, i, j), seen in self.windows.elements(self.x):
            y_rows += W[:, :, :, m, i, j] @ self.in_rows(seen)
        if "b" in self.params:
            y += self.params["b"].reshape(-1, 1, 1, 1)
        return y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, n_in, D, H, W); fill the gradients of W and b."""
        require_shape("dy", dy, self.y_shape)
        if "b" in self.params:
            self.grads["b"] = dy.sum(axis=(0, 2, 3, 4))
        W, dy_rows = self.kernels(), self.in_rows(self.grouped(dy))
        dW = np.empty_like(W)
        dx = np.zeros(self.x.shape, dtype=dy.dtype)
        for (m, i, j), seen in self.windows.elements(self.x):
            dW[:, :, :, m, i, j] = (dy_rows @ self.in_rows(seen).swapaxes(2, 3)).sum(axis=0)
        for (m, i, j), dseen in self.windows.elements(dx):
            dseen_rows = W[:, :, :, m, i, j].swapaxes(1, 2) @ dy_rows
            dseen += dseen_rows.reshape(dseen.shape)  # a place lies in several windows
        self.grads["W"] = dW.reshape(self.params["W"].shape)
        return self.windows.without_padding(dx.reshape(len(dx), self.n_in, *dx.shape[3:]))

    def in_rows(self, a: np.ndarray) -> np.ndarray:
        """Return a (N, groups, channels, depth, height, width), the last three as one axis."""
        return a.reshape(*a.shape[:3], a.shape[3] * a.shape[4] * a.shape[5])
