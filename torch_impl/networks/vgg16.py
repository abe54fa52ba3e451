"""VGG-16 in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.conv2d import Conv2d
from torch_impl.layers.dense import Dense
from torch_impl.layers.dropout import Dropout
from torch_impl.layers.flatten import Flatten
from torch_impl.networks.choices import ACTIVATIONS, POOLINGS, initializer_called
from torch_impl.networks.network import Sequential


class VGG16(Sequential):
    """Thirteen 3×3 convolutions in five groups, each with a pooling behind, and three dense layers.

    Shapes:
        x (N, C, H, W), y (N, n_classes): scores.
    """

    def __init__(
        self,
        input_shape: Sequence[int] = (3, 224, 224),
        plan: Sequence[Sequence[int]] = ((64, 2), (128, 2), (256, 3), (512, 3), (512, 3)),
        hidden: Sequence[int] = (4096, 4096),
        n_classes: int = 1000,
        dropout: float = 0.5,
        activation: str = "relu",
        pooling: str = "max",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(input_shape, seed)
        draw = initializer_called(initializer)
        act, pool = ACTIVATIONS[activation], POOLINGS[pooling]
        for i, (n, convolutions) in enumerate(plan, start=1):
            for j in range(1, convolutions + 1):
                own = self.next_seed()
                conv = Conv2d(self.size[0], n, 3, padding=1, initializer=draw, seed=own)
                self.add(f"conv{i}_{j}", conv)
                self.add(f"activation{i}_{j}", act())
            self.add(f"pool{i}", pool(2))
        self.add("flatten", Flatten())
        for i, n in enumerate(hidden, start=1):
            self.add(f"dense{i}", Dense(self.size[0], n, True, draw, self.next_seed()))
            self.add(f"activation{i}", act())
            self.add(f"dropout{i}", Dropout(dropout, seed=self.next_seed()))
        self.add("scores", Dense(self.size[0], n_classes, True, draw, self.next_seed()))
