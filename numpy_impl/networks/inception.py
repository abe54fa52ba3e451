"""Inception module."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from numpy_impl.initializers.initializer import Initializer
from numpy_impl.layers.fast_conv2d import FastConv2d as Conv2d
from numpy_impl.networks.choices import initializer_called, parts_called
from numpy_impl.networks.network import Network
from numpy_impl.validation import as_float, require_shape


class Inception(Network):
    """Four branches that see the same x, their channels side by side.

    1. a 1×1 convolution;
    2. a 1×1 convolution to fewer channels, then 3×3;
    3. a 1×1 convolution to fewer channels, then 5×5;
    4. a 3×3 pooling that keeps the size, then 1×1.

    Each convolution is followed by an activation. The 1×1 convolutions in front make the large
    windows cheap.

    Args:
        n_in: channels of x.
        n_1x1: channels of branch 1.
        n_3x3: (reduced, final) channels of branch 2.
        n_5x5: the same of branch 3.
        n_pool: channels of branch 4.
        activation: a name in ``numpy_impl.networks.choices.ACTIVATIONS``.
        pooling: ``"max"``, as in the paper, or ``"average"``.
        initializer: a name in ``INITIALIZERS`` there, or an initializer.
        seed: seeds the draws of the weights.

    Shapes:
        x (N, n_in, H, W), y (N, n_1x1 + n_3x3[1] + n_5x5[1] + n_pool, H, W).

    Source:
        Szegedy et al. (2015), Going deeper with convolutions, section 4, figure 2b and table 1.
    """

    def __init__(
        self,
        n_in: int,
        n_1x1: int,
        n_3x3: Sequence[int],
        n_5x5: Sequence[int],
        n_pool: int,
        activation: str = "relu",
        pooling: str = "max",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(seed=seed)
        draw = initializer_called(initializer)
        act, pool = parts_called(activation, pooling)
        self.branches: list[tuple[str, ...]] = []
        plans = (  # for each branch: (channels in, channels out, window) of its convolutions
            ((n_in, n_1x1, 1),),
            ((n_in, n_3x3[0], 1), (n_3x3[0], n_3x3[1], 3)),
            ((n_in, n_5x5[0], 1), (n_5x5[0], n_5x5[1], 5)),
            ((n_in, n_pool, 1),),
        )
        for i, plan in enumerate(plans, start=1):
            before = len(self.layers)
            if i == 4:
                self.add("pool4", pool(3, 1, 1))
            for j, (c_in, c_out, k) in enumerate(plan, start=1):
                same = k // 2
                conv = Conv2d(c_in, c_out, k, 1, same, initializer=draw, seed=self.next_seed())
                self.add(f"conv{i}_{j}", conv)
                self.add(f"activation{i}_{j}", act())
            self.branches.append(tuple(self.layers)[before:])
        self.widths = (n_1x1, n_3x3[1], n_5x5[1], n_pool)

    def forward(self, x: np.ndarray, training: bool = True) -> np.ndarray:  # type: ignore[override]
        """Return y: the branches' outputs, joined along the channels."""
        x = as_float("x", x)
        outputs = [self.run(branch, x, training) for branch in self.branches]
        y = np.concatenate(outputs, axis=1)
        self.y_shape = y.shape
        return y

    def backward(self, dy: np.ndarray) -> np.ndarray:
        """Return dx: each branch takes its own channels of dy back; x went into all of them."""
        require_shape("dy", dy, self.y_shape)
        cuts = np.cumsum(self.widths)[:-1]
        dys = np.split(dy, cuts, axis=1)
        dxs = [self.run_back(branch, d) for branch, d in zip(self.branches, dys, strict=True)]
        dx = dxs[0]
        for other in dxs[1:]:
            dx = dx + other
        return dx
