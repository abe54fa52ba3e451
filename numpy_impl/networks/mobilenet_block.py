"""The block that MobileNet is made of."""

from __future__ import annotations

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.depthwise_conv2d import DepthwiseConv2d
from numpy_impl.layers.fast_batch_norm import FastBatchNorm as BatchNorm
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.networks.choices import ACTIVATIONS, initializer_called
from numpy_impl.networks.network import Sequential
from numpy_impl.validation import require_choice


class MobileNetBlock(Sequential):
    """A 3×3 convolution in two steps, each with a norm and an activation: depthwise, then 1×1.

    The first looks around in each channel for itself, the second mixes the channels. Beside a 3×3
    convolution that does both at once that is about a ninth of the work.

    Args:
        n_in: channels of x.
        n_out: channels of y.
        stride: of the depthwise convolution.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights.

    Shapes:
        x (N, n_in, H, W), y (N, n_out, ceil(H / stride), ceil(W / stride)).

    Source:
        Howard et al. (2017), MobileNets: efficient convolutional neural networks for mobile
        vision applications, section 3.1 and figure 3.
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
        super().__init__(None, seed)
        draw = initializer_called(initializer)
        require_choice("activation", activation, tuple(ACTIVATIONS))
        act, own = ACTIVATIONS[activation], self.next_seed()
        depth = DepthwiseConv2d(
            n_in, 3, stride, padding=1, use_bias=False, initializer=draw, seed=own
        )
        self.add("depthwise", depth)
        self.add("norm1", BatchNorm(n_in))
        self.add("activation1", act())
        point = Conv2d(n_in, n_out, 1, use_bias=False, initializer=draw, seed=self.next_seed())
        self.add("pointwise", point)
        self.add("norm2", BatchNorm(n_out))
        self.add("activation2", act())
