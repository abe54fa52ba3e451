"""The transposed convolution along three axes."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.padding import Padding
from numpy_impl.layers.transposed_convolution import TransposedConvolution
from numpy_impl.validation import require_shape

Size = int | tuple[int, int, int]


class ConvTranspose3d(TransposedConvolution):
    """Every place of x adds a copy of the kernel, a block, times the place, to y; plus b.

    It is the adjoint of :class:`numpy_impl.layers.conv3d.Conv3d` with the same kernel, stride and
    padding: what that reads, this writes. With a stride it makes volumes larger, as networks that
    give every place of a scan a label do on their way up.

    Args:
        n_in: channels of x.
        n_out: channels of y.
        kernel_size: one number or (depth, height, width); so are stride and dilation.
        stride: from one copy of the kernel to the next.
        padding: places that are cut off y: one number; (depth, height, width); a pair
            (before, after) for each axis; ``"valid"`` for none; ``"same"`` for n stride places
            of y, of an odd number more behind (``"same_lower"``: before).
        output_padding: places that are added at the end of each axis of y, fewer than stride or
            dilation; one number or (depth, height, width).
        dilation: from one element of the kernel to the next.
        groups: how many parts the channels are divided into; it divides n_in and n_out.
        use_bias: whether b is added.
        initializer: draws W; Glorot's uniform distribution if none is given. b starts at 0.
        seed: seeds the draw of W.

    Shapes:
        x (N, n_in, D, H, W), W (n_in, n_out / groups, kd, kh, kw), b (n_out,),
        y (N, n_out, OD, OH, OW) with
        OD = (D - 1) stride - 2 padding + dilation (kd - 1) + 1 + output_padding, others likewise.

    Source:
        Dumoulin and Visin (2016), A guide to convolution arithmetic for deep learning, section 4;
        Cicek et al. (2016), 3D U-Net: learning dense volumetric segmentation from sparse
        annotation, section 2.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: Size,
        stride: Size = 1,
        padding: Padding = 0,
        output_padding: Size = 0,
        dilation: Size = 1,
        groups: int = 1,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__(
            3, n_in, n_out, kernel_size, stride, padding, output_padding, dilation, groups,
            use_bias, initializer, seed,
        )  # fmt: skip

    def forward(self, x: np.ndarray) -> np.ndarray:
        """Return y (N, n_out, OD, OH, OW) for x (N, n_in, D, H, W)."""
        W = self.kernels()
        x = self.measured(x)
        self.x_rows = self.in_rows(self.grouped(x)).copy()
        whole = np.zeros(self.whole_shape, dtype=np.result_type(x, W))
        for (m, i, j), painted in self.windows.elements(self.grouped(whole)):
            painted_rows = W[:, :, :, m, i, j].swapaxes(1, 2) @ self.x_rows
            painted += painted_rows.reshape(painted.shape)  # copies that overlap add up
        y = self.kept(whole)
        return y + self.params["b"].reshape(-1, 1, 1, 1) if "b" in self.params else y.copy()

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx (N, n_in, D, H, W); fill the gradients of W and b."""
        require_shape("dy", dy, self.y_shape)
        if "b" in self.params:
            self.grads["b"] = dy.sum(axis=(0, 2, 3, 4))
        W, dwhole = self.kernels(), self.grouped(self.put_back(dy))
        dW = np.empty_like(W)
        dx_rows = np.zeros(self.x_rows.shape, dtype=dy.dtype)
        for (m, i, j), reached in self.windows.elements(dwhole):
            reached_rows = self.in_rows(reached)
            dW[:, :, :, m, i, j] = (self.x_rows @ reached_rows.swapaxes(2, 3)).sum(axis=0)
            dx_rows += W[:, :, :, m, i, j] @ reached_rows  # from all that a place has reached
        self.grads["W"] = dW.reshape(self.params["W"].shape)
        return dx_rows.reshape(self.x_shape)

    def in_rows(self, a: np.ndarray) -> np.ndarray:
        """Return a (N, groups, channels, depth, height, width), the last three as one axis."""
        return a.reshape(*a.shape[:3], a.shape[3] * a.shape[4] * a.shape[5])
