"""The fully convolutional network for segmentation in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.conv2d import Conv2d
from torch_impl.layers.conv_transpose2d import ConvTranspose2d
from torch_impl.networks.choices import ACTIVATIONS, POOLINGS, initializer_called
from torch_impl.networks.network import Sequential


class FCN(Sequential):
    """Scores for every pixel: stages that halve the image, and back up with their scores added.

    Shapes:
        x (N, n_in, H, W), y (N, n_classes, H, W).
    """

    def __init__(
        self,
        n_in: int = 3,
        channels: Sequence[int] = (16, 32, 64),
        n_classes: int = 21,
        activation: str = "relu",
        pooling: str = "max",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(None, seed)
        draw = initializer_called(initializer)
        act, pool = ACTIVATIONS[activation], POOLINGS[pooling]
        self.n_stages = len(channels)
        for i, n in enumerate(channels, start=1):
            conv = Conv2d(n_in, n, 3, padding=1, initializer=draw, seed=self.next_seed())
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
            self.add(f"pool{i}", pool(2))
            n_in = n
        for i, n in enumerate(channels, start=1):
            score = Conv2d(n, n_classes, 1, initializer=draw, seed=self.next_seed())
            self.add(f"score{i}", score)
            own = self.next_seed()
            up = ConvTranspose2d(n_classes, n_classes, 4, 2, 1, use_bias=False, initializer=draw,
                                 seed=own)  # fmt: skip
            self.add(f"up{i}", up)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y, the scores of every pixel."""
        scores = []
        for i in range(1, self.n_stages + 1):
            for name in ("conv", "activation", "pool"):
                x = self.get_submodule(f"{name}{i}")(x)
            scores.append(self.get_submodule(f"score{i}")(x))
        u = scores[-1]
        for i in range(self.n_stages, 1, -1):
            u = scores[i - 2] + self.get_submodule(f"up{i}")(u)
        return self.up1(u)
