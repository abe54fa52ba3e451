"""Policy evaluation in PyTorch."""

from __future__ import annotations

import torch


def policy_evaluation(
    P: torch.Tensor,
    R: torch.Tensor,
    pi: torch.Tensor,
    gamma: float = 0.99,
    sweeps: int | None = None,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Return V and Q by :func:`torch.linalg.solve`, or sweep by sweep over all actions.

    Shapes:
        P (S, A, S), R, pi and Q (S, A), V (S,).
    """
    if sweeps is None:
        P_pi = torch.einsum("sa,sat->st", pi, P)
        R_pi = torch.einsum("sa,sa->s", pi, R)
        V = torch.linalg.solve(torch.eye(len(R), dtype=R.dtype) - gamma * P_pi, R_pi)
    else:
        V = torch.zeros_like(R[:, 0])
        for _ in range(sweeps):
            V = torch.einsum("sa,sa->s", pi, R + gamma * torch.matmul(P, V))
    return V, R + gamma * torch.matmul(P, V)
