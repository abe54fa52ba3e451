"""The residual block that wide residual networks are made of."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dropout import Dropout
from numpy_impl.layers.fast_batch_norm import FastBatchNorm as BatchNorm
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.networks.choices import ACTIVATIONS, initializer_called
from numpy_impl.networks.network import Network
from numpy_impl.validation import as_float, require_choice


class WideResidualBlock(Network):
    """y = shortcut + F(h), h = f(norm(x)): normalized and activated first, not last.

    F is a convolution, a norm, an activation, dropout and a convolution. The shortcut is x where F
    keeps its shape, else a 1×1 convolution of h. Nothing follows the sum, so that x passes a whole
    stage of blocks untouched.

    Args:
        n_in: channels of x.
        n_out: channels of y: 16, 32 or 64 times the factor by which the network is wider.
        stride: of the first convolution and of the projection.
        dropout: the rate between the convolutions.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights and of the dropout masks.

    Shapes:
        x (N, n_in, H, W), y (N, n_out, ceil(H / stride), ceil(W / stride)).

    Source:
        Zagoruyko and Komodakis (2016), Wide residual networks, section 2 and figure 1d; He, Zhang,
        Ren and Sun (2016), Identity mappings in deep residual networks, section 4.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        stride: int = 1,
        dropout: float = 0.0,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(seed=seed)
        draw = initializer_called(initializer)
        require_choice("activation", activation, tuple(ACTIVATIONS))
        act = ACTIVATIONS[activation]

        def conv(c_in: int, k: int, step: int) -> Conv2d:
            """Return a k×k convolution without bias, to n_out channels."""
            own = self.next_seed()
            return Conv2d(c_in, n_out, k, step, k // 2, use_bias=False, initializer=draw, seed=own)

        self.add("norm1", BatchNorm(n_in))
        self.add("activation1", act())
        self.add("conv1", conv(n_in, 3, stride))
        self.add("norm2", BatchNorm(n_out))
        self.add("activation2", act())
        self.add("dropout1", Dropout(dropout, seed=self.next_seed()))
        self.add("conv2", conv(n_out, 3, 1))
        self.before, self.residual = tuple(self.layers)[:2], tuple(self.layers)[2:]
        self.projects = stride != 1 or n_in != n_out
        if self.projects:
            self.add("projection", conv(n_in, 1, stride))

    def forward(  # type: ignore[override]
        self,
        x: np.ndarray,
        training: bool = True,
        masks: Mapping[str, np.ndarray] | None = None,
    ) -> np.ndarray:
        """Return y; ``training`` is for the norms and the dropout, ``masks`` are replayed."""
        x = as_float("x", x)
        h = self.run(self.before, x, training)
        shortcut = self.run(("projection",), h) if self.projects else x
        return shortcut + self.run(self.residual, h, training, masks)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: what comes back through F, and dy itself or through the projection."""
        dh = self.run_back(self.residual, dy)
        if self.projects:
            dh = dh + self.run_back(("projection",), dy)
            return self.run_back(self.before, dh)
        return dy + self.run_back(self.before, dh)
