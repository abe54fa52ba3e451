"""The pointwise convolution."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.layers.output_size import output_size
from numpy_impl.layers.padding import Pair, pair
from numpy_impl.validation import as_float, require_shape


class PointwiseConv2d(Layer):
    """y[n, o, h, w] = sum over c of W[o, c] x[n, c, h s, w s], plus b[o].

    A kernel of 1x1 sees one pixel: it mixes the channels there, by the same matrix at every
    pixel, and knows nothing of the neighbours. With the pixels in a row it is one matrix product,
    for a window of one pixel needs no im2col.

    Args:
        n_in: channels of x.
        n_out: channels of y: fewer than n_in make what follows cheaper, more make it richer.
        stride: from one pixel that is seen to the next; one number or (height, width).
        use_bias: whether b is added.
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x (N, n_in, H, W), W (n_out, n_in, 1, 1), b (n_out,), y (N, n_out, OH, OW) with OH =
        ceil(H / stride).

    Source:
        Lin, Chen and Yan (2014), Network in network, section 3.1.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        stride: int | Pair = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.stride = pair("stride", stride)
        draw = initializer or GlorotUniform()
        self.params["W"] = draw((n_out, n_in, 1, 1), seed)
        if use_bias:
            self.params["b"] = np.zeros(n_out)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, OH, OW) for x (N, n_in, H, W)."""
        W = self.params["W"][:, :, 0, 0]
        x = as_float("x", x)
        require_shape("x", x, (None, W.shape[1], None, None))
        sizes = zip(x.shape[2:], self.stride, strict=True)
        self.out_size = tuple(output_size(n, 1, s) for n, s in sizes)
        self.x_shape = x.shape
        seen = x[:, :, :: self.stride[0], :: self.stride[1]]
        self.pixels = seen.reshape(len(x), W.shape[1], self.out_size[0] * self.out_size[1])
        y = W @ self.pixels
        if "b" in self.params:
            y += self.params["b"].reshape(-1, 1)
        return y.reshape(len(x), len(W), *self.out_size)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, n_in, H, W); fill the gradients of W and b."""
        W = self.params["W"][:, :, 0, 0]
        require_shape("dy", dy, (self.x_shape[0], len(W), *self.out_size))
        if "b" in self.params:
            self.grads["b"] = dy.sum(axis=(0, 2, 3))
        dy = dy.reshape(len(dy), len(W), self.pixels.shape[2])
        dW = np.tensordot(dy, self.pixels, axes=((0, 2), (0, 2)))
        self.grads["W"] = dW[:, :, None, None]
        dpixels = W.T @ dy
        dx = np.zeros(self.x_shape, dtype=dpixels.dtype)  # a pixel that is passed over gets 0
        seen = dx[:, :, :: self.stride[0], :: self.stride[1]]
        seen[...] = dpixels.reshape(seen.shape)
        return dx
