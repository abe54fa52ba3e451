"""Perplexity in PyTorch."""

from __future__ import annotations

import math

import torch
from torch.nn import functional as F

NO_LABEL = -100
"""PyTorch's own label of targets that do not count, which is no word."""


def perplexity(
    x: torch.Tensor,
    t: torch.Tensor | None = None,
    given: str = "probabilities",
    ignore_label: int | None = -1,
    base: float = math.e,
) -> torch.Tensor:
    """Return exp of the mean loss, by ``nll_loss`` or ``cross_entropy``.

    Shapes:
        x (..., C), or losses (...); t (...).
    """
    ignored = NO_LABEL if ignore_label is None else ignore_label
    if given == "losses":
        losses = x if t is None else x[t != ignored]
        return base ** losses.mean()
    rows, words = x.reshape(-1, x.shape[-1]), t.reshape(-1)
    if given == "probabilities":
        return F.nll_loss(rows.log(), words, ignore_index=ignored).exp()
    return F.cross_entropy(rows, words, ignore_index=ignored).exp()
