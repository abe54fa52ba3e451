"""The target of temporal-difference learning in PyTorch."""

from __future__ import annotations

import torch


def td_target(
    r: torch.Tensor,
    q_next: torch.Tensor,
    done: torch.Tensor,
    a_next: torch.Tensor | None = None,
    gamma: float = 0.99,
) -> torch.Tensor:
    """Return y by ``gather`` of the given actions, or of those of ``argmax``.

    Shapes:
        r, done, a_next and y (N,), q_next (N, A).
    """
    best = q_next.argmax(dim=1) if a_next is None else a_next
    v_next = q_next.gather(1, best[:, None]).squeeze(1)
    return torch.where(done.bool(), r, r + gamma * v_next)
