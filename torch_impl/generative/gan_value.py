"""The value of a generative adversarial network's game in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def gan_value(
    d_real: torch.Tensor, d_fake: torch.Tensor, from_logits: bool = False, as_loss: bool = False
) -> torch.Tensor:
    """Return V(D, G), the negative of two binary cross-entropies.

    Shapes:
        d_real, d_fake any; V a scalar.
    """
    bce = F.binary_cross_entropy_with_logits if from_logits else F.binary_cross_entropy
    loss = bce(d_real, torch.ones_like(d_real)) + bce(d_fake, torch.zeros_like(d_fake))
    return loss if as_loss else -loss
