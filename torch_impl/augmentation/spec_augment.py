"""SpecAugment in PyTorch."""

from __future__ import annotations

import torch


def spec_augment(
    x: torch.Tensor, bands: torch.Tensor, spans: torch.Tensor, value: float = 0.0
) -> torch.Tensor:
    """Return a spectrogram with bands of frequencies and spans of time masked.

    Shapes:
        x (..., F, T), bands (M, 2), spans (K, 2); the result as x.
    """

    def masked(masks: torch.Tensor, length: int) -> torch.Tensor:
        place = torch.arange(length)
        start, end = masks[:, :1], masks.sum(1, keepdim=True)
        return ((start <= place) & (place < end)).any(0)

    F, T = x.shape[-2:]
    return x.masked_fill(masked(bands, F)[:, None] | masked(spans, T), value)
