"""The depthwise separable convolution."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.layers.depthwise_conv2d import DepthwiseConv2d
from numpy_impl.layers.padding import Padding, Pair
from numpy_impl.seeds import spawned
from numpy_impl.validation import require_shape


class SeparableConv2d(Layer):
    """A depthwise convolution, z, whose channels a pointwise one then mixes.

        z[n, c, q] = sum over i, j of W_depth[c, q, i, j] x[n, c, h s + i d, w s + j d]
        y[n, o] = sum over c, q of W_point[o, c, q] z[n, c, q], plus b[o]

    What a convolution does at once, looking around and mixing channels, is parted in two. Where
    that takes kh kw n_in n_out weights, this takes kh kw n_in m + n_in m n_out: with 3x3 kernels
    and many channels about a ninth. Nothing stands between the two: MobileNet puts batch
    normalization and ReLU there, as layers of their own.

    Args:
        n_in: channels of x.
        n_out: channels of y.
        kernel_size: of the depthwise part, one number or (height, width); so are stride, dilation.
        stride: from one window to the next.
        padding: zeros around x, in all the forms of :class:`numpy_impl.layers.conv2d.Conv2d`.
        dilation: from one element of the kernel to the next.
        depth_multiplier: how many kernels a channel of x has, m.
        use_bias: whether b is added, behind the pointwise part.
        initializer: draws W_depth and W_point; Glorot's uniform distribution if none is given.
        seed: seeds both draws.

    Shapes:
        x (N, n_in, H, W), W_depth (n_in m, 1, kh, kw), W_point (n_out, n_in m, 1, 1), b (n_out,),
        z (N, n_in m, OH, OW), y (N, n_out, OH, OW).

    Source:
        Howard et al. (2017), MobileNets: efficient convolutional neural networks for mobile
        vision applications, section 3.1; Chollet (2017), Xception: deep learning with depthwise
        separable convolutions, section 1.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int | Pair,
        stride: int | Pair = 1,
        padding: Padding = 0,
        dilation: int | Pair = 1,
        depth_multiplier: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        draw = initializer or GlorotUniform()
        self.depthwise = DepthwiseConv2d(
            n_in, kernel_size, stride, padding, dilation, depth_multiplier,
            use_bias=False, initializer=draw, seed=seed,
        )  # fmt: skip
        self.params["W_depth"] = self.depthwise.params["W"]
        (point_seed,) = spawned(seed, 1)
        self.params["W_point"] = draw((n_out, n_in * depth_multiplier, 1, 1), point_seed)
        if use_bias:
            self.params["b"] = np.zeros(n_out)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, OH, OW) for x (N, n_in, H, W)."""
        W_point = self.params["W_point"][:, :, 0, 0]
        self.depthwise.params["W"] = self.params["W_depth"]
        self.z = self.depthwise.forward(x)
        y = np.einsum("ok,nkhw->nohw", W_point, self.z, optimize=True)
        if "b" in self.params:
            y = y + self.params["b"].reshape(-1, 1, 1)
        return y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, n_in, H, W); fill the gradients of W_depth, W_point and b."""
        W_point = self.params["W_point"][:, :, 0, 0]
        require_shape("dy", dy, (len(self.z), len(W_point), *self.z.shape[2:]))
        if "b" in self.params:
            self.grads["b"] = dy.sum(axis=(0, 2, 3))
        dW_point = np.einsum("nohw,nkhw->ok", dy, self.z, optimize=True)
        self.grads["W_point"] = dW_point[:, :, None, None]
        dz = np.einsum("ok,nohw->nkhw", W_point, dy, optimize=True)
        dx = self.depthwise.backward(dz)
        self.grads["W_depth"] = self.depthwise.grads["W"]
        return dx
