"""Convolution along time that sees nothing of what is to come."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.layers.padding import each
from numpy_impl.validation import as_float, require_shape


class CausalConv1d(Layer):
    """y[n, o, t] = sum over c, k of W[o, c, k] x[n, c, t - (K - 1 - k) d], plus b[o].

    The last element of the kernel meets the step t itself, the first one the step (K - 1) d
    before it, and no element one after it. Before the first step lie zeros. So y has as many steps
    as x, and what comes later can be left out without changing what was computed.

    Args:
        n_in: channels of x.
        n_out: channels of y.
        kernel_size: elements of the kernel, K.
        dilation: steps from one element to the next, d.
        use_bias: whether b is added.
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x, dx (N, n_in, T), W (n_out, n_in, K), b (n_out,), y, dy (N, n_out, T).

    Source:
        van den Oord et al. (2016), WaveNet: a generative model for raw audio, section 2.1.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int,
        dilation: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        (self.K,) = each("kernel_size", kernel_size, 1)
        (self.d,) = each("dilation", dilation, 1)
        draw = initializer or GlorotUniform()
        self.params["W"] = draw((n_out, n_in, self.K), seed)
        if use_bias:
            self.params["b"] = np.zeros(n_out)

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, T) for x (N, n_in, T)."""
        x, W = as_float("x", x), self.params["W"]
        require_shape("x", x, (None, W.shape[1], None))
        self.T, self.before = x.shape[2], (self.K - 1) * self.d
        self.x = np.pad(x, ((0, 0), (0, 0), (self.before, 0)))  # all of it before the first step
        y = np.zeros((len(x), len(W), self.T), dtype=np.result_type(x, W))
        for k in range(self.K):
            y += W[:, :, k] @ self.seen(self.x, k)
        if "b" in self.params:
            y += self.params["b"].reshape(-1, 1)
        return y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, n_in, T); fill the gradients of W and b."""
        W = self.params["W"]
        require_shape("dy", dy, (len(self.x), len(W), self.T))
        if "b" in self.params:
            self.grads["b"] = dy.sum(axis=(0, 2))
        dW = np.empty_like(W)
        dx = np.zeros(self.x.shape, dtype=np.result_type(dy, W))
        for k in range(self.K):
            dW[:, :, k] = (dy @ self.seen(self.x, k).swapaxes(1, 2)).sum(axis=0)
            self.seen(dx, k)[...] += W[:, :, k].T @ dy  # up to K steps of y see a step
        self.grads["W"] = dW
        return dx[:, :, self.before :]  # what came to the zeros leads nowhere

    def seen(self, x: np.ndarray, k: int) -> np.ndarray:
        """Return what the element k of the kernel meets, for all T steps of y: a view of x."""
        return x[:, :, k * self.d : k * self.d + self.T]
