"""Recurrent layers on top of each other in PyTorch."""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer
from torch_impl.layers.dropout import Dropout
from torch_impl.recurrent.parts import LAYERS, OWN, run_as_one, states_by_part
from torch_impl.seeds import spawned


class StackedRNN(nn.Module):
    """Each layer reads the one below, as ``torch.nn.RNN(num_layers=...)`` and its like.

    PyTorch's own draws its dropout's masks itself; where something is dropped, and of GRUs whose
    reset is before the product, the layers are called one by one.

    Shapes:
        x (N, T, n_in); h0, c0, h and c (n_layers, N, n_hidden), the lowest layer's first; y
        (N, T, n_hidden), lengths (N,); a mask (N, T, n_hidden).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        n_layers: int = 2,
        layer: str = "simple_rnn",
        dropout: float = 0.0,
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.kind, self.n_layers, self.dropout = layer, n_layers, dropout
        seeds = iter(spawned(seed, 2 * n_layers))
        for k in range(n_layers):
            width = n_hidden if k else n_in
            part = LAYERS[layer](
                width, n_hidden, use_bias=use_bias, initializer=initializer, seed=next(seeds)
            )
            setattr(self, f"layer{k}", part)
            setattr(self, f"dropout{k}", Dropout(dropout, seed=next(seeds)))

    def forward(
        self,
        x: torch.Tensor,
        h0: torch.Tensor | None = None,
        c0: torch.Tensor | None = None,
        lengths: torch.Tensor | None = None,
        masks: Mapping[str, torch.Tensor] | None = None,
    ) -> tuple[torch.Tensor, ...]:
        """Return (y, h), and c of LSTMs: the top layer's outputs, and every layer's last states."""
        drops = self.training and self.dropout > 0
        if self.kind in OWN and not drops:
            parts = {f"_l{k}": getattr(self, f"layer{k}") for k in range(self.n_layers)}
            y, last = run_as_one(self.kind, parts, x, (h0, c0), lengths, num_layers=len(parts))
            return (y, *last)
        y, ends = x, []
        for k, first in enumerate(states_by_part((h0, c0), self.kind, self.n_layers)):
            if k > 0:
                below = k - 1
                y = getattr(self, f"dropout{below}")(y, (masks or {}).get(f"layer{below}"))
            y, *states = getattr(self, f"layer{k}")(y, *first, lengths=lengths)
            ends.append(states)
        return (y, *(torch.stack(of_all) for of_all in zip(*ends, strict=True)))
