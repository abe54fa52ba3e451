"""The siamese network in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.dense import Dense
from torch_impl.networks.choices import ACTIVATIONS, initializer_called
from torch_impl.networks.network import Sequential


class Siamese(Sequential):
    """y = |e(a) - e(b)|, the network called once for each of the two.

    Shapes:
        a and b (N, n_in), y (N,).
    """

    def __init__(
        self,
        n_in: int,
        hidden: int = 32,
        n_out: int = 8,
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        seed: int | None = None,
    ) -> None:
        super().__init__(None, seed)
        draw = initializer_called(initializer)
        self.add("dense1", Dense(n_in, hidden, True, draw, self.next_seed()))
        self.add("activation1", ACTIVATIONS[activation]())
        self.add("dense2", Dense(hidden, n_out, True, draw, self.next_seed()))

    def forward(self, a: torch.Tensor, b: torch.Tensor) -> torch.Tensor:
        """Return y, the length of the embeddings' difference."""
        return torch.linalg.vector_norm(super().forward(a) - super().forward(b), dim=1)
