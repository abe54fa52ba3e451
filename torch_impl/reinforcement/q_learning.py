"""Q-learning in PyTorch."""

from __future__ import annotations

from collections.abc import Sequence

import torch

from torch_impl.reinforcement.tabular import moved_towards
from torch_impl.reinforcement.td_target import td_target


def q_learning(
    Q: torch.Tensor,
    s: torch.Tensor,
    a: torch.Tensor,
    r: torch.Tensor,
    s_next: torch.Tensor,
    done: torch.Tensor,
    lr: float | Sequence[float] = 0.1,
    gamma: float = 0.99,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return the table after k steps of SGD, whose target is the best action's.

    Shapes:
        Q (S, A), the transitions and delta (k,).
    """
    rates = torch.as_tensor(lr, dtype=Q.dtype).expand(len(r))
    deltas = []
    for i in range(len(r)):
        now = slice(i, i + 1)
        y = td_target(r[now], Q[s_next[now]], done[now], gamma=gamma)
        Q, delta = moved_towards(Q, s[i], a[i], y[0], rates[i])
        deltas.append(delta)
    return Q, torch.stack(deltas)
