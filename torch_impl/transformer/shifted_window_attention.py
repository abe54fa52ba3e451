"""Shifted window attention in PyTorch."""

from __future__ import annotations

import torch
from torch import nn

from torch_impl.attention.multi_head_attention import MultiHeadAttention
from torch_impl.initializers.initializer import Initializer
from torch_impl.seeds import spawned
from torch_impl.transformer.relative_position_bias import RelativePositionBias


class ShiftedWindowAttention(nn.Module):
    """Attention within windows of an image that :func:`torch.roll` has shifted.

    Shapes:
        x, y (N, H, W, d_model).
    """

    def __init__(
        self,
        d_model: int,
        n_heads: int,
        window_size: int,
        shift: int = 0,
        position_bias: bool = False,
        initializer: Initializer | None = None,
        seed: int | None = None,
    ) -> None:
        super().__init__()
        self.w, self.shift = window_size, shift
        self.attention = MultiHeadAttention(d_model, n_heads, initializer=initializer, seed=seed)
        self.position_bias = None
        if position_bias:
            (of_bias,) = spawned(seed, 1)
            self.position_bias = RelativePositionBias(window_size, n_heads, initializer, of_bias)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Return y (N, H, W, d_model)."""
        N, H, W, d = x.shape
        w, s = self.w, self.shift
        windows = self.cut(x.roll((-s, -s), dims=(1, 2)))
        y = self.attended(windows, self.mask(N, H, W) if s else None)
        y = y.unflatten(0, (N, H // w, W // w)).unflatten(3, (w, w))
        return y.transpose(2, 3).reshape(N, H, W, d).roll((s, s), dims=(1, 2))

    def attended(self, windows: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        """Return what the windows' places take from each other: a mask of floats is added."""
        if self.position_bias is None:
            return self.attention(windows, mask=mask)
        added = self.position_bias().expand(len(windows), -1, -1, -1).flatten(0, 1)
        blocked = self.attention.blocked(windows, windows, mask)
        if blocked is not None:
            added = added.masked_fill(blocked, -torch.inf)
        return self.attention.attend(windows, windows, windows, added)

    def cut(self, x: torch.Tensor) -> torch.Tensor:
        """Return x (N, H, W, d) as windows (N H/w W/w, w w, d)."""
        cut = x.unfold(1, self.w, self.w).unfold(2, self.w, self.w)  # (N, rows, columns, d, w, w)
        return cut.flatten(4).flatten(0, 2).mT

    def mask(self, N: int, H: int, W: int) -> torch.Tensor:
        """Return which places of a window may attend to each other, for N images.

        They may where the roll moved both across the same edges of the image, or neither.
        """
        places = torch.stack(torch.meshgrid(torch.arange(H), torch.arange(W), indexing="ij"), 2)
        across = (places + self.shift) >= torch.tensor([H, W])
        windows = self.cut(across.long()[None])  # (n, w w, 2)
        together = (windows[:, :, None] == windows[:, None]).all(dim=3)
        return together.repeat(N, 1, 1)


class _MaskAsItIs(ShiftedWindowAttention):
    """The layer with a mask that was not inverted for PyTorch's attention."""

    def mask(self, N: int, H: int, W: int) -> torch.Tensor:
        """Return the mask, True where places may attend, turned so that it is taken as it is."""
        return ~super().mask(N, H, W)
