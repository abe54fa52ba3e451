"""The depthwise convolution."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.conv2d import Conv2d
from numpy_impl.layers.padding import Padding, Pair
from numpy_impl.validation import require_shape


class DepthwiseConv2d(Conv2d):
    """y[n, c, q] = sum over i, j of W[c, q, i, j] x[n, c, h s + i d, w s + j d], plus b[c, q].

    Every channel has kernels of its own, and no sum goes over the channels: what is seen in one
    never reaches the others. It is the convolution whose ``groups`` are the channels; since a
    kernel has one channel only, it is computed without im2col, one element of the kernels at a
    time.

    Args:
        n_in: channels of x.
        kernel_size: of the kernels, one number or (height, width); so are stride and dilation.
        stride: from one window to the next.
        padding: zeros around x, in all the forms of :class:`numpy_impl.layers.conv2d.Conv2d`.
        dilation: from one element of the kernel to the next.
        depth_multiplier: how many kernels a channel has, m. Their outputs lie side by side: the
            channel c m + q of y is of the channel c of x.
        use_bias: whether b is added.
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x (N, n_in, H, W), W (n_in m, 1, kh, kw), b (n_in m,), y (N, n_in m, OH, OW) with OH and
        OW by :func:`output_size`.

    Source:
        Chollet (2017), Xception: deep learning with depthwise separable convolutions, section 1;
        Howard et al. (2017), MobileNets: efficient convolutional neural networks for mobile
        vision applications, eq. 3.
    """

    def __init__(
        self,
        n_in: int,
        kernel_size: int | Pair,
        stride: int | Pair = 1,
        padding: Padding = 0,
        dilation: int | Pair = 1,
        depth_multiplier: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        if depth_multiplier < 1:
            raise ValueError(f"depth_multiplier is {depth_multiplier}, but must be at least 1.")
        super().__init__(
            n_in, n_in * depth_multiplier, kernel_size, stride, padding, dilation,
            groups=n_in, use_bias=use_bias, initializer=initializer, seed=seed,
        )  # fmt: skip
        self.depth_multiplier = depth_multiplier

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_in m, OH, OW) for x (N, n_in, H, W)."""
        W = self.by_channel(self.params["W"])
        self.x = self.padded(self.measured(x))
        shape = (len(self.x), self.n_in, self.depth_multiplier, *self.out_size)
        y = np.zeros(shape, dtype=np.result_type(self.x, W))
        for i, j, rows, columns in self.places():
            seen = self.x[:, :, None, rows, columns]  # by every kernel of the channel alike
            y += W[:, :, i, j, None, None] * seen
        y = y.reshape(len(y), self.n_out, *self.out_size)
        if "b" in self.params:
            y += self.params["b"].reshape(-1, 1, 1)
        return y

    def backward(self, dy: np.ndarray, need_dx: bool = True) -> np.ndarray:
        """Return dx (N, n_in, H, W); fill the gradients of W and b.

        Without ``need_dx``, as for the first layer of a network, dx is left empty (N, 0, H, W).
        """
        require_shape("dy", dy, (len(self.x), self.n_out, *self.out_size))
        if "b" in self.params:
            self.grads["b"] = dy.sum(axis=(0, 2, 3))
        W = self.by_channel(self.params["W"])
        dy = dy.reshape(len(dy), self.n_in, self.depth_multiplier, *self.out_size)
        dW = np.empty_like(W)
        dx = np.zeros(self.x.shape, dtype=dy.dtype)
        for i, j, rows, columns in self.places():
            dW[:, :, i, j] = (dy * self.x[:, :, None, rows, columns]).sum(axis=(0, 3, 4))
            dx[:, :, rows, columns] += (W[:, :, i, j, None, None] * dy).sum(axis=2)
        self.grads["W"] = dW.reshape(self.params["W"].shape)
        return self.without_padding(dx if need_dx else dx[:, :0])

    def by_channel(self, W: np.ndarray) -> np.ndarray:
        """Return W (n_in m, 1, kh, kw) as (n_in, m, kh, kw)."""
        return W.reshape(self.n_in, self.depth_multiplier, *self.kernel)
