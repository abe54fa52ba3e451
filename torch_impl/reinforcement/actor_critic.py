"""The loss of an actor and a critic in PyTorch."""

from __future__ import annotations

import torch
from torch.distributions import Categorical
from torch.nn import functional as F

from torch_impl.reinforcement.discounted_returns import discounted_returns


def actor_critic(
    x: torch.Tensor,
    v: torch.Tensor,
    a: torch.Tensor,
    r: torch.Tensor,
    done: torch.Tensor,
    after: torch.Tensor | float = 0.0,
    gamma: float = 0.99,
    value_weight: float = 0.5,
    entropy_weight: float = 0.01,
) -> tuple[torch.Tensor, ...]:
    """Return L and its three parts by ``log_prob`` and ``entropy`` of ``Categorical``.

    Shapes:
        x (T, A), v, a, r and done (T,), after, L and its parts scalars.
    """
    R = discounted_returns(r, done, torch.as_tensor(after, dtype=r.dtype), gamma).detach()
    advantage = (R - v).detach()
    policy = Categorical(logits=x)
    actor = -(advantage * policy.log_prob(a)).mean()
    critic = F.mse_loss(v, R)
    entropy = policy.entropy().mean()
    return actor + value_weight * critic - entropy_weight * entropy, actor, critic, entropy
