"""U-Net."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.conv_transpose2d import ConvTranspose2d
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.networks.choices import initializer_called, parts_called
from numpy_impl.networks.network import Network
from numpy_impl.validation import as_float


class UNet(Network):
    """Down with convolutions and pooling, up again, the maps on the way down laid beside.

    Each level has two 3×3 convolutions, each with an activation. On the way up a 2×2 transposed
    convolution doubles the map, the one of the same level from the way down comes in front of it,
    and two convolutions join them. The paper's convolutions are not padded, and what is laid
    beside is cut to fit; here they keep the size, as in most code of today.

    Args:
        n_in: channels of an image.
        channels: of each level, from the top; the last is the bottom of the U.
        n_classes: how many scores a pixel gets.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        pooling: ``"max"`` or ``"average"``; windows of 2×2.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights.

    Shapes:
        x (N, n_in, H, W) with H and W multiples of 2 for each level but the bottom,
        y (N, n_classes, H, W).

    Source:
        Ronneberger, Fischer and Brox (2015), U-Net: convolutional networks for biomedical image
        segmentation, section 2, figure 1.
    """

    def __init__(
        self,
        n_in: int = 1,
        channels: Sequence[int] = (64, 128, 256, 512, 1024),
        n_classes: int = 2,
        activation: str = "relu",
        pooling: str = "max",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(seed=seed)
        draw = initializer_called(initializer)
        act, pool = parts_called(activation, pooling)
        self.channels = tuple(channels)

        def level(way: str, c_in: int, c_out: int) -> None:
            """Add two 3×3 convolutions, each with an activation."""
            for j, c in ((1, c_in), (2, c_out)):
                conv = Conv2d(c, c_out, 3, padding=1, initializer=draw, seed=self.next_seed())
                self.add(f"{way}_conv{j}", conv)
                self.add(f"{way}_activation{j}", act())

        for i, n in enumerate(self.channels, start=1):
            level(f"down{i}", n_in, n)
            n_in = n
            if i < len(self.channels):
                self.add(f"pool{i}", pool(2))
        for i, n in reversed(list(enumerate(self.channels[:-1], start=1))):
            up = ConvTranspose2d(n_in, n, 2, 2, initializer=draw, seed=self.next_seed())
            self.add(f"up{i}", up)
            level(f"up{i}", 2 * n, n)
            n_in = n
        self.add("scores", Conv2d(n_in, n_classes, 1, initializer=draw, seed=self.next_seed()))

    def two(self, way: str) -> tuple[str, ...]:
        """Return the names of a level's convolutions and activations."""
        return tuple(f"{way}_{part}{j}" for j in (1, 2) for part in ("conv", "activation"))

    def forward(self, x: np.ndarray, training: bool = True) -> np.ndarray:  # type: ignore[override]
        """Return y; ``training`` changes nothing."""
        h, depth = as_float("x", x), len(self.channels) - 1
        if h.ndim != 4 or any(n % 2**depth for n in h.shape[2:]):
            raise ValueError(
                f"x has shape {h.shape}, but sides of multiples of {2**depth} are needed."
            )
        skips = []
        for i in range(1, depth + 1):
            h = self.run(self.two(f"down{i}"), h)
            skips.append(h)
            h = self.run((f"pool{i}",), h)
        h = self.run(self.two(f"down{depth + 1}"), h)
        for i in range(depth, 0, -1):
            h = np.concatenate([skips.pop(), self.run((f"up{i}",), h)], axis=1)
            h = self.run(self.two(f"up{i}"), h)
        return self.run(("scores",), h)

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: the map of a level gets a gradient from beside and from below."""
        dh, depth = self.run_back(("scores",), dy), len(self.channels) - 1
        dskips = []
        for i in range(1, depth + 1):
            dh = self.run_back(self.two(f"up{i}"), dh)
            dskip, dh = np.split(dh, 2, axis=1)
            dskips.append(dskip)
            dh = self.run_back((f"up{i}",), dh)
        dh = self.run_back(self.two(f"down{depth + 1}"), dh)
        for i in range(depth, 0, -1):
            dh = self.run_back((f"pool{i}",), dh) + dskips.pop()
            dh = self.run_back(self.two(f"down{i}"), dh)
        return dh
