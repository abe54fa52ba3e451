"""The residual block that ResNet is made of."""

from __future__ import annotations

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.fast_batch_norm import FastBatchNorm as BatchNorm
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.networks.choices import ACTIVATIONS, initializer_called
from numpy_impl.networks.network import Network
from numpy_impl.validation import as_float, require_choice


class ResidualBlock(Network):
    """y = f(F(x) + shortcut(x)), F being convolution, norm, activation, convolution, norm.

    The shortcut is the identity where F keeps the shape of x; else a 1×1 convolution and a norm,
    the projection (option B of the paper). Convolutions before a norm have no bias.

    Args:
        n_in: channels of x.
        n_out: channels of y.
        stride: of the first convolution and of the projection.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights.

    Shapes:
        x (N, n_in, H, W), y (N, n_out, ceil(H / stride), ceil(W / stride)).

    Source:
        He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition, section 3.2,
        eq. 1 and 2.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        stride: int = 1,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(seed=seed)
        draw = initializer_called(initializer)
        require_choice("activation", activation, tuple(ACTIVATIONS))
        act = ACTIVATIONS[activation]

        def conv(channels: int, size: int, step: int, padding: int) -> Conv2d:
            """Return a convolution without bias, to n_out channels."""
            own = self.next_seed()
            return Conv2d(
                channels, n_out, size, step, padding, use_bias=False, initializer=draw, seed=own
            )

        self.add("conv1", conv(n_in, 3, stride, 1))
        self.add("norm1", BatchNorm(n_out))
        self.add("activation1", act())
        self.add("conv2", conv(n_out, 3, 1, 1))
        self.add("norm2", BatchNorm(n_out))
        self.residual = tuple(self.layers)
        self.shortcut: tuple[str, ...] = ()  # the identity
        if stride != 1 or n_in != n_out:
            self.add("projection", conv(n_in, 1, stride, 0))
            self.add("norm3", BatchNorm(n_out))
            self.shortcut = ("projection", "norm3")
        self.add("activation2", act())

    def forward(self, x: np.ndarray, training: bool = True) -> np.ndarray:  # type: ignore[override]
        """Return y; ``training`` is for the normalization."""
        x = as_float("x", x)
        residual = self.run(self.residual, x, training)
        total = residual + self.run(self.shortcut, x, training)
        return self.run(("activation2",), total)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: a sum hands its gradient to both sides, and x went into both."""
        dtotal = self.run_back(("activation2",), dy)
        dx_residual = self.run_back(self.residual, dtotal)
        dx_shortcut = self.run_back(self.shortcut, dtotal)
        return dx_residual + dx_shortcut
