"""A recurrent layer that reads a sequence from both ends in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.initializers.initializer import Initializer
from torch_impl.recurrent.parts import LAYERS, OWN, run_as_one, states_by_part
from torch_impl.seeds import spawned


class Bidirectional(nn.Module):
    """Two layers, one from each end, as ``torch.nn.RNN(bidirectional=True)`` and its like.

    Two GRUs whose reset is before the product, which PyTorch does not have, are composed.

    Shapes:
        x (N, T, n_in); h0, c0, h and c (2, N, n_hidden), the forward layer's first; y
        (N, T, 2 n_hidden), or (N, T, n_hidden) for the sum; lengths (N,).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        layer: str = "simple_rnn",
        merge: str = "concat",
        use_bias: bool = True,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.kind, self.merge = layer, merge
        for name, own in zip(("forward_layer", "backward_layer"), spawned(seed, 2), strict=True):
            part = LAYERS[layer](
                n_in, n_hidden, use_bias=use_bias, initializer=initializer, seed=own
            )
            setattr(self, name, part)

    def forward(
        self,
        x: torch.Tensor,
        h0: torch.Tensor | None = None,
        c0: torch.Tensor | None = None,
        lengths: torch.Tensor | None = None,
    ) -> tuple[torch.Tensor, ...]:
        """Return (y, h), and c of LSTMs: both outputs at every step, and both last states."""
        if self.kind in OWN:
            parts = {"_l0": self.forward_layer, "_l0_reverse": self.backward_layer}
            y, last = run_as_one(self.kind, parts, x, (h0, c0), lengths, bidirectional=True)
            forth, back = y.chunk(2, dim=-1)
        else:
            (first, *_), (first_back, *_) = states_by_part((h0, c0), self.kind, 2)
            forth, h_forth = self.forward_layer(x, first, lengths)
            back, h_back = self.backward_layer(_turned(x, lengths), first_back, lengths)
            back, last = _turned(back, lengths), (torch.stack([h_forth, h_back]),)
        merged = forth + back if self.merge == "sum" else torch.cat([forth, back], dim=-1)
        return (merged, *last)


def _turned(x: torch.Tensor, lengths: torch.Tensor | None) -> torch.Tensor:
    """Return x (N, T, ...) with the steps of each sequence in reverse, its padding in place."""
    if lengths is None:
        return x.flip(1)
    return torch.stack([torch.cat([a[:n].flip(0), a[n:]]) for a, n in zip(x, lengths, strict=True)])
