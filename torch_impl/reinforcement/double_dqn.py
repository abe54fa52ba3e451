"""Double DQN in PyTorch."""

from __future__ import annotations

import torch

from torch_impl.reinforcement.q_network import QNetwork, trained
from torch_impl.reinforcement.td_target import td_target


def double_dqn(
    W1: torch.Tensor,
    b1: torch.Tensor,
    W2: torch.Tensor,
    b2: torch.Tensor,
    s: torch.Tensor,
    a: torch.Tensor,
    r: torch.Tensor,
    s_next: torch.Tensor,
    done: torch.Tensor,
    lr: float = 0.01,
    gamma: float = 0.99,
    sync: int = 100,
) -> tuple[torch.Tensor, ...]:
    """Return the losses and the trained parameters: the network chooses, its copy values.

    Shapes:
        W1 (D, H), b1 (H,), W2 (H, A), b2 (A,), s and s_next (k, N, D), a, r and done (k, N), the
        losses (k,).
    """

    def target_of(net: QNetwork, target: QNetwork, i: int) -> torch.Tensor:
        best = net(s_next[i]).argmax(dim=1)
        return td_target(r[i], target(s_next[i]), done[i], best, gamma)

    return trained(QNetwork(W1, b1, W2, b2), s, a, target_of, lr, sync)
