"""GoogLeNet in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.conv2d import Conv2d
from torch_impl.layers.dense import Dense
from torch_impl.layers.dropout import Dropout
from torch_impl.layers.global_avg_pool2d import GlobalAvgPool2d
from torch_impl.layers.local_response_norm import LocalResponseNorm
from torch_impl.networks.choices import ACTIVATIONS, POOLINGS, initializer_called
from torch_impl.networks.inception import Inception
from torch_impl.networks.network import Sequential


class GoogLeNet(Sequential):
    """Three convolutions, three stages of Inception modules, the mean of each channel, the scores.

    Shapes:
        x (N, n_in, H, W), y (N, n_classes): scores.
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
        act, pool = ACTIVATIONS[activation], POOLINGS[pooling]
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
