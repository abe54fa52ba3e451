"""Value iteration in PyTorch."""

from __future__ import annotations

import torch


def value_iteration(
    P: torch.Tensor, R: torch.Tensor, gamma: float = 0.99, sweeps: int | None = None
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return V and Q sweep by sweep; without a number of sweeps by policy iteration instead.

    Policy iteration solves for the values of a policy with :func:`torch.linalg.solve`, takes the
    best actions as the next policy, and ends when they stay.

    Shapes:
        P (S, A, S), R and Q (S, A), V (S,).
    """
    S = len(R)
    if sweeps is None:
        states, best = torch.arange(S), R.argmax(dim=1)
        while True:
            V = torch.linalg.solve(
                torch.eye(S, dtype=R.dtype) - gamma * P[states, best], R[states, best]
            )
            Q = R + gamma * torch.matmul(P, V)
            better = Q.amax(dim=1) > Q[states, best] + 1e-6 * Q.abs().amax()
            if not better.any():
                return Q.amax(dim=1), Q
            best = torch.where(better, Q.argmax(dim=1), best)
    V = torch.zeros_like(R[:, 0])
    for _ in range(sweeps):
        Q = R + gamma * torch.matmul(P, V)
        V = Q.amax(dim=1)
    return V, Q
