"""The loss of knowledge distillation in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def distillation_loss(
    x: torch.Tensor,
    z: torch.Tensor,
    t: torch.Tensor,
    temperature: float = 2.0,
    alpha: float = 0.5,
) -> torch.Tensor:
    """Return L, by :func:`torch.nn.functional.kl_div` and ``cross_entropy``.

    Shapes:
        x, z (N, C), t (N,) or (N, C); L a scalar.
    """
    log_p, log_q = (F.log_softmax(logits / temperature, dim=1) for logits in (x, z))
    soft = F.kl_div(log_p, log_q, reduction="batchmean", log_target=True)
    return alpha * temperature**2 * soft + (1 - alpha) * F.cross_entropy(x, t)


def _averaged_over_all(
    x: torch.Tensor,
    z: torch.Tensor,
    t: torch.Tensor,
    temperature: float = 2.0,
    alpha: float = 0.5,
) -> torch.Tensor:
    """Return the same with the reduction that ``kl_div`` has unless told otherwise."""
    log_p, log_q = (F.log_softmax(logits / temperature, dim=1) for logits in (x, z))
    soft = F.kl_div(log_p, log_q, log_target=True)
    return alpha * temperature**2 * soft + (1 - alpha) * F.cross_entropy(x, t)
