"""Convolution along one axis."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.convolution import Convolution
from numpy_impl.layers.padding import Padding
from numpy_impl.validation import require_shape


class Conv1d(Convolution):
    """y[n, o, t] = sum over c, k of W[o, c, k] x[n, c, t s + k d], plus b[o].

    The kernel slides along one axis, of time or of places in a text; the channels are what is
    known at each step. As in :class:`numpy_impl.layers.conv2d.Conv2d` it is not flipped. The sum
    over k is a loop: with the element k of the kernel, every step of y sees one step of x, and
    what is left is a product of matrices over the channels.

    Args:
        n_in: channels of x.
        n_out: channels of y.
        kernel_size: steps that a window covers.
        stride: from one window to the next.
        padding: steps around x: n on both sides, (before, after), ``"valid"`` for none,
            ``"same"`` for ceil(T / stride) steps of y, an odd one behind (``"same_lower"``:
            before), or ``"causal"``, all of it before, so that y sees nothing that comes later.
        dilation: from one element of the kernel to the next.
        groups: how many parts the channels are divided into; it divides n_in and n_out.
        use_bias: whether b is added.
        padding_mode: what the added steps hold: ``"zeros"``, ``"edge"`` (the nearest step),
            ``"reflect"`` (mirrored, without the outermost step) or ``"circular"`` (the other end).
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x (N, n_in, T), W (n_out, n_in / groups, K), b (n_out,), y (N, n_out, OT) with OT by
        :func:`output_size`.

    Source:
        Waibel et al. (1989), Phoneme recognition using time-delay neural networks; Kim (2014),
        Convolutional neural networks for sentence classification, section 2.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int,
        stride: int = 1,
        padding: Padding = 0,
        dilation: int = 1,
        groups: int = 1,
        use_bias: bool = True,
        padding_mode: str = "zeros",
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            1, n_in, n_out, kernel_size, stride, padding, dilation, groups, use_bias,
            padding_mode, initializer, seed,
        )  # fmt: skip

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, OT) for x (N, n_in, T)."""
        W = self.kernels()
        self.x = self.grouped(self.padded(x))
        y = np.zeros(self.y_shape, dtype=np.result_type(self.x, W))
        y_of_groups = self.grouped(y)
        for (k,), seen in self.windows.elements(self.x):
            y_of_groups += W[:, :, :, k] @ seen  # seen[..., t] is x[..., t s + k d]
        if "b" in self.params:
            y += self.params["b"].reshape(-1, 1)
        return y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, n_in, T); fill the gradients of W and b."""
        require_shape("dy", dy, self.y_shape)
        if "b" in self.params:
            self.grads["b"] = dy.sum(axis=(0, 2))
        W, dy = self.kernels(), self.grouped(dy)
        dW = np.empty_like(W)
        dx = np.zeros(self.x.shape, dtype=dy.dtype)
        for (k,), seen in self.windows.elements(self.x):
            dW[:, :, :, k] = (dy @ seen.swapaxes(2, 3)).sum(axis=0)
        for (k,), dseen in self.windows.elements(dx):
            dseen += W[:, :, :, k].swapaxes(1, 2) @ dy  # a step lies in several windows
        self.grads["W"] = dW.reshape(self.params["W"].shape)
        return self.windows.without_padding(dx.reshape(len(dx), self.n_in, dx.shape[3]))
