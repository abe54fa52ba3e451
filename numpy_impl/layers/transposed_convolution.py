"""What the transposed convolutions along one axis to three share: all but their sums."""

from __future__ import annotations

from typing import Any

import numpy as np

from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.layers.padding import Padding, each, share_of_same, sides_of
from numpy_impl.layers.windows import Windows
from numpy_impl.validation import as_float, require_choice, require_shape


class TransposedConvolution(Layer):
    """The windows of y, what is cut off it, the channels' groups and the parameters.

    Shapes:
        W (n_in, n_out / groups, kernel), b (n_out,).
    """

    def __init__(
        self,
        n_axes: int,
        n_in: int,
        n_out: int,
        kernel_size: Any,
        stride: Any,
        padding: Padding,
        output_padding: Any,
        dilation: Any,
        groups: int,
        use_bias: bool,
        initializer: Initializer | None,
        seed: int | None,
    ) -> None:
        super().__init__()
        self.windows = Windows(n_axes, kernel_size, stride, 0, dilation)
        if groups < 1 or n_in % groups or n_out % groups:
            raise ValueError(f"groups {groups} must divide n_in {n_in} and n_out {n_out}.")
        self.n_in, self.n_out, self.groups = n_in, n_out, groups
        self.more = each("output_padding", output_padding, n_axes, 0)
        limits = zip(self.more, self.windows.stride, self.windows.dilation, strict=True)
        if any(more >= max(s, d) for more, s, d in limits):
            raise ValueError(
                f"output_padding {output_padding} must be less than stride {stride} or dilation "
                f"{dilation}."
            )
        self.padding: Any = padding
        if isinstance(padding, str):
            require_choice("padding", padding, ("valid", "same", "same_lower"))
        else:
            self.padding = sides_of(padding, n_axes)
        draw = initializer or GlorotUniform()
        self.params["W"] = draw((n_in, n_out // groups, *self.windows.kernel), seed)
        if use_bias:
            self.params["b"] = np.zeros(n_out)

    def measured(self, x: np.ndarray) -> np.ndarray:
        """Return x (N, n_in, space), checked, and note how large y is, whole and cut.

        Raises:
            ValueError: if nothing is left of y.
        """
        x = as_float("x", x)
        require_shape("x", x, (None, self.n_in, *[None] * self.windows.n_axes))
        w = self.windows
        along = zip(x.shape[2:], w.stride, w.covered, strict=True)
        whole = [(n - 1) * s + covered for n, s, covered in along]
        self.cut = [self.cut_off(axis, n, whole[axis]) for axis, n in enumerate(x.shape[2:])]
        sizes = zip(whole, self.cut, self.more, strict=True)
        size = [n - before - after + more for n, (before, after), more in sizes]
        if min(*size, *x.shape[2:]) < 1:
            raise ValueError(
                f"x of shape {x.shape} with kernel_size {w.kernel}, stride {w.stride} and padding "
                f"{self.cut} leaves y of {size}."
            )
        w.lay(*whole)
        self.whole_shape = (len(x), self.n_out, *whole)
        self.x_shape, self.y_shape = x.shape, (len(x), self.n_out, *size)
        return x

    def cut_off(self, axis: int, n: int, whole: int) -> tuple[int, int]:
        """Return (before, after): how much is cut off y along an axis on which x has n elements."""
        if self.padding == "valid":
            return 0, 0
        if not isinstance(self.padding, str):
            return self.padding[axis]  # type: ignore[no-any-return]
        total = whole + self.more[axis] - n * self.windows.stride[axis]
        return share_of_same(total, self.padding)

    def kept(self, whole: np.ndarray) -> np.ndarray:
        """Return y of the whole, padding cut off; beyond its ends, y has zeros."""
        around, inside = [(0, 0), (0, 0)], []
        for (before, _), n, size in zip(
            self.cut, self.whole_shape[2:], self.y_shape[2:], strict=True
        ):
            first = max(before, 0)
            around.append((max(-before, 0), max(before + size - n, 0)))
            inside.append(slice(first, first + size))
        kept: Any = inside
        return np.pad(whole, around)[(..., *kept)]

    def put_back(self, dy: np.ndarray) -> np.ndarray:
        """Return the gradient of the whole: 0 for what was cut off."""
        dwhole = np.zeros(self.whole_shape, dtype=dy.dtype)
        whole: Any = []
        y: Any = []
        for (before, _), n, size in zip(
            self.cut, self.whole_shape[2:], self.y_shape[2:], strict=True
        ):
            first, last = max(before, 0), min(before + size, n)
            whole.append(slice(first, max(last, first)))
            y.append(slice(first - before, max(last, first) - before))
        dwhole[(..., *whole)] = dy[(..., *y)]
        return dwhole

    def kernels(self) -> np.ndarray:
        """Return W (groups, n_in / groups, n_out / groups, kernel)."""
        W = self.params["W"]
        return W.reshape(self.groups, self.n_in // self.groups, *W.shape[1:])

    def grouped(self, a: np.ndarray) -> np.ndarray:
        """Return a (N, channels, space) as (N, groups, channels / groups, space)."""
        return a.reshape(len(a), self.groups, a.shape[1] // self.groups, *a.shape[2:])
