"""The transposed convolution: the way back of a convolution, used as a layer."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.padding import Padding, Pair
from numpy_impl.layers.transposed_convolution import TransposedConvolution
from numpy_impl.validation import require_shape


class ConvTranspose2d(TransposedConvolution):
    """Every pixel of x adds a copy of the kernel, times the pixel, to y; plus b.

    It is the adjoint of the convolution with the same kernel, stride and padding: its forward
    pass is that convolution's backward pass, and the other way round. It does not undo it.

    Args:
        n_in: channels of x.
        n_out: channels of y.
        kernel_size: one number or (height, width); so are stride and dilation.
        stride: from one copy of the kernel to the next.
        padding: rows and columns that are cut off y: one number; (height, width); ((top, bottom),
            (left, right)); ``"valid"`` for none; ``"same"`` for n stride pixels of y, of an odd
            number more behind (``"same_lower"``: before).
        output_padding: rows and columns that are added at the bottom and at the right of y: of
            the sizes that the convolution would bring to x's, it chooses one. Less than stride or
            dilation; one number or (height, width).
        dilation: from one element of the kernel to the next.
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
        kernel_size: int | Pair,
        stride: int | Pair = 1,
        padding: Padding = 0,
        output_padding: int | Pair = 0,
        dilation: int | Pair = 1,
        groups: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            2, n_in, n_out, kernel_size, stride, padding, output_padding, dilation, groups,
            use_bias, initializer, seed,
        )  # fmt: skip

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, OH, OW) for x (N, n_in, H, W)."""
        W = self.params["W"]
        x = self.measured(x)
        N, n_in, height, width = x.shape
        self.x_rows = x.transpose(0, 2, 3, 1).reshape(N * height * width, n_in)
        copies = np.empty((len(self.x_rows), self.n_out, *W.shape[2:]), np.result_type(x, W))
        for seen, outs in self.parts():
            copies[:, outs] = np.tensordot(self.x_rows[:, seen], W[seen], 1)
        copies = copies.reshape(N, height, width, *copies.shape[1:]).transpose(0, 3, 1, 2, 4, 5)
        whole = np.zeros(self.whole_shape, dtype=copies.dtype)
        for (i, j), painted in self.windows.elements(whole):
            painted += copies[:, :, :, :, i, j]  # copies that overlap add up
        y = self.kept(whole)
        return y + self.params["b"].reshape(-1, 1, 1) if "b" in self.params else y.copy()

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, n_in, H, W) for dy; fill the gradients of W and b."""
        W = self.params["W"]
        require_shape("dy", dy, self.y_shape)
        if "b" in self.params:
            self.grads["b"] = dy.sum(axis=(0, 2, 3))
        N, n_in, height, width = self.x_shape
        dcopies = np.empty((N, self.n_out, height, width, *W.shape[2:]), dtype=dy.dtype)
        for (i, j), reached in self.windows.elements(self.put_back(dy)):
            dcopies[:, :, :, :, i, j] = reached
        dcol = dcopies.transpose(0, 2, 3, 1, 4, 5).reshape(
            len(self.x_rows), self.n_out, *W.shape[2:]
        )
        dW = np.empty_like(W)
        dx_rows = np.empty(self.x_rows.shape, dtype=dy.dtype)
        for seen, outs in self.parts():
            dW[seen] = np.tensordot(self.x_rows[:, seen].T, dcol[:, outs], 1)
            dx_rows[:, seen] = np.tensordot(dcol[:, outs], W[seen], ((1, 2, 3), (1, 2, 3)))
        self.grads["W"] = dW
        return dx_rows.reshape(N, height, width, n_in).transpose(0, 3, 1, 2)

    def parts(self) -> list[tuple[slice, slice]]:
        """Return (channels of x, channels of y) of each group."""
        n, m = self.n_in // self.groups, self.n_out // self.groups
        return [(slice(g * n, (g + 1) * n), slice(g * m, (g + 1) * m)) for g in range(self.groups)]
