"""What the networks in PyTorch share: layers that run one after another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch import nn

from torch_impl.layers.dropout import Dropout
from torch_impl.seeds import next_of


class Sequential(nn.Module):
    """Named layers that run in the order in which they were added.

    ``size`` is the shape of one example behind the layers so far, found by running a batch of none.
    """

    def __init__(self, input_shape: Sequence[int] | None = None, seed: int | None = None) -> None:
        super().__init__()
        self.size = None if input_shape is None else tuple(input_shape)
        self._seeds = None if seed is None else np.random.SeedSequence(seed)

    def next_seed(self) -> int | None:
        """Return a seed for one part, which no other part and no network of another seed has."""
        return None if self._seeds is None else next_of(self._seeds)

    def add(self, name: str, layer: nn.Module) -> None:
        """Put ``layer`` behind the others."""
        self.add_module(name, layer)
        if self.size is not None:
            with torch.no_grad():
                self.size = tuple(layer.eval()(torch.zeros(0, *self.size)).shape[1:])
            layer.train()

    def forward(
        self, x: torch.Tensor, masks: Mapping[str, torch.Tensor] | None = None
    ) -> torch.Tensor:
        """Return what the last layer gives; ``masks`` are replayed by the dropout layers."""
        for name, layer in self.named_children():
            x = layer(x, (masks or {}).get(name)) if isinstance(layer, Dropout) else layer(x)
        return x

    def penalty(self) -> float:
        """Return what regularization adds to the loss: nothing."""
        return 0.0
