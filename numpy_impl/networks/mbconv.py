"""The block that EfficientNet is made of."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.depthwise_conv2d import DepthwiseConv2d
from numpy_impl.layers.drop_connect import DropConnect
from numpy_impl.layers.fast_batch_norm import FastBatchNorm as BatchNorm
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.layers.padding import Padding
from numpy_impl.networks.choices import ACTIVATIONS, initializer_called
from numpy_impl.networks.network import Network
from numpy_impl.networks.squeeze_excite import SqueezeExcite
from numpy_impl.validation import as_float, require_choice


class MBConv(Network):
    """1×1 up to many channels, a depthwise k×k, gates for the channels, 1×1 down; plus x.

    The other way round than a bottleneck: wide inside, narrow outside, where the shortcut is. The
    first two convolutions are followed by a norm and an activation, the last by a norm alone. The
    shortcut is there where the block keeps the shape of x; then whole branches may be dropped.

    Args:
        n_in: channels of x.
        n_out: channels of y.
        kernel_size: of the depthwise convolution.
        stride: likewise.
        expansion: how many times more channels there are inside; with 1 nothing expands.
        squeeze: units between the gates' dense layers, as a share of n_in; 0 for no gates.
        rate: the probability that an example skips the branch in training.
        padding: of the depthwise convolution, ``"same"`` as in TensorFlow, or pixels on each side.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights and of the masks.

    Shapes:
        x (N, n_in, H, W), y (N, n_out, ceil(H / stride), ceil(W / stride)).

    Source:
        Sandler et al. (2018), MobileNetV2, section 3.3; Tan et al. (2019), MnasNet, figure 7; Tan
        and Le (2019), EfficientNet: rethinking model scaling, section 4.
    """

    def __init__(
        self,
        n_in: int,
        n_out: int,
        kernel_size: int = 3,
        stride: int = 1,
        expansion: int = 6,
        squeeze: float = 0.25,
        rate: float = 0.0,
        padding: Padding = "same",
        activation: str = "swish",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(seed=seed)
        draw = initializer_called(initializer)
        require_choice("activation", activation, tuple(ACTIVATIONS))
        act, n_mid = ACTIVATIONS[activation], expansion * n_in

        def pointwise(c_in: int, c_out: int) -> Conv2d:
            """Return a 1×1 convolution without bias."""
            own = self.next_seed()
            return Conv2d(c_in, c_out, 1, use_bias=False, initializer=draw, seed=own)

        if expansion != 1:
            self.add("expand", pointwise(n_in, n_mid))
            self.add("norm1", BatchNorm(n_mid))
            self.add("activation1", act())
        own = self.next_seed()
        depth = DepthwiseConv2d(
            n_mid, kernel_size, stride, padding, use_bias=False, initializer=draw, seed=own
        )
        self.add("depthwise", depth)
        self.add("norm2", BatchNorm(n_mid))
        self.add("activation2", act())
        if squeeze:
            n_squeezed = max(1, int(squeeze * n_in))  # of x, not of the wide inside
            own = self.next_seed()
            self.add("squeeze", SqueezeExcite(n_mid, n_squeezed, activation, draw, own))
        self.add("project", pointwise(n_mid, n_out))
        self.add("norm3", BatchNorm(n_out))
        self.keeps_shape = stride == 1 and n_in == n_out
        if self.keeps_shape and rate:
            self.add("dropout1", DropConnect(rate, self.next_seed()))

    def forward(  # type: ignore[override]
        self,
        x: np.ndarray,
        training: bool = True,
        masks: Mapping[str, np.ndarray] | None = None,
    ) -> np.ndarray:
        """Return y; ``masks`` holds that of ``"dropout1"``, drawn in training if not given."""
        x = as_float("x", x)
        h = self.run(self.layers, x, training, masks)
        return x + h if self.keeps_shape else h

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: through the branch, and past it where there is a shortcut."""
        dx = self.run_back(self.layers, dy)
        return dy + dx if self.keeps_shape else dx
