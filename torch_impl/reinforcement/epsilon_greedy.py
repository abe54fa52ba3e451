"""The epsilon-greedy policy in PyTorch."""

from __future__ import annotations

import torch
from torch.nn import functional as F


def epsilon_greedy(
    q: torch.Tensor, u: torch.Tensor, random: torch.Tensor, epsilon: float = 0.1
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return p, a mixture of the even and the greedy policy, and the chosen actions.

    Shapes:
        q and p (N, A), u, random and the actions (N,).
    """
    greedy = q.argmax(dim=1)
    best = F.one_hot(greedy, q.shape[1]).to(q.dtype)
    p = torch.lerp(best, torch.full_like(best, 1 / q.shape[1]), epsilon)
    return p, torch.where(u < epsilon, random, greedy)
