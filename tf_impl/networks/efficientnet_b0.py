"""EfficientNet-B0, and its larger variants, in Keras."""

from __future__ import annotations

from collections.abc import Sequence

import keras

from tf_impl.initializers.initializer import Initializer
from tf_impl.layers.batch_norm import BatchNorm
from tf_impl.layers.conv2d import Conv2d
from tf_impl.layers.dense import Dense
from tf_impl.layers.dropout import Dropout
from tf_impl.layers.global_avg_pool2d import GlobalAvgPool2d
from tf_impl.networks.choices import ACTIVATIONS, initializer_called
from tf_impl.networks.mbconv import MBConv
from tf_impl.networks.multiples import deeper, wider
from tf_impl.networks.network import Sequential

B0 = (
    (1, 16, 1, 1, 3),
    (6, 24, 2, 2, 3),
    (6, 40, 2, 2, 5),
    (6, 80, 3, 2, 3),
    (6, 112, 3, 1, 5),
    (6, 192, 4, 2, 5),
    (6, 320, 1, 1, 3),
)
"""The stages: expansion, channels, blocks, stride of the first block, kernel."""


@keras.saving.register_keras_serializable(package="dl_parity")
class EfficientNetB0(Sequential):
    """A convolution, stages of MBConv blocks, a 1×1 convolution, the mean of each channel, scores.

    Shapes:
        x (N, H, W, n_in), y (N, n_classes): scores.
    """

    def __init__(
        self,
        n_in: int = 3,
        stem: int = 32,
        stages: Sequence[Sequence[int]] = B0,
        head: int = 1280,
        n_classes: int = 1000,
        width: float = 1.0,
        depth: float = 1.0,
        dropout: float = 0.2,
        rate: float = 0.2,
        activation: str = "swish",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
        **kwargs,
    ) -> None:
        super().__init__(None, seed, **kwargs)
        self.arguments = {
            "n_in": n_in,
            "stem": stem,
            "stages": stages,
            "head": head,
            "n_classes": n_classes,
            "width": width,
            "depth": depth,
            "dropout": dropout,
            "rate": rate,
            "activation": activation,
            "initializer": initializer,
            "seed": seed,
        }
        draw = initializer_called(initializer)
        act = ACTIVATIONS[activation]
        n, n_head = wider(stem, width), wider(head, width)
        widths = [wider(stage[1], width) for stage in stages]
        counts = [deeper(stage[2], depth) for stage in stages]
        own = self.next_seed()
        conv1 = Conv2d(n_in, n, 3, 2, "same", use_bias=False, initializer=draw, seed=own)
        self.add("conv1", conv1)
        self.add("norm1", BatchNorm(n), (None, None, None, n))
        self.add("activation1", act())
        done = 0  # blocks before this one
        for i, (stage, n_out, count) in enumerate(zip(stages, widths, counts, strict=True), 1):
            expansion, _, _, stride, kernel = stage
            for j in range(1, count + 1):
                step = stride if j == 1 else 1
                drop, own = rate * done / sum(counts), self.next_seed()
                block = MBConv(
                    n, n_out, kernel, step, expansion, 0.25, drop, "same", activation, draw, own
                )
                self.add(f"block{i}_{j}", block)
                n, done = n_out, done + 1
        own = self.next_seed()
        self.add("conv2", Conv2d(n, n_head, 1, use_bias=False, initializer=draw, seed=own))
        self.add("norm2", BatchNorm(n_head), (None, None, None, n_head))
        self.add("activation2", act())
        self.add("mean", GlobalAvgPool2d())
        self.add("dropout1", Dropout(dropout, seed=self.next_seed()))
        self.add("dense", Dense(n_head, n_classes, True, draw, self.next_seed()))
