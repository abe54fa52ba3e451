"""Dropout in PyTorch."""

from __future__ import annotations

import torch
from torch import nn


class Dropout(nn.Dropout):
    """y = x m / (1 - rate) in training, as :class:`torch.nn.Dropout`, which names the rate p.

    ``scaling="taught"`` divides by nothing in training and multiplies by 1 - rate in inference.
    With a seed the masks come from a stream of the layer's own, apart from the global one.
    """

    def __init__(
        self, rate: float = 0.5, scaling: str = "inverted", seed: int | None = None
    ) -> None:
        super().__init__(p=rate)
        self.keep, self.scaling = 1 - rate, scaling
        self.stream = None if seed is None else torch.Generator().manual_seed(seed).get_state()

    def forward(self, x: torch.Tensor, mask: torch.Tensor | None = None) -> torch.Tensor:
        """Return y; in training ``mask`` (1 keeps, 0 drops) is used, and drawn if not given."""
        if self.training and mask is not None:
            y = x * mask.to(x.dtype)
            return y / self.keep if self.scaling == "inverted" else y
        y = self.drawn(x)
        return y if self.scaling == "inverted" else self.keep * y

    def drawn(self, x: torch.Tensor) -> torch.Tensor:
        """Return what :class:`torch.nn.Dropout` makes of x."""
        if self.stream is None or not self.training:
            return super().forward(x)
        with torch.random.fork_rng(devices=[]):
            torch.set_rng_state(self.stream)
            y = super().forward(x)
            self.stream = torch.get_rng_state()
        return y
