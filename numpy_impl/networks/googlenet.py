"""GoogLeNet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.dense import Dense
from numpy_impl.layers.dropout import Dropout
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.layers.global_avg_pool2d import GlobalAvgPool2d
from numpy_impl.layers.local_response_norm import LocalResponseNorm
from numpy_impl.networks.choices import initializer_called, parts_called
from numpy_impl.networks.inception import Inception
from numpy_impl.networks.network import Sequential


class GoogLeNet(Sequential):
    """Three convolutions, three stages of Inception modules, the mean of each channel, the scores.

    As it stands it has 6,998,552 parameters, a ninth of AlexNet's. The two auxiliary classifiers
    of the paper, which hang on the modules 4a and 4d in training, are left out; each is an
    ``AuxiliaryClassifier``.

    Args:
        n_in: channels of an image.
        stem: channels of the three convolutions: 7×7, 1×1 and 3×3.
        plan: for each stage its modules, and of each module the channels: 1×1, (reduced, 3×3),
            (reduced, 5×5), behind the pooling.
        n_classes: how many scores.
        dropout: the rate in front of the scores.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        pooling: ``"max"`` or ``"average"``, inside the modules as well.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights and of the dropout masks.

    Shapes:
        x (N, n_in, H, W), y (N, n_classes): scores, which the loss turns into probabilities.
        3×224×224, 64×112×112, 192×56×56, 480×28×28, 832×14×14, 1024×7×7, 1024, 1000.

    Source:
        Szegedy et al. (2015), Going deeper with convolutions, table 1.
    """

    def __init__(
        self,
        n_in: int = 3,
        stem: Sequence[int] = (64, 64, 192),
        plan: Sequence[Sequence[Any]] = (
            ((64, (96, 128), (16, 32), 32), (128, (128, 192), (32, 96), 64)),
            (
                (192, (96, 208), (16, 48), 64),
                (160, (112, 224), (24, 64), 64),
                (128, (128, 256), (24, 64), 64),
                (112, (144, 288), (32, 64), 64),
                (256, (160, 320), (32, 128), 128),
            ),
            ((256, (160, 320), (32, 128), 128), (384, (192, 384), (48, 128), 128)),
        ),
        n_classes: int = 1000,
        dropout: float = 0.4,
        activation: str = "relu",
        pooling: str = "max",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(None, seed)
        draw = initializer_called(initializer)
        act, pool = parts_called(activation, pooling)
        first, second, third = stem
        self.add("conv1", Conv2d(n_in, first, 7, 2, 3, initializer=draw, seed=self.next_seed()))
        self.add("activation1", act())
        self.add("pool1", pool(3, 2, 1))
        self.add("norm1", LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=1.0))
        self.add("conv2", Conv2d(first, second, 1, initializer=draw, seed=self.next_seed()))
        self.add("activation2", act())
        conv3 = Conv2d(second, third, 3, padding=1, initializer=draw, seed=self.next_seed())
        self.add("conv3", conv3)
        self.add("activation3", act())
        self.add("norm2", LocalResponseNorm(5, alpha=1e-4, beta=0.75, k=1.0))
        n_in = third
        for i, modules in enumerate(plan, start=2):
            self.add(f"pool{i}", pool(3, 2, 1))
            for letter, (n_1x1, n_3x3, n_5x5, n_pool) in zip("abcdefgh", modules, strict=False):
                own = self.next_seed()
                part = Inception(n_in, n_1x1, n_3x3, n_5x5, n_pool, activation, pooling, draw, own)
                self.add(f"inception{i + 1}{letter}", part)
                n_in = n_1x1 + n_3x3[1] + n_5x5[1] + n_pool
        self.add("mean", GlobalAvgPool2d())
        self.add("dropout1", Dropout(dropout, seed=self.next_seed()))
        self.add("scores", Dense(n_in, n_classes, True, draw, self.next_seed()))
