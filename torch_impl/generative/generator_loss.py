"""The loss of a generative adversarial network's generator in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def generator_loss(
    d_fake: torch.Tensor, form: str = "non_saturating", from_logits: bool = False
) -> torch.Tensor:
    """Return what the generator minimizes, by a binary cross-entropy.

    Shapes:
        d_fake any; L a scalar.
    """
    bce = F.binary_cross_entropy_with_logits if from_logits else F.binary_cross_entropy
    if form == "minimax":
        return -bce(d_fake, torch.zeros_like(d_fake))
    return bce(d_fake, torch.ones_like(d_fake))
