"""The transposed convolution along one axis."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.padding import Padding
from numpy_impl.layers.transposed_convolution import TransposedConvolution
from numpy_impl.validation import require_shape


class ConvTranspose1d(TransposedConvolution):
    """Every step of x adds a copy of the kernel, times the step, to y; plus b.

    It is the adjoint of :class:`numpy_impl.layers.conv1d.Conv1d` with the same kernel, stride and
    padding: what that reads, this writes. With a stride it makes sequences longer, as decoders of
    sound do.

    Args:
        n_in: channels of x.
        n_out: channels of y.
        kernel_size: steps of y that a step of x reaches.
        stride: from one copy of the kernel to the next.
        padding: steps that are cut off y: n at both ends, (before, after), ``"valid"`` for none,
            or ``"same"`` for T stride steps of y, of an odd number more behind
            (``"same_lower"``: before).
        output_padding: steps that are added at the end of y, fewer than stride or dilation.
        dilation: from one element of the kernel to the next.
        groups: how many parts the channels are divided into; it divides n_in and n_out.
        use_bias: whether b is added.
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x (N, n_in, T), W (n_in, n_out / groups, K), b (n_out,), y (N, n_out, OT) with
        OT = (T - 1) stride - 2 padding + dilation (K - 1) + 1 + output_padding.

    Source:
        Dumoulin and Visin (2016), A guide to convolution arithmetic for deep learning, section 4.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int,
        stride: int = 1,
        padding: Padding = 0,
        output_padding: int = 0,
        dilation: int = 1,
        groups: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            1, n_in, n_out, kernel_size, stride, padding, output_padding, dilation, groups,
            use_bias, initializer, seed,
        )  # fmt: skip

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, OT) for x (N, n_in, T)."""
        W = self.kernels()
        x = self.measured(x)
        self.x = self.grouped(x).copy()
        whole = np.zeros(self.whole_shape, dtype=np.result_type(x, W))
        for (k,), painted in self.windows.elements(self.grouped(whole)):
            painted += W[:, :, :, k].swapaxes(1, 2) @ self.x  # copies that overlap add up
        y = self.kept(whole)
        return y + self.params["b"].reshape(-1, 1) if "b" in self.params else y.copy()

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, n_in, T); fill the gradients of W and b."""
        require_shape("dy", dy, self.y_shape)
        if "b" in self.params:
            self.grads["b"] = dy.sum(axis=(0, 2))
        W, dwhole = self.kernels(), self.grouped(self.put_back(dy))
        dW = np.empty_like(W)
        dx = np.zeros(self.x.shape, dtype=dy.dtype)
        for (k,), reached in self.windows.elements(dwhole):
            dW[:, :, :, k] = (self.x @ reached.swapaxes(2, 3)).sum(axis=0)
            dx += W[:, :, :, k] @ reached  # a step collects from all that it has reached
        self.grads["W"] = dW.reshape(self.params["W"].shape)
        return dx.reshape(self.x_shape)
