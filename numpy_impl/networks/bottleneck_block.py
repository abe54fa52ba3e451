"""The bottleneck block that the deep ResNets are made of."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.fast_batch_norm import FastBatchNorm as BatchNorm
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.networks.choices import ACTIVATIONS, initializer_called
from numpy_impl.networks.network import Network
from numpy_impl.validation import as_float, require_choice


class BottleneckBlock(Network):
    """y = f(F(x) + shortcut(x)), F a 1×1 convolution to few channels, 3×3 on them, 1×1 back.

    Each convolution is followed by a norm, each but the last also by the activation. The shortcut
    is the identity where F keeps the shape of x; else a 1×1 convolution and a norm.

    Args:
        n_in: channels of x.
        n_mid: channels of the 3×3 convolution, the neck.
        n_out: channels of y, four times as many in the paper.
        stride: of one convolution of F and of the projection.
        strided: which convolution of F has the stride: 2, the 3×3 one, as in most code of today,
            or 1, as in the paper, where the 1×1 convolution then skips three pixels of four.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights.

    Shapes:
        x (N, n_in, H, W), y (N, n_out, ceil(H / stride), ceil(W / stride)).

    Source:
        He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition, section 4.1,
        figure 5.
    """

    def __init__(
        self,
        n_in: int,
        n_mid: int,
        n_out: int,
        stride: int = 1,
        strided: int = 2,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(seed=seed)
        draw = initializer_called(initializer)
        require_choice("activation", activation, tuple(ACTIVATIONS))
        require_choice("strided", strided, (1, 2))
        act = ACTIVATIONS[activation]

        def conv(c_in: int, c_out: int, k: int, step: int) -> Conv2d:
            """Return a k×k convolution without bias that keeps the size, but for its stride."""
            own = self.next_seed()
            return Conv2d(c_in, c_out, k, step, k // 2, use_bias=False, initializer=draw, seed=own)

        first, second = (stride, 1) if strided == 1 else (1, stride)
        self.add("conv1", conv(n_in, n_mid, 1, first))
        self.add("norm1", BatchNorm(n_mid))
        self.add("activation1", act())
        self.add("conv2", conv(n_mid, n_mid, 3, second))
        self.add("norm2", BatchNorm(n_mid))
        self.add("activation2", act())
        self.add("conv3", conv(n_mid, n_out, 1, 1))
        self.add("norm3", BatchNorm(n_out))
        self.residual = tuple(self.layers)
        self.shortcut: tuple[str, ...] = ()  # the identity
        if stride != 1 or n_in != n_out:
            self.add("projection", conv(n_in, n_out, 1, stride))
            self.add("norm4", BatchNorm(n_out))
            self.shortcut = ("projection", "norm4")
        self.add("activation3", act())

    def forward(self, x: np.ndarray, training: bool = True) -> np.ndarray:  # type: ignore[override]
        """Return y; ``training`` is for the normalization."""
        x = as_float("x", x)
        total = self.run(self.residual, x, training) + self.run(self.shortcut, x, training)
        return self.run(("activation3",), total)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: a sum hands its gradient to both sides, and x went into both."""
        dtotal = self.run_back(("activation3",), dy)
        return self.run_back(self.residual, dtotal) + self.run_back(self.shortcut, dtotal)
