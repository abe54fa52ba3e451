"""What the convolutions along one axis and along three share: all but their sums."""

from __future__ import annotations

from typing import Any

import numpy as np

from numpy_impl.initializers.glorot_uniform import GlorotUniform
from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layer import Layer
from numpy_impl.layers.padding import Padding
from numpy_impl.layers.windows import Windows
from numpy_impl.validation import as_float, require_shape


class Convolution(Layer):
    """The windows, the channels' groups and the parameters of a convolution.

    Shapes:
        W (n_out, n_in / groups, kernel), b (n_out,).
    """

    def __init__(
        self,
        n_axes: int,
        n_in: int,
        n_out: int,
        kernel_size: Any,
        stride: Any,
        padding: Padding,
        dilation: Any,
        groups: int,
        use_bias: bool,
        padding_mode: str,
        initializer: Initializer | None,
        seed: int | None,
    ) -> None:
        super().__init__()
        if padding == "causal" and n_axes > 1:
            raise ValueError('padding is "causal", which only one axis of time can be.')
        self.windows = Windows(n_axes, kernel_size, stride, padding, dilation, mode=padding_mode)
        if groups < 1 or n_in % groups or n_out % groups:
            raise ValueError(f"groups {groups} must divide n_in {n_in} and n_out {n_out}.")
        self.n_in, self.n_out, self.groups = n_in, n_out, groups
        draw = initializer or GlorotUniform()
        self.params["W"] = draw((n_out, n_in // groups, *self.windows.kernel), seed)
        if use_bias:
            self.params["b"] = np.zeros(n_out)

    def padded(self, x: np.ndarray) -> np.ndarray:
        """Return x (N, n_in, space), checked, with its padding."""
        x = as_float("x", x)
        require_shape("x", x, (None, self.n_in, *[None] * self.windows.n_axes))
        self.windows.lay(*x.shape[2:])
        self.y_shape = (len(x), self.n_out, *self.windows.out_size)
        return self.windows.padded(x)

    def kernels(self) -> np.ndarray:
        """Return W (groups, n_out / groups, n_in / groups, kernel)."""
        W = self.params["W"]
        return W.reshape(self.groups, self.n_out // self.groups, *W.shape[1:])

    def grouped(self, a: np.ndarray) -> np.ndarray:
        """Return a (N, channels, space) as (N, groups, channels / groups, space)."""
        return a.reshape(len(a), self.groups, a.shape[1] // self.groups, *a.shape[2:])
