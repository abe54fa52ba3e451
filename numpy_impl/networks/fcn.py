"""The fully convolutional network for segmentation."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.conv_transpose2d import ConvTranspose2d
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.networks.choices import initializer_called, parts_called
from numpy_impl.networks.network import Network
from numpy_impl.validation import as_float


class FCN(Network):
    """Scores for every pixel: stages that halve the image, and back up with their scores added.

        h_i = pool(f(conv(h_{i-1}))),   u_n = score(h_n),   u_i = score(h_i) + up(u_{i+1})

    and y = up(u_1). There is no dense layer, so images of many sizes go through: the scores of a
    coarse map, doubled in size by a transposed convolution, meet those of the finer one before it.

    Args:
        n_in: channels of an image.
        channels: of each stage.
        n_classes: how many scores a pixel gets.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        pooling: ``"max"`` or ``"average"``; windows of 2×2.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights.

    Shapes:
        x (N, n_in, H, W) with H and W multiples of 2 for each stage, y (N, n_classes, H, W).

    Source:
        Long, Shelhamer and Darrell (2015), Fully convolutional networks for semantic segmentation,
        sections 3 and 4.2, figure 3.
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
        super().__init__(seed=seed)
        draw = initializer_called(initializer)
        act, pool = parts_called(activation, pooling)
        self.stages: list[tuple[str, ...]] = []
        for i, n in enumerate(channels, start=1):
            conv = Conv2d(n_in, n, 3, padding=1, initializer=draw, seed=self.next_seed())
            self.add(f"conv{i}", conv)
            self.add(f"activation{i}", act())
            self.add(f"pool{i}", pool(2))
            self.stages.append((f"conv{i}", f"activation{i}", f"pool{i}"))
            n_in = n
        for i, n in enumerate(channels, start=1):
            score = Conv2d(n, n_classes, 1, initializer=draw, seed=self.next_seed())
            self.add(f"score{i}", score)
            own = self.next_seed()
            up = ConvTranspose2d(n_classes, n_classes, 4, 2, 1, use_bias=False, initializer=draw,
                                 seed=own)  # fmt: skip
            self.add(f"up{i}", up)

    def forward(self, x: np.ndarray, training: bool = True) -> np.ndarray:  # type: ignore[override]
        """Return y; ``training`` changes nothing."""
        h, step = as_float("x", x), 2 ** len(self.stages)
        if h.ndim != 4 or any(n % step for n in h.shape[2:]):
            raise ValueError(f"x has shape {h.shape}, but sides of multiples of {step} are needed.")
        u = []
        for i, stage in enumerate(self.stages, start=1):
            h = self.run(stage, h)
            u.append(self.run((f"score{i}",), h))
        y = self.run((f"up{len(u)}",), u.pop())
        while u:
            y = self.run((f"up{len(u)}",), u.pop() + y)
        return y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: a map gets a gradient from its own scores and from the next stage."""
        dscores = []
        for i in range(1, len(self.stages) + 1):
            dy = self.run_back((f"up{i}",), dy)  # a sum hands it to both sides
            dscores.append(self.run_back((f"score{i}",), dy))
        dh = dscores.pop()
        for stage in reversed(self.stages[1:]):
            dh = dscores.pop() + self.run_back(stage, dh)
        return self.run_back(self.stages[0], dh)
