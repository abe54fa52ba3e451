"""The multi-layer perceptron in PyTorch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import torch

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.batch_norm import BatchNorm
from torch_impl.layers.dense import Dense
from torch_impl.layers.dropout import Dropout
from torch_impl.networks.choices import ACTIVATIONS, INITIALIZERS
from torch_impl.networks.network import Sequential
from torch_impl.regularizers.elastic_net import ElasticNet


class MLP(Sequential):
    """Dense layers, each but the last followed by (normalization,) activation (and dropout).

    Shapes:
        x (N, n_in), y (N, n_out): scores, which the loss turns into probabilities.
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: str = "relu",
        initializer: str | Initializer = "he_normal",
        batch_norm: bool = False,
        dropout: float = 0.0,
        l1: float = 0.0,
        l2: float = 0.0,
        seed: int | None = None,
    ) -> None:
        super().__init__(None, seed)
        if isinstance(initializer, str):
            initializer = INITIALIZERS[initializer]()
        last = len(sizes) - 1
        for i in range(1, last + 1):
            normalized = batch_norm and i < last
            dense = Dense(sizes[i - 1], sizes[i], not normalized, initializer, self.next_seed())
            self.add(f"dense{i}", dense)
            if i == last:
                break
            if normalized:
                self.add(f"norm{i}", BatchNorm(sizes[i]))
            self.add(f"activation{i}", ACTIVATIONS[activation]())
            if dropout:
                self.add(f"dropout{i}", Dropout(dropout, seed=self.next_seed()))
        self.regularizer = ElasticNet(l1, l2)
        self.penalized = bool(l1 or l2)

    def forward(
        self, x: torch.Tensor, masks: Mapping[str, torch.Tensor] | None = None
    ) -> torch.Tensor:
        """Return the scores (N, n_out); ``masks`` are replayed by the dropout layers they name."""
        y = x
        for name, layer in self.named_children():
            if isinstance(layer, Dropout):
                y = layer(y, (masks or {}).get(name))
            elif layer is not self.regularizer:
                y = layer(y)
        return y

    def penalty(self) -> torch.Tensor | float:
        """Return what the weights add to the loss; biases are never penalized."""
        if not self.penalized:
            return 0.0
        dense = [layer for layer in self.children() if isinstance(layer, Dense)]
        return torch.stack([self.regularizer(layer.weight) for layer in dense]).sum()
