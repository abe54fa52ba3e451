"""Discounted returns in PyTorch."""

from __future__ import annotations

import torch


def discounted_returns(
    r: torch.Tensor,
    done: torch.Tensor | None = None,
    after: torch.Tensor | None = None,
    gamma: float = 0.99,
    standardize: bool = False,
    epsilon: float = 0.0,
) -> torch.Tensor:
    """Return G as one sum: the weight of step j for step t is gamma^(j - t) in the same episode.

    Shapes:
        r, done and G (T, ...), after (...).
    """
    T = len(r)
    after = torch.zeros_like(r[:1]) if after is None else after[None]
    rewards = torch.cat([r, after]).reshape(T + 1, -1)
    done = torch.zeros_like(r) if done is None else done
    ended = torch.cat([torch.zeros_like(done[:1]), done]).cumsum(0).reshape(T + 1, -1)
    steps = torch.arange(T + 1, dtype=r.dtype)
    ahead = (steps - steps[:T, None])[:, :, None]
    same = (ended[None] == ended[:T, None]) & (ahead >= 0)
    weights = torch.where(same, gamma ** ahead.clamp(min=0), 0.0)
    G = torch.einsum("tjn,jn->tn", weights, rewards).reshape(r.shape)
    if standardize:
        G = (G - G.mean()) / (G.std(correction=0) + epsilon)
    return G
