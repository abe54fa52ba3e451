"""The affine coupling layer of a normalizing flow in PyTorch."""

from __future__ import annotations

import torch
from torch import nn
from torch.distributions import AffineTransform

from torch_impl.initializers.initializer import Initializer
from torch_impl.networks.mlp import MLP


class CouplingLayer(nn.Module):
    """One half of x says how the other half is moved, by an ``AffineTransform``.

    Shapes:
        x, y (N, n_in); log_det (N,).
    """

    def __init__(
        self,
        n_in: int,
        n_hidden: int,
        swap: bool = False,
        inverted: bool = False,
        activation: str = "tanh",
        initializer: str | Initializer = "glorot_uniform",
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.halves = [n_in // 2, n_in - n_in // 2]
        n1, n2 = self.halves[::-1] if swap else self.halves
        self.net = MLP((n1, n_hidden, 2 * n2), activation, initializer, seed=seed)
        self.swap, self.inverted = swap, inverted

    def forward(self, x: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Return y (N, n_in) and log_det (N,); inverted, x for y."""
        kept, moved = x.split(self.halves, dim=1)
        if self.swap:
            kept, moved = moved, kept
        s, t = self.net(kept).chunk(2, dim=1)
        transform = AffineTransform(t, s.exp(), event_dim=1)
        if self.inverted:
            there = transform.inv(moved)
            log_det = -transform.log_abs_det_jacobian(there, moved)
        else:
            there = transform(moved)
            log_det = transform.log_abs_det_jacobian(moved, there)
        parts = (there, kept) if self.swap else (kept, there)
        return torch.cat(parts, dim=1), log_det
